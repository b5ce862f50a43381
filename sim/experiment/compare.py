"""Compare: two scenarios in the same worlds, with the same chance, so that only the difference differs."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint

from .doubt import DRAWS, Doubt
from .ensemble import NOT_A_PREDICTION, Ensemble
from .lever import Change, change
from .outcomes import Outcome, outcomes_of
from .paired import Divergence, interval, parting, shares, sign_shares, variance_ratio
from .pool import Pool
from .refusal import RefusedError
from .run import WIDE, Progress, check_size, prepared, simulate_worlds, until

if TYPE_CHECKING:
    import pandas as pd

_ABREAST = 2  # runs at a time: one is simulated while another is written
Simulate = Callable[[Scenario], Ensemble]


class Difference(NamedTuple):
    """One outcome in two scenarios. Of a date, `base`, `other` and `difference` are shares reached.

    `better` and `worse` are shares of worlds (missing where no direction is better); `identical` of
    them have the same history to the last event. `sign_share` is the share of draws from the ranges
    of the assumptions in which the difference keeps its sign, `sign_turned` that in which it turns;
    in the rest there is none.
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


@dataclass(frozen=True)
class Pair:
    """One other scenario beside the base."""

    ensemble: Ensemble
    change: Change
    divergence: Divergence
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Comparison:
    """A base and the other scenarios, paired world by world."""

    base: Ensemble
    pairs: tuple[Pair, ...]
    draws: int

    @cached_property
    def table(self) -> "pd.DataFrame":
        """One row a scenario and outcome."""
        import pandas as pd

        rows = [
            {"scenario": pair.ensemble.scenario.id, **difference._asdict()}
            for pair in self.pairs
            for difference in pair.differences
        ]
        return pd.DataFrame(rows, columns=["scenario", *Difference._fields])

    def _repr_html_(self) -> str:
        """An escaped table for notebooks."""
        from html import escape

        title = escape(f"Paired with {self.base.scenario.title}: {len(self.base)} worlds")
        table = self.table.round(3).to_html(escape=True, index=False, na_rep="")
        return f"<p><strong>{title}</strong></p>{table}<p>{NOT_A_PREDICTION}</p>"


def compare(
    base: Scenario | str,
    *others: Scenario | str,
    worlds: int = 1000,
    seed: int = 1,
    days: int | None = None,
    workers: int | None = None,
    draws: int = DRAWS,
    progress: Progress | None = None,
) -> Comparison:
    """Simulate scenarios in the same worlds and tell their paired differences from `base`.

    Raises `RefusedError` for scenarios that cannot be paired, `ScenarioError` for a wrong one.
    """
    check_size(worlds, seed)
    scenarios = [prepared(scenario) for scenario in (base, *others)]
    with Pool(workers) as pool:
        doubt = Doubt(pool, seed, draws, days=common_days(scenarios, days), progress=progress)
        return compare_only(scenarios, worlds, doubt)


def compare_only(scenarios: Sequence[Scenario], worlds: int, doubt: Doubt) -> Comparison:
    """Compare with the workers, seed, days and progress of `doubt`; write nothing."""

    def simulate(scenario: Scenario) -> Ensemble:
        options = {"pool": doubt.pool, "days": doubt.days, "chunk": WIDE, "progress": doubt.progress}
        return simulate_worlds(scenario, worlds, doubt.seed, **options)

    return compared(scenarios, simulate, doubt)


def common_days(scenarios: Sequence[Scenario], days: int | None = None) -> int:
    """The number of days in which scenarios can be paired: those asked for, or the least of theirs.

    Raises `RefusedError` when there are fewer than two, two have one id, or they start on different days.
    """
    if len(scenarios) < 2:
        raise RefusedError("nothing to compare: name at least one other scenario")
    ids = [scenario.id for scenario in scenarios]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise RefusedError(f"{twice[0]}: is named twice")
    base = scenarios[0]
    for scenario in scenarios:
        if scenario.start != base.start:
            starts = f"{base.id} starts on {base.start}, {scenario.id} on {scenario.start}"
            raise RefusedError(f"{starts}: their worlds cannot be paired")
        until(scenario, days)
    return days or min(scenario.days for scenario in scenarios)


def compared(scenarios: Sequence[Scenario], simulate: Simulate, doubt: Doubt) -> Comparison:
    """Simulate each scenario and pair the first with every other."""
    (base, *others), doubted = _together(simulate, scenarios, doubt)
    pairs = (
        _pair(base, other, divergence(base, other), doubted.get(id(other.scenario), {})) for other in others
    )
    return Comparison(base, tuple(pairs), doubt.draws)


def _together(
    simulate: Simulate, scenarios: Sequence[Scenario], doubt: Doubt
) -> tuple[list[Ensemble], dict[int, dict[str, Floats]]]:
    """The ensembles, and the draws of each other scenario, side by side so that no worker waits.

    A scenario of the same content as the base differs by nothing, whatever is drawn.
    """
    base, *others = scenarios
    differing = [other for other in others if fingerprint(other) != fingerprint(base)]
    with ThreadPoolExecutor(_ABREAST if doubt.pool.workers > 1 else 1) as threads:
        lived = [threads.submit(simulate, scenario) for scenario in scenarios]
        drawn = threads.submit(doubt.differences, base, differing)
        try:
            ensembles = [run.result() for run in lived]
            return ensembles, dict(zip(map(id, differing), drawn.result(), strict=True))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            doubt.pool.stop()
            raise


def divergence(base: Ensemble, other: Ensemble) -> Divergence:
    """When the worlds of two ensembles part."""
    return parting(base.digest, other.digest, base.first_day, other.first_day)


def _pair(base: Ensemble, other: Ensemble, parted: Divergence, doubted: dict[str, Floats]) -> Pair:
    kinds = outcomes_of(base.scenario) | outcomes_of(other.scenario)
    found = tuple(
        _difference(name, kinds[name], (base.measured[name], values), (parted, doubted.get(name)))
        for name, values in other.measured.items()
        if name in base.measured
    )
    return Pair(other, change(base.scenario, other.scenario), parted, found)


def _difference(
    name: str, kind: Outcome, values: tuple[Floats, Floats], context: tuple[Divergence, Floats | None]
) -> Difference:
    first, second = (comparable(v, kind) for v in values)
    parted, drawn = context
    mean, low, high = interval(second - first)
    higher, lower, same = shares(*values)
    better, worse = _by_direction(kind.better, higher, lower)
    keeps, turns = sign_shares(drawn, mean) if drawn is not None else (np.nan, np.nan)
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
        identical=parted.identical,
        sign_share=keeps,
        sign_turned=turns,
        variance_ratio=variance_ratio(first, second),
    )


def comparable(values: Floats, kind: Outcome) -> Floats:
    """What is averaged of an outcome: of a date, whether it came."""
    return (~np.isnan(values)).astype(np.float64) if kind.is_date else values


def mean_of(values: Floats) -> float:
    """Mean of the numbers that are there; NaN where none is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def _by_direction(direction: str, higher: float, lower: float) -> tuple[float, float]:
    if direction == "none":
        return np.nan, np.nan
    return (lower, higher) if direction == "lower" else (higher, lower)
