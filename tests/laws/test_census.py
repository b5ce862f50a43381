"""The generators leave nothing out: whatever a scenario may hold occurs, and moves a world of some."""

import pytest

from tests.build import tiny
from tests.generators import generate
from tests.laws.census import ACTED, Census, moved

MOST = 250
"""Scenarios that are looked at; about half of them are enough."""
RICH = (*range(14), *range(15, 28), 32, 35, 42, 48, 49, 51, 59, 65, 71, 101, 103, 121, 125)
"""Those of them with something that none before them has: looked at first, they spare the others."""


@pytest.mark.slow
def test_everything_occurs_and_acts_but_what_somebody_claims() -> None:
    found = Census()
    for number in (*RICH, *(other for other in range(MOST) if other not in RICH)):
        found.take(generate(number))
        if not found.missing:
            break
    assert found.missing == []
    assert found.held["claims"] > 20
    assert "claims" not in found.acted


def test_an_empty_census_misses_everything() -> None:
    assert set(Census().missing) >= ACTED


def test_a_number_left_where_it_is_counts_for_nothing() -> None:
    scenario, path = tiny(days=6), "actors.striker.rules.strike.rate"
    rate = scenario.parameters[path].value
    assert moved(scenario, [(path, "some rate", rate), (path, "more", rate * 4)]) == {"more"}
