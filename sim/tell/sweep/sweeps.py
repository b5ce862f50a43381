"""Sweeps: those that lie below a folder, named for somebody who chooses among them."""

from pathlib import Path
from typing import Any

from sim.experiment.folder import MANIFEST, FolderError, read_manifest
from sim.scenario.errors import printable


def sweeps_below(folder: Path) -> dict[Path, str]:
    """Each sweep in `folder`, or one deeper, with its title; newest first.

    Whether it is finished, whole, or of this version is found out when it is opened. Links are not followed.
    """
    if not folder.is_dir():
        return {}
    found = [path.parent for pattern in ("*", "*/*") for path in folder.glob(f"{pattern}/{MANIFEST}")]
    own = [path for path in found if not any(part.is_symlink() for part in (path, path.parent))]
    own.sort(key=lambda path: (-path.stat().st_mtime, path))
    return {path: title for path in own if (title := _title(path))}


def _title(folder: Path) -> str:
    """The title of the sweep in a folder, or its name; empty for a folder that holds no sweep."""
    try:
        manifest: dict[str, Any] = read_manifest(folder)
    except FolderError:
        return ""
    if manifest.get("kind") != "sweep":
        return ""
    return printable(str(manifest.get("title") or manifest.get("sweep") or folder.name)[:200])
