"""Table: all rows of a sweep in order of point, lever and world, whatever order they came in."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.engine.arrays import Floats
from sim.experiment.folder import whole_file

from .cells import Cell
from .plan import Plan
from .store import Store

_ROWS_AT_ONCE = 65_536


def write_table(path: Path, plan: Plan, store: Store) -> str:
    """Write `outcomes.parquet` whole and return the hash of its rows.

    Points that failed are left out. The hash depends on keys and values only.
    """
    names = plan.sweep.outcomes
    options: dict[str, Any] = {"compression": "zstd", "use_dictionary": ["lever"]}
    seen = hashlib.sha256(" ".join(names).encode())
    with whole_file(path) as stream, pq.ParquetWriter(stream, _schema(names), **options) as writer:
        for some in _groups(plan):
            table, told = _rows(some, plan, store)
            seen.update(told)
            writer.write_table(table)
    return seen.hexdigest()


def _schema(names: Sequence[str]) -> pa.Schema:
    keys = [("point", pa.int64()), ("lever", pa.string()), ("world", pa.int64())]
    return pa.schema(keys + [(name, pa.float64()) for name in names])


def _groups(plan: Plan) -> Iterator[list[Cell]]:
    width = max(1, _ROWS_AT_ONCE // plan.sweep.worlds)
    for first in range(0, len(plan.cells), width):
        yield plan.cells[first : first + width]


def _rows(some: list[Cell], plan: Plan, store: Store) -> tuple[pa.Table, bytes]:
    names, worlds = plan.sweep.outcomes, plan.sweep.worlds
    found = [(cell, store.gathered(cell.key, worlds, names)) for cell in some]
    there = [(cell, values) for cell, values in found if values is not None]
    values = np.concatenate([np.empty((len(names), 0)), *(values for _, values in there)], axis=1)
    cells = [cell for cell, _ in there]
    levers = np.repeat(np.array([cell.lever for cell in cells], dtype=object), worlds)
    columns = {
        "point": np.repeat(np.array([cell.point for cell in cells], dtype=np.int64), worlds),
        "lever": pa.array(levers, pa.string()),
        "world": np.tile(np.arange(worlds), len(cells)),
    }
    named = {name: pa.array(row, from_pandas=True) for name, row in zip(names, values, strict=True)}
    return pa.table(columns | named, schema=_schema(names)), _told(cells, values)


def _told(cells: list[Cell], values: Floats) -> bytes:
    keys = " ".join(f"{cell.point}:{cell.lever}" for cell in cells)
    same = np.where(np.isnan(values), np.nan, values + 0.0)  # one missing number, one zero
    return keys.encode() + same.astype("<f8").tobytes(order="F")
