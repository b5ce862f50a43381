"""Frames: the few ways in which tidy tables are read here."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

Record = Mapping[str, Any]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as mappings from column to value."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict(orient="records")]


def where(frame: pd.DataFrame, column: str, value: object) -> pd.DataFrame:
    """The rows with this value in a column."""
    return frame.loc[frame[column] == value]


def ranked(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows, largest value of a column first; ties keep their order."""
    return frame.sort_values(column, ascending=False, kind="stable")


def named(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The rows with a column `name`: the label of their factor."""
    return frame.assign(name=[names[factor] for factor in frame["factor"]])


def most(frame: pd.DataFrame, column: str) -> float:
    """The largest number of a column; NaN where it has none."""
    known = frame[column].to_numpy(np.float64)
    known = known[~np.isnan(known)]
    return float(known.max()) if len(known) else np.nan


def texts(frame: pd.DataFrame, column: str) -> list[str]:
    """The distinct values of a column, in order of appearance."""
    return list(dict.fromkeys(frame[column].astype(str)))
