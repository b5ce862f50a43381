"""Sobol indices: known answers, SciPy's estimators, symmetries, and verdicts that can say no."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import sobol_indices

from sim.experiment.analysis.sobol import Evaluations, estimate, evaluations, order_kept, sobol
from sim.experiment.analysis.swept import Swept, point_means
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE

from .made import (
    DATE,
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    NUMBER,
    design,
    factors,
    ishigami,
    numbers,
    of_function,
    sobol_g,
    swept,
)

ANGLES = factors(3, -np.pi, np.pi)


@pytest.fixture(scope="module")
def known() -> Swept:
    return of_function("sobol", 4096, ANGLES, ishigami)


def _evaluated(seed: int, base: int = 64, count: int = 3) -> Evaluations:
    values = np.random.default_rng(seed).normal(3, 2, (count + 2, base))
    return Evaluations(values[0], values[1], values[2:])


def test_ishigami_has_its_analytic_indices_and_is_settled(known: Swept) -> None:
    found = sobol(known)
    assert found.indices["first"].to_numpy() == pytest.approx(ISHIGAMI_FIRST, abs=0.02)
    assert found.indices["total"].to_numpy() == pytest.approx(ISHIGAMI_TOTAL, abs=0.02)
    assert found.verdicts["settled"].all(), found.verdicts["verdict"][0]
    assert found.verdicts["verdict"][0].startswith("settled: widest interval")


def test_intervals_hold_the_analytic_indices_and_narrow(known: Swept) -> None:
    found = sobol(known).indices
    for name, truth in (("first", ISHIGAMI_FIRST), ("total", ISHIGAMI_TOTAL)):
        assert (found[f"{name}_low"] <= truth + 1e-3).all()
        assert (found[f"{name}_high"] >= truth - 1e-3).all()
    convergence = sobol(known).convergence
    width = convergence["total_high"] - convergence["total_low"]
    by_size = width.groupby(convergence["base_points"]).max()
    assert list(by_size.index) == [1024, 2048, 4096]
    assert by_size.is_monotonic_decreasing


def test_few_points_are_not_settled_and_say_how_many_would_do() -> None:
    verdicts = sobol(of_function("sobol", 64, ANGLES, ishigami)).verdicts
    assert not verdicts["settled"][0]
    assert "base points would be needed, 64 are there" in verdicts["verdict"][0]


def test_sobol_g_has_its_analytic_indices() -> None:
    a = np.array([0.0, 1.0, 4.5, 99.0])
    partial = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + partial) - 1
    found = sobol(of_function("sobol", 4096, factors(4), lambda x: sobol_g(x, a))).indices
    assert found["first"].to_numpy() == pytest.approx(partial / variance, abs=0.03)
    total = partial * np.prod(1 + partial) / (1 + partial) / variance
    assert found["total"].to_numpy() == pytest.approx(total, abs=0.03)


def test_the_estimators_are_scipys() -> None:
    a, b, ab = _evaluated(1)
    oracle = sobol_indices(func={"f_A": a[None], "f_B": b[None], "f_AB": ab[:, None]}, n=len(a))
    found = estimate(Evaluations(a, b, ab))
    assert found.first == pytest.approx(oracle.first_order, rel=1e-12)
    assert found.total == pytest.approx(oracle.total_order, rel=1e-12)
    assert estimate(Evaluations(b, a, ab)).first != pytest.approx(oracle.first_order, rel=1e-3)


def test_a_resample_is_the_estimate_of_what_it_drew() -> None:
    a, b, ab = _evaluated(2)
    drawn = np.random.default_rng(3).integers(0, 64, 64)
    weights = np.bincount(drawn, minlength=64)[None].astype(float)
    whole = estimate(Evaluations(a[drawn], b[drawn], ab[:, drawn]))
    again = estimate(Evaluations(a, b, ab), weights)
    assert again.first[0] == pytest.approx(whole.first)
    assert again.total[0] == pytest.approx(whole.total)
    assert estimate(Evaluations(a, b, ab)).total != pytest.approx(whole.total, rel=1e-3)


@given(st.integers(0, 999), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_units_and_origin_change_nothing(seed: int, scale: float, shift: float) -> None:
    found = _evaluated(seed)
    other = Evaluations(*(scale * values + shift for values in found))
    assert estimate(other).first == pytest.approx(estimate(found).first, abs=1e-6)
    assert estimate(other).total == pytest.approx(estimate(found).total, abs=1e-6)


@given(st.integers(0, 999), st.permutations(range(3)))
def test_factors_in_another_order_have_the_same_indices(seed: int, order: list[int]) -> None:
    a, b, ab = _evaluated(seed)
    found, other = estimate(Evaluations(a, b, ab)), estimate(Evaluations(a, b, ab[order]))
    assert other.total == pytest.approx(found.total[order])
    assert other.first == pytest.approx(found.first[order])


def test_rows_in_any_order_give_the_same_table(known: Swept) -> None:
    small = of_function("sobol", 64, ANGLES, ishigami)
    shuffled = Swept(
        small.design.sample(frac=1, random_state=1).reset_index(drop=True),
        small.outcomes.sample(frac=1, random_state=2).reset_index(drop=True),
        small.factors,
        small.method,
        small.kinds,
    )
    assert sobol(shuffled).indices.equals(sobol(small).indices)
    assert not sobol(of_function("sobol", 128, ANGLES, ishigami)).indices.equals(sobol(small).indices)


def test_a_factor_that_does_nothing_has_total_zero() -> None:
    found = sobol(of_function("sobol", 64, factors(2), lambda x: x[:, 0])).indices
    assert found["total"].tolist() == [pytest.approx(1, abs=0.05), 0]
    assert found["total_high"][1] == 0


@pytest.mark.parametrize("value", [0.0, 0.1, 7.0])
def test_a_constant_has_no_index_and_says_why(value: float) -> None:
    found = sobol(of_function("sobol", 64, factors(2), lambda x: np.full(len(x), value)))
    assert found.indices[["first", "total", "total_low"]].isna().all().all()
    assert found.verdicts["verdict"][0].startswith("constant")
    assert not found.verdicts["settled"][0]


def test_a_date_counts_by_whether_it_came() -> None:
    varied = factors(2)
    drawn = design("sobol", 64, varied)
    x = numbers(drawn, varied)
    day = np.where(x[:, :1] > 0.5, 40 + 10 * x[:, 1:], np.nan).repeat(2, axis=1)
    found = sobol(swept(drawn, varied, "sobol", {DATE: day})).indices
    assert found["total"][1] == 0, "when it came does not count"
    assert found["total"][0] > 0.5
    as_number = sobol(swept(drawn, varied, "sobol", {NUMBER: np.nan_to_num(day)})).indices
    assert as_number["total"][1] > 0


def test_a_base_point_with_a_missing_mean_is_left_out_and_counted() -> None:
    made = of_function("sobol", 64, ANGLES, ishigami)
    whole = evaluations(made, point_means(made.table(NUMBER)))
    made.outcomes.loc[3, NUMBER] = np.nan
    found = sobol(made)
    assert found.verdicts["left_out"].tolist() == [1]
    assert found.verdicts["base_points"].tolist() == [63]
    rest = Evaluations(whole.a[1:], whole.b[1:], whole.ab[:, 1:])
    assert found.indices["total"].to_numpy() == pytest.approx(estimate(rest).total, rel=1e-12)
    assert found.indices["total"].to_numpy() != pytest.approx(estimate(whole).total, rel=1e-3)


def test_the_difference_of_levers_has_indices_of_its_own() -> None:
    varied = factors(2)
    drawn = design("sobol", 256, varied)
    x = numbers(drawn, varied)
    tables = {
        (NONE, NUMBER): 10 * x[:, :1] + np.zeros((1, 3)),
        ("posts", NUMBER): 10 * x[:, :1] + x[:, 1:] + np.zeros((1, 3)),
    }
    made = swept(drawn, varied, "sobol", tables)
    alone = sobol(made).indices.set_index(["lever", "factor"])["total"]
    assert alone["posts", "a"] > 0.9
    beside = sobol(made, against=NONE).indices.set_index(["lever", "factor"])["total"]
    assert beside["posts", "b"] == pytest.approx(1, abs=0.05)
    assert beside["posts", "a"] == pytest.approx(0, abs=1e-9)
    assert "none" not in set(beside.index.get_level_values(0))


def test_noise_is_told_as_chance() -> None:
    varied = factors(2)
    drawn = design("sobol", 256, varied)
    x = numbers(drawn, varied)
    noise = np.random.default_rng(1).normal(0, 1, (len(x), 4))
    noisy = sobol(swept(drawn, varied, "sobol", {NUMBER: x[:, :1] + noise})).verdicts["chance"][0]
    assert noisy == pytest.approx(0.25 / (0.25 + 1 / 12), abs=0.05)
    assert sobol(swept(drawn, varied, "sobol", {NUMBER: x[:, :1] + 0 * noise})).verdicts["chance"][0] < 1e-12


def test_one_world_cannot_tell_chance() -> None:
    assert np.isnan(sobol(of_function("sobol", 16, ANGLES, ishigami)).verdicts["chance"][0])


def test_what_varies_only_late_is_not_settled() -> None:
    made = of_function("sobol", 16, factors(2), lambda x: x[:, 0])
    late = made.design["base"] >= 8
    made.outcomes[NUMBER] = np.where(late, made.outcomes[NUMBER], 0.0)
    verdict = sobol(made).verdicts.iloc[0]
    assert not verdict["settled"]
    assert "constant over half of the base points" in verdict["verdict"]


def test_order_counts_only_totals_that_differ() -> None:
    drawn = np.array([[0.5, 0.4, 0.1], [0.4, 0.5, 0.1]])
    assert order_kept(np.array([0.5, 0.47, 0.1]), drawn) == 1
    assert order_kept(np.array([0.5, 0.4, 0.1]), drawn) == 0.5


def test_another_design_or_outcome_is_refused() -> None:
    with pytest.raises(RefusedError, match="method lhs: this analysis needs sobol"):
        sobol(of_function("lhs", 16, ANGLES, ishigami))
    with pytest.raises(RefusedError, match='did you mean "deaths"'):
        sobol(of_function("sobol", 16, ANGLES, ishigami), outcomes=["deahts"])
