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


class Futures(NamedTuple):
    """One outcome: `tables` `(levers, futures, worlds)`, signed so that more is better, `none` first.

    `meets` tells in which futures levers meet their threshold, given means `(levers, futures)` and how often
    each world counts `(worlds,)`.
    """

    tables: Floats
    meets: Callable[[Floats, Floats], Bools]


def means(tables: Floats, weights: Floats) -> Floats:
    """Means over the worlds there are, `(..., worlds)` by `(worlds,)`; NaN where there is none."""
    there = ~np.isnan(tables)
    count = there @ weights
    total = np.where(there, tables, 0.0) @ weights
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)


def criteria(futures: Futures) -> Floats:
    """Every criterion of every lever, `(levers, criteria)`."""
    weights = np.ones(futures.tables.shape[-1])
    return _criteria(futures, weights, np.arange(futures.tables.shape[1]))


def resampled(futures: Futures) -> Floats:
    """The same when futures and worlds are both drawn anew, `(resamples, levers, criteria)`."""
    _, count, worlds = futures.tables.shape
    drawn = words("futures", RESAMPLES, count) % np.uint64(count)
    by_world = bootstrap("worlds", worlds, RESAMPLES)
    pairs = zip(by_world, drawn.astype(np.int64), strict=True)
    return np.array([_criteria(futures, weights, chosen) for weights, chosen in pairs])


def _criteria(futures: Futures, weights: Floats, chosen: Ints) -> Floats:
    worth = means(futures.tables, weights)
    chosen = chosen[~np.isnan(worth[:, chosen]).any(axis=0)]
    meets = futures.meets(worth, weights)[:, chosen]
    worth = worth[:, chosen]
    regret = worth.max(axis=0) - worth
    columns = (
        worth.mean(axis=1),
        regret.mean(axis=1),
        np.quantile(regret, 0.9, axis=1),
        regret.max(axis=1),
        worth.min(axis=1),
        meets.mean(axis=1),
        (worth > worth[0]).mean(axis=1),
    )
    return np.column_stack(columns)
