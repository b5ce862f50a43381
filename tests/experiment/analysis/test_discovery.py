"""Discovery: planted regions in a sweep, several of them, what-ifs, pure noise, how long it takes."""

import time

import numpy as np
import pytest

from sim.engine.arrays import Floats
from sim.experiment.analysis.covering import Rule
from sim.experiment.analysis.discovery import discover
from sim.experiment.analysis.swept import Swept
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE, WHAT_IF, Factor

from .made import NUMBER, design, factors, numbers, of_function, swept

WIDE = (Factor("a", 10, 20), Factor("b", 0, 1), Factor("c", 0, 1))


def _planted(x: Floats) -> Floats:
    return np.where((x[:, 0] > 16) & (x[:, 1] < 0.5), 900.0, 100.0)


def _noise(seed: int, points: int = 150, count: int = 4) -> Swept:
    drawn = design("lhs", points, factors(count))
    return swept(drawn, factors(count), "lhs", {NUMBER: np.random.default_rng(seed).random((points, 1))})


def test_a_planted_region_is_found_with_its_bounds() -> None:
    found = discover(of_function("lhs", 500, WIDE, _planted), "deaths > 500")
    assert len(found.boxes) == 1
    box = found.boxes.iloc[0]
    assert box["stands"]
    assert box["factors"] == "a, b"
    assert box["coverage"] > 0.95
    assert box["density"] > 0.95
    limits = found.limits.set_index(["factor", "side"])
    assert limits["value"]["a", "low"] == pytest.approx(16, abs=0.3)
    assert limits["value"]["b", "high"] == pytest.approx(0.5, abs=0.03)
    assert (limits["quasi_p"] < 1e-6).all()
    assert (limits["factor_again"] > 0.9).all()
    assert (limits["spread_low"] <= limits["value"] + 0.2).all()
    assert (limits["spread_high"] >= limits["value"] - 0.2).all()
    assert "c" not in set(found.limits["factor"])


def test_the_trajectory_trades_coverage_for_density() -> None:
    found = discover(of_function("lhs", 500, WIDE, _planted), "deaths > 500").trajectory
    assert found.iloc[0][["coverage", "support"]].tolist() == [1, 1]
    assert found["density"].iloc[-1] > 3 * found["density"].iloc[0]
    assert found["support"].is_monotonic_decreasing
    assert found["step"].tolist() == list(range(len(found)))


def test_noise_holds_no_region() -> None:
    for seed in range(3):
        for choice in ("balanced", "dense"):
            found = discover(_noise(seed), NUMBER, rule=Rule(choice))
            assert not found.boxes["stands"].any(), found.boxes
            assert len(found.boxes) == 1


def test_two_regions_are_covered_by_two_boxes() -> None:
    def two(x: Floats) -> Floats:
        return np.where((x[:, 0] < 0.3) | ((x[:, 1] > 0.6) & (x[:, 2] > 0.6)), 900.0, 100.0)

    made = of_function("lhs", 600, factors(3), two)
    found = discover(made, "deaths > 500", rule=Rule("dense"))
    assert found.boxes["stands"].tolist() == [True, True], found.boxes
    assert found.boxes["coverage"].sum() > 0.9
    assert found.boxes["factors"].tolist() == ["a", "b, c"]
    alone = discover(made, "deaths > 500", rule=Rule("dense", boxes=1))
    assert len(alone.boxes) == 1
    assert alone.boxes["coverage"][0] < 0.8


def test_a_what_if_is_named() -> None:
    varied = (Factor("a", 0, 1), Factor(WHAT_IF, values=("none", "first", "second")))
    drawn = design("lhs", 300, varied)
    worth = np.where(drawn[WHAT_IF] == "first", 900.0, 100.0)
    found = discover(swept(drawn, varied, "lhs", {NUMBER: worth[:, None]}), "deaths > 500")
    assert set(found.limits["value"]) == {"none", "second"}
    assert set(found.limits["side"]) == {"without"}
    assert found.limits["spread_low"].isna().all()


def test_the_same_again_and_another_sweep_differs() -> None:
    made = of_function("lhs", 300, WIDE, _planted)
    first, second = discover(made, "deaths > 500"), discover(made, "deaths > 500")
    assert first.limits.equals(second.limits)
    assert first.boxes.equals(second.boxes)
    assert not discover(of_function("lhs", 301, WIDE, _planted), "deaths > 500").limits.equals(first.limits)


def test_a_step_takes_that_box_as_it_is() -> None:
    made = of_function("lhs", 300, WIDE, _planted)
    found = discover(made, "deaths > 500", rule=Rule(step=3))
    assert found.boxes["support"][0] == found.trajectory["support"][3]
    assert discover(made, "deaths > 500", rule=Rule(step=0)).boxes["verdict"][0].startswith("no region")
    with pytest.raises(RefusedError, match="step: 99 is not between 0 and"):
        discover(made, "deaths > 500", rule=Rule(step=99))


def test_a_sobol_design_counts_only_what_was_drawn() -> None:
    found = discover(of_function("sobol", 128, WIDE, _planted), "deaths > 500")
    assert found.points == 256
    assert found.boxes["stands"][0]


def test_the_region_in_which_a_lever_does_harm() -> None:
    drawn = design("lhs", 300, WIDE)
    x = numbers(drawn, WIDE)
    base = 1000 * x[:, 2:]
    tables = {(NONE, NUMBER): base, ("posts", NUMBER): base + np.where(x[:, :1] > 15, 5.0, -5.0)}
    found = discover(swept(drawn, WIDE, "lhs", tables), "deaths > 0", lever="posts", against=NONE)
    assert str(found.condition) == "mean of deaths > 0"
    assert found.boxes["factors"].tolist() == ["a"]
    assert found.limits["value"][0] == pytest.approx(15, abs=0.2)


def test_missing_points_are_left_out_and_counted() -> None:
    made = of_function("lhs", 300, WIDE, _planted)
    made.outcomes.loc[:9, NUMBER] = np.nan
    assert discover(made, "deaths > 500").left_out == 10
    assert discover(made, "deaths > 500").points == 290


def test_what_cannot_be_asked_is_refused() -> None:
    made = of_function("lhs", 300, WIDE, _planted)
    for text, held in (("deaths > 5000", "none"), ("deaths > 5", "every one")):
        with pytest.raises(
            RefusedError, match=f"{held} of 300 points is of interest; ask for another number"
        ):
            discover(made, text)
    with pytest.raises(RefusedError, match="it hardly varies"):
        discover(of_function("lhs", 30, WIDE, lambda x: np.ones(len(x))), NUMBER)
    with pytest.raises(RefusedError, match="19 points have this outcome; 20 are the least"):
        discover(of_function("lhs", 19, WIDE, _planted), "deaths > 500")
    with pytest.raises(RefusedError, match='did you mean "balanced"'):
        discover(made, "deaths > 500", rule=Rule("balance"))  # type: ignore[arg-type]


def test_ten_thousand_points_of_twenty_factors_take_seconds() -> None:
    values = np.random.default_rng(1).random((10_000, 19))
    varied = factors(19)
    drawn = design("lhs", 10_000, varied[:1]).assign(**{f.name: values[:, k] for k, f in enumerate(varied)})
    made = swept(
        drawn,
        varied,
        "lhs",
        {NUMBER: _planted(np.column_stack([10 + 10 * values[:, 0], values[:, 1]]))[:, None]},
    )
    before = time.process_time()
    assert discover(made, "deaths > 500", rule=Rule(boxes=1)).boxes["stands"][0]
    assert time.process_time() - before < 8
