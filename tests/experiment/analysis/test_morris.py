"""Elementary effects: a linear model's coefficients, what bends, what-ifs, chance, verdicts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.analysis.morris import measures, morris
from sim.experiment.analysis.swept import Swept
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import WHAT_IF, Factor

from .made import NUMBER, design, factors, numbers, of_function, swept

WIDE = (Factor("a", 10, 30), Factor("b", -1, 1), Factor("c", 0, 5))


def _linear(x: np.ndarray) -> np.ndarray:
    return 3 * x[:, 0] - 7 * x[:, 1]


def test_a_linear_model_has_its_slopes_over_the_ranges() -> None:
    found = morris(of_function("morris", 8, WIDE, _linear)).effects
    assert found["mu"].to_numpy() == pytest.approx([60, -14, 0])
    assert found["mu_star"].to_numpy() == pytest.approx([60, 14, 0])
    assert found["sigma"].to_numpy() == pytest.approx([0, 0, 0], abs=1e-9)
    assert found["mu_low"].to_numpy() == pytest.approx(found["mu_high"].to_numpy())
    assert found["effects"].tolist() == [8, 8, 8]


def test_interaction_shows_in_sigma_and_cancels_in_mu() -> None:
    found = morris(of_function("morris", 64, factors(2), lambda x: (x[:, 0] - 0.5) * (x[:, 1] - 0.5))).effects
    assert abs(found["mu"][0]) < 0.15 < found["mu_star"][0]
    assert found["sigma"][0] > found["mu_star"][0]
    assert found["mu_star_low"][0] < found["mu_star"][0] < found["mu_star_high"][0]
    assert found["mu_low"][0] < 0 < found["mu_high"][0]


def test_order_settles_with_trajectories_and_not_without() -> None:
    clear = morris(of_function("morris", 8, WIDE, _linear)).verdicts
    assert clear["settled"][0]
    assert clear["verdict"][0].startswith("settled: order")
    drawn = design("morris", 8, factors(3))
    noise = np.random.default_rng(4).normal(0, 1, (len(drawn), 2))
    unclear = morris(swept(drawn, factors(3), "morris", {NUMBER: noise})).verdicts
    assert unclear["verdict"][0].startswith("not settled: order")
    few = morris(of_function("morris", 3, WIDE, _linear)).verdicts
    assert few["verdict"][0] == "not settled: a factor has 3 effects, 4 are the least"
    flat = morris(of_function("morris", 8, WIDE, lambda x: np.ones(len(x)))).verdicts
    assert flat["verdict"][0].startswith("constant")


def test_rows_in_any_order_give_the_same_table() -> None:
    made = of_function("morris", 8, WIDE, lambda x: x[:, 0] * x[:, 1])
    shuffled = Swept(
        made.design.sample(frac=1, random_state=1).reset_index(drop=True),
        made.outcomes.sample(frac=1, random_state=2).reset_index(drop=True),
        made.factors,
        made.method,
        made.kinds,
    )
    assert morris(shuffled).effects.equals(morris(made).effects)
    assert not morris(of_function("morris", 9, WIDE, lambda x: x[:, 0] * x[:, 1])).effects.equals(
        morris(made).effects
    )


def test_a_change_of_what_if_counts_whole() -> None:
    varied = (Factor("a", 0, 1), Factor(WHAT_IF, values=("none", "first", "second")))
    drawn = design("morris", 16, varied)
    worth = drawn[WHAT_IF].map({"none": 0.0, "first": 5.0, "second": 0.0}).to_numpy()
    made = swept(drawn, varied, "morris", {NUMBER: worth[:, None]})
    found = morris(made).effects
    moved = found["effects"][1]
    assert 0 < moved <= 16
    assert found["mu_star"][1] <= 5
    assert found["mu_star"][0] == 0
    changed = int(np.sum(_changes(drawn, worth) != 0))
    assert found["mu_star"][1] == pytest.approx(5 * changed / moved)


def _changes(drawn: pd.DataFrame, worth: np.ndarray) -> np.ndarray:
    step = np.diff(worth, prepend=0.0)
    return step[(drawn["moved"] == WHAT_IF).to_numpy()]


def test_a_missing_point_takes_its_effects_with_it() -> None:
    made = of_function("morris", 8, WIDE, _linear)
    made.outcomes.loc[made.outcomes["point"] == 1, NUMBER] = np.nan
    found = morris(made).effects
    assert found["effects"].sum() == 22
    assert found["mu"].to_numpy() == pytest.approx([60, -14, 0])


def test_chance_alone_looks_as_large_as_it_says() -> None:
    drawn = design("morris", 200, factors(2))
    noise = np.random.default_rng(1).normal(0, 1, (len(drawn), 8))
    found = morris(swept(drawn, factors(2), "morris", {NUMBER: noise})).effects
    assert found["mu_star"].to_numpy() == pytest.approx(found["by_chance"].to_numpy(), rel=0.15)
    still = morris(
        swept(drawn, factors(2), "morris", {NUMBER: numbers(drawn, factors(2))[:, :1] + 0 * noise})
    ).effects
    assert (still["by_chance"] < 1e-6).all()
    assert still["mu_star"][0] == pytest.approx(1)


@given(st.integers(0, 999), st.floats(0.01, 100), st.floats(-100, 100))
def test_effects_have_the_unit_of_the_outcome(seed: int, scale: float, shift: float) -> None:
    made = of_function("morris", 4, factors(2), lambda x: np.sin(seed + 9 * x[:, 0]) * x[:, 1])
    other = of_function(
        "morris", 4, factors(2), lambda x: shift + scale * np.sin(seed + 9 * x[:, 0]) * x[:, 1]
    )
    for name in ("mu", "mu_star", "sigma"):
        assert morris(other).effects[name].to_numpy() == pytest.approx(
            scale * morris(made).effects[name].to_numpy(), abs=1e-8 * max(1, scale)
        )


def test_a_resample_is_the_measure_of_what_it_drew() -> None:
    effects = np.random.default_rng(1).normal(1, 2, (12, 3))
    effects[4, 1] = np.nan
    drawn = np.random.default_rng(2).integers(0, 12, 12)
    weights = np.bincount(drawn, minlength=12)[None].astype(float)
    assert measures(effects, weights)[:, 0] == pytest.approx(measures(effects[drawn]))
    assert measures(effects, weights)[:, 0] != pytest.approx(measures(effects))
    assert measures(effects)[2, 0] == pytest.approx(effects[:, 0].std(ddof=1))


def test_another_design_is_refused() -> None:
    with pytest.raises(RefusedError, match="this analysis needs morris"):
        morris(of_function("lhs", 16, WIDE, _linear))
