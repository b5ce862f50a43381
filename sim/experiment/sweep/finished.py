"""Finished sweeps, read back: verified against their hashes before anything is believed."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from sim.experiment.analysis.swept import Swept
from sim.experiment.folder import FolderError, file_hash, read_manifest
from sim.experiment.lever import Change
from sim.scenario.errors import printable

from .manifest import DESIGN, OUTCOMES
from .record import Record, recorded


@dataclass(frozen=True)
class Finished:
    """The tables of a sweep and what its manifest says of them.

    `failed` counts points under a lever that could not be simulated: their rows are missing.
    """

    manifest: dict[str, Any]
    swept: Swept
    changes: dict[str, Change]
    failed: int


def open_finished(folder: Path) -> Finished:
    """The sweep in a folder. Raises `FolderError` unless it is there, finished and undamaged."""
    record = recorded(folder)
    if record.state == "unfinished":
        raise FolderError(f"{folder}: the sweep is not finished; run it again to continue")
    if damaged := [name for name in (DESIGN, OUTCOMES) if not _whole(folder / name, record)]:
        raise FolderError(f"{folder}: {', '.join(damaged)}: missing or damaged; run the sweep again")
    return Finished(
        manifest=read_manifest(folder),
        swept=_swept(folder, record),
        changes={name: lever.change for name, lever in record.levers.items()},
        failed=len(record.failed),
    )


def _whole(path: Path, record: Record) -> bool:
    stated = record.files.get(path.name)
    return stated is not None and path.is_file() and file_hash(path) == stated.sha256


def _swept(folder: Path, record: Record) -> Swept:
    varied = [factor.name for factor in record.factors if not factor.is_what_if]
    design = _table(folder / DESIGN, ["point", *varied], record.points)
    outcomes = _table(folder / OUTCOMES, ["point", "world", *record.outcomes], record.simulated)
    return Swept(design, outcomes, record.factors, record.design.method, record.outcomes)


def _table(path: Path, numbers: Collection[str], rows: int) -> pd.DataFrame:
    """A table of so many rows whose columns `numbers` are numbers. Raises `FolderError`."""
    try:
        file = pq.ParquetFile(path)
        if file.metadata.num_rows != rows:
            raise FolderError(f"{path}: has other rows than the manifest says; run the sweep again")
        frame: pd.DataFrame = file.read().to_pandas(ignore_metadata=True)
    except FolderError:
        raise
    except (OSError, ValueError, TypeError, pa.ArrowException) as error:
        raise FolderError(f"{path}: cannot be read: {printable(str(error))}") from None
    if wrong := [name for name in numbers if not pd.api.types.is_numeric_dtype(frame.get(name))]:
        raise FolderError(f"{path}: {', '.join(wrong)}: missing, or no numbers; run the sweep again")
    return frame
