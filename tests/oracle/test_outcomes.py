"""Outcomes of the plain implementation on hand-made records."""

import pytest

from tests.build import symmetric, thresholds, tiny
from tests.oracle.outcomes import calm, collapse_material, fall, outcomes
from tests.oracle.world import OracleWorld

DAYS = 60


def hand_made(lethal: list[int], **changes) -> OracleWorld:
    """A world with these lethal events by day and nothing else."""
    fields = {"outcomes": thresholds(reference_events=28.0, reporting_share=1.0), "days": DAYS}
    world = OracleWorld(tiny(**(fields | changes)))
    world.series = [{"day": day, "lethal_events": n, "captures": 0} for day, n in enumerate(lethal, start=1)]
    return world


def test_calm_comes_when_28_days_hold_few_enough():
    """Two events a day to day 20, then none: F(d) = 2 max(0, 21 - d)."""
    dates = calm(hand_made([2] * 20 + [0] * 40))
    assert dates == {"de_escalation": 12, "escalation": None, "lasting_lull": 14, "relapse": None}


def test_escalation_and_relapse():
    dates = calm(hand_made([0] * 30 + [2] * 30))
    assert dates["lasting_lull"] == 1
    assert dates["escalation"] == 24  # 21 of the 28 days hold two events: 42 = 1.5 x 28
    assert dates["relapse"] == 17


def test_a_capture_within_the_window_prevents_a_lull():
    world = hand_made([0] * DAYS)
    world.series[19]["captures"] = 1
    assert calm(world)["lasting_lull"] == 21


def test_short_runs_have_no_dates():
    assert calm(hand_made([0] * 27, days=27)) == dict.fromkeys(
        ("de_escalation", "escalation", "lasting_lull", "relapse")
    )


def test_a_pair_above_its_rung_of_day_one_prevents_de_escalation():
    world = hand_made([0] * DAYS)
    world.rungs = {10: {("striker", "target"): 6}}
    assert calm(world)["de_escalation"] == 1
    world.rungs = {1: {("striker", "target"): 6}}
    assert calm(world)["de_escalation"] == 8
    world.rungs[0] = {("striker", "target"): 7}
    assert calm(world)["de_escalation"] == 1


def test_a_place_falls_when_another_side_holds_it():
    world = OracleWorld(symmetric())
    world.holders = {day: {"left_city": "left" if day < 9 else "right"} for day in range(1, 41)}
    assert fall(world, "left_city") == 9


@pytest.mark.parametrize(("days", "expected"), [((3, 5, 16), 16), ((3, 5, 17), None), ((3, 3, 5), None)])
def test_states_that_fire_on_each_other_on_three_days_of_14_collapse_the_agreement(days, expected):
    actors = {name: actor.model_copy(update={"kind": "guarantor"}) for name, actor in tiny().actors.items()}
    strike = tiny().actions["strike"].model_copy(update={"rung": 8})
    world = OracleWorld(tiny(actors=actors, actions={"strike": strike}))
    row = {"actor": "striker", "target": "target", "action": "strike", "deaths": 1, "captured": False}
    world.events = [row | {"day": day} for day in days]
    assert collapse_material(world) == expected


def test_outcomes_without_anything_are_missing_not_one():
    found = outcomes(OracleWorld(tiny(rate=0.0)).run())
    assert found["compliance"] is None
    assert found["confidence"] is None
    assert found["days_at_rung_0"] == 40


def test_days_at_rungs_add_up():
    found = OracleWorld(symmetric()).run().outcomes
    assert sum(found[f"days_at_rung_{rung}"] for rung in range(10)) == 40


def test_swapping_the_sides_of_symmetric_camps_changes_nothing():
    """Law M14: sides are only labels; its twin is that camps differ by their draws."""
    one = OracleWorld(symmetric()).run()
    other = OracleWorld(symmetric(sides=("opposition", "government"))).run()
    assert one.events == other.events
    assert one.outcomes["fall_left_city"] != one.outcomes["fall_right_city"]
