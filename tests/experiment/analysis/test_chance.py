"""Chance beside parameters: known variances, exact cases, coverage, what would suffice."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.arrays import Floats
from sim.experiment.analysis.chance import (
    _resampled,
    chance,
    complete,
    components,
    noise_in_means,
    separate,
)
from sim.experiment.paired import variance_ratio

from .made import ISHIGAMI_VARIANCE, NUMBER, design, factors, ishigami, numbers, swept

ANGLES = factors(3, -np.pi, np.pi)


def _table(seed: int, spreads: tuple[float, float, float], shape: tuple[int, int] = (60, 30)) -> Floats:
    """Standard deviations by point, by world and by cell."""
    generator = np.random.default_rng(seed)
    by_point, by_world, by_cell = (
        generator.normal(0, s, size) for s, size in zip(spreads, (shape[0], shape[1], shape), strict=True)
    )
    return 5 + by_point[:, None] + by_world + by_cell


def test_ishigami_with_noise_of_known_variance() -> None:
    drawn = design("sobol", 256, ANGLES)
    x = numbers(drawn, ANGLES)
    generator = np.random.default_rng(1)
    table = ishigami(x)[:, None] + generator.normal(0, 2, 64) + generator.normal(0, 3, (len(x), 64))
    row = chance(swept(drawn, ANGLES, "sobol", {NUMBER: table})).iloc[0]
    total = ISHIGAMI_VARIANCE + 4 + 9
    assert (row["points"], row["worlds"], row["left_out"]) == (512, 64, 0), "only A and B count"
    assert row["parameters"] == pytest.approx(ISHIGAMI_VARIANCE / total, abs=0.06)
    assert row["chance"] == pytest.approx(4 / total, abs=0.05)
    assert row["interaction"] == pytest.approx(9 / total, abs=0.03)
    assert row[["parameters", "chance", "interaction"]].sum() == pytest.approx(1)
    assert row["error_paired"] == pytest.approx(np.sqrt(2 * 9 / 64), rel=0.05)
    assert row["error_unpaired"] == pytest.approx(np.sqrt(2 * 13 / 64), rel=0.1)
    assert row["worlds_needed"] == pytest.approx(9 / (0.05 * ISHIGAMI_VARIANCE), abs=2)


def test_estimates_are_unbiased_where_plain_variances_are_not() -> None:
    spreads = (1.0, 2.0, 3.0)
    tables = [_table(seed, spreads, (8, 6)) for seed in range(400)]
    found = np.mean([[*components(table)] for table in tables], axis=0)
    assert found == pytest.approx([1, 4, 9], abs=0.5)
    naive = np.mean([table.mean(axis=1).var(ddof=1) for table in tables])
    assert naive > 2, "the means of points carry the noise of few worlds"


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    covered = np.zeros(3)
    truth = np.array([1, 0.5, 2]) / 3.5
    for seed in range(60):
        row = separate(_table(seed, (1, np.sqrt(0.5), np.sqrt(2)), (40, 24)))
        for k, name in enumerate(("parameters", "chance", "interaction")):
            covered[k] += row[f"{name}_low"] <= truth[k] <= row[f"{name}_high"]
    assert (covered >= 50).all(), covered


@pytest.mark.parametrize("shape", [(6, 8), (8, 6)])
def test_resamples_scatter_about_the_estimates(shape: tuple[int, int]) -> None:
    spreads = (2.0, 2.0, 3.0)
    tables = [_table(seed, spreads, shape) for seed in range(20)]
    found = np.mean([[*components(table)] for table in tables], axis=0)
    drawn = [np.mean(_resampled(table, components(table)), axis=1) for table in tables]
    assert np.mean(drawn, axis=0) == pytest.approx(found, abs=0.3)


def test_nothing_is_foretold_where_the_parameters_do_nothing() -> None:
    idle, active = separate(_table(1, (0, 1, 0))), separate(_table(1, (1, 1, 1)))
    for name in ("worlds_needed", "worlds_unpaired", "points_needed"):
        assert np.isnan(idle[name])
        assert active[name] > 0
    assert "can be told from chance" in idle["verdict"]
    assert "can be told from chance" not in active["verdict"]


def test_few_points_do_not_make_chance_look_larger_than_it_is() -> None:
    """The middle of an interval stays near the estimate, where four points carry the cells' noise."""
    rows = [separate(_table(seed, (1, 4, 6), (4, 60))) for seed in range(20)]
    middle = np.mean([(row["chance_low"] + row["chance_high"]) / 2 for row in rows])
    assert middle - np.mean([row["chance"] for row in rows]) < 0.12


@pytest.mark.parametrize(
    ("spreads", "name"), [((1, 0, 0), "parameters"), ((0, 1, 0), "chance"), ((0, 0, 1), "interaction")]
)
def test_one_cause_alone_has_it_all(spreads: tuple[float, float, float], name: str) -> None:
    row = separate(_table(1, spreads))
    assert row[name] == pytest.approx(1, abs=0.02)
    assert max(row[other] for other in {"parameters", "chance", "interaction"} - {name}) < 0.02


@given(st.integers(0, 999), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_shares_have_no_unit_and_transposing_swaps_causes(seed: int, scale: float, shift: float) -> None:
    table = _table(seed, (1, 2, 1), (9, 7))
    found = components(table).shares
    assert components(scale * table + shift).shares == pytest.approx(found, abs=1e-6)
    assert components(table.T).shares == pytest.approx(found[[1, 0, 2]])
    assert found[0] != pytest.approx(found[1], abs=1e-6)


@given(st.integers(0, 999))
def test_order_of_points_and_worlds_changes_nothing(seed: int) -> None:
    table = _table(seed, (1, 1, 1), (9, 7))
    generator = np.random.default_rng(seed)
    shuffled = table[generator.permutation(9)][:, generator.permutation(7)]
    assert [*components(shuffled)] == pytest.approx([*components(table)])


def test_the_paired_error_is_that_of_paired_differences() -> None:
    table = _table(3, (1, 2, 1), (200, 50))
    row = separate(table)
    differences = table[1:] - table[:-1]
    assert row["error_paired"] == pytest.approx(
        np.sqrt(differences.var(axis=1, ddof=1).mean() / 50), rel=0.02
    )
    ratio = np.mean([variance_ratio(first, second) for first, second in pairwise(table)])
    assert (row["error_paired"] / row["error_unpaired"]) ** 2 == pytest.approx(ratio, rel=0.2)
    assert row["error_paired"] < 0.8 * row["error_unpaired"]


def test_constant_and_too_few_say_why() -> None:
    constant, few = separate(np.full((9, 9), 3.0)), separate(_table(1, (1, 1, 1), (2, 9)))
    assert constant["verdict"].startswith("constant")
    assert few["verdict"].startswith("too few: 2 points")
    assert np.isnan(constant["parameters"])
    assert separate(_table(1, (1, 1, 1)))["verdict"].startswith(tuple("123456789"))


def test_no_effect_of_parameters_is_told() -> None:
    verdicts = [separate(_table(seed, (0, 1, 1), (12, 8)))["verdict"] for seed in range(10)]
    assert any(verdict.startswith("no effect of the parameters") for verdict in verdicts)


def test_gaps_are_cut_out_where_they_are_thickest() -> None:
    table = _table(1, (1, 1, 1), (9, 7))
    table[3] = np.nan
    table[:, 2] = np.nan
    table[5, 6] = np.nan
    whole = complete(table)
    assert whole.shape in {(7, 6), (8, 5)}
    assert not np.isnan(whole).any()
    assert separate(table)["left_out"] == 63 - whole.size
    assert np.array_equal(complete(whole), whole)


def test_noise_in_means_falls_with_the_worlds() -> None:
    assert noise_in_means(_table(1, (1, 1, 3), (50, 10))) == pytest.approx(0.9, rel=0.15)
    assert noise_in_means(_table(1, (1, 1, 3), (50, 40))) == pytest.approx(0.225, rel=0.15)
    assert np.isnan(noise_in_means(np.ones((9, 1))))
