"""One at a time: what each factor changes when all others stay where the reference point has them.

Says nothing about interactions. Differences are paired: the same worlds in both points.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.experiment.paired import interval
from sim.experiment.refusal import RefusedError

from .swept import Swept, demand_method


@dataclass(frozen=True, eq=False)
class Excursions:
    """`differences`: one row a lever, outcome and point beside the reference. `swings`: one row a lever,
    outcome and factor, from its lowest to its highest difference (the reference, 0, included)."""

    differences: pd.DataFrame
    swings: pd.DataFrame


def one_at_a_time(swept: Swept, outcomes: Collection[str] = (), against: str = "") -> Excursions:
    """Paired differences from the reference point with their 95 % intervals over worlds.

    With `against`, of the difference from that lever. Raises `RefusedError` for a design of another method
    or without exactly one reference point.
    """
    demand_method(swept, "one_at_a_time")
    moved = swept.design["moved"].to_numpy()
    if np.sum(moved == "") != 1:
        raise RefusedError(f"the design has {np.sum(moved == '')} reference points, one is needed")
    rows: list[dict] = []
    for lever, outcome in swept.cases(outcomes):
        if lever != against:
            rows += [
                {"lever": lever, "outcome": outcome, **row} for row in _rows(swept, outcome, lever, against)
            ]
    differences = pd.DataFrame(rows)
    return Excursions(differences, _swings(differences))


def _swings(differences: pd.DataFrame) -> pd.DataFrame:
    groups = differences.groupby(["lever", "outcome", "factor"], sort=False)
    swings = groups.agg(lowest=("difference", "min"), highest=("difference", "max"))
    swings["lowest"] = np.fmin(swings["lowest"], 0.0)
    swings["highest"] = np.fmax(swings["highest"], 0.0)
    return swings.assign(swing=swings["highest"] - swings["lowest"]).reset_index()


def _rows(swept: Swept, outcome: str, lever: str, against: str) -> list[dict]:
    table = swept.table(outcome, lever, against)
    moved = swept.design["moved"].to_numpy()
    reference = int(np.flatnonzero(moved == "")[0])
    rows = []
    for point in np.flatnonzero(moved != ""):
        factor = moved[point]
        mean, low, high = interval(table[point] - table[reference])
        values = swept.design[factor].iloc[[reference, point]].tolist()
        rows.append(
            {
                "factor": factor,
                "from": values[0],
                "value": values[1],
                "difference": mean,
                "low": low,
                "high": high,
                "same": float(np.mean(table[point] == table[reference])),
            }
        )
    return rows
