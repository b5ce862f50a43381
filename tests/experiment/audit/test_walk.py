"""Walks: a cliff and a turn are found on drawn curves, and neither on an even slope nor in noise."""

import numpy as np
import pytest

from sim.experiment.audit.walk import Walk, along, walk, walks
from sim.experiment.pool import Pool
from tests.build import toy

GRID = np.linspace(0.0, 1.0, 17)
NOISE = np.random.default_rng(1).normal(0, 1, (1, 64)) + np.random.default_rng(2).normal(0, 0.1, (17, 64))


def found(means: np.ndarray) -> list[Walk]:
    return list(along("a.b", "deaths", GRID, means[:, None] + NOISE))


def test_a_cliff() -> None:
    (cliff,) = found(np.where(GRID > 0.7, 10.0, 0.0) + GRID)
    assert cliff.shape == "cliff"
    assert cliff.start < 0.7 < cliff.end
    assert cliff.share > 0.5


def test_a_turn() -> None:
    (turn,) = found(40 * GRID * (1 - GRID))
    assert turn.shape == "turn"
    assert turn.share > 0.9


def test_an_even_slope_has_neither() -> None:
    assert found(10 * GRID) == []
    assert found(-10 * GRID) == []


def test_noise_has_neither() -> None:
    assert found(0 * GRID) == []


def test_a_short_fall_is_no_turn() -> None:
    assert found(np.where(GRID > 0.95, 9.0, 10 * GRID)) == []


def test_a_lever_is_walked_through_in_the_same_worlds() -> None:
    scenario = toy(days=12)
    path = "actors.government.rules.air_strike.rate"
    part = walk(scenario, path, points=3, worlds=2, seed=1)
    assert part.worlds.tolist() == [0, 1] * 3
    assert sorted(set(part.overrides[path].tolist())) == [0.6, 1.5, 2.4]
    with Pool(1) as pool:
        assert isinstance(list(walks([part], pool, ["deaths"])), list)


def test_what_is_neither_better_nor_worse_is_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    part = walk(toy(), "memory.grievance.scale", points=17, worlds=64, seed=1)
    steep = (np.where(GRID > 0.7, 10.0, 0.0)[:, None] + NOISE).ravel()
    names = ["breaches", "compliance", "days_at_rung_0", "deaths"]
    module = "sim.experiment.audit.walk.outcomes_part"
    monkeypatch.setattr(module, lambda _: dict.fromkeys(names, steep))
    with Pool(1) as pool:
        assert [each.outcome for each in walks([part], pool, names)] == ["breaches", "compliance", "deaths"]
