"""Rows of a part: as Parquet, and what is stated beside them, which is believed only if it fits them."""

import io
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from sim.engine.arrays import Floats

from .cells import Batch

KEYS = ("cell", "world")
Held = tuple[str, int, int]  # key of a cell, worlds from .. up to, not included


class Stated(BaseModel):
    """What is written beside a part: the hash of its bytes, and the cells it holds."""

    model_config = ConfigDict(strict=True)

    sha256: str
    cells: tuple[Held, ...]


def encoded(batch: Batch, measured: Mapping[str, Floats]) -> bytes:
    """The rows of a part as Parquet: cell, world, then every outcome."""
    keys = [piece.cell.key for piece in batch.pieces]
    of_row = np.repeat(np.arange(len(keys), dtype=np.int32), [p.stop - p.first for p in batch.pieces])
    columns = {
        "cell": pa.DictionaryArray.from_arrays(pa.array(of_row), pa.array(keys)),
        "world": pa.array(batch.worlds().astype(np.int32)),
    }
    stream = io.BytesIO()
    pq.write_table(pa.table(columns | dict(measured)), stream, compression="zstd", store_schema=False)
    return stream.getvalue()


def holds(content: bytes, cells: Sequence[Held]) -> bool:
    """Whether the rows of a part are those of the cells, in their order, and all else are numbers."""
    file = pq.ParquetFile(io.BytesIO(content))
    sound = all(0 <= first < stop for _, first, stop in cells)
    if not sound or sum(stop - first for _, first, stop in cells) != file.metadata.num_rows:
        return False
    found = [(key, world) for key, first, stop in cells for world in range(first, stop)]
    table = file.read()
    numbers = [pa.types.is_float64(f.type) for f in table.schema if f.name not in KEYS]
    return list(zip(*(table[key].to_pylist() for key in KEYS), strict=True)) == found and all(numbers)
