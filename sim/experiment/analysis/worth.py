"""Worth: what each lever is worth by one outcome, over the futures in which every lever has it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.engine.arrays import Bools, Floats
from sim.experiment.sweep.sweep import NONE

from .condition import Condition, compared_with, goodness, holds
from .criteria import CRITERIA, Futures, cells, criteria, resampled
from .ranking import orders
from .resampling import ends
from .swept import Swept, point_means

_UNITS = ("mean", "worst")  # told in the outcome's own direction; regrets are distances
DIFFERENCE = ("difference", "difference_low", "difference_high")


@dataclass(frozen=True, eq=False)
class Worth:
    """One outcome: criteria `(levers, criteria)` and their resamples, signed so that more is better."""

    outcome: str
    levers: list[str]
    good: int
    found: Floats
    drawn: Floats
    futures: int
    left_out: int

    def rows(self) -> list[dict]:
        """Each lever's criteria and difference from `none` with intervals, in the outcome's own direction."""
        signs = np.array([self.good if name in _UNITS else 1 for name in CRITERIA])
        low, high = ends(self.drawn * signs)
        rows = []
        for k, lever in enumerate(self.levers):
            row: dict = {"lever": lever, "outcome": self.outcome, "futures": self.futures}
            row["left_out"] = self.left_out
            for c, name in enumerate(CRITERIA):
                value = float(self.found[k, c] * signs[c])
                row |= {name: value, f"{name}_low": float(low[k, c]), f"{name}_high": float(high[k, c])}
            rows.append(row | dict(zip(DIFFERENCE, self.difference(k), strict=True)))
        return rows

    def difference(self, lever: int) -> tuple[float, float, float]:
        """Mean difference from `none` over all futures, with its interval, in the outcome's own direction."""
        drawn = self.good * (self.drawn[:, lever, 0] - self.drawn[:, 0, 0])
        low, high = ends(drawn)
        return float(self.good * (self.found[lever, 0] - self.found[0, 0])), float(low), float(high)

    def ranks(self) -> list[dict]:
        """One row a criterion and lever."""
        return [
            {
                "outcome": self.outcome,
                "criterion": order.criterion,
                "lever": lever,
                "rank": int(rank),
                "keeps": float(keeps),
            }
            for order in orders(self.found, self.drawn)
            for lever, rank, keeps in zip(self.levers, order.ranks, order.keeps, strict=True)
        ]

    def orders(self) -> list[dict]:
        """One row a criterion."""
        return [
            {
                "outcome": self.outcome,
                "criterion": order.criterion,
                "leads": ", ".join(np.array(self.levers)[order.ranks == 1]),
                "holds": order.holds,
                "tau": order.tau,
                "verdict": order.verdict,
            }
            for order in orders(self.found, self.drawn)
        ]


def judged(swept: Swept, outcome: str, levers: list[str], threshold: Condition | None = None) -> Worth:
    """One outcome of these levers, `none` first, over the futures in which all have it."""
    there = complete_futures(swept, outcome, levers)
    good = goodness(swept.kinds[outcome])
    none = good * swept.table(outcome)[there]
    gain = good * np.array([_gain(swept, outcome, lever)[there] for lever in levers])
    futures = Futures(cells(none), cells(gain), _meets(swept, threshold, levers, there))
    left_out = int(swept.independent.sum() - there.sum())
    return Worth(outcome, levers, good, criteria(futures), resampled(futures), int(there.sum()), left_out)


def _meets(
    swept: Swept, threshold: Condition | None, levers: list[str], there: Bools
) -> Callable[[Floats, Floats], Bools] | None:
    """Whether levers meet a threshold in the futures that are there; see `Futures`."""
    if threshold is None:
        return None
    share = threshold.share
    if share is None:
        good = goodness(swept.kinds[threshold.outcome])
        return lambda worth, _: compared_with(threshold, good * worth)
    held = cells(np.array([holds(threshold, swept, lever)[there] for lever in levers]))
    return lambda _, weights: held.means(weights) >= share


def _gain(swept: Swept, outcome: str, lever: str) -> Floats:
    """Paired difference from `none` `(points, worlds)`."""
    return swept.table(outcome, lever, NONE)


def complete_futures(swept: Swept, outcome: str, levers: list[str]) -> Bools:
    """Independent futures `(points,)` in which every lever has a mean."""
    missing = [np.isnan(point_means(_gain(swept, outcome, lever))) for lever in levers]
    return swept.independent & ~np.any(missing, axis=0)
