"""What is named in the scenario floor is implemented in the engine, one to one."""

import numpy as np
import pytest

from sim.engine import effects, signals
from sim.engine.day import World
from sim.engine.rows import Rows
from sim.engine.simulate import simulate
from sim.scenario.action import EFFECTS
from sim.scenario.signal import SIGNALS
from tests.build import toy


def test_signals_and_effects_are_one_to_one():
    assert list(signals.IMPLEMENTED) == sorted(SIGNALS)
    assert sorted(effects.IMPLEMENTED) == sorted(EFFECTS) == sorted(effects.ORDER)


@pytest.fixture(scope="module")
def mornings():
    """The toy's signals on some mornings, each at its extremes over worlds and days."""
    world = World(Rows(toy(), np.arange(40)), 1)
    seen = {name: [] for name in SIGNALS}
    while not world.finished:
        world.step()
        see = world.morning(world.today + 1)
        for name, signal in SIGNALS.items():
            seen[name].append(_values(see, name, signal.scope))
    return {name: np.concatenate([v.ravel() for v in values]) for name, values in seen.items()}


def _values(see, name, scope):
    if scope == "pair":
        return np.stack([see.pair(name, actor) for actor in range(len(see.roster.actors))])
    if scope != "actor_place":
        return see.signal(name)
    kinds = enumerate(see.roster.scenario.actions.values())
    struck = [(k, kind.reach) for k, kind in kinds if kind.kinetic]
    actors = range(len(see.roster.actors))
    views = [see.at_places(name, a, k, reach) for a in actors for k, reach in struck]
    return np.concatenate([view.ravel() for view in views])


@pytest.mark.parametrize("name", sorted(SIGNALS))
def test_every_signal_lies_in_the_unit_interval_and_moves(name, mornings):
    values = mornings[name]
    assert values.min() >= 0 and values.max() <= 1
    assert values.max() - values.min() > 0.05, "a signal that never moves is a defect"


@pytest.mark.parametrize("effect", sorted(EFFECTS))
def test_every_effect_changes_some_world(effect):
    scenario = toy()
    paths = [p for p in scenario.parameters if p.startswith("actions.") and p.endswith(f".changes.{effect}")]
    assert paths, "the toy uses every effect"
    with_it = simulate(scenario, range(120), 1, tables=False)
    without = simulate(scenario, range(120), 1, {path: np.zeros(120) for path in paths}, tables=False)
    assert (with_it.digest != without.digest).any()
