"""A small sweep of the toy scenario, and a stand-in for the engine that answers at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.engine.arrays import Floats, Ints
from sim.experiment.executors import InProcess
from sim.experiment.outcomes import outcomes_of
from sim.experiment.sweep.plan import Plan, planned
from sim.experiment.sweep.sweep import NONE, WHAT_IF, Design, Factor, Sweep
from sim.scenario.intervention import Intervention
from sim.scenario.scenario import Scenario
from tests.build import day, toy

SHARE = "actors.russia.leverage.government"
RATE = "actors.government.rules.air_strike.rate"
QUIETED = "actors.government.rules.shelling.rate"
OUTCOMES = ("deaths", "lethal_events", "collapse", "compliance")
POINTS: tuple[dict[str, float | str], ...] = ({}, {SHARE: 0.2}, {SHARE: 0.9, RATE: 0.3}, {RATE: 0.05})


def lever(scenario: Scenario) -> Scenario:
    """The scenario under one more intervention."""
    lull = Intervention(kind="restraint", on=day(2), set={QUIETED: 0.0}, source="toy")
    held = type(scenario.interventions)({**scenario.interventions, "lull": lull})
    return scenario.model_copy(update={"id": "lull", "interventions": held})


def sweep(points: Sequence[dict[str, Any]] = POINTS, **changes: Any) -> Sweep:
    """Listed points of two numbers under two levers, in five worlds of four days."""
    base = toy(days=4)
    made = Sweep(
        id="small",
        title="Small",
        question="",
        scenario=base,
        design=Design("points", listed=tuple(points)),
        factors=(Factor(RATE, 0.0, 1.0), Factor(SHARE, 0.0, 1.0)),
        what_ifs={NONE: base},
        levers={NONE: base, "lull": lever(base)},
        worlds=5,
        seed=3,
        days=4,
        outcomes=OUTCOMES,
    )
    return replace(made, **changes)


def with_what_ifs(one: Sweep) -> Sweep:
    """The same, with a what-if as a third factor."""
    base = one.scenario
    calm = base.model_copy(update={"id": "calm", "talks": type(base.talks)({})})
    points = [{**point, WHAT_IF: name} for point in one.design.listed for name in (NONE, "calm")]
    return replace(
        one,
        factors=(*one.factors, Factor(WHAT_IF, values=(NONE, "calm"))),
        what_ifs={NONE: base, "calm": calm},
        design=replace(one.design, listed=tuple(points)),
    )


def plan(one: Sweep | None = None) -> Plan:
    """The plan of a small sweep."""
    return planned(one or sweep())


class Hands(InProcess):
    """This process, with answers that cost nothing: functions of scenario, seed, world and parameters.

    `rows` counts what was asked for; `fail` may raise for the parameters of a batch.
    """

    def __init__(self, fail: Any = None) -> None:
        super().__init__()
        self.rows, self._fail = 0, fail

    def submit(self, function: Any, *arguments: Any) -> Any:
        """Answer without simulating."""

        def answer(shared: Scenario, seed: int, worlds: Ints, overrides: dict[str, Floats]) -> Any:
            if self._fail:
                self._fail(worlds, overrides)
            self.rows += len(worlds)
            return made_up(shared, seed, worlds, overrides), 0.25

        return super().submit(answer, *arguments)


def made_up(scenario: Scenario, seed: int, worlds: Ints, overrides: dict[str, Floats]) -> dict[str, Floats]:
    """Numbers for every outcome of a scenario, some missing, that depend on all that real ones do."""
    base = worlds * 1.0 + 100 * seed + 10_000 * len(scenario.interventions)
    for path, values in overrides.items():
        base = base + values * len(path)
    missing = np.where(worlds % 3 == 0, np.nan, base)
    return {name: missing if name == "collapse" else base + len(name) for name in outcomes_of(scenario)}
