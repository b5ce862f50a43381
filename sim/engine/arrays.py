"""Arrays: the shapes of the engine. The last axis of every state array is the row.

Sums over actors or places run in id order, by explicit loops or by `summed`: a row must not depend on
its neighbours, and NumPy's own reductions change the last bit when there is a single row.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]


def add_at(array: Array, where: tuple[Array, ...], amounts: "Array | int") -> None:
    """`array[where] += amounts`, with places that repeat added up in order (several times faster flat)."""
    np.add.at(
        array.reshape(-1), np.ravel_multi_index(where, array.shape), np.asarray(amounts, dtype=array.dtype)
    )


def summed(table: Floats) -> Floats:
    """Sum over the first axis in order, shape `(rows,)`; NumPy adds pairwise along its fast axis only."""
    if table.shape[1] == 1:
        return np.add.accumulate(table, axis=0)[-1] if len(table) else np.zeros(1)
    return np.add.reduce(table, axis=0)


def true_cells(mask: Bools) -> tuple[Ints, Ints]:
    """First and second index of every True of a table, in order (several times faster flat)."""
    first, second = np.divmod(np.flatnonzero(mask), mask.shape[1])
    return first, second
