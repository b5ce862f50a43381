"""Arrays: the shapes of the engine. The last axis of every state array is the row.

Sums over actors or places run in id order, one after the other: NumPy's own reductions change the last
bit with the number of rows, and a row must not depend on its neighbours.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]
_FEW = 128


def add_at(array: Array, where: tuple[Array, ...], amounts: "Array | int") -> None:
    """`array[where] += amounts`, with places that repeat added up in order (several times faster flat)."""
    np.add.at(
        array.reshape(-1), np.ravel_multi_index(where, array.shape), np.asarray(amounts, dtype=array.dtype)
    )


def in_order(lines: Floats) -> Floats:
    """The sum of lines `(lines, rows)`, one after the other; running sums are faster where rows are few."""
    if len(lines) and lines.shape[1] < _FEW:
        return np.add.accumulate(lines, axis=0)[-1]
    total = np.zeros(lines.shape[1])
    for line in lines:
        total += line
    return total


def true_cells(mask: Bools) -> tuple[Ints, Ints]:
    """First and second index of every True of a table, in order (several times faster flat)."""
    first, second = np.divmod(np.flatnonzero(mask), mask.shape[1])
    return first, second
