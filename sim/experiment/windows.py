"""Windows over days: sums ahead, sums behind and first days. Arrays are (days, rows); day 1 is index 0."""

import numpy as np

from sim.engine.arrays import Bools, Floats, Ints


def sums_ahead(daily: Ints, days: int) -> Ints:
    """Sum of days d..d+days-1, shape `(n - days + 1, rows)`, empty where no whole window fits.

    >>> sums_ahead(np.array([[1], [2], [3]]), 2).tolist()
    [[3], [5]]
    """
    total = np.cumsum(daily, axis=0, dtype=np.int64)
    if len(daily) < days:
        return total[:0]
    ahead = total[days - 1 :].copy()
    ahead[1:] -= total[:-days]
    return ahead


def sums_behind(daily: Ints, days: int) -> Ints:
    """Sum of days d-days+1..d from day 1 on, shape `(n, rows)`.

    >>> sums_behind(np.array([[1], [2], [3]]), 2).tolist()
    [[1], [3], [5]]
    """
    total = np.cumsum(daily, axis=0, dtype=np.int64)
    behind = total.copy()
    behind[days:] -= total[:-days]
    return behind


def first_day(reached: Bools) -> Floats:
    """The first day on which each row is true, NaN where it never is: shape `(rows,)`.

    >>> first_day(np.array([[False, False], [False, True]])).tolist()
    [nan, 2.0]
    """
    if not len(reached):
        return np.full(reached.shape[1], np.nan)
    return np.where(reached.any(axis=0), reached.argmax(axis=0) + 1.0, np.nan)
