"""PRIM by itself: boxes by hand, planted boxes, ties, what-ifs, invariances."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.analysis.covering import Rule, chosen, sought
from sim.experiment.analysis.prim import Box, Limit, Space, fit, paste, peel, quasi_p, simplified

BOX = Box((Limit(0, "low", 0.3), Limit(2, "high", 0.6)))


def _space(seed: int = 1, points: int = 1000, wrong: float = 0.0) -> Space:
    generator = np.random.default_rng(seed)
    values = generator.random((points, 4))
    return Space(values, (True,) * 4, BOX.inside(values) ^ (generator.random(points) < wrong))


def test_fit_counts_what_it_says() -> None:
    values = np.array([[0.1], [0.2], [0.3], [0.4]])
    space = Space(values, (True,), np.array([True, True, False, True]))
    assert fit(Box((Limit(0, "high", 0.3),)), space) == (2 / 3, 2 / 3, 3 / 4)
    assert fit(Box((Limit(0, "low", 0.2), Limit(0, "high", 0.2))), space) == (1 / 3, 1, 1 / 4)
    assert fit(Box(), space) == (1, 0.75, 1)


def test_peeling_takes_a_twentieth_each_time_and_stops_at_the_least() -> None:
    space = _space(wrong=0.1)
    held = [fit(box, space).support for box in peel(space)]
    assert held[:2] == [1, 0.95]
    assert np.all(np.diff(held) < 0)
    assert np.all(-np.diff(held) / held[:-1] <= 0.05 + 1e-9)
    assert held[-1] >= 0.05 > held[-1] * 0.94


def test_peeling_stops_where_all_is_of_interest() -> None:
    space = _space()
    assert fit(peel(space)[-1], space).density == 1
    assert fit(peel(space)[-2], space).density < 1


def test_the_first_peel_is_the_best_of_all() -> None:
    space = _space(3, 200)
    count = 10
    best = -1.0
    for factor in range(4):
        order = np.argsort(space.values[:, factor])
        best = max(best, space.interest[order[count:]].mean(), space.interest[order[:-count]].mean())
    assert fit(peel(space)[1], space).density == pytest.approx(best)


@pytest.mark.parametrize("wrong", [0.0, 0.1])
def test_a_planted_box_is_recovered(wrong: float) -> None:
    space = _space(wrong=wrong)
    found = sought(space, peel(space), Rule())
    limits = {(limit.factor, limit.side): limit.value for limit in found.limits}
    assert set(limits) == {(0, "low"), (2, "high")}
    assert limits[0, "low"] == pytest.approx(0.3, abs=0.04)
    assert limits[2, "high"] == pytest.approx(0.6, abs=0.04)


def test_pasting_gives_back_what_was_peeled_too_much() -> None:
    space = _space()
    narrow = Box((Limit(0, "low", 0.5), Limit(2, "high", 0.3), Limit(3, "low", 0.4)))
    wide = paste(narrow, space)
    before, after = fit(narrow, space), fit(wide, space)
    assert after.density >= before.density
    assert after.coverage > before.coverage + 0.4
    assert paste(wide, space) == wide


def test_points_of_one_value_stay_together() -> None:
    values = np.repeat([[0.0], [1.0], [2.0]], 20, axis=0)
    space = Space(values, (True,), values[:, 0] == 1)
    found = sought(space, peel(space), Rule())
    assert {(limit.side, limit.value) for limit in found.limits} == {("low", 1.0), ("high", 1.0)}
    assert fit(found, space) == (1, 1, 1 / 3)


@pytest.mark.parametrize("sign", [1, -1])
def test_where_the_twentieth_ends_among_equals_only_what_lies_beyond_them_goes(sign: int) -> None:
    values = sign * np.repeat([0.0, 1.0, 2.0], [20, 19, 1])[:, None]
    space = Space(values, (True,), values[:, 0] != 2 * sign)
    (side,) = (limit.side for limit in peel(space)[1].limits)
    assert side == ("high" if sign > 0 else "low")
    assert fit(peel(space)[1], space) == (1, 1, 39 / 40)


def test_what_has_no_order_loses_one_value_at_a_time() -> None:
    codes = np.tile([0.0, 1.0, 2.0], 40)
    space = Space(codes[:, None], (False,), codes == 1)
    found = sought(space, peel(space), Rule())
    assert set(found.limits) == {Limit(0, "without", 0.0), Limit(0, "without", 2.0)}
    assert not found.inside(np.array([[0.0], [2.0]])).any()


def test_quasi_p_is_the_binomial_tail() -> None:
    values = np.linspace(0.05, 0.95, 10)[:, None]
    space = Space(values, (True,), values[:, 0] > 0.5)
    limit = Limit(0, "low", 0.5)
    assert quasi_p(Box((limit,)), limit, space) == pytest.approx(0.5**5)
    other = Limit(0, "low", 0.4)
    tail = sum(comb(6, k) * 0.5**6 for k in (5, 6))
    assert quasi_p(Box((other,)), other, space) == pytest.approx(tail)


def test_limits_without_significance_are_dropped() -> None:
    space = _space()
    useless = Limit(3, "high", 0.98)
    assert simplified(Box((*BOX.limits, useless)), space) == BOX
    assert simplified(BOX, space) == BOX


def test_each_rule_chooses_its_box() -> None:
    space = _space(wrong=0.2)
    steps = peel(space)
    fits = {name: fit(chosen(steps, space, name), space) for name in ("balanced", "dense", "covering")}
    assert fits["covering"].coverage >= 0.8
    assert fits["dense"].density >= fits["covering"].density
    assert fits["dense"].density != fits["covering"].density
    harmonic = [2 * c * d / (c + d) for c, d, _ in (fit(box, space) for box in steps)]
    best = fits["balanced"]
    assert 2 * best.coverage * best.density / (best.coverage + best.density) == pytest.approx(max(harmonic))


@given(st.integers(0, 999), st.floats(0.1, 100), st.floats(-100, 100))
def test_units_of_factors_change_nothing(seed: int, scale: float, shift: float) -> None:
    space = _space(seed, 120, 0.2)
    other = Space(shift + scale * space.values, space.ordered, space.interest)
    found, again = (sought(some, peel(some), Rule()) for some in (space, other))
    assert np.array_equal(found.inside(space.values), again.inside(other.values))


@given(st.integers(0, 999))
def test_order_of_points_changes_nothing(seed: int) -> None:
    space = _space(seed, 120, 0.2)
    shuffled = space.some(np.random.default_rng(seed).permutation(120))
    assert sought(shuffled, peel(shuffled), Rule()) == sought(space, peel(space), Rule())


@given(st.integers(0, 999))
def test_turning_a_factor_round_turns_its_limits_round(seed: int) -> None:
    space = _space(seed, 200)
    turned = Space(1 - space.values, space.ordered, space.interest)
    found, again = (fit(sought(some, peel(some), Rule()), some) for some in (space, turned))
    assert again.coverage == pytest.approx(found.coverage, abs=0.1)
    assert again.density == pytest.approx(found.density, abs=0.1)
