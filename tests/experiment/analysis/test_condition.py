"""Conditions: what may be written, what it means for numbers and dates, what is missing."""

import numpy as np
import pytest

from sim.engine.arrays import Floats
from sim.experiment.analysis.condition import condition, met
from sim.experiment.analysis.swept import Swept
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE

from .made import NUMBER, design, factors, swept


def _sweep(**tables: Floats) -> Swept:
    varied = factors(1)
    drawn = design("lhs", len(next(iter(tables.values()))), varied)
    return swept(drawn, varied, "lhs", tables)


TWO = _sweep(deaths=np.array([[10.0, 20], [30, 50]]), collapse=np.array([[60.0, 61], [np.nan, np.nan]]))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "deaths >",
        "> 5",
        "deaths == 5",
        "deaths > x",
        "deaths > 5; 1",
        "deaths > 5 > 6",
        "deaths >5e9999",
        "5 < deaths",
        "__import__('os') > 1",
        "deaths > nan",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"a condition is <outcome> <op>|is no number such as 500"):
        condition(text, TWO)


def test_an_unknown_outcome_names_the_nearest() -> None:
    with pytest.raises(RefusedError, match='"deahts" is no outcome here; did you mean "deaths"'):
        condition("deahts > 5", TWO)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deaths > 15", [0, 1]),
        ("deaths >= 15", [1, 1]),
        ("deaths<15", [0, 0]),
        (" deaths <= 15.0 ", [1, 0]),
        ("deaths > -1", [1, 1]),
    ],
)
def test_a_number_is_held_by_its_mean(text: str, expected: list[int]) -> None:
    assert met(condition(text, TWO), TWO).tolist() == expected


@pytest.mark.parametrize(
    ("text", "share", "expected"),
    [
        ("collapse <= 60", None, [1, 0]),
        ("collapse <= 60", 0.6, [0, 0]),
        ("collapse > 60", None, [1, 1]),
        ("collapse > 60", 1.0, [0, 1]),
        ("deaths > 15", 0.5, [1, 1]),
        ("deaths > 15", 0.6, [0, 1]),
    ],
)
def test_a_share_of_worlds(text: str, share: float | None, expected: list[int]) -> None:
    assert met(condition(text, TWO, share), TWO).tolist() == expected


def test_conditions_say_what_they_ask() -> None:
    assert str(condition("deaths > 15", TWO)) == "mean of deaths > 15"
    assert str(condition("collapse <= 60", TWO)) == "collapse <= 60 in at least 50 % of the worlds"
    assert str(condition("deaths", TWO)) == "deaths: the better quarter"


def test_the_better_quarter_follows_the_direction() -> None:
    values = np.arange(8.0)[:, None]
    reached = np.where(values < 6, 5.0, np.nan)
    made = _sweep(deaths=values, compliance=values, collapse=reached, de_escalation=reached)
    assert np.flatnonzero(met(condition("deaths", made), made)).tolist() == [0, 1]
    assert np.flatnonzero(met(condition("compliance", made), made)).tolist() == [6, 7]
    assert np.flatnonzero(met(condition("collapse", made), made)).tolist() == [6, 7], (
        "not collapsing is better"
    )
    assert np.flatnonzero(met(condition("de_escalation", made), made)).tolist() == [0, 1, 2, 3, 4, 5]


def test_what_is_not_known_is_not_of_interest_either() -> None:
    made = _sweep(compliance=np.array([[np.nan, np.nan], [0.5, np.nan], [0.1, 0.3]]))
    found = met(condition("compliance >= 0.4", made), made)
    assert np.array_equal(found, [np.nan, 1, 0], equal_nan=True)


def test_a_point_that_was_not_simulated_is_not_a_date_that_never_came() -> None:
    assert TWO.outcomes["point"].tolist() == [0, 0, 1, 1]
    cut = Swept(TWO.design, TWO.outcomes.iloc[:2], TWO.factors, "lhs", TWO.kinds)
    assert np.array_equal(met(condition("collapse > 60", cut), cut), [1, np.nan], equal_nan=True)
    assert met(condition("collapse > 60", TWO), TWO)[1] == 1


def test_a_difference_is_held_by_its_mean() -> None:
    varied = factors(1)
    drawn = design("lhs", 2, varied)
    tables = {(NONE, NUMBER): np.array([[10.0], [10]]), ("posts", NUMBER): np.array([[7.0], [12]])}
    made = swept(drawn, varied, "lhs", tables)
    assert met(condition("deaths < 0", made), made, "posts", NONE).tolist() == [1, 0]
    assert met(condition("deaths < 0", made), made, "posts").tolist() == [0, 0]


def test_shares_and_quarters_that_make_no_sense_are_refused() -> None:
    for share in (0.0, 1.5, float("nan")):
        with pytest.raises(RefusedError, match="share"):
            condition("deaths > 1", TWO, share)
    with pytest.raises(RefusedError, match="needs a condition"):
        condition("deaths", TWO, 0.5)
    made = _sweep(days_at_rung_1=np.ones((2, 1)))
    with pytest.raises(RefusedError, match="neither direction is better"):
        condition("days_at_rung_1", made)
    assert condition("days_at_rung_1 > 5", made).number == 5
