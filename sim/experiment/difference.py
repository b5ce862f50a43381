"""Difference: one outcome in two scenarios, world by world, with all that says how sure it is."""

from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Floats

from .doubt import Drawn
from .ensemble import Ensemble
from .hinge import NONE, Hinge, hinge
from .multiplicity import adjusted, sign_flip_p
from .outcomes import Outcome, outcomes_of
from .paired import LEVEL, Shares, interval, shares, sign_shares, standard_errors, variance_ratio
from .precision import Precision, half_width_of, worlds_needed

Values = tuple[Floats, Floats]
"""One outcome in the base and in the other scenario, both `(worlds,)`."""


class Difference(NamedTuple):
    """One outcome in two scenarios. Of a date, `base`, `other` and `difference` are shares reached.

    `better` and `worse` are shares of worlds (missing where no direction is better); `identical` of
    them have the same history to the last event. `sign_share` is the share of draws from the ranges
    of the assumptions in which the difference keeps its sign, `sign_turned` that in which it turns;
    in the rest there is none. `unpaired_error` is the standard error that as many unpaired worlds would
    have; `worlds_needed` make an interval of plus and minus `half_width`; `p_adjusted` counts how many
    outcomes were looked at. `hangs_on` is the assumption with the largest rank correlation over the
    draws, `hangs_by_chance` and `hangs_p` as in `Hinge`.
    """

    outcome: str
    unit: str
    direction: str
    base: float
    other: float
    difference: float
    low: float
    high: float
    better: float
    worse: float
    same: float
    identical: float
    sign_share: float
    sign_turned: float
    variance_ratio: float
    standard_error: float
    unpaired_error: float
    half_width: float
    worlds_needed: float
    p: float
    p_adjusted: float
    hangs_on: str
    hangs_correlation: float
    hangs_by_chance: float
    hangs_p: float

    @property
    def leaves_zero_out(self) -> bool:
        """Whether the 95 % interval over worlds leaves 0 out."""
        return self.low > 0 or self.high < 0

    @property
    def stands(self) -> bool:
        """Whether the interval leaves 0 out even when all outcomes that were looked at are counted."""
        return self.leaves_zero_out and self.p_adjusted <= 1 - LEVEL

    @property
    def hinge(self) -> Hinge:
        """The assumption that the difference hangs on most."""
        return Hinge(self.hangs_on, self.hangs_correlation, self.hangs_by_chance, self.hangs_p)


def differences(
    base: Ensemble, other: Ensemble, drawn: Drawn, precision: Precision, *, identical: float
) -> tuple[Difference, ...]:
    """Every outcome that both have; `identical` is the share of worlds with the same history."""
    kinds = outcomes_of(base.scenario) | outcomes_of(other.scenario)
    pairs = {
        name: (base.measured[name], values)
        for name, values in other.measured.items()
        if name in base.measured
    }
    alone = [
        _difference(name, kinds[name], values, drawn, precision=precision, identical=identical)
        for name, values in pairs.items()
    ]
    moved = [
        comparable(second, kinds[name]) - comparable(first, kinds[name])
        for name, (first, second) in pairs.items()
    ]
    p = sign_flip_p(np.stack(moved))
    chances = zip(alone, p.tolist(), adjusted(p).tolist(), strict=True)
    return tuple(difference._replace(p=own, p_adjusted=together) for difference, own, together in chances)


def _difference(
    name: str, kind: Outcome, values: Values, drawn: Drawn, *, precision: Precision, identical: float
) -> Difference:
    """All but the p-values, which are told for all outcomes together."""
    first, second = (comparable(v, kind) for v in values)
    mean, low, high = interval(second - first)
    better, worse, same = _by_direction(kind.better, shares(*values))
    keeps, turns, hangs = _drawn(drawn, name, mean)
    errors, half_width = standard_errors(first, second), half_width_of(name, mean_of(first), precision)
    return Difference(
        outcome=name,
        unit=kind.unit,
        direction=kind.better,
        base=mean_of(first),
        other=mean_of(second),
        difference=mean,
        low=low,
        high=high,
        better=better,
        worse=worse,
        same=same,
        identical=identical,
        sign_share=keeps,
        sign_turned=turns,
        variance_ratio=variance_ratio(first, second),
        standard_error=errors.paired,
        unpaired_error=errors.unpaired,
        half_width=half_width,
        worlds_needed=worlds_needed(errors.paired, len(first), half_width),
        p=np.nan,
        p_adjusted=np.nan,
        hangs_on=hangs.path,
        hangs_correlation=hangs.correlation,
        hangs_by_chance=hangs.by_chance,
        hangs_p=hangs.p,
    )


def _by_direction(direction: str, found: Shares) -> tuple[float, float, float]:
    """Shares of worlds better, worse and the same."""
    if direction == "none":
        return np.nan, np.nan, found.same
    better, worse = (found.lower, found.higher) if direction == "lower" else (found.higher, found.lower)
    return better, worse, found.same


def _drawn(drawn: Drawn, name: str, mean: float) -> tuple[float, float, Hinge]:
    """Shares of draws that keep and turn the sign, and what the difference hangs on."""
    if name not in drawn.means or not mean or np.isnan(mean):
        return np.nan, np.nan, NONE
    return *sign_shares(drawn.means[name], mean), hinge(drawn.values, drawn.means[name])


def comparable(values: Floats, kind: Outcome) -> Floats:
    """What is averaged of an outcome: of a date, whether it came."""
    return (~np.isnan(values)).astype(np.float64) if kind.is_date else values


def mean_of(values: Floats) -> float:
    """Mean of the numbers that are there; NaN where none is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan
