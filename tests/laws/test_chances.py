"""Laws that hold on average only, with as many worlds as it takes; each can fail."""

import numpy as np
import pytest

from sim.engine.arrays import Floats
from sim.engine.simulate import simulate
from sim.experiment.outcomes import measure
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.vary import with_days
from tests.build import symmetric

CAMPS = ("left", "right")


def captured(scenario: Scenario) -> Floats:
    """How often each camp's city fell until the last day, as a share of worlds."""
    record = simulate(scenario, range(600), 1, tables=False)
    fallen = [measure(record, {})[f"fall_{camp}_city"] for camp in CAMPS]
    return np.array([np.isfinite(days).mean() for days in fallen])


def test_m14_camps_of_a_symmetric_toy_are_alike() -> None:
    """Their ids name other draws, so they are alike in chances, not world by world."""
    left, right = captured(symmetric(days=25))
    assert 0.1 < left < 0.9
    assert abs(left - right) < 4 * np.sqrt((left * (1 - left) + right * (1 - right)) / 600)


def test_m14_camps_that_differ_are_not_alike() -> None:
    fields = symmetric(days=25)
    strong = fields.actors["left"].strength.model_copy(update={"value": 4000.0, "high": 4000.0})
    actors = {**fields.actors, "left": fields.actors["left"].model_copy(update={"strength": strong})}
    left, right = captured(symmetric(days=25, actors=actors))
    assert right - left > 4 * np.sqrt(0.5 / 600)


@pytest.mark.slow
def test_m10_more_restraint_gives_no_more_breaches_on_average() -> None:
    """Never promised world by world: who is struck less strikes others, and retaliation crosses."""
    scenario, worlds = with_days(load("idlib-2018-01"), 20), 60
    held = [path for path in scenario.parameters if ".leverage." in path]
    ends = {
        path: np.repeat([scenario.parameters[path].low, scenario.parameters[path].high], worlds)
        for path in held
    }
    record = simulate(scenario, np.tile(np.arange(worlds), 2), 1, ends, tables=False)
    little, much = record.daily["breaches"].sum(axis=0).reshape(2, worlds)
    saved = little - much
    assert saved.mean() > 2 * saved.std(ddof=1) / np.sqrt(worlds)
    assert (saved != 0).any()
