"""Pace: how far a sweep is and how fast it goes, for somebody who looks every second.

Nothing is verified: parts are counted by what is written beside them. `status` verifies, and takes longer.
"""

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.experiment.edition import edition
from sim.experiment.folder import MANIFEST, read_manifest

from .record import Record, recorded
from .rows import Stated
from .store import PARTS, is_busy

_FIRST_SECONDS = 5.0  # workers start, the first batches are under way: no rate can be told


@dataclass(frozen=True)
class Pace:
    """How far a sweep is. `state` is running, unfinished, complete or failed; rates are of the call under
    way, in rows a second, and 0 where none can be told."""

    record: Record
    state: str
    stored: int
    rows_per_s: float
    of_another_edition: bool

    @property
    def share(self) -> float:
        """Rows stored of those asked for, 0 to 1."""
        return min(1.0, self.stored / self.record.rows)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at this rate; None where there is none."""
        return (self.record.rows - self.stored) / self.rows_per_s if self.rows_per_s else None


def pace(folder: Path, running: bool | None = None) -> Pace:
    """How far the sweep in a folder is; who knows whether a process works on it says so.

    Raises `FolderError` where there is none.
    """
    record = recorded(folder)
    running = record.state == "unfinished" and (is_busy(folder) if running is None else running)
    stored = record.stored(_held(folder / PARTS) if record.state == "unfinished" else 0)
    rate = _rate(record, stored, _begun(folder)) if running else 0.0
    other = read_manifest(folder).get("edition") != edition()
    return Pace(record, "running" if running else record.state, stored, rate, other)


def _begun(folder: Path) -> float:
    """When the call under way began: it wrote the manifest first of all."""
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return time.time()


def _rate(record: Record, stored: int, began: float) -> float:
    before = record.rows - record.begun.left if record.begun else 0
    seconds = time.time() - began
    return max(0, stored - before) / seconds if seconds > _FIRST_SECONDS else 0.0


def _held(parts: Path) -> int:
    """Rows of all parts that say what they hold."""
    try:
        stated = [(path, path.stat().st_mtime_ns) for path in parts.glob("part-*.json")]
    except OSError:  # gone between listing and looking
        return 0
    return sum(_stated(path, changed) for path, changed in stated)


@lru_cache(100_000)
def _stated(path: Path, changed: int) -> int:  # noqa: ARG001 - part of the key
    """Rows that a part holds by its own account; none where that cannot be read."""
    try:
        cells = Stated.model_validate_json(path.read_bytes()).cells
    except (OSError, ValueError):
        return 0
    return sum(stop - first for _, first, stop in cells)
