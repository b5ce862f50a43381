"""Read a sweep file: every fault at once, each with its line; or the sweep, with all that it names."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sim.experiment.outcomes import outcomes_of
from sim.scenario.decode import read_file
from sim.scenario.errors import Fault, Finding, ScenarioError, quoted
from sim.scenario.load import Loaded, open_beside
from sim.scenario.read import read
from sim.scenario.scenario import Scenario
from sim.scenario.shelf import is_id, resolve_sweep, shown
from sim.scenario.structure import structured
from sim.scenario.tree import Node, located

from .cast import Cast, check_cast
from .check import check_file, cited
from .file import SweepFile, Varied
from .sweep import NONE, WHAT_IF, Design, Factor, Sweep

_EMPTY = ("null", "nothing")


def open_sweep(reference: str | os.PathLike[str]) -> Sweep:
    """The sweep meant by a path, by the id of a shipped one, or by a name with ./NAME.yaml.

    Scenarios it names are found as by `extends:`. Raises ScenarioError with every fault of the file
    and of the scenarios it names.
    """
    name = os.fspath(reference)
    path = resolve_sweep(name, Path()) if isinstance(reference, str) else Path(name)
    text = read_file(path, shown(path))
    tree, faults = read(text, shown(path), "sweep")
    faults += _identity(path, tree)
    file, findings = structured(tree, SweepFile)
    findings += _unwritten(tree)
    faults += located(tree, [*findings, *(_legible(tree, check_file(file)) if file else ())])
    sound = file or _sound(tree, findings)
    cast = _cast(sound, tree, path, faults) if sound else None
    faults += located(tree, list(check_cast(cast)) if cast else [])
    if faults or cast is None:
        raise _all(faults, shown(path))
    return _sweep(path.stem, cast)


def _all(faults: Iterable[Fault], name: str) -> ScenarioError:
    """The sweep's own faults first, in order of their lines; then those of scenarios."""
    return ScenarioError(
        sorted(dict.fromkeys(faults), key=lambda f: (f.file != name, f.file, f.line, f.column))
    )


def _identity(path: Path, tree: Node) -> Iterator[Fault]:
    if not is_id(path.stem):
        yield tree.mark.fault(f"the file's name {quoted(path.stem)} cannot be an id; rename it")


def _unwritten(tree: Node, path: tuple[str | int, ...] = ()) -> Iterator[Finding]:
    """Empty values and nulls, but for factors that keep their own range, and below unknown keys."""
    kept = len(path) == 2 and (path[0] == "vary" or path[0] not in SweepFile.model_fields)
    if tree.kind in _EMPTY and not kept:
        yield Finding(path, "nothing is written here; leave it out")
    children = (
        tree.value.items() if tree.kind == "map" else enumerate(tree.value if tree.kind == "list" else ())
    )
    for step, child in children:
        yield from _unwritten(child, (*path, step))


def _legible(tree: Node, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings but for those about an entry that could not be read, which is reported as such."""
    for finding in findings:
        node, found = tree.find(finding.path)
        if not found or (node.kind != "refused" and (finding.path[0] == "vary" or node.kind not in _EMPTY)):
            yield finding


def _sound(tree: Node, findings: Iterable[Finding]) -> SweepFile | None:
    """The file without the entries that are no records, so that the rest is checked all the same."""
    faulty = {f.path[:2] if f.path[0] == "vary" else f.path[:1] for f in findings if f.path}
    entries = {key: node for key, node in tree.value.items() if (key,) not in faulty}
    if (vary := entries.pop("vary", None)) and vary.kind == "map":
        kept = {name: node for name, node in vary.value.items() if ("vary", name) not in faulty}
        entries["vary"] = replace(vary, value=kept)
    entries.setdefault("worlds", Node("number", 1, tree.mark))
    return structured(replace(tree, value=entries), SweepFile)[0]


def _cast(file: SweepFile, tree: Node, path: Path, faults: list[Fault]) -> Cast | None:
    """The scenarios that the file names, None without its own; what cannot be loaded is added to `faults`."""
    if "scenario" not in tree.value:
        return None
    base = _opened(tree.value["scenario"], path, "scenario", faults)
    others: dict[str, Loaded] = {}
    for place, name in cited(file).items():
        if name != NONE and is_id(name) and name not in others:
            node, written = tree.find(place)
            if written and (found := _opened(node, path, ".".join(map(str, place)), faults)):
                others[name] = found
    return Cast(file, base, others) if base else None


def _opened(reference: Node, path: Path, field: str, faults: list[Fault]) -> Loaded | None:
    try:
        return open_beside(reference, path, field)
    except ScenarioError as error:
        faults += error.errors
        return None


def _sweep(name: str, cast: Cast) -> Sweep:
    """The sweep of a file without faults."""
    file = cast.file
    return Sweep(
        id=name,
        title=file.title,
        question=file.question,
        scenario=cast.scenario,
        design=_design(file),
        factors=tuple(_factors(cast)),
        what_ifs=_chosen(cast, [NONE, *cast.named(levers=False)]),
        levers=_chosen(cast, file.levers or [NONE]),
        worlds=file.worlds,
        seed=file.seed,
        days=cast.days,
        outcomes=file.outcomes or tuple(outcomes_of(cast.scenario)),
    )


def _chosen(cast: Cast, names: Iterable[str]) -> dict[str, Scenario]:
    return {name: cast.scenario if name == NONE else cast.others[name].scenario for name in names}


def _design(file: SweepFile) -> Design:
    design = file.design
    if design is None:
        return Design("points", listed=({},))
    given = {"points": design.points, "seed": design.seed, "levels": design.levels, "listed": design.at}
    return replace(Design(design.method), **{key: value for key, value in given.items() if value is not None})


def _factors(cast: Cast) -> Iterator[Factor]:
    """The factors in order of name."""
    vary = cast.file.vary or _listed(cast)
    for name, varied in sorted(vary.items()):
        if name == WHAT_IF:
            yield Factor(name, values=varied.values or ())
        elif varied.values is not None:
            values = tuple(sorted(varied.values))
            yield Factor(name, values[0], values[-1], values)
        else:
            own = cast.scenario.parameters[name]
            low = own.low if varied.low is None else varied.low
            yield Factor(name, low, own.high if varied.high is None else varied.high)


def _listed(cast: Cast) -> dict[str, Varied]:
    """The factors of listed points: what each takes in some point, the scenario's own value included."""
    listed = cast.file.listed
    own: dict[str, float | str] = {name: cast.scenario.parameters[name].value for name in cast.paths}
    if any(WHAT_IF in point for point in listed):
        own[WHAT_IF] = NONE
    taken = {name: [point.get(name, value) for point in listed] for name, value in own.items()}
    return {name: Varied.model_validate(list(dict.fromkeys(values))) for name, values in taken.items()}
