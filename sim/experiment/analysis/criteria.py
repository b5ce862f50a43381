"""Criteria of robustness: what a lever is worth over all futures, when nobody knows which one it will be.

From the mean outcome of each lever in each future, signed so that more is better:

- `mean` over the futures, all counted alike;
- regret, the distance to the best lever in the same future (Savage 1951): `regret_mean`, `regret_p90`
  (a quantile, as Lempert et al. 2006 use it) and `regret_max`;
- `worst`, the least over the futures (maximin);
- `satisficing`, the share of futures in which the lever meets its threshold (Herman et al. 2015);
- `better_than_none`, the share of futures in which its mean is better than that of `none` (same worlds).
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Bools, Floats, Ints

from .resampling import bootstrap, words

CRITERIA = ("mean", "regret_mean", "regret_p90", "regret_max", "worst", "satisficing", "better_than_none")
LOWER_IS_BETTER = ("regret_mean", "regret_p90", "regret_max")
RANKED_BY = CRITERIA[:-1]
RESAMPLES = 400


class Cells(NamedTuple):
    """A table `(..., worlds)` with 0 where a cell is missing, and 1 where it is there; None if all are."""

    values: Floats
    there: Floats | None

    def means(self, weights: Floats) -> Floats:
        """Means over the worlds there are, counted as often as `weights` `(worlds,)`; NaN without any."""
        total = self.values @ weights
        count = np.full(total.shape, weights.sum()) if self.there is None else self.there @ weights
        return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def cells(table: Floats) -> Cells:
    """A table with its gaps set apart, to be averaged again and again."""
    gaps = np.isnan(table)
    return Cells(np.where(gaps, 0.0, table), (~gaps).astype(np.float64) if gaps.any() else None)


class Futures(NamedTuple):
    """One outcome, signed so that more is better: what `none` is worth `(futures, worlds)`, and what each
    lever gains on it in the same worlds `(levers, futures, worlds)`: what changes nothing gains exactly 0.

    `meets` tells in which futures levers meet their threshold, given means `(levers, futures)` and how often
    each world counts `(worlds,)`; None asks that they be at least as good as `none`.
    """

    none: Cells
    gain: Cells
    meets: Callable[[Floats, Floats], Bools] | None = None


def criteria(futures: Futures) -> Floats:
    """Every criterion of every lever, `(levers, criteria)`."""
    count, worlds = futures.none.values.shape
    return _criteria(futures, np.ones(worlds), np.arange(count))


def resampled(futures: Futures) -> Floats:
    """The same when futures and worlds are both drawn anew, `(resamples, levers, criteria)`."""
    count, worlds = futures.none.values.shape
    drawn = words("futures", RESAMPLES, count) % np.uint64(count)
    by_world = bootstrap("worlds", worlds, RESAMPLES)
    pairs = zip(by_world, drawn.astype(np.int64), strict=True)
    return np.array([_criteria(futures, weights, chosen) for weights, chosen in pairs])


def _criteria(futures: Futures, weights: Floats, chosen: Ints) -> Floats:
    gain = futures.gain.means(weights)
    worth = futures.none.means(weights) + gain
    meets = futures.meets(worth, weights) if futures.meets else gain >= 0
    chosen = chosen[~np.isnan(worth[:, chosen]).any(axis=0)]
    gain, worth, meets = gain[:, chosen], worth[:, chosen], meets[:, chosen]
    regret = gain.max(axis=0) - gain
    columns = (
        worth.mean(axis=1),
        regret.mean(axis=1),
        np.quantile(regret, 0.9, axis=1),
        regret.max(axis=1),
        worth.min(axis=1),
        meets.mean(axis=1),
        (gain > 0).mean(axis=1),
    )
    return np.column_stack(columns)
