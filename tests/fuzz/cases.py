"""Cases: what case number N of a seed does, the same whenever it is asked for."""

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import Mock, patch

from sim.scenario.shelf import shelf, sweep_shelf
from tests.experiment.sweep.test_read import lhs
from tests.scenario.extending import BASE

from .judge import judged, judged_sweep
from .lines import SERVERS, judged_line, line, same_in_a_process
from .mutants import mutant
from .poison import poisoned, reading
from .yard import SWEEP, inside, removed, restored, snapshot

PATIENCE, WAIT = 20, 300  # seconds of processor time, and of any time, after which a case hangs
SHIPPED = {name: path.read_text() for name, path in shelf().items()}
NARROW = lhs().replace("actions.strike", "actions.raid").replace("scenario: base", "scenario: toy")
SWEEPS = {name: path.read_text() for name, path in sweep_shelf().items()}
KINDS = ("toy",) * 60 + ("shipped",) * 8 + ("small",) * 8 + ("sweep",) * 2 + ("line",) * 16 + ("folder",) * 6


def case(seed: int, number: int, yard: Path) -> tuple[str, str]:
    """Kind and outcome of a case, carried out in a yard that is as it was afterwards. Raises `Find`."""
    chance = Random(f"{seed}/{number}")
    kind = chance.choice(KINDS)
    with inside(yard), _patience():
        return kind, _DOES[kind](chance, yard)


def _toy(chance: Random, yard: Path) -> str:
    path = Path("mutant.yaml")
    path.write_bytes(mutant(BASE, chance))
    child = Path("child.yaml")
    child.write_text("title: Child\nextends: mutant.yaml\ndays: 20\n")
    try:
        return judged(child if chance.random() < 0.2 else path, chance)
    finally:
        path.unlink()
        child.unlink()


def _shipped(chance: Random, yard: Path) -> str:
    name = chance.choice(sorted(SHIPPED))
    return _file(name, mutant(SHIPPED[name], chance), lambda path: judged(path, chance))


def _small(chance: Random, yard: Path) -> str:
    return _file("mutant", mutant(chance.choice((SWEEP, NARROW)), chance, "sweep"), judged_sweep)


def _sweep(chance: Random, yard: Path) -> str:
    name = chance.choice(sorted(SWEEPS))
    return _file("mutant", mutant(SWEEPS[name], chance, "sweep"), judged_sweep)


def _file(name: str, content: bytes, judge: Callable[[Path], str]) -> str:
    path = Path(f"{name}.yaml")
    path.write_bytes(content)
    try:
        return judge(path)
    finally:
        path.unlink()


def _line(chance: Random, yard: Path) -> str:
    words = line(chance)
    found = _kept(yard, lambda: _stopped(words, yard))
    if chance.random() < 0.01 and found in ("exit 0", "exit 2") and words[0] not in SERVERS:
        _kept(yard, lambda: same_in_a_process(words, int(found[-1])))
    return f"{words[0] if words[0].isalpha() else 'none'} {found}"


def _stopped(words: list[str], yard: Path) -> str:
    """Judge a command line; verbs that start another program do not start it."""
    with patch("subprocess.run", Mock(return_value=Mock(returncode=0))):
        return judged_line(words, yard)


def _folder(chance: Random, yard: Path) -> str:
    kind = chance.choice(("run", "both", "done", "done", "half"))
    shutil.copytree(kind, "bad", symlinks=True)

    def act() -> str:
        poisoned(yard / "bad", chance)
        words = reading(kind, "bad", chance)
        return f"{kind} {words[0]} {judged_line(words, yard)}"

    try:
        return _kept(yard, act)
    finally:
        removed(Path("bad"))


def _kept(yard: Path, act: Callable[[], str]) -> str:
    """Do something, and lay out anew what it changed."""
    before = snapshot(yard)
    try:
        return act()
    finally:
        changed = {name.split("/")[0] for name, _ in snapshot(yard).items() ^ before.items()}
        restored(yard.parent.parent / "whole", yard, changed)


@contextmanager
def _patience() -> Iterator[None]:
    def stop(number: int, _: object) -> None:
        raise TimeoutError(f"no answer: {signal.Signals(number).name}")

    timers = {signal.ITIMER_VIRTUAL: (signal.SIGVTALRM, PATIENCE), signal.ITIMER_REAL: (signal.SIGALRM, WAIT)}
    for timer, (sent, seconds) in timers.items():
        signal.signal(sent, stop)
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        for timer in timers:
            signal.setitimer(timer, 0)


_DOES = {"toy": _toy, "shipped": _shipped, "small": _small, "sweep": _sweep, "line": _line, "folder": _folder}
