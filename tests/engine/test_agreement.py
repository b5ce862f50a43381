"""The array engine and the plain implementation agree on every event, judgement, duty and outcome."""

import pytest

from sim.scenario.agreement import AnswerFor
from sim.scenario.event import Scheduled
from sim.scenario.load import load, shelf
from sim.scenario.scenario import Scenario
from tests.build import actor, day, rule, symmetric, tiny, toy
from tests.engine.agreement import differences
from tests.engine.corners import CORNERS, guessed, patrons
from tests.generators import generate
from tests.oracle.world import OracleWorld


@pytest.mark.parametrize("make", [tiny, symmetric, toy])
def test_agree_on_small_scenarios(make):
    assert differences(make(), range(8)) == []


def test_agree_on_worlds_far_from_0_and_on_another_seed():
    assert differences(toy(), range(1000, 1003), seed=77) == []


def test_agree_with_overrides():
    overrides = {
        "actors.russia.leverage.government": 0.9,
        "memory.grievance.half_life": 2.0,
        "outcomes.lull": 0.9,
    }
    assert differences(toy(), range(3), overrides=overrides) == []


def test_the_comparison_sees_a_change():
    """The twin: other parameters are other runs."""
    one = OracleWorld(toy(), 1, 0).run()
    other = OracleWorld(toy(), 1, 0, {"actors.government.rules.air_strike.rate": 9.0}).run()
    assert one.events != other.events
    assert one.ledger != other.ledger


@pytest.mark.slow
@pytest.mark.parametrize(("world", "name"), list(enumerate(sorted(shelf()))))
def test_agree_on_shipped_scenarios(world: int, name: str):
    assert differences(load(name), range(world, world + 1)) == []


@pytest.mark.parametrize("of", [toy(), guessed()], ids=["replies", "guesses"])
def test_agree_in_a_batch_of_two_under_leverage_of_their_own(of: Scenario) -> None:
    overrides = {path: (0.0, 1.0) for path in of.parameters if ".leverage." in path}
    assert differences(of, range(2), overrides=overrides) == []


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS)
def test_agree_on_corners(corner: Scenario):
    assert differences(corner, range(6)) == []


def test_who_answers_but_owes_nobody_is_discredited_with_its_client() -> None:
    """A duty to answer whose only counterparty is its own bearer: found by a generated scenario."""
    found = generate(132, {"agreements", "calendar", "history", "background"})
    owed = found.agreements["pact_0"].obligations["duty_2"]
    assert isinstance(owed, AnswerFor) and set(owed.counterparties) < set(owed.bearers)
    assert differences(found, range(2), seed=0) == []


@pytest.mark.parametrize(("author", "answered"), [("blue", False), ("red", True)])
def test_nobody_answers_itself(author: str, answered: bool) -> None:
    """A dated act hits whoever holds the place by then, even its author: found by a generated scenario."""
    answers = {"answer": rule(9.0, {"distrust": 0.02}, answers="strike", within=3.0)}
    actors = {
        **patrons().actors,
        "blue": actor("Blue", "opposition", "faction", rules=answers),
        "red": actor("Red", "government", "government"),
    }
    struck = Scheduled(date=day(3), actor=author, action="strike", place="town", source="toy")
    found = patrons(actors=actors, calendar={"struck": struck})
    assert differences(found, range(2)) == []
    assert ("answer" in {event["action"] for event in OracleWorld(found).run().events}) is answered
