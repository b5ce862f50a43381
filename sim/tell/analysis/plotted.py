"""Plotted: the points of a sweep as one table, a row a point and lever, for pictures of any two columns."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.analysis.swept import point_means
from sim.experiment.sweep.finished import Finished
from sim.tell.figures import name_of

from .labels import labels

MOST_POINTS = 1500
_CELLS = 8  # along a column that takes more values than _VALUES
_VALUES = 12


@dataclass(frozen=True, eq=False)
class Points:
    """A row a point and lever: `point`, `lever`, factors by path, the mean of each outcome over its worlds
    (of a date the share of worlds that reach it). `names` says each column in words, `units` what it counts.
    """

    frame: pd.DataFrame
    names: Mapping[str, str]
    units: Mapping[str, str]
    factors: tuple[str, ...]
    outcomes: tuple[str, ...]

    def shown(self, lever: str) -> pd.DataFrame:
        """The points under a lever, evenly chosen where there are more than `MOST_POINTS`."""
        own = self.frame.loc[self.frame["lever"] == lever]
        chosen = np.linspace(0, len(own) - 1, min(len(own), MOST_POINTS)).astype(int)
        return own.iloc[chosen]

    def grid(self, lever: str, axes: tuple[str, str], outcome: str) -> pd.DataFrame:
        """Mean of an outcome over the points in each cell of two columns: `across, up, mean, points`.

        A column of many values is cut into eight equal parts; a cell is named by its middle.
        """
        own = self.frame.loc[(self.frame["lever"] == lever) & self.frame[outcome].notna()]
        places = pd.DataFrame({"across": _cut(own[axes[0]]), "up": _cut(own[axes[1]]), "value": own[outcome]})
        cells = places.groupby(["across", "up"], observed=True)["value"].agg(["mean", "size"])
        return cells.reset_index().rename(columns={"size": "points"})


def _cut(column: pd.Series) -> pd.Series:
    """The column, or the middle of the cell that each value lies in."""
    if not pd.api.types.is_numeric_dtype(column) or column.nunique() <= _VALUES:
        return column
    low, high = float(column.min()), float(column.max())
    width = (high - low) / _CELLS
    place = ((column - low) / width).astype(int).clip(upper=_CELLS - 1)
    return place.map(lambda cell: float(f"{low + (cell + 0.5) * width:.3g}"))


def points_of(finished: Finished) -> Points:
    """The points that a sweep drew on their own, under every lever.

    Of a Sobol design these are two in d + 2: the others repeat their values.
    """
    swept = finished.swept
    factors = tuple(factor.name for factor in swept.factors)
    design = swept.design.loc[swept.independent, ["point", *factors]]
    parts = []
    for lever in swept.levers:
        means = {name: point_means(swept.table(name, lever))[swept.independent] for name in swept.names}
        parts.append(design.assign(lever=lever, **means))
    kinds = swept.kinds
    return Points(
        frame=pd.concat(parts, ignore_index=True),
        names=labels(factors) | {name: name_of(name, kinds[name].unit) for name in swept.names},
        units={name: "share of worlds" if kinds[name].is_date else kinds[name].unit for name in swept.names},
        factors=factors,
        outcomes=swept.names,
    )
