"""Resampling: bootstraps and random halves that repeat exactly, whatever else was drawn before.

The draws come from raw words of a generator keyed by what is resampled and how many there are, so
that an interval can be reproduced (as in `sim.experiment.paired`). Efron and Tibshirani 1993.
"""

from functools import lru_cache
from hashlib import blake2b

import numpy as np

from sim.engine.arrays import Bools, Floats, Words
from sim.experiment.paired import LEVEL

RESAMPLES = 1000
TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def words(name: str, rows: int, columns: int) -> Words:
    """Random 64-bit words `(rows, columns)` that depend on the name and `columns` only; rows extend."""
    digest = blake2b(f"{name} {columns}".encode(), digest_size=16).digest()
    generator = np.random.Philox(key=np.frombuffer(digest, np.uint64))
    return generator.random_raw(rows * columns).reshape(rows, columns)


@lru_cache(maxsize=8)
def bootstrap(name: str, count: int, resamples: int = RESAMPLES) -> Floats:
    """How often each of `count` things is drawn in each resample, `(resamples, count)`."""
    weights = np.empty((resamples, count))
    for weight, word in zip(weights, words(name, resamples, count), strict=True):
        weight[:] = np.bincount((word % np.uint64(count)).astype(np.int64), minlength=count)
    weights.flags.writeable = False
    return weights


def halves(name: str, count: int, resamples: int) -> Bools:
    """Random halves of `count` things without replacement, `(resamples, count)`, True inside."""
    order = np.argsort(words(name, resamples, count), axis=1)
    inside = np.zeros((resamples, count), bool)
    np.put_along_axis(inside, order[:, : count // 2], True, axis=1)
    return inside


def ends(draws: Floats) -> tuple[Floats, Floats]:
    """Lower and upper end of the 95 % percentile interval over the first axis; NaN draws are left out."""
    known = ~np.isnan(draws).all(axis=0)
    low, high = np.full(draws.shape[1:], np.nan), np.full(draws.shape[1:], np.nan)
    if known.any() and len(draws):
        low[known], high[known] = np.nanquantile(draws[..., known], TAILS, axis=0)
    return low, high
