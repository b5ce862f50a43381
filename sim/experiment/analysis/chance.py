"""Chance beside parameters: how much of an outcome's variance is which point, which world, or both.

Every point lives the same worlds, one observation a cell, so that a two-way analysis of variance with
random effects (Searle, Casella and McCulloch 1992, ch. 4) separates them:

    y[p, w] = mean + parameters[p] + chance[w] + interaction[p, w]

with the unbiased estimators interaction = MS_E, parameters = (MS_P - MS_E) / W, chance = (MS_W - MS_E) / P.
A negative estimate counts as 0 in the shares. Intervals resample points and worlds together (Owen 2007,
the pigeonhole bootstrap), shifted by the known bias of that resampling. Shares are of the variance over the
design's points; of a Sobol design only A and B are used.
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.engine.arrays import Floats

from .resampling import bootstrap, ends
from .swept import Swept

RESAMPLES = 500
NOISE = 0.05  # of a point's mean, as a share of the variance between points: what worlds_needed asks for
WIDTH = 0.1  # of the interval of the parameters' share, end to end: what points_needed asks for
FEWEST = 3
FEWEST_POINTS = 20  # a variance over fewer says little, however narrow its interval
_SHARES = ("parameters", "chance", "interaction")


class Components(NamedTuple):
    """Variances by cause; each a number, or `(resamples,)`. May be negative: they are unbiased."""

    parameters: Floats | float
    chance: Floats | float
    interaction: Floats | float

    @property
    def shares(self) -> Floats:
        """The three as shares of their sum `(3,)` or `(3, resamples)`; NaN where nothing varies."""
        parts = np.maximum(np.array([*self]), 0.0)
        total = parts.sum(axis=0)
        found: Floats = np.divide(parts, total, out=np.full(parts.shape, np.nan), where=total > 0)
        return found


def chance(swept: Swept, outcomes: Collection[str] = (), against: str = "") -> pd.DataFrame:
    """One row a lever and outcome: the shares with intervals, standard errors, and what would suffice.

    With `against`, of the paired difference from that lever. Missing cells: whichever point or world
    misses the largest share of its cells is left out until none is missing.
    """
    rows = [
        {
            "lever": lever,
            "outcome": outcome,
            **separate(swept.table(outcome, lever, against)[swept.independent]),
        }
        for lever, outcome in swept.cases(outcomes)
        if lever != against
    ]
    return pd.DataFrame(rows)


def separate(table: Floats) -> dict:
    """The row of one table `(points, worlds)`."""
    whole = complete(table)
    points, worlds = whole.shape
    row: dict = {"points": points, "worlds": worlds, "left_out": int(table.size - whole.size)}
    if min(points, worlds) < FEWEST:
        reason = f"too few: {points} points and {worlds} worlds are complete, {FEWEST} of each are the least"
        return row | _missing() | {"verdict": reason}
    if not np.any(whole != whole[0, 0]):
        return row | _missing() | {"verdict": "constant: the same in every point and world"}
    found = components(whole)
    low, high = ends(_resampled(whole, found).shares.T)
    for name, *values in zip(_SHARES, found.shares, low, high, strict=True):
        row |= dict(zip((name, f"{name}_low", f"{name}_high"), map(float, values), strict=True))
    return row | _errors(found, worlds) | _needed(found, points, float(high[0] - low[0]))


def components(table: Floats) -> Components:
    """Variances of a complete table `(points, worlds)`, at least two of each."""
    once = np.ones((1, 1))
    found = _weighted(table - table.mean(), once.repeat(len(table), 1), once.repeat(table.shape[1], 1))
    return Components(*(np.asarray(values).item() for values in found))


def _weighted(table: Floats, by_point: Floats, by_world: Floats) -> Components:
    """Variances of resamples, given how often each draws every point and world."""
    points, worlds = table.shape
    point_means = by_world @ table.T / worlds
    world_means = by_point @ table / points
    mean = np.sum(by_point * point_means, axis=1) / points
    square = np.sum(by_point @ table**2 * by_world, axis=1)
    between_points = np.sum(by_point * point_means**2, axis=1) * worlds - points * worlds * mean**2
    between_worlds = np.sum(by_world * world_means**2, axis=1) * points - points * worlds * mean**2
    residual = square - points * worlds * mean**2 - between_points - between_worlds
    within = np.maximum(residual, 0.0) / ((points - 1) * (worlds - 1))
    parameters = (between_points / (points - 1) - within) / worlds
    return Components(parameters, (between_worlds / (worlds - 1) - within) / points, within)


def _resampled(table: Floats, found: Components) -> Components:
    """Variances of the resamples, made unbiased: a finite table is a population with variances of its own,
    (MS_P / W)(P - 1) / P and so on, and the resamples scatter about those."""
    points, worlds = table.shape
    by_point = bootstrap("points", points, RESAMPLES)
    by_world = bootstrap("worlds", worlds, RESAMPLES)
    drawn = _weighted(table - table.mean(), by_point, by_world)
    own_points = (found.parameters + found.interaction / worlds) * (points - 1) / points
    own_worlds = (found.chance + found.interaction / points) * (worlds - 1) / worlds
    return Components(
        drawn.parameters - own_points + found.parameters,
        drawn.chance - own_worlds + found.chance,
        drawn.interaction * points * worlds / ((points - 1) * (worlds - 1)),
    )


def _errors(found: Components, worlds: int) -> dict[str, float]:
    """Standard errors of one point's mean, and of the difference of two: in the same worlds, and not."""
    by_world, by_cell = (max(0.0, float(part)) for part in (found.chance, found.interaction))
    return {
        "variance": float(np.maximum(np.array(found), 0.0).sum()),
        "error_of_mean": float(np.sqrt((by_world + by_cell) / worlds)),
        "error_paired": float(np.sqrt(2 * by_cell / worlds)),
        "error_unpaired": float(np.sqrt(2 * (by_world + by_cell) / worlds)),
    }


def _needed(found: Components, points: int, width: float) -> dict:
    """Worlds for which noise is 5 % of the variance between points, and points for a narrow interval."""
    by_world, by_cell = (max(0.0, float(part)) for part in (found.chance, found.interaction))
    if found.parameters <= 1e-12 * (by_world + by_cell):
        text = "no effect of the parameters can be told from chance with these points and worlds"
        return {"worlds_needed": np.nan, "worlds_unpaired": np.nan, "points_needed": np.nan, "verdict": text}
    paired, unpaired = (
        np.ceil(noise / (NOISE * found.parameters)) for noise in (by_cell, by_world + by_cell)
    )
    wanted = np.ceil(points * (width / WIDTH) ** 2)
    text = f"{max(paired, 2):.0f} worlds a point suffice in pairs, {max(unpaired, 2):.0f} without; "
    text += (
        f"about {max(wanted, FEWEST_POINTS):.0f} points for an interval of {WIDTH} of the parameters' share"
    )
    numbers = (max(paired, 2.0), max(unpaired, 2.0), max(wanted, float(FEWEST_POINTS)))
    names = ("worlds_needed", "worlds_unpaired", "points_needed")
    return dict(zip(names, map(float, numbers), strict=True)) | {"verdict": text}


def _missing() -> dict[str, float]:
    shares = (f"{name}{end}" for name in _SHARES for end in ("", "_low", "_high"))
    others = ("variance", "error_of_mean", "error_paired", "error_unpaired")
    needed = ("worlds_needed", "worlds_unpaired", "points_needed")
    return dict.fromkeys((*shares, *others, *needed), np.nan)


def complete(table: Floats) -> Floats:
    """The table without the points and worlds that miss most, until no cell is missing."""
    gaps = np.isnan(table)
    points, worlds = np.ones(len(table), bool), np.ones(table.shape[1], bool)
    while (left := gaps[points][:, worlds]).any():
        by_point, by_world = left.mean(axis=1), left.mean(axis=0)
        if by_point.max() >= by_world.max():
            points[np.flatnonzero(points)[by_point == by_point.max()]] = False
        else:
            worlds[np.flatnonzero(worlds)[by_world == by_world.max()]] = False
    return table[points][:, worlds]


def noise_in_means(table: Floats) -> float:
    """Variance that chance, which does not move points together, adds to a point's mean; NaN if unknown."""
    whole = complete(table)
    if min(whole.shape) < FEWEST:
        return np.nan
    return max(0.0, float(components(whole).interaction)) / whole.shape[1]
