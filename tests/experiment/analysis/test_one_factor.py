"""One factor at a time, and association: exact differences, ranks, bins, what cannot be said."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from sim.engine.arrays import Floats
from sim.experiment.analysis.association import association, correlation, spearman
from sim.experiment.analysis.one_at_a_time import one_at_a_time
from sim.experiment.analysis.swept import Swept
from sim.experiment.paired import interval
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import WHAT_IF, Factor

from .made import NUMBER, design, factors, numbers, of_function, swept


def _excursions(noise: float = 0.0) -> tuple[Swept, Floats]:
    varied = factors(2)
    drawn = pd.DataFrame(
        {
            "point": range(5),
            "a": [0.5, 0.0, 1.0, 0.5, 0.5],
            "b": [0.5, 0.5, 0.5, 0.0, 1.0],
            "moved": ["", "a", "a", "b", "b"],
        }
    )
    x = numbers(drawn, varied)
    generator = np.random.default_rng(1)
    worlds = generator.normal(0, 100, 50)
    table = 8 * x[:, :1] + x[:, 1:] ** 2 + worlds + noise * generator.normal(0, 1, (5, 50))
    return swept(drawn, varied, "one_at_a_time", {NUMBER: table}), table


def test_differences_are_paired_with_the_reference() -> None:
    made, _ = _excursions()
    found = one_at_a_time(made)
    assert found.differences["difference"].to_numpy() == pytest.approx([-4, 4, -0.25, 0.75])
    assert found.differences["high"].to_numpy() == pytest.approx([-4, 4, -0.25, 0.75]), "worlds cancel"
    assert found.differences["from"].tolist() == [0.5] * 4
    assert found.differences["value"].tolist() == [0, 1, 0, 1]
    swings = found.swings.set_index("factor")
    assert swings["swing"].to_dict() == pytest.approx({"a": 8, "b": 1})
    assert swings["lowest"].to_dict() == pytest.approx({"a": -4, "b": -0.25})


def test_intervals_are_those_of_a_comparison() -> None:
    made, table = _excursions(noise=1.0)
    found = one_at_a_time(made).differences.iloc[1]
    assert (found["difference"], found["low"], found["high"]) == tuple(interval(table[2] - table[0]))
    assert found["low"] < found["high"]


def test_a_design_without_a_reference_is_refused() -> None:
    made, _ = _excursions()
    made.design.loc[0, "moved"] = "a"
    with pytest.raises(RefusedError, match="0 reference points"):
        one_at_a_time(made)
    with pytest.raises(RefusedError, match="needs one_at_a_time"):
        one_at_a_time(of_function("lhs", 8, factors(2), lambda x: x[:, 0]))


def test_a_monotone_outcome_has_rank_correlation_one() -> None:
    found = association(of_function("lhs", 64, factors(2), lambda x: np.exp(5 * x[:, 0]))).correlations
    assert found["spearman"][0] == pytest.approx(1)
    assert abs(found["spearman"][1]) < 0.3
    assert found["low"][1] < 0 < found["high"][1]
    assert found["low"][0] > 0.99


def test_spearman_is_scipys_with_ties_too() -> None:
    generator = np.random.default_rng(1)
    first, second = generator.integers(0, 5, 40).astype(float), generator.normal(0, 1, 40)
    assert spearman(first, second) == pytest.approx(spearmanr(first, second).statistic)
    assert np.isnan(spearman(np.ones(4), second[:4]))


def test_intervals_of_correlation_cover_the_truth() -> None:
    covered = 0
    for seed in range(100):
        generator = np.random.default_rng(seed)
        x = generator.normal(0, 1, 80)
        row = correlation(factors(1)[0], x, x + generator.normal(0, 1, 80))
        covered += row["low"] <= 6 / np.pi * np.arcsin(np.sqrt(0.5) / 2) <= row["high"]
    assert covered >= 88


def test_conditional_means_by_quarter_and_by_value() -> None:
    found = association(of_function("lhs", 64, factors(1), lambda x: x[:, 0])).means
    assert found["mean"].to_numpy() == pytest.approx([0.125, 0.375, 0.625, 0.875], abs=0.02)
    assert found["points"].tolist() == [16] * 4
    listed = (Factor("a", values=(1.0, 2.0)), Factor(WHAT_IF, values=("none", "other")))
    drawn = design("grid", 0, listed)
    table = (drawn["a"] + 10 * (drawn[WHAT_IF] == "other")).to_numpy()[:, None]
    means = association(swept(drawn, listed, "grid", {NUMBER: table})).means
    assert means["mean"].tolist() == [6, 7, 1.5, 11.5]
    assert means["from"].tolist() == [1, 2, "none", "other"]


def test_what_cannot_be_correlated_says_why() -> None:
    listed = (Factor("a", values=(1.0, 2.0, 3.0)), Factor(WHAT_IF, values=("none", "other")))
    drawn = design("grid", 0, listed)
    found = association(swept(drawn, listed, "grid", {NUMBER: np.ones((6, 1))})).correlations
    assert found["reason"].tolist() == ["constant", "what-ifs have no order"]
    assert found["spearman"].isna().all()
    few = association(of_function("lhs", 4, factors(1), lambda x: x[:, 0])).correlations
    assert few["reason"][0] == "fewer than 5 points"
