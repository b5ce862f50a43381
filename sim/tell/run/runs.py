"""Runs: the finished runs that lie below a folder, named for those who choose among them."""

from pathlib import Path
from typing import Any

from sim.experiment.folder import FolderError, read_manifest

_TOLD = ("scenario", "worlds", "days", "seed")


def runs_below(folder: Path) -> dict[Path, str]:
    """Each run in `folder`, or among the runs of a comparison there, with a line about it; newest first.

    What holds no readable run is left out; whether a run is whole is found out when it is opened.
    """
    if not folder.is_dir():
        return {}
    found = [path.parent for pattern in ("*", "*/runs/*") for path in folder.glob(f"{pattern}/manifest.json")]
    found.sort(key=lambda path: (-path.stat().st_mtime, path))
    return {path: line for path in found if (line := run_line(path))}


def run_line(folder: Path) -> str:
    """What a run is, in a line; empty for a folder that holds no run."""
    try:
        manifest: dict[str, Any] = read_manifest(folder)
    except FolderError:
        return ""
    if "kind" in manifest or not manifest.keys() >= {*_TOLD, "result_hash"}:
        return ""
    scenario, worlds, days, seed = (manifest[key] for key in _TOLD)
    made = str(manifest.get("start", ""))[:16].replace("T", " ")
    return f"{scenario}: {worlds} worlds of {days} days, seed {seed}{f', made {made}' if made else ''}"
