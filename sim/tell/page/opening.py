"""Opening: the run, comparison or finished sweep in a folder, believed only where all of it fits together."""

from collections.abc import Callable
from pathlib import Path

from sim.experiment.folder import FolderError, read_manifest
from sim.experiment.kept import Kept, KeptComparison, open_comparison, open_run
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.finished import Finished, open_finished
from sim.scenario.errors import ScenarioError, printable, quoted
from sim.scenario.write import fingerprint

Results = Kept | KeptComparison | Finished


def opened(folder: Path) -> Results:
    """What a folder holds. Raises `FolderError` for anything else, damage, and an unfinished sweep."""
    kind = str(read_manifest(folder).get("kind", "run"))
    openers: dict[str, Callable[[Path], Results]] = {
        "run": lambda place: _sound(open_run(place)),
        "comparison": _comparison,
        "sweep": open_finished,
    }
    if kind not in openers:
        raise FolderError(f"{folder}: holds {quoted(kind)}; name the folder of a run, comparison or sweep")
    return openers[kind](folder)


def _comparison(folder: Path) -> KeptComparison:
    try:
        found = open_comparison(folder)
    except RefusedError:
        raise
    except (AttributeError, LookupError, OSError, TypeError, ValueError) as error:
        why = printable(f"{type(error).__name__}: {error}")
        raise FolderError(f"{folder}: its comparison.json is not one of this version: {why}") from None
    for kept in found.runs.values():
        _sound(kept)
    return found


def _sound(kept: Kept) -> Kept:
    """The run, if its scenario and its tables are those that its manifest speaks of."""
    for name in ("seed", "worlds", "days"):
        if type(kept.manifest.get(name)) is not int:
            raise FolderError(f"{kept.folder}: its manifest is damaged: {name}: no whole number")
    try:
        own = fingerprint(kept.scenario)
    except ScenarioError as error:
        raise FolderError(f"{kept.folder}: its scenario does not load here: {error}") from None
    if own != kept.manifest.get("fingerprint"):
        raise FolderError(f"{kept.folder}: its scenario is not the one that its manifest names")
    sizes = {"outcomes": kept.worlds, "series": kept.worlds * kept.days}
    for name, rows in sizes.items():
        if len(kept.table(name)) != rows:
            raise FolderError(f"{kept.folder}: {name}.parquet has other rows than its manifest says")
    return kept
