"""The model behaves as Mesa users expect."""

import gc
import multiprocessing
import subprocess
import sys

import numpy as np
import pytest

from sim.engine.agents import mesa
from sim.engine.day import World
from sim.engine.model import Model
from sim.engine.simulate import simulate
from tests.build import toy


@pytest.fixture(scope="module")
def lived() -> Model:
    model = Model(toy(), worlds=1, rng=5)
    while model.running:
        model.step()
    return model


def test_steps_until_the_last_day(lived: Model):
    assert lived.day == 40 and not lived.running
    lived.step()
    assert lived.day == 40


def test_data_collector_gives_the_usual_frames(lived: Model):
    frame = lived.datacollector.get_model_vars_dataframe()
    assert list(frame["day"]) == list(range(1, 41))
    assert frame["deaths"].sum() == lived.world.record().daily["deaths"].sum() > 0
    agents = lived.datacollector.get_agent_vars_dataframe()
    assert agents.index.names == ["Step", "AgentID"] and len(agents) == 40 * len(toy().actors)


def test_agents_are_the_actors_with_rules_and_duties(lived: Model):
    names = {agent.name: agent for agent in lived.agents}
    assert set(names) == set(toy().actors)
    assert names["turkey"].duties and names["turkey"].clients == list(toy().actors["turkey"].leverage)
    assert {rule.path for a in names.values() for rule in a.rules} == set(toy().rules)


def test_a_batch_equals_the_model_and_a_seed_repeats(lived: Model):
    alone = simulate(toy(), [0], 5)
    assert np.array_equal(alone.digest, lived.world.record().digest)
    assert not np.array_equal(simulate(toy(), [0], 6).digest, alone.digest)


def test_without_a_seed_every_model_is_another_and_says_which():
    one, two = Model(toy()), Model(toy())
    assert one.chance_seed != two.chance_seed
    assert np.array_equal(Model(toy(), rng=one.chance_seed).run().digest, one.run().digest)


def test_mesa_batch_run_works():
    rows = mesa.batch_run(
        Model, {"scenario": toy(days=5), "worlds": 1}, number_processes=1, iterations=2, max_steps=10,
        display_progress=False,
    )  # fmt: skip
    assert len(rows) >= 2 and {"deaths", "day"} <= set(rows[0])


def test_importing_leaves_the_start_method_alone():
    code = "import multiprocessing as m; a = m.get_start_method(True); import sim.engine.model;"
    code += "print(a, m.get_start_method(True))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    before, after = out.split()
    assert before == after
    assert multiprocessing.get_start_method(True) in (None, "fork", "forkserver", "spawn")


def test_a_batch_that_is_done_is_let_go():
    simulate(toy(days=3), [0], 5)
    gc.collect()
    before = _worlds_alive()
    for _ in range(3):
        simulate(toy(days=3), [0], 5)
    gc.collect()
    assert _worlds_alive() == before
    kept = Model(toy(days=3))  # what is not let go stays, which shows that counting sees it
    assert kept.world.today == 0 and _worlds_alive() == before + 1


def _worlds_alive() -> int:
    return sum(isinstance(thing, World) for thing in gc.get_objects())
