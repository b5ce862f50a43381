"""Compare: two scenarios in the same worlds, with the same chance, so that only the difference differs."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint

from .difference import Difference as Difference  # together with what compares
from .difference import comparable as comparable
from .difference import differences
from .difference import mean_of as mean_of
from .doubt import DRAWS, UNDRAWN, Doubt, Drawn
from .ensemble import NOT_A_PREDICTION, Ensemble
from .lever import Change, change
from .paired import Divergence, parting
from .pool import Pool
from .precision import Precision, check_precision
from .refusal import RefusedError
from .run import WIDE, Progress, check_size, prepared, simulate_worlds, until

if TYPE_CHECKING:
    import pandas as pd

_ABREAST = 2  # runs at a time: one is simulated while another is written
Simulate = Callable[[Scenario], Ensemble]


@dataclass(frozen=True)
class Pair:
    """One other scenario beside the base."""

    ensemble: Ensemble
    change: Change
    divergence: Divergence
    differences: tuple[Difference, ...]
    assumptions: int

    def __getitem__(self, outcome: str) -> Difference:
        """The difference of one outcome. Raises KeyError for one that is not in both."""
        return {difference.outcome: difference for difference in self.differences}[outcome]


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
    precision: Precision = MappingProxyType({}),
    progress: Progress | None = None,
) -> Comparison:
    """Simulate scenarios in the same worlds and tell their paired differences from `base`.

    `precision` asks for half-widths of intervals by outcome; of the others a tenth of the base's mean.
    Raises `RefusedError` for scenarios that cannot be paired, `ScenarioError` for a wrong one.
    """
    check_size(worlds, seed)
    scenarios = [prepared(scenario) for scenario in (base, *others)]
    with Pool(workers) as pool:
        doubt = Doubt(pool, seed, draws, days=common_days(scenarios, days), progress=progress)
        return compare_only(scenarios, worlds, doubt, precision)


def compare_only(
    scenarios: Sequence[Scenario], worlds: int, doubt: Doubt, precision: Precision = MappingProxyType({})
) -> Comparison:
    """Compare with the workers, seed, days and progress of `doubt`; write nothing."""

    def simulate(scenario: Scenario) -> Ensemble:
        options = {"pool": doubt.pool, "days": doubt.days, "chunk": WIDE, "progress": doubt.progress}
        return simulate_worlds(scenario, worlds, doubt.seed, **options)

    return compared(scenarios, simulate, doubt, precision)


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


def compared(
    scenarios: Sequence[Scenario],
    simulate: Simulate,
    doubt: Doubt,
    precision: Precision = MappingProxyType({}),
) -> Comparison:
    """Simulate each scenario and pair the first with every other."""
    check_precision(precision, scenarios[0])
    (base, *others), doubted = _together(simulate, scenarios, doubt)
    pairs = (_pair(base, other, doubted.get(id(other.scenario), UNDRAWN), precision) for other in others)
    return Comparison(base, tuple(pairs), doubt.draws)


def _together(
    simulate: Simulate, scenarios: Sequence[Scenario], doubt: Doubt
) -> tuple[list[Ensemble], dict[int, Drawn]]:
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


def _pair(base: Ensemble, other: Ensemble, drawn: Drawn, precision: Precision) -> Pair:
    parted = divergence(base, other)
    found = differences(base, other, drawn, precision, identical=parted.identical)
    return Pair(other, change(base.scenario, other.scenario), parted, found, len(drawn.values))
