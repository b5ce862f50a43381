"""Store: the folder of a sweep. What is in it is whole, verified, and named by what it answers for.

`manifest.json` says whose it is. Under `outcomes/` lie parts: `part-<name>.parquet` with its rows and,
written after it, `part-<name>.json` with its SHA-256 and the cells and worlds that it holds. A part
without that file, or with another hash, counts as never written. Every file is written beside its
place, forced to disk and renamed, so that a process that dies leaves nothing half done.
"""

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.engine.arrays import Floats
from sim.experiment.folder import (
    MANIFEST,
    FolderError,
    check_replaceable,
    read_manifest,
    write_whole,
)
from sim.scenario.errors import printable, quoted

from .cells import Batch, Span
from .rows import KEYS, Held, Stated, encoded, holds

PARTS = "outcomes"
_PART = re.compile(r"part-[0-9a-f]{20}\.(parquet|json)")
FINDINGS = ("sensitivity", "discovery", "robustness", "export")  # folders of what was read out of a sweep
_FOLDER_FILES = {MANIFEST, PARTS, ".lock", "design.parquet", "outcomes.parquet", *FINDINGS}
_OPEN_PARTS = 64


class Place(NamedTuple):
    """Where worlds of a cell lie: rows from `row` on of a part."""

    span: Span
    part: str
    row: int


Index = dict[str, list[Place]]


class Store:
    """An open sweep folder. `index` says what it holds, `damaged` and `foreign` what it does not read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: Index = {}
        self.damaged: list[str] = []
        self.foreign: list[str] = []
        self._read = lru_cache(_OPEN_PARTS)(self._part)

    @property
    def parts(self) -> Path:
        """The folder of the parts."""
        return self.folder / PARTS

    @property
    def rows(self) -> int:
        """Rows of all parts, those of earlier versions of the sweep included."""
        return sum(stop - first for places in self.index.values() for (first, stop), _, _ in places)

    def survey(self) -> None:
        """Verify every part and take it into the index; parts that are damaged are told and left out."""
        for path in sorted(self.parts.iterdir()) if self.parts.is_dir() else ():
            if not _PART.fullmatch(path.name) or path.is_symlink() or not path.is_file():
                self.foreign.append(printable(f"{PARTS}/{path.name}"))
            elif path.suffix == ".json" and not self._take(path):
                self.damaged.append(f"{PARTS}/{path.stem}")
        self.foreign += [
            printable(path.name) for path in self.folder.iterdir() if path.name not in _FOLDER_FILES
        ]

    def _take(self, sidecar: Path) -> bool:
        """Index a part whose hash is the stated one and whose rows are the stated cells and worlds."""
        rows = sidecar.with_suffix(".parquet")
        try:
            stated = Stated.model_validate_json(sidecar.read_bytes())
            content = b"" if rows.is_symlink() or not rows.is_file() else rows.read_bytes()
            if sha256(content).hexdigest() != stated.sha256 or not holds(content, stated.cells):
                return False
        except (OSError, ValueError, KeyError, pa.ArrowException):
            return False
        self._enter(sidecar.stem, stated.cells)
        return True

    def _enter(self, part: str, held: Sequence[Held]) -> None:
        row = 0
        for key, first, stop in held:
            self.index.setdefault(key, []).append(Place((first, stop), part, row))
            row += stop - first

    def put(self, batch: Batch, measured: Mapping[str, Floats]) -> None:
        """Write a part: first its rows, then, once they are safe, what says that it is there."""
        part = f"part-{batch.name}"
        content = encoded(batch, measured)
        held = [(piece.cell.key, piece.first, piece.stop) for piece in batch.pieces]
        stated = {"sha256": sha256(content).hexdigest(), "bytes": len(content), "cells": held}
        write_whole(self.parts / f"{part}.parquet", content)
        write_whole(self.parts / f"{part}.json", json.dumps(stated).encode())
        self._enter(part, held)

    def gathered(self, key: str, worlds: int, names: tuple[str, ...]) -> Floats | None:
        """Outcomes of worlds 0.. of a cell, `(outcomes, worlds)`; None where some are missing."""
        found = np.empty((len(names), worlds))
        known = np.zeros(worlds, dtype=bool)
        for (first, last), part, row in self.index.get(key, ()):
            stop = min(last, worlds)
            if first < stop:
                table = self._read(part)
                if absent := set(names) - table.keys():
                    raise FolderError(f"{self.parts / part}.parquet: has no {absent.pop()}; remove that file")
                for outcome, name in enumerate(names):
                    found[outcome, first:stop] = table[name][row : row + stop - first]
                known[first:stop] = True
        return found if known.all() else None

    def _part(self, part: str) -> dict[str, Floats]:
        table = pq.ParquetFile(self.parts / f"{part}.parquet").read()
        return {name: table[name].to_numpy() for name in table.column_names if name not in KEYS}


@contextmanager
def opened(folder: Path, mine: Callable[[Path], None]) -> Iterator[Store]:
    """The store in `folder`, made where there is none, and locked against other processes.

    `mine` raises `FolderError` for a folder of something else. Raises `FolderError` where the folder
    cannot be written, or another process works in it.
    """
    check_replaceable(folder, lambda target: None if _is_begun(target) else mine(target))
    if (folder / PARTS).is_symlink():
        raise FolderError(f"{folder / PARTS}: is a link out of the folder; remove it")
    try:
        (folder / PARTS).mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | _NO_FOLLOW, 0o644)
    except OSError as error:
        raise FolderError(f"{folder}: cannot be written: {error.strerror}") from None
    try:
        if not _locked(lock):
            raise FolderError(f"{folder}: another process works on this sweep; follow it with --status")
        _clear(folder)
        store = Store(folder)
        store.survey()
        yield store
    finally:
        os.close(lock)


def _is_begun(folder: Path) -> bool:
    """Whether a sweep was begun here and nothing is written yet."""
    names = {path.name for path in folder.iterdir() if ".partial-" not in path.name}
    return names <= {".lock", PARTS} and not any((folder / PARTS).glob("*"))


def is_busy(folder: Path) -> bool:
    """Whether a process works on the sweep in this folder."""
    try:
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CLOEXEC | _NO_FOLLOW)
    except OSError:
        return False
    try:
        return not _locked(lock)
    finally:
        os.close(lock)


_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


def _locked(descriptor: int) -> bool:
    """Take the lock, which the system gives back when its holder ends, however it ends.

    Where a file system has none, parts are still whole and the same whoever writes them.
    """
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _clear(folder: Path) -> None:
    """Remove what a process that died was writing."""
    for place in (folder, folder / PARTS):
        for path in place.glob(".*.partial-*"):
            with contextlib.suppress(OSError):
                path.unlink()


def same_sweep(identity: Mapping[str, Any]) -> Callable[[Path], None]:
    """A check that a folder holds this sweep, perhaps as it was before it was edited."""

    def check(folder: Path) -> None:
        there = read_manifest(folder)
        for name, value in identity.items():
            if there.get(name) != value:
                told = quoted(str(there.get("sweep") or there.get("scenario") or "other results"))
                raise FolderError(f"{folder}: holds another sweep or run, {told}; choose another --out")

    return check
