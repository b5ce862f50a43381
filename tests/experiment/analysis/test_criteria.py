"""Criteria and ranks by themselves: oracles, units, order, what is missing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from sim.engine.arrays import Floats
from sim.experiment.analysis.criteria import CRITERIA, Futures, cells, criteria
from sim.experiment.analysis.ranking import kendall, orders


def test_kendall_is_scipys_without_ties() -> None:
    generator = np.random.default_rng(1)
    found, drawn = generator.random(5), generator.random((20, 5))
    assert kendall(found, drawn) == pytest.approx(
        np.mean([kendalltau(found, row).statistic for row in drawn])
    )
    assert kendall(found, found[None]) == 1
    assert kendall(found, -found[None]) == -1


def _futures(tables: Floats) -> Futures:
    return Futures(cells(tables[0]), cells(tables - tables[0]))


def _tables(seed: int) -> Floats:
    return np.random.default_rng(seed).normal(0, 1, (3, 6, 4))


@given(st.integers(0, 999), st.floats(0.01, 100), st.floats(-100, 100))
def test_units_change_no_rank_and_regret_has_no_origin(seed: int, scale: float, shift: float) -> None:
    tables = _tables(seed)
    found, other = criteria(_futures(tables)), criteria(_futures(shift + scale * tables))
    for name in ("regret_mean", "regret_p90", "regret_max"):
        column = CRITERIA.index(name)
        assert other[:, column] == pytest.approx(scale * found[:, column], abs=1e-9)
    for first, second in zip(orders(found, found[None]), orders(other, other[None]), strict=True):
        assert first.ranks.tolist() == second.ranks.tolist()


@given(st.integers(0, 999))
def test_futures_and_worlds_in_any_order_are_worth_the_same(seed: int) -> None:
    tables, generator = _tables(seed), np.random.default_rng(seed)
    shuffled = tables[:, generator.permutation(6)][:, :, generator.permutation(4)]
    found = criteria(_futures(tables))
    assert criteria(_futures(shuffled)) == pytest.approx(found)
    assert criteria(_futures(tables[[0, 2, 1]])) == pytest.approx(found[[0, 2, 1]])
    assert criteria(_futures(tables[[1, 0, 2]])) != pytest.approx(found)


def test_means_leave_out_what_is_missing() -> None:
    tables = np.array([[1.0, np.nan, 5.0], [np.nan, np.nan, np.nan]])
    assert np.array_equal(cells(tables).means(np.array([2.0, 1, 1])), [7 / 3, np.nan], equal_nan=True)
    assert cells(tables[:1, [0, 2]]).means(np.array([2.0, 1])) == pytest.approx([7 / 3])
    assert cells(tables[:1, [0, 2]]).means(np.array([0.0, 1])) == 5
