"""Condition: when a future is of interest: `<outcome> <op> <number>`, or `<outcome>` for its better quarter.

Of a number, the mean over the worlds is held against it. Of a date, each world is: `collapse <= 60` says that
it came by day 60, `collapse > 60` that it came later or never; the future is of interest when that holds in
at least `share` of its worlds. A share may be asked of a number as well. A difference between levers is
always held against the number by its mean (of a date: of the share reached).
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine.arrays import Bools, Floats
from sim.experiment.outcomes import Outcome
from sim.experiment.percent import percent
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE
from sim.scenario.errors import quoted

from .swept import Swept, known, point_means

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_WRITTEN = re.compile(r"\s*([a-z][a-z0-9_-]*)\s*(?:(<=|>=|<|>)\s*([^\s<>=]+))?\s*")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?")
QUARTER = 0.25
HALF = 0.5


@dataclass(frozen=True)
class Condition:
    """`sign` is empty for the better quarter. `share` of the worlds must meet it; None asks it of their
    mean."""

    outcome: str
    sign: str = ""
    number: float = np.nan
    share: float | None = None

    def __str__(self) -> str:
        if not self.sign:
            return f"{self.outcome}: the better quarter"
        told = f"{self.outcome} {self.sign} {self.number:g}"
        return (
            f"mean of {told}"
            if self.share is None
            else f"{told} in at least {percent(self.share)} of the worlds"
        )


def condition(text: str, swept: Swept, share: float | None = None) -> Condition:
    """The condition written so; a date has `share` one half unless told.

    Raises `RefusedError` for anything else, and for an outcome that the sweep does not have.
    """
    outcome, sign, number = written(text)
    kind = swept.kinds[known(outcome, swept.names, "outcome")]
    if share is not None and not 0 < share <= 1:
        raise RefusedError(f"share: {share} is not above 0 and at most 1")
    if not sign:
        return _quarter(outcome, kind, share)
    return Condition(outcome, sign, number, HALF if share is None and kind.is_date else share)


def written(text: str) -> tuple[str, str, float]:
    """Outcome, operator and number of a condition; without an operator "" and NaN.

    Raises `RefusedError` for what is not written so.
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise RefusedError(f"{quoted(text)}: a condition is <outcome> <op> <number>, such as deaths > 500")
    outcome, sign, number = found.groups()
    if sign and not _NUMBER.fullmatch(number):
        raise RefusedError(f"{quoted(text)}: {quoted(number)} is no number such as 500, 0.25 or 1e3")
    return outcome, sign or "", float(number) if sign else np.nan


def _quarter(outcome: str, kind: Outcome, share: float | None) -> Condition:
    if not goodness(kind):
        raise RefusedError(
            f"{outcome}: neither direction is better; write a condition, such as {outcome} > 5"
        )
    if share is not None:
        raise RefusedError(f"{outcome}: a share of worlds needs a condition, such as {outcome} > 5")
    return Condition(outcome)


def goodness(kind: Outcome) -> int:
    """1 where a higher mean is better, -1 where a lower one is, 0 where neither.

    The mean of a date is the share reached: coming is better where earlier is, not coming where later is.
    """
    if kind.better == "none":
        return 0
    if kind.is_date:
        return 1 if kind.better == "lower" else -1
    return 1 if kind.better == "higher" else -1


def met(asked: Condition, swept: Swept, lever: str = NONE, against: str = "") -> Floats:
    """1 where a future `(points,)` is of interest, 0 where it is not, NaN where that is unknown."""
    if not asked.sign:
        values = point_means(swept.table(asked.outcome, lever, against))
        return _better_quarter(values, goodness(swept.kinds[asked.outcome]))
    if asked.share is None or against:
        values = point_means(swept.table(asked.outcome, lever, against))
        return np.where(np.isnan(values), np.nan, compared_with(asked, values))
    shares = point_means(holds(asked, swept, lever))
    return np.where(np.isnan(shares), np.nan, shares >= asked.share)


def compared_with(asked: Condition, values: Floats) -> Bools:
    """Which values are on the asked side of the number; NaN is not."""
    return _OPERATORS[asked.sign](values, asked.number)


def holds(asked: Condition, swept: Swept, lever: str = NONE) -> Floats:
    """1 where a world `(points, worlds)` meets the condition, 0 where not, NaN where that is unknown."""
    values, lived = swept.raw(asked.outcome, lever)
    if swept.kinds[asked.outcome].is_date:
        values = np.where(np.isnan(values), np.inf, values)
    unknown: Bools = np.isnan(values) | ~lived
    return np.where(unknown, np.nan, compared_with(asked, values))


def _better_quarter(values: Floats, good: int) -> Floats:
    there = values[~np.isnan(values)]
    if not len(there):
        return values
    edge = np.quantile(good * there, 1 - QUARTER)
    return np.where(np.isnan(values), np.nan, good * values >= edge)
