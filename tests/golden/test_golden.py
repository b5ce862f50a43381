"""The shipped scenarios give the accepted numbers on every Python; another number is a deliberate change."""

import pytest

from sim.scenario.load import shelf

from .numbers import accepted, changes, measure, same

pytestmark = pytest.mark.hash


@pytest.mark.parametrize("scenario_id", sorted(shelf()))
def test_numbers_are_the_accepted_ones(scenario_id: str) -> None:
    found = changes(accepted().get(scenario_id, {}), measure(scenario_id))
    assert found == [], "if this is on purpose: an entry in CHANGELOG.md, then make accept"


def test_only_shipped_scenarios_are_accepted() -> None:
    assert accepted().keys() == shelf().keys()


def test_a_changed_number_is_told() -> None:
    assert changes({"deaths": 1.0, "lull": None}, {"deaths": 1.0 + 1e-9, "lull": 3.0}) == [
        "deaths: 1.0 -> 1.000000001",
        "lull: None -> 3.0",
    ]
    assert same(0.1 + 0.2, 0.3)
    assert not same("a", "b")
