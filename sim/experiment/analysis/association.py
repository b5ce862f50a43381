"""Association: how an outcome goes with each factor, for designs without indices (grid, lhs, points).

Spearman's rank correlation of the points' means with each number, with the interval of Bonett and Wright
(2000): tanh(atanh(r) -+ 1.96 sqrt((1 + r^2 / 2) / (points - 3))). Conditional means: the mean over the points
in each bin of a factor (each value when there are at most eight, else quarters of the points), with its
bootstrap interval. Association is monotone at best: a factor that matters only with another may show none.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from sim.engine.arrays import Array, Floats
from sim.experiment.paired import interval
from sim.experiment.sweep.sweep import Factor

from .swept import Swept, levels, point_means

BINS = 4
VALUES = 8
FEWEST = 5
_NORMAL = 1.959964


@dataclass(frozen=True, eq=False)
class Association:
    """`correlations`: one row a lever, outcome and factor. `means`: one row more for each bin of the
    factor."""

    correlations: pd.DataFrame
    means: pd.DataFrame


def association(swept: Swept, outcomes: Collection[str] = (), against: str = "") -> Association:
    """Correlations and conditional means of every outcome under every lever, over the independent points.

    With `against`, of the difference from that lever. Points with a missing mean are left out.
    """
    correlations: list[dict] = []
    means: list[dict] = []
    for lever, outcome in swept.cases(outcomes):
        if lever == against:
            continue
        values = point_means(swept.table(outcome, lever, against))
        there = swept.independent & ~np.isnan(values)
        for factor in swept.factors:
            case = {"lever": lever, "outcome": outcome, "factor": factor.name}
            column = swept.design[factor.name].to_numpy()[there]
            correlations.append(case | correlation(factor, column, values[there]))
            means += [case | row for row in _conditional(factor, column, values[there])]
    return Association(pd.DataFrame(correlations), pd.DataFrame(means))


def correlation(factor: Factor, column: Array, values: Floats) -> dict:
    """Rank correlation of one factor with the means `(points,)`, its interval, or the reason for none."""
    row = {"points": len(values), "spearman": np.nan, "low": np.nan, "high": np.nan, "reason": ""}
    if factor.is_what_if:
        return row | {"reason": "what-ifs have no order"}
    if len(values) < FEWEST:
        return row | {"reason": f"fewer than {FEWEST} points"}
    if not (np.any(values != values[0]) and np.any(column != column[0])):
        return row | {"reason": "constant"}
    found = spearman(column.astype(np.float64), values)
    half = _NORMAL * np.sqrt((1 + found**2 / 2) / (len(values) - 3))
    centre = np.arctanh(np.clip(found, -1 + 1e-15, 1 - 1e-15))
    low, high = np.tanh([centre - half, centre + half])
    return row | {"spearman": found, "low": float(low), "high": float(high)}


def spearman(first: Floats, second: Floats) -> float:
    """Rank correlation, ties by their mean rank; NaN where one does not vary."""
    ranks = [rankdata(values) - (len(values) + 1) / 2 for values in (first, second)]
    scale = np.sqrt(np.sum(ranks[0] ** 2) * np.sum(ranks[1] ** 2))
    return float(np.sum(ranks[0] * ranks[1]) / scale) if scale else np.nan


def _conditional(factor: Factor, column: Array, values: Floats) -> list[dict]:
    rows = []
    for number, inside in enumerate(_bins(factor, column)):
        mean, low, high = interval(values[inside])
        held = column[inside]
        rows.append(
            {
                "bin": number,
                "from": held[0] if factor.is_what_if else held.min(),
                "to": held[0] if factor.is_what_if else held.max(),
                "points": len(held),
                "mean": mean,
                "low": low,
                "high": high,
            }
        )
    return rows


def _bins(factor: Factor, column: Array) -> list[Array]:
    """Positions of the points of each bin, none empty."""
    distinct = np.unique(column) if not factor.is_what_if else np.array(levels(factor, column))
    if factor.is_what_if or len(distinct) <= VALUES:
        bins = [np.flatnonzero(column == value) for value in distinct]
    else:
        edges = np.quantile(column, np.arange(1, BINS) / BINS)
        place = np.searchsorted(edges, column, side="right")
        bins = [np.flatnonzero(place == k) for k in range(BINS)]
    return [inside for inside in bins if len(inside)]
