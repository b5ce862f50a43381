"""Ranking: the order of levers by each criterion, and whether it holds when all is drawn anew."""

from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata

from sim.engine.arrays import Floats
from sim.experiment.percent import percent

from .criteria import CRITERIA, LOWER_IS_BETTER, RANKED_BY

HOLDS = 0.95


class Order(NamedTuple):
    """One criterion: `ranks` `(levers,)` from 1 for the best, ties share the lower number.

    `keeps` `(levers,)` is the share of resamples in which each has that rank, `holds` that in which all have;
    `tau` the mean Kendall rank correlation (tau-a) of the resampled orders with this one.
    """

    criterion: str
    ranks: Floats
    keeps: Floats
    holds: float
    tau: float

    @property
    def is_tied(self) -> bool:
        """True when no lever is better than another."""
        return bool(np.all(self.ranks == 1))

    @property
    def verdict(self) -> str:
        """Whether the order may be told, in words."""
        if self.is_tied:
            return "tied: the levers are worth the same"
        held = "holds" if self.holds >= HOLDS else "does not hold"
        return f"{held}: the whole order is the same in {percent(self.holds)} of resamples"


def orders(found: Floats, drawn: Floats) -> list[Order]:
    """An order for each criterion, from values `(levers, criteria)` and `(resamples, levers, criteria)`."""
    return [_order(name, *(_signed(name, values) for values in (found, drawn))) for name in RANKED_BY]


def _signed(criterion: str, values: Floats) -> Floats:
    """The values of one criterion, less for the better."""
    column = values[..., CRITERIA.index(criterion)]
    return column if criterion in LOWER_IS_BETTER else -column


def _order(name: str, found: Floats, drawn: Floats) -> Order:
    ranks, again = rankdata(found, "min"), rankdata(drawn, "min", axis=-1)
    same = again == ranks
    return Order(name, ranks, same.mean(axis=0), float(same.all(axis=1).mean()), kendall(found, drawn))


def kendall(found: Floats, drawn: Floats) -> float:
    """Mean of Kendall's tau-a of values `(levers,)` with each of `(resamples, levers)`; NaN for one lever."""
    first, second = np.triu_indices(len(found), 1)
    if not len(first):
        return np.nan
    sign = np.sign(found[first] - found[second])
    return float(np.mean(sign * np.sign(drawn[:, first] - drawn[:, second])))
