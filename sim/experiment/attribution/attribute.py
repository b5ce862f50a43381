"""Attribute: the same worlds with a cause and without it, so that only what it does differs.

A counterfactual of the model, world by world (Pearl 2009): every draw keeps its name, so whatever the
cause does not touch stays as it was. It says what the cause does here, not what it did in the world.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.experiment.compare import comparable, divergence, mean_of
from sim.experiment.ensemble import NOT_A_PREDICTION, Ensemble
from sim.experiment.outcomes import outcomes_of
from sim.experiment.paired import Divergence, Interval, interval, parting
from sim.experiment.pool import Pool
from sim.experiment.refusal import RefusedError
from sim.experiment.run import CHUNK, Progress, check_size, prepared, simulate_worlds, until
from sim.scenario.scenario import Scenario

from .cause import Cause, Change, causes
from .happening import Counts, Happening, counts, happenings
from .story import Story, told

if TYPE_CHECKING:
    import pandas as pd


class Effect(NamedTuple):
    """What the cause adds to an outcome: mean with it minus mean without it, paired, with its 95 %
    interval over worlds. Of a date, shares of worlds that reach it."""

    outcome: str
    unit: str
    with_cause: float
    without: float
    adds: float
    low: float
    high: float


@dataclass(frozen=True)
class Attributed:
    """One cause: when worlds part (`later`: from day 1 on, reported events themselves left out), what it
    adds, what hangs on it, and one world told twice."""

    cause: Cause
    ensemble: Ensemble
    divergence: Divergence
    later: Divergence
    effects: tuple[Effect, ...]
    happenings: Mapping[Happening, Counts]
    story: Story | None

    @property
    def changes_nothing(self) -> bool:
        """Whether every world is the same from day 1 on, in every event and in every outcome asked for."""
        still = all(np.isnan(each.adds) or each.adds == each.low == each.high == 0 for each in self.effects)
        return self.later.identical == 1.0 and still


class Interaction(NamedTuple):
    """What all causes add together minus the sum of what each adds alone, with its interval."""

    outcome: str
    unit: str
    beyond: float
    low: float
    high: float


@dataclass(frozen=True)
class Attribution:
    """A scenario as it stands, and what each cause does in it; with several, the last is all of them."""

    base: Ensemble
    causes: tuple[Attributed, ...]
    interactions: tuple[Interaction, ...]

    @cached_property
    def table(self) -> "pd.DataFrame":
        """One row a cause and outcome."""
        import pandas as pd

        rows = [{"cause": each.cause.name, **e._asdict()} for each in self.causes for e in each.effects]
        return pd.DataFrame(rows, columns=["cause", *Effect._fields])

    def _repr_html_(self) -> str:
        """An escaped table for notebooks."""
        from html import escape

        title = escape(f"Causes in {self.base.scenario.title}: {len(self.base)} worlds, in the model")
        table = self.table.round(3).to_html(escape=True, index=False, na_rep="")
        return f"<p><strong>{title}</strong></p>{table}<p>{NOT_A_PREDICTION}</p>"


def attribute(
    scenario: Scenario | str,
    drop: Sequence[str] = (),
    settings: Mapping[str, float] | None = None,
    *,
    outcomes: Collection[str] = (),
    worlds: int = 1000,
    seed: int = 1,
    days: int | None = None,
    workers: int | None = None,
) -> Attribution:
    """What the things at these paths do: the same worlds with and without each, and without all.

    `settings` alters Parameters instead. `outcomes` are names, or conditions such as `deaths > 400`; all
    outcomes by default. Raises `RefusedError` or `ScenarioError` for what cannot be asked, left out or set.
    """
    check_size(worlds, seed)
    chosen = prepared(scenario)
    asked = [*map(Change, drop), *(Change(path, value) for path, value in (settings or {}).items())]
    with Pool(1 if workers is None and worlds <= CHUNK else workers) as pool:
        run = Replays(pool, worlds, seed, days)
        return attributed(chosen, asked, run, outcomes)


class Replays(NamedTuple):
    """How the same worlds are played for every cause."""

    pool: Pool
    worlds: int
    seed: int
    days: int | None = None
    progress: Progress | None = None

    def of(self, scenario: Scenario) -> Ensemble:
        """The worlds of one scenario."""
        options = {"pool": self.pool, "days": self.days, "progress": self.progress}
        return simulate_worlds(scenario, self.worlds, self.seed, **options)


def attributed(
    scenario: Scenario, changes: Sequence[Change], run: Replays, outcomes: Collection[str] = ()
) -> Attribution:
    """Play the worlds of the scenario and of each cause left out, and set them side by side."""
    until(scenario, run.days)
    names, asked = happenings(outcomes, outcomes_of(scenario))
    found = causes(scenario, changes)
    base = run.of(scenario)
    each = tuple(_attributed(base, cause, run.of(cause.scenario), (names, asked)) for cause in found)
    return Attribution(base, each, _interactions(base, each, names))


def _attributed(
    base: Ensemble, cause: Cause, other: Ensemble, asked: tuple[list[str], list[Happening]]
) -> Attributed:
    names, yes_or_no = asked
    _demand_outcomes(other, names, cause)
    kinds, later = outcomes_of(base.scenario), _later(base, other)
    hung = {
        each: counts(*(each.held(run.measured[each.outcome], kinds[each.outcome]) for run in (base, other)))
        for each in yes_or_no
    }
    effects = tuple(_effect(base, other, name) for name in names)
    return Attributed(cause, other, divergence(base, other), later, effects, hung, told(base, other, later))


def _later(base: Ensemble, other: Ensemble) -> Divergence:
    """When worlds part from day 1 on."""
    return parting(base.digest[:, -base.days :], other.digest[:, -other.days :], 1, 1)


def _demand_outcomes(other: Ensemble, names: Collection[str], cause: Cause) -> None:
    gone = [name for name in names if name not in other.measured]
    if gone:
        raise RefusedError(f"without {cause.name} there is no outcome {', '.join(gone)}")


def _effect(base: Ensemble, other: Ensemble, name: str) -> Effect:
    kind = outcomes_of(base.scenario)[name]
    first, second = (comparable(run.measured[name], kind) for run in (base, other))
    return Effect(name, kind.unit, mean_of(first), mean_of(second), *interval(first - second))


def _interactions(
    base: Ensemble, each: Sequence[Attributed], names: Sequence[str]
) -> tuple[Interaction, ...]:
    """World by world: what all causes add together, minus what each adds alone."""
    if len(each) < 2:
        return ()
    *alone, together = (cause.ensemble for cause in each)
    kinds = outcomes_of(base.scenario)
    return tuple(Interaction(name, kinds[name].unit, *_beyond(base, alone, together, name)) for name in names)


def _beyond(base: Ensemble, alone: Sequence[Ensemble], together: Ensemble, name: str) -> Interval:
    kind = outcomes_of(base.scenario)[name]

    def added(other: Ensemble) -> Floats:
        return comparable(base.measured[name], kind) - comparable(other.measured[name], kind)

    return interval(added(together) - np.sum([added(other) for other in alone], axis=0))
