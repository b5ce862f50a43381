"""Memories, confidence and the contest for a place against closed forms."""

import math

import pytest

from sim.scenario.event import Background, Event
from tests.build import (
    action,
    actor,
    day,
    ground,
    memory,
    parameter,
    perception,
    place,
    rule,
    scenario,
    thresholds,
)
from tests.oracle.record import state
from tests.oracle.world import OracleWorld

REPORT = {"status": "fact", "text": "reported", "source": "toy"}


def reported(number: int, act: str = "strike", who: str | None = "red", **more):
    """One reported event by red, on this day."""
    return Event(date=day(number), action=act, actor=who, **REPORT, **more)


def two_camps(**changes):
    """Red strikes blue, which has a patron; nobody has a rule."""
    fields = {
        "places": {"red_town": place("red", "blue_town"), "blue_town": place("blue", "red_town")},
        "actions": {
            "strike": action("Strike", "anywhere", 6, lethality=0.5),
            "complaint": action("Complaint", rung=1, changes={"complain": 1.0, "audience": 2.0}),
            "answer": action("Answer", changes={"settle": 0.25, "reassure": 0.5}),
            "pressure": action("Pressure", changes={"effort": 0.4, "wear": 0.1}),
        },
        "actors": {
            "blue": actor("Blue", "opposition", "faction"),
            "patron": actor("Patron", "opposition", "guarantor", leverage={"blue": 0.5}),
            "red": actor("Red", "government", "government"),
            "red_patron": actor("Red's patron", "government", "guarantor", leverage={"red": 0.8}),
        },
        "days": 10,
    }
    return scenario(**(fields | changes))


def evenings(of):
    """The state of every evening of world 0, by day."""
    states = {}
    OracleWorld(of, watch=lambda world: states.update({world.day: state(world)})).run()
    return states


def test_a_memory_halves_every_half_life():
    of = two_camps(
        memory=memory(recent_fire=3.0, grievance=4.0), history={"s": reported(0, place="blue_town")}
    )
    states = evenings(of)
    assert states[0]["fire"]["blue_town"] == 1.0
    assert states[3]["fire"]["blue_town"] == pytest.approx(0.5)
    assert states[4]["grievance"]["blue", "red"] == pytest.approx(0.5)
    assert states[8]["grievance"]["blue", "red"] == pytest.approx(0.25)


def test_grievance_goes_by_leverage_to_patrons_on_both_sides():
    grievance = evenings(two_camps(history={"s": reported(0, place="blue_town")}))[0]["grievance"]
    assert grievance["blue", "red"] == 1.0
    assert grievance["blue", "red_patron"] == pytest.approx(0.8)
    assert grievance["patron", "red"] == pytest.approx(0.5)
    assert grievance["patron", "red_patron"] == pytest.approx(0.4)
    assert not any(observer in ("red", "red_patron") for observer, _ in grievance)


def test_own_dead_are_counted_by_the_target():
    event = reported(0, place="blue_town", deaths=parameter(6, "deaths"), civilians=parameter(2, "deaths"))
    states = evenings(two_camps(history={"s": event}))
    assert states[0]["own_dead"]["blue", "red"] == 6.0
    assert states[0]["strength"]["blue"] == 1000  # history leaves strengths as the scenario gives them


def test_complaints_are_settled_and_public_words_bind():
    history = {
        "a": reported(-1, "complaint", "blue", toward="red"),
        "b": reported(0, "answer", "red", toward="blue"),
        "s": reported(-1, place="blue_town"),
    }
    states = evenings(two_camps(history=history, memory=memory(complaints=1.0, audience=2.0, grievance=1.0)))
    assert states[-1]["complaints"]["blue", "red"] == 1.0
    assert states[0]["complaints"]["blue", "red"] == pytest.approx(0.5 * 0.75)
    assert states[0]["grievance"]["blue", "red"] == pytest.approx(0.5 * 0.5)
    assert states[-1]["audience"]["blue"] == 2.0
    assert states[1]["audience"]["blue"] == pytest.approx(1.0)


def test_pressure_adds_a_share_of_what_is_missing_and_restrains():
    history = {
        "a": reported(-1, "pressure", "red_patron", toward="red"),
        "b": reported(0, "pressure", "red_patron", toward="red"),
    }
    of = two_camps(history=history, memory=memory(effort=1e9, wear=1e9))
    states = evenings(of)
    assert states[0]["effort"]["red_patron", "red"] == pytest.approx(1 - 0.6**2)
    assert states[0]["wear"]["red_patron", "red"] == pytest.approx(1 - 0.9**2)
    world = OracleWorld(of)
    while world.day < 1:
        world.step()
    assert world.parties["red"].own("restrained") == pytest.approx(0.8 * 0.81 * 0.64)
    assert world.parties["blue"].own("restrained") == 0.0


def test_violence_settles_at_the_lethal_events_of_a_day():
    """A rate of exactly lethal events on every day leads to violence of that rate."""
    many = {f"s{k}": reported(-k, place="blue_town", deaths=parameter(1, "deaths")) for k in range(60)}
    of = two_camps(history=many, outcomes=thresholds(reference_events=0.28, reporting_share=0.01))
    states = evenings(of)
    assert states[-60 + 1]["violence"] == pytest.approx(1.0)
    assert states[0]["violence"] == pytest.approx(1.0)
    assert states[5]["violence"] == pytest.approx(0.5)  # half-life of five days


def test_confidence_begins_as_given():
    blue = actor("Blue", "opposition", "faction", confidence={"red": 0.2})
    base = two_camps()
    of = two_camps(actors=dict(base.actors) | {"blue": blue}, perception=perception(confidence=0.7))
    confidence = evenings(of)[10]["confidence"]
    assert confidence["blue", "red"] == 0.2
    assert confidence["red", "blue"] == 0.7


@pytest.mark.parametrize(("own", "foe"), [(900.0, 100.0), (300.0, 300.0)])
def test_the_stronger_wins_the_contest_more_often(own: float, foe: float):
    """Without posts a place falls with probability capture x attack/(attack + defence)."""
    assault = action("Assault", "neighbour", 7, lethality=0.0, changes={"capture": 0.5})
    actors = {
        "blue": actor("Blue", "opposition", "faction", foe),
        "red": actor("Red", "government", "government", own, rules={"assault": rule(50.0)}),
    }
    of = two_camps(
        actions={"assault": assault}, actors=actors, days=1, ground=ground(defence=2.0, fire_support=0.0)
    )
    worlds = [OracleWorld(of, 1, world).run() for world in range(400)]
    fell = sum(world.outcomes["places_changed"] for world in worlds) / 400
    expected = 0.5 * own / (own + 2.0 * foe)
    assert abs(fell - expected) < 4 * math.sqrt(expected * (1 - expected) / 400)
    taken = next(world for world in worlds if world.outcomes["places_changed"])
    assert taken.ground.holder["blue_town"] == "red"
    assert taken.parties["blue"].lost == 1.0


def test_background_acts_are_poisson_in_history_only():
    routine = Background(
        actor="red", action="strike", place="blue_town", per_day=parameter(0.5),
        since=day(-99), until=day(0), source="toy",
    )  # fmt: skip
    worlds = [OracleWorld(two_camps(background={"r": routine}), 1, world).run() for world in range(20)]
    counts = [sum(event["count"] for event in world.events) for world in worlds]
    assert abs(sum(counts) - 1000) < 4 * math.sqrt(1000)
    assert all(event["day"] <= 0 for world in worlds for event in world.events)
