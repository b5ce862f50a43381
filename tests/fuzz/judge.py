"""Judges: what may come of a scenario or a sweep, however broken. A `Find` is what may not."""

import math
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import scipy.stats.qmc  # noqa: F401 - the first plan would pay for it

from sim.experiment.refusal import RefusedError
from sim.experiment.run import run
from sim.experiment.sweep.plan import planned
from sim.experiment.sweep.points import points, size
from sim.experiment.sweep.read import open_sweep
from sim.scenario.errors import Fault, ScenarioError
from sim.scenario.load import load, load_text
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint, to_yaml
from sim.tell.show import lines, shown

SLOW, SLOW_SWEEP = 0.5, 2.0  # processor seconds
INSIDE = re.compile(
    r"Traceback|Input should|Value error|\[type=|NoneType|<class|object at 0x|Errno|KeyError|dtype"
    r"|for further information|pydantic|unhashable|out of bounds|not subscriptable|<function"
)
"""Words of the program's inside that no reader should meet."""
WHOLE = re.compile(
    r"the file is (empty|larger than)|no such file|cannot be read|this is (a folder|not an ordinary file)"
    r"|not a usable path|with what it extends, more than|no (scenario|sweep) \""
)
"""What is wrong with a file as a whole, and so stands in no line."""


class Find(AssertionError):  # noqa: N818 - it is one of the program, not of the fuzzer
    """Something that must not be; the message says what."""


def judged(path: Path, chance: Random) -> str:
    """Load a scenario: `loads` or `refused`. What loads is written, loaded again, shown and sometimes run."""
    scenario = _opened(load, path, SLOW)
    if scenario is None:
        return "refused"
    with _quick(SLOW, "loading what was written"):
        again = load_text(to_yaml(scenario), f"{scenario.id}.yaml")
    if fingerprint(again) != fingerprint(scenario):
        raise Find("written and loaded again it is another scenario")
    if len(scenario.actors) < 12 and chance.random() < 0.3:
        _lived(scenario)
    return "loads"


def judged_sweep(path: Path) -> str:
    """Open a sweep file: `loads` or `refused`. What loads has a design, or is refused as too large."""
    sweep = _opened(open_sweep, path, SLOW_SWEEP)
    if sweep is None:
        return "refused"
    with _quick(SLOW_SWEEP, "planning"):
        try:
            plan = planned(sweep)
        except RefusedError as error:
            readable(str(error))
            return "refused"
    if size(sweep) != len(plan.design) or not plan.design.equals(points(sweep)):
        raise Find("the design has another size than announced, or differs from itself")
    return "loads"


def _opened(opened: Callable[[Path], Any], path: Path, most: float) -> Any:
    """What was opened, or None where it was refused as it should be."""
    try:
        with _quick(most, f"opening {path.name}"):
            return opened(path)
    except ScenarioError as error:
        _located(error)
        return None


def _lived(scenario: Scenario) -> None:
    """Two worlds of a few days: outcomes are finite, or missing."""
    from sim.engine.simulate import day_one_rates

    rates = day_one_rates(scenario)
    told = "\n".join(lines(scenario, rates))
    readable(told)
    if not shown(scenario, rates):
        raise Find("nothing is shown")
    found = run(scenario, worlds=2, days=min(4, scenario.days), workers=1).outcomes
    if any(math.isinf(value) for value in found.to_numpy().ravel()):
        raise Find("an outcome is infinite")


def _located(error: ScenarioError) -> None:
    """Every fault points into a file that is there, at a place that is in it, in words for people."""
    if not error.errors:
        raise Find("refused without a fault")
    for fault in error.errors[:60]:
        readable(str(fault))
        if fault.line:
            _inside(fault)
        elif not WHOLE.match(fault.message):
            raise Find(f"no line: {fault}")
    if len(str(error)) > 40_000:
        raise Find(f"a message of {len(str(error))} characters")


def _inside(fault: Fault) -> None:
    path = Path(fault.file)
    if not path.is_file():
        raise Find(f"in no file: {fault}")
    text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    rows = re.split(r"\r\n|\r|\n", text)
    if not 1 <= fault.line <= len(rows):
        raise Find(f"line {fault.line} of {len(rows)}: {fault}")
    if not 1 <= fault.column <= len(rows[fault.line - 1]) + 1:
        raise Find(f"column {fault.column} of {len(rows[fault.line - 1])}: {fault}")


def readable(text: str) -> None:
    """Raise `Find` for a text with words of the program's inside, or characters that a terminal obeys."""
    if found := INSIDE.search(text):
        raise Find(f"a word of the inside, {found[0]!r}: {text[:400]}")
    if odd := [c for c in text if not c.isprintable() and c not in "\n\t"]:
        raise Find(f"characters that a terminal obeys, {odd[0]!r}: {text[:400]!r}")


@contextmanager
def _quick(most: float, what: str) -> Iterator[None]:
    begun = time.thread_time()
    try:
        yield
    finally:
        spent = time.thread_time() - begun
        if spent > most:
            raise Find(f"{what} took {spent:.2f} s")
