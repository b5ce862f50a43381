"""Happenings: whether something came about in a world, with a cause and without it.

Both courses of the same world are simulated, so that what Pearl (2009, chapter 9) has to bound can be
counted: in how many worlds something happens with the cause and would not have without it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.experiment.analysis.condition import Condition, compared_with, written
from sim.experiment.analysis.swept import known
from sim.experiment.outcomes import Outcome

LEVEL = 0.95


@dataclass(frozen=True)
class Happening:
    """An outcome that is reached (a date, without an operator) or stands so to a number."""

    outcome: str
    sign: str = ""
    number: float = np.nan

    def __str__(self) -> str:
        return f"{self.outcome} {self.sign} {self.number:g}" if self.sign else f"{self.outcome} reached"

    def held(self, values: Floats, kind: Outcome) -> Floats:
        """1 in worlds where it happened, 0 where not, NaN where the outcome is missing: `(worlds,)`.

        A date that never comes is later than any day.
        """
        if kind.is_date:
            values = np.where(np.isnan(values), np.inf, values)
        if not self.sign:
            return np.isfinite(values).astype(np.float64)
        met = compared_with(Condition(self.outcome, self.sign, self.number), values)
        return np.where(np.isnan(values), np.nan, met)


def happenings(asked: Collection[str], kinds: Mapping[str, Outcome]) -> tuple[list[str], list[Happening]]:
    """Outcomes, and yes-or-no happenings, of what was asked; without any, all outcomes and all dates.

    Each text is an outcome or a condition such as `deaths > 400`. Raises `RefusedError` for anything else.
    """
    names, found = dict[str, None](), dict[Happening, None]()
    for text in asked or kinds:
        outcome, sign, number = written(text)
        names[known(outcome, kinds, "outcome")] = None
        if sign or kinds[outcome].is_date:
            found[Happening(outcome, sign, number) if sign else Happening(outcome)] = None
    return list(names), list(found)


class Share(NamedTuple):
    """`part` of `whole` worlds, with the Wilson (1927) 95 % interval of the share; NaN without any world."""

    part: int
    whole: int
    share: float
    low: float
    high: float


def share(part: int, whole: int) -> Share:
    """A share of worlds with its interval."""
    if not whole:
        return Share(part, whole, np.nan, np.nan, np.nan)
    from scipy.stats import binomtest

    low, high = binomtest(part, whole).proportion_ci(LEVEL, method="wilson")
    return Share(part, whole, part / whole, float(low), float(high))


class Counts(NamedTuple):
    """In how many worlds something happens with and without the cause, only with it, only without it, or in
    neither case; `unknown` are worlds in which the outcome is missing."""

    both: int
    only_with: int
    only_without: int
    neither: int
    unknown: int

    @property
    def necessity(self) -> Share:
        """Of the worlds where it happened with the cause, those where it vanishes without it."""
        return share(self.only_with, self.both + self.only_with)

    @property
    def sufficiency(self) -> Share:
        """Of the worlds where it did not happen without the cause, those where it happens with it."""
        return share(self.only_with, self.only_with + self.neither)

    @property
    def prevention(self) -> Share:
        """Of the worlds where it happened without the cause, those where the cause prevents it."""
        return share(self.only_without, self.both + self.only_without)


def counts(with_cause: Floats, without: Floats) -> Counts:
    """Count worlds by whether something held (1, 0 or NaN), `(worlds,)` each."""
    unknown = np.isnan(with_cause) | np.isnan(without)
    first, second = with_cause[~unknown] > 0, without[~unknown] > 0
    cells = (first & second, first & ~second, ~first & second, ~first & ~second, unknown)
    return Counts(*(int(cell.sum()) for cell in cells))
