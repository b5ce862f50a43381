"""Generated scenarios: two engines that agree, rows, slices, parts and levers that change nothing, all laws.

`--hypothesis-profile=ci` plays some five hundred scenarios, always the same; `--hypothesis-profile=long` with
`--hypothesis-seed=N` two thousand, others for every seed; `make generated` plays ten seeds of them.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.simulate import simulate
from sim.experiment.run import run
from sim.scenario.scenario import Scenario
from tests.engine.agreement import differences
from tests.generators import scenarios
from tests.laws.battery import LAWS
from tests.laws.lived import parted
from tests.laws.sameness import of_row

SEEDS = st.integers(0, 2**63 - 1)


def share(of: float) -> settings:
    """So many of the examples that the profile asks for."""
    return settings(max_examples=max(1, round(of * settings().max_examples)))


@pytest.mark.slow
@share(2.5)
@given(scenarios(), SEEDS)
def test_two_engines_agree(scenario: Scenario, seed: int) -> None:
    assert differences(scenario, range(2), seed) == []


@pytest.mark.slow
@share(1.0)
@given(scenarios(), SEEDS, st.data())
def test_two_engines_agree_under_the_numbers_of_each_row(
    scenario: Scenario, seed: int, data: st.DataObject
) -> None:
    paths = data.draw(st.sets(st.sampled_from(sorted(scenario.parameters)), max_size=12))
    moved = {path: data.draw(_within(scenario, path)) for path in sorted(paths)}
    world = data.draw(st.integers(0, 10**6))
    assert differences(scenario, range(world, world + 2), seed, moved) == []


def _within(scenario: Scenario, path: str) -> st.SearchStrategy[float]:
    return st.floats(scenario.parameters[path].low, scenario.parameters[path].high)


@pytest.mark.slow
@share(0.4)
@given(scenarios(), SEEDS, st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_any_slice_of_rows_is_what_its_rows_are_alone(
    scenario: Scenario, seed: int, worlds: list[int]
) -> None:
    """Worlds in any order, some twice, each row under numbers of its own."""
    chance = np.random.default_rng(worlds)
    numbers = {
        path: chance.choice((p.low, p.value, p.high), len(worlds)) for path, p in scenario.parameters.items()
    }
    together = simulate(scenario, worlds, seed, numbers)
    row = len(worlds) // 2
    alone = simulate(scenario, worlds[row:], seed, {path: values[row:] for path, values in numbers.items()})
    assert [parted(of_row(together, row + k), of_row(alone, k)) for k in range(len(worlds) - row)] == [
        [] for _ in worlds[row:]
    ]


@pytest.mark.slow
@share(0.2)
@given(scenarios(), SEEDS, st.integers(1, 4))
def test_a_run_is_the_same_in_any_parts(scenario: Scenario, seed: int, chunk: int) -> None:
    whole, parts = (run(scenario, 4, seed, workers=1, chunk=size) for size in (512, chunk))
    assert whole.result_hash == parts.result_hash
    assert whole.outcomes.equals(parts.outcomes)
    assert whole.series.equals(parts.series)


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
@share(0.05)
@given(scenarios())
def test_every_law(law: str, scenario: Scenario) -> None:
    assert LAWS[law](scenario) == []
