"""The shelf: where scenarios are found by name."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from .errors import nearest, quoted, refused

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_PARTS = {"sweeps", "cases", "shared"}


def shelf_folder() -> Path:
    """The folder of the shipped scenarios: inside the installed package, or the checkout's."""
    packaged = Path(__file__).resolve().parents[1] / "_scenarios"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / "scenarios"


def shelf() -> dict[str, Path]:
    """Path of every shipped scenario, by id."""
    return _scenarios_in(shelf_folder())


def sweep_shelf() -> dict[str, Path]:
    """Path of every shipped sweep, by id."""
    return {path.stem: path for path in sorted((shelf_folder() / "sweeps").glob("*.yaml"))}


def _scenarios_in(folder: Path) -> dict[str, Path]:
    paths = sorted(folder.rglob("*.yaml"))
    return {p.stem: p for p in paths if not _PARTS & set(p.relative_to(folder).parts[:-1])}


def is_id(text: str) -> bool:
    """Whether the text can be the id of a scenario."""
    return bool(_ID.fullmatch(text))


def looks_like_path(reference: str) -> bool:
    """Whether a reference names a file rather than a scenario."""
    return reference.endswith((".yaml", ".yml")) or "/" in reference or os.sep in reference


def resolve(reference: str, here: Path, folders: Iterable[Path] = ()) -> Path:
    """The file meant by a path, by the id of a shipped scenario, or by a name with ./NAME.yaml.

    Raises ScenarioError for a name that stands for nothing, with the one most like it.
    """
    known = shelf()
    for folder in folders:
        known = _scenarios_in(folder) | known
    return _named(reference, here, known, "scenario")


def resolve_sweep(reference: str, here: Path) -> Path:
    """The file meant by a path, by the id of a shipped sweep, or by a name with ./NAME.yaml.

    Raises ScenarioError for a name that stands for nothing, with the one most like it.
    """
    return _named(reference, here, sweep_shelf(), "sweep")


def _named(reference: str, here: Path, known: Mapping[str, Path], noun: str) -> Path:
    if looks_like_path(reference):
        return here / reference
    if reference in known:
        return known[reference]
    named = here / f"{reference}.yaml"
    if is_id(reference) and named.is_file():
        return named
    raise refused(
        f"no {noun} {quoted(reference)}, and no file {quoted(reference + '.yaml')}",
        hint=nearest(reference, known),
    )


def shown(path: Path) -> str:
    """The path as its reader would write it: relative where it lies below the current folder."""
    try:
        return str(path.relative_to(Path.cwd())) if path.is_absolute() else os.path.normpath(path)
    except (ValueError, OSError):
        return str(path)
