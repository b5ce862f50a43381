"""For everybody else: a sweep as one comma-separated table, a row a point, lever and world."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sim.experiment.analysis.swept import KEYS, Swept
from sim.experiment.folder import whole_file
from sim.experiment.sweep.finished import Finished
from sim.tell.tables import csv_text

from .ema import MARK

_ROWS_AT_ONCE = 50_000
_SIMULATED = "simulated"


def table(swept: Swept, path: Path) -> Path:
    """Write keys, factors and outcomes of every row, all of them or none; returns where they are.

    Columns: `point, lever, world`, the factors by their paths, the outcomes as measured (a date is its day,
    empty where it never came), `simulated`, always 1. The file's name gets the beginning `SIMULATED-` and
    the ending `.csv` if it lacks them. Raises OSError where it cannot write.
    """
    target = _marked(path)
    with whole_file(target) as stream:
        for text in _texts(swept):
            stream.write(text)
    return target


def rows_csv(finished: Finished) -> bytes:
    """What `table` writes, for who takes it away without a file of ours."""
    return b"".join(_texts(finished.swept))


def _texts(swept: Swept) -> Iterator[bytes]:
    """The rows as CSV, some at a time, under one head."""
    for number, part in enumerate(_parts(swept)):
        text = csv_text(part)
        yield (text if not number else text.partition("\n")[2]).encode()


def _parts(swept: Swept) -> Iterator[pd.DataFrame]:
    """The rows in order of point, lever and world as the sweep has them, some at a time, at least once."""
    factors = swept.design.set_index("point")[[factor.name for factor in swept.factors]]
    for first in range(0, max(1, len(swept.outcomes)), _ROWS_AT_ONCE):
        some = swept.outcomes.iloc[first : first + _ROWS_AT_ONCE]
        values = some[list(swept.names)].assign(**{_SIMULATED: 1})
        varied = factors.reindex(some["point"]).reset_index(drop=True)
        yield pd.concat([some[KEYS].reset_index(drop=True), varied, values.reset_index(drop=True)], axis=1)


def _marked(path: Path) -> Path:
    name = path.name if path.name.startswith(MARK) else MARK + path.name
    return path.with_name(name if name.endswith(".csv") else f"{name}.csv")
