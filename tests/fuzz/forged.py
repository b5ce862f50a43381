"""Forged tables: Parquet of other columns, types, rows, names or metadata than the program writes."""

import json
from pathlib import Path
from random import Random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from . import nasty

PICKLED = b"cposix\nsystem\n(S'touch pickled'\ntR."
"""A pickle that leaves a file behind where it is loaded."""


def other_column(path: Path, frame: pd.DataFrame, chance: Random) -> None:
    """A column of other values, or none."""
    name = chance.choice(list(frame.columns))
    values = chance.choice((None, "text", "", nasty.number(chance), [1, 2], {"a": 1}, b"x", True))
    try:
        frame.assign(**{str(name): pd.Series([values] * len(frame), index=frame.index)}).to_parquet(path)
    except (pa.ArrowException, OverflowError):
        frame.drop(columns=name).to_parquet(path)


def other_kind(path: Path, frame: pd.DataFrame, chance: Random) -> None:
    """A column of another type."""
    name = chance.choice(list(frame.columns))
    kind = chance.choice(("string", "category", "datetime64[ns]", "bool", "int8", "float32", "object"))
    try:
        frame.astype({name: kind}).to_parquet(path)
    except (ValueError, TypeError, pa.ArrowException):
        frame.astype({name: "string"}).to_parquet(path)


def other_rows(path: Path, frame: pd.DataFrame, chance: Random) -> None:
    """Fewer, more, or other rows."""
    some = (
        frame.iloc[:0],
        frame.iloc[1:],
        pd.concat([frame, frame]),
        frame.iloc[::-1],
        frame.sample(frac=1, random_state=1),
    )
    chance.choice(some).to_parquet(path)


def other_names(path: Path, frame: pd.DataFrame, chance: Random) -> None:
    """Columns under other names."""
    names = [chance.choice((str(name), str(name), str(chance.choice(nasty.TEXTS)))) for name in frame.columns]
    table = pa.Table.from_pandas(frame, preserve_index=False)
    pq.write_table(table.rename_columns(names), path)


def other_metadata(path: Path, frame: pd.DataFrame, chance: Random) -> None:
    """What pandas and Arrow read beside the columns: an index that is none, types that would be unpickled."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    told = {
        "index_columns": ["nowhere"],
        "columns": [{"name": None, "pandas_type": "object", "numpy_type": "x"}],
    }
    pandas = chance.choice((json.dumps(told).encode(), b"{", b"\xff", json.dumps([1]).encode(), PICKLED))
    kind = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": PICKLED}
    fields = [field.with_metadata(kind) for field in table.schema]
    schema = pa.schema(fields if chance.random() < 0.5 else table.schema, metadata={b"pandas": pandas})
    pq.write_table(pa.table(table.columns, schema=schema), path)


FORGERIES = (other_column, other_kind, other_rows, other_names, other_metadata)
