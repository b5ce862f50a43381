"""Paired statistics against closed forms and symmetries."""

import numpy as np
import pytest
from scipy import stats

from sim.experiment import paired


def test_the_interval_of_a_constant_is_that_constant() -> None:
    assert paired.interval(np.full(50, 2.5)) == (2.5, 2.5, 2.5)


def test_the_interval_is_close_to_the_normal_one_where_that_holds() -> None:
    values = np.random.default_rng(0).normal(3, 2, 2000)
    mean, low, high = paired.interval(values)
    half = 1.96 * values.std(ddof=1) / np.sqrt(len(values))
    assert mean == pytest.approx(values.mean())
    assert low == pytest.approx(mean - half, abs=0.1 * half)
    assert high == pytest.approx(mean + half, abs=0.1 * half)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(1)
    covered = 0
    for _ in range(200):
        _, low, high = paired.interval(generator.exponential(1.0, 100))
        covered += low <= 1.0 <= high
    assert covered >= 176  # 95 % nominal; a percentile bootstrap of skewed values falls a little short


def test_intervals_repeat_and_follow_the_sign() -> None:
    values = np.random.default_rng(2).normal(0, 1, 99)
    assert paired.interval(values) == paired.interval(values)
    _, low, high = paired.interval(-values)
    _, other_low, other_high = paired.interval(values)
    assert (low, high) == pytest.approx((-other_high, -other_low), abs=0.05)


def test_missing_pairs_are_left_out() -> None:
    assert paired.interval(np.array([1.0, np.nan, 1.0])) == (1, 1, 1)
    assert np.isnan(paired.interval(np.array([np.nan])).mean)
    assert np.isnan(paired.interval(np.array([1.0])).low)


def test_a_date_that_never_comes_is_later_than_all() -> None:
    base, other = np.array([5, np.nan, 5, np.nan]), np.array([np.nan, 5, 5, np.nan])
    assert paired.shares(base, other) == (0.25, 0.25, 0.5)


def test_pairing_lowers_the_variance_of_what_moves_together() -> None:
    base = np.random.default_rng(3).normal(0, 1, 500)
    assert paired.variance_ratio(base, base + 1) == pytest.approx(0, abs=1e-12)
    assert paired.variance_ratio(base, -base) == pytest.approx(2)
    assert np.isnan(paired.variance_ratio(np.ones(9), np.ones(9)))


def test_parting_finds_the_first_day_that_differs() -> None:
    base = np.zeros((3, 6), np.uint64)  # days -2..3
    other = base.copy()
    other[1, 4:] = 1
    other[2, 0] = 1
    found = paired.parting(base, other, -2, -2)
    assert found.identical == pytest.approx(1 / 3)
    assert np.array_equal(found.days, [np.nan, 2, -2], equal_nan=True)
    assert found.told(0) == "history"
    assert paired.parting(base, base, -2, -2).told(0.5) is None
    assert paired.parting(base[:2], other[:2], -2, -2).told(0.5) == 2


def test_parting_aligns_runs_on_their_last_day() -> None:
    base, other = np.zeros((1, 6), np.uint64), np.zeros((1, 4), np.uint64)  # days -2..3 and 0..3
    other[0, 2] = 1
    assert paired.parting(base, other, -2, 0).days[0] == 2


def test_sign_shares_count_what_keeps_and_what_turns() -> None:
    means = np.array([1.0, 2, -1, 0, np.nan])
    assert paired.sign_shares(means, 5.0) == (0.5, 0.25)
    assert paired.sign_shares(means, -5.0) == (0.25, 0.5)
    assert np.isnan(paired.sign_shares(means, 0.0)).all()


def test_standard_errors_are_those_of_the_t_tests() -> None:
    generator = np.random.default_rng(4)
    base = generator.normal(0, 1, 40)
    other = 0.8 * base + generator.normal(0.3, 0.5, 40)
    errors = paired.standard_errors(base, other)
    difference = (other - base).mean()
    assert errors.paired == pytest.approx(difference / stats.ttest_rel(other, base).statistic)
    welch = stats.ttest_ind(other, base, equal_var=False)
    assert errors.unpaired == pytest.approx(difference / welch.statistic)
    assert errors.paired < 0.8 * errors.unpaired
    assert (errors.paired / errors.unpaired) ** 2 == pytest.approx(paired.variance_ratio(base, other))


def test_standard_errors_leave_missing_pairs_out_and_need_two() -> None:
    base, other = np.array([1.0, 2, 9, np.nan]), np.array([2.0, 5, np.nan, 1])
    assert paired.standard_errors(base, other) == paired.standard_errors(base[:2], other[:2])
    assert paired.standard_errors(base, other) != paired.standard_errors(base[:2], 2 * other[:2])
    assert np.isnan(paired.standard_errors(base[:1], other[:1])).all()
