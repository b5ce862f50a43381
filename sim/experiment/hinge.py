"""Hinge: the assumption that a difference hangs on most, and whether more than chance speaks for it.

Over the draws from the assumptions' ranges, Spearman's rank correlation of each assumption's value with
the draw's mean difference. With hundreds of assumptions and few draws the largest of them is large by
chance alone; so it is held against the largest of as many when the draws' differences are shuffled
(max-statistic permutation: Westfall and Young 1993). It finds what works alone and in one direction; of
those that matter most it may name another, and the largest of many overstates itself.
"""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Floats, Ints

from .paired import LEVEL

SHUFFLES = 999
FEWEST = 3
_ROUNDING = 1e-12


class Hinge(NamedTuple):
    """The path with the largest |correlation|; NaN and no path where nothing varies or was drawn.

    `by_chance` is what the largest |correlation| of as many assumptions stays below in 95 % of shuffles,
    `p` the share of shuffles, and what was seen, in which it is at least as large.
    """

    path: str
    correlation: float
    by_chance: float
    p: float

    @property
    def stands_out(self) -> bool:
        """Whether chance alone would give less in 95 % of cases."""
        return self.p <= 1 - LEVEL


NONE = Hinge("", np.nan, np.nan, np.nan)


def hinge(values: Mapping[str, Floats], means: Floats) -> Hinge:
    """The hinge of mean differences `(draws,)` on drawn values, each `(draws,)`; NaN draws are left out."""
    known = ~np.isnan(means)
    if not values or known.sum() < FEWEST or not np.ptp(means[known]):
        return NONE
    factors = _standing(np.stack([drawn[known] for drawn in values.values()], axis=1))
    standing = _standing(means[known, None])[:, 0]
    correlations = standing @ factors
    strongest = int(np.argmax(np.abs(correlations)))
    largest = np.abs(standing[_shuffles(len(standing))] @ factors).max(axis=1)
    seen = abs(correlations[strongest])
    return Hinge(
        path=list(values)[strongest],
        correlation=float(correlations[strongest]),
        by_chance=float(np.quantile(largest, LEVEL)),
        p=float((1 + np.sum(largest >= seen - _ROUNDING)) / (1 + SHUFFLES)),
    )


def _standing(columns: Floats) -> Floats:
    """Ranks within each column, ties by their mean, centred, of length 1: products are rank correlations."""
    import pandas as pd

    ranks = pd.DataFrame(columns).rank().to_numpy()
    centred = ranks - ranks.mean(axis=0)
    length = np.sqrt(np.sum(centred**2, axis=0))
    return np.divide(centred, length, out=centred, where=length > 0)


@lru_cache(maxsize=4)
def _shuffles(draws: int) -> Ints:
    """Random orders of this many draws, `(shuffles, draws)`."""
    key = np.frombuffer(blake2b(b"shuffles", digest_size=16).digest(), np.uint64)
    words = np.random.Philox(key=key).random_raw(SHUFFLES * draws)
    return np.argsort(words.reshape(SHUFFLES, draws), axis=1)
