"""Check a sweep file in itself: what its method needs, and what would do nothing."""

from collections.abc import Hashable, Iterable, Iterator

from sim.scenario.errors import Finding, quoted
from sim.scenario.shelf import is_id
from sim.scenario.tree import Path

from .file import DesignFile, SweepFile
from .sweep import NONE, WHAT_IF

DRAWN = ("lhs", "sobol", "morris")
STEPPED = ("grid", "one_at_a_time")


def check_file(file: SweepFile) -> Iterator[Finding]:
    """Everything wrong that can be seen without the scenarios it names."""
    if file.design is None:
        yield from _undesigned(file)
    else:
        yield from _factors_needed(file, file.design)
        yield from _size(file, file.design)
        yield from _idle(file.design)
    yield from _kinds(file)
    yield from _ids(file)
    yield from _repetitions(file)


def cited(file: SweepFile) -> dict[Path, str]:
    """Every scenario that the file names beside its own, by the place where it is named."""
    found: dict[Path, str] = {("levers", i): name for i, name in enumerate(file.levers or ())}
    for path, value in _values(file):
        if WHAT_IF in path and isinstance(value, str):
            found[path] = value
    return found


def _values(file: SweepFile) -> Iterator[tuple[Path, float | str]]:
    """Every single value of a factor, with its place."""
    for name, varied in file.vary.items():
        for i, value in enumerate(varied.values or ()):
            yield ("vary", name, i), value
    for k, point in enumerate(file.listed):
        for name, value in point.items():
            yield ("design", "at", k, name), value


def _undesigned(file: SweepFile) -> Iterator[Finding]:
    if file.vary:
        yield Finding(("design",), "missing; it says how points of the factors are chosen")
    elif file.levers is None:
        yield Finding(("vary",), "missing; without it and without levers there is nothing to compare")


def _factors_needed(file: SweepFile, design: DesignFile) -> Iterator[Finding]:
    if design.method == "points":
        if file.vary:
            yield Finding(("vary",), 'does nothing: the points are listed under "at"', on_key=True)
        if not design.at:
            yield Finding(("design", "at"), "missing; a list of points, each a map from path to value")
    elif not file.vary:
        yield Finding(("vary",), f"missing; the method {design.method} needs factors")


def _size(file: SweepFile, design: DesignFile) -> Iterator[Finding]:
    here, count = ("design", "points"), design.points
    unlisted = [name for name, varied in file.vary.items() if varied.values is None]
    if design.method in DRAWN or (design.method in STEPPED and unlisted):
        if count is None:
            yield Finding(here, f"missing; {_MEANS[design.method]}")
        elif design.method in STEPPED and count < 2:
            yield Finding(here, "one step is no range; at least 2")
        elif design.method == "sobol" and count & (count - 1):
            below = 1 << (count.bit_length() - 1)
            yield Finding(here, f"{count} is not a power of two, as {below} and {2 * below} are")
    elif count is not None and (file.vary or design.method == "points"):
        why = "the points are listed" if design.method == "points" else "every factor lists its values"
        yield Finding(here, f"does nothing: {why}", on_key=True)


_MEANS = {
    "lhs": "how many points",
    "sobol": "how many base points, a power of two",
    "morris": "how many trajectories",
    "grid": "how many steps a factor that lists no values takes",
    "one_at_a_time": "how many steps a factor that lists no values takes",
}


def _idle(design: DesignFile) -> Iterator[Finding]:
    """Keys that the method does not read, and levels that its step does not fit."""
    read = {
        "seed": design.method in DRAWN,
        "levels": design.method == "morris",
        "at": design.method == "points",
    }
    for field, used in read.items():
        if getattr(design, field) is not None and not used:
            yield Finding(("design", field), f"the method {design.method} does not use it", on_key=True)
    if design.method == "morris" and design.levels and design.levels % 2:
        yield Finding(("design", "levels"), f"{design.levels} is odd; Morris's step needs an even number")


def _kinds(file: SweepFile) -> Iterator[Finding]:
    """Numbers for paths, ids for what_if; both ends of a range."""
    for path, value in _values(file):
        if isinstance(value, str) is not (WHAT_IF in path):
            expected = "the id of a scenario" if WHAT_IF in path else "a number"
            yield Finding(path, f"{expected} is expected")
    for name, varied in file.vary.items():
        if name == WHAT_IF and varied.values is None:
            yield Finding(("vary", name), "a list of scenarios is expected", on_key=True)
        elif varied.values is not None and len(varied.values) < 2:
            yield Finding(("vary", name), "a factor takes at least two values", on_key=True)
        for end, other in (("low", varied.high), ("high", varied.low)):
            if getattr(varied, end) is None and other is not None:
                yield Finding(("vary", name, end), "missing; a range has both ends")
        if varied.low is not None and varied.high is not None and varied.low >= varied.high:
            message = f"the range [{varied.low:g}, {varied.high:g}] is empty: low must lie below high"
            yield Finding(("vary", name), message, point="low")


def _ids(file: SweepFile) -> Iterator[Finding]:
    for path, name in cited(file).items():
        if not is_id(name):
            yield Finding(path, f"{quoted(name)} is not the id of a scenario: its file's name, without .yaml")


def _repetitions(file: SweepFile) -> Iterator[Finding]:
    lists: dict[tuple[str, ...], Iterable[Hashable] | None] = {
        ("levers",): file.levers,
        ("outcomes",): file.outcomes,
        **{("vary", name): varied.values for name, varied in file.vary.items()},
    }
    for path, items in lists.items():
        if items == () and path[0] in _ALONE:
            yield Finding(path, f"an empty list; leave it out{_ALONE[path[0]]}", on_key=True)
        seen: set[Hashable] = set()
        for i, item in enumerate(items or ()):
            if item in seen:
                told = f"{item:g}" if isinstance(item, float) else quoted(str(item))
                yield Finding((*path, i), f"{told} is listed twice")
            seen.add(item)


_ALONE = {"levers": f", or list {NONE}", "outcomes": " for all outcomes"}
