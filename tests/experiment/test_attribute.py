"""Attribution: exact counts, paired effects, causes alone and together, and what is refused."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from sim.experiment.attribution.attribute import Attribution, attribute
from sim.experiment.attribution.happening import Counts, Happening, counts, happenings, share
from sim.experiment.attribution.story import median_world, merged
from sim.experiment.outcomes import OUTCOMES
from sim.experiment.paired import Divergence
from sim.experiment.refusal import RefusedError
from sim.experiment.run import run
from sim.scenario.errors import ScenarioError
from sim.scenario.vary import drop
from tests.build import action, actor, rule, tiny, toy

RAID, STRIKES = "history.drone_raid", "actors.government.rules.air_strike"
LEVERAGE = "actors.russia.leverage.government"
SMALL: dict[str, Any] = {"worlds": 6, "days": 10, "workers": 1}


@pytest.fixture(scope="module")
def both() -> Attribution:
    return attribute(toy(), [RAID, STRIKES], outcomes=["deaths", "deaths > 30", "collapse"], **SMALL)


def test_effects_are_paired_means_of_the_two_runs(both: Attribution) -> None:
    base = run(toy(), 6, 1, days=10, workers=1)
    without = run(drop(toy(), STRIKES), 6, 1, days=10, workers=1)
    effect = next(e for e in both.causes[1].effects if e.outcome == "deaths")
    assert effect.with_cause == base.measured["deaths"].mean()
    assert effect.adds == (base.measured["deaths"] - without.measured["deaths"]).mean() != 0


def test_several_causes_stand_alone_and_together_with_their_interaction(both: Attribution) -> None:
    assert [c.cause.name for c in both.causes] == [RAID, STRIKES, "all 2 together"]
    adds = [next(e.adds for e in c.effects if e.outcome == "deaths") for c in both.causes]
    beyond = next(i.beyond for i in both.interactions if i.outcome == "deaths")
    assert beyond == pytest.approx(adds[2] - adds[0] - adds[1])


def test_worlds_are_counted_once(both: Attribution) -> None:
    for cause in both.causes:
        assert [str(h) for h in cause.happenings] == ["deaths > 30", "collapse reached"]
        assert all(sum(n) == 6 for n in cause.happenings.values())


def test_a_reported_cause_parts_worlds_in_the_history(both: Attribution) -> None:
    raid, strikes, _ = both.causes
    assert raid.divergence.told(0) == "history"
    assert raid.divergence.identical == 0.0
    assert strikes.divergence.told(0) != "history"
    assert np.nanmin(strikes.divergence.days) >= 1
    assert np.nanmin(raid.later.days) >= 1


def test_the_story_begins_where_its_world_parts(both: Attribution) -> None:
    story = both.causes[1].story
    assert story is not None
    assert story.first == both.causes[1].later.days[story.world]
    on_first = {line.where for line in story.lines if line.act.day == story.first}
    judged = {opinion.day for opinion in story.opinions}
    assert on_first - {"both"} or story.first in judged
    dropped = [line for line in story.lines if line.act.path == STRIKES]
    assert dropped
    assert all(line.where == "with" for line in dropped)


def test_what_changes_nothing_says_so_and_what_changes_something_does_not() -> None:
    idle = attribute(toy(), (), {LEVERAGE: toy().parameters[LEVERAGE].value}, **SMALL).causes[0]
    assert idle.changes_nothing
    assert idle.story is None
    assert all(e.adds == 0 or np.isnan(e.adds) for e in idle.effects)
    altered = attribute(toy(), (), {LEVERAGE: 0.1}, **SMALL).causes[0]
    assert not altered.changes_nothing
    assert altered.cause.name == f"{LEVERAGE} = 0.1"


def test_necessity_of_the_only_cause_is_one_and_of_another_zero() -> None:
    """A closed form: without its only attacks nobody dies, in no world."""
    strike = action("Strike", "anywhere", 6, lethality=1.0)
    attacks = actor(
        "Striker", "government", "government", rules={"strike": rule(3.0), "talk": rule(1.0, toward="target")}
    )
    actors = tiny().actors | {"striker": attacks}
    scenario = tiny(actions={"strike": strike, "talk": action("Talk")}, actors=actors, days=5)
    asked: dict[str, Any] = {"outcomes": ["deaths > 0"], "worlds": 20, "workers": 1}
    (n,) = attribute(scenario, ["actors.striker.rules.strike"], **asked).causes[0].happenings.values()
    assert n == Counts(both=0, only_with=20, only_without=0, neither=0, unknown=0)
    assert (n.necessity.share, n.sufficiency.share) == (1.0, 1.0)
    assert np.isnan(n.prevention.share)
    (n,) = attribute(scenario, ["actors.striker.rules.talk"], **asked).causes[0].happenings.values()
    assert n == Counts(both=20, only_with=0, only_without=0, neither=0, unknown=0)
    assert n.necessity.share == 0.0


def test_counts_of_every_pair_of_worlds() -> None:
    pairs = list(product([0.0, 1.0, np.nan], repeat=2))
    first, second = (np.array(column) for column in zip(*pairs, strict=True))
    assert counts(first, second) == Counts(1, 1, 1, 1, 5)
    assert counts(first, first) == Counts(3, 0, 0, 3, 3)


def test_wilson_interval_against_the_published_formula() -> None:
    part, whole, z = 7, 40, 1.959963984540054
    centre = (part + z * z / 2) / (whole + z * z)
    half = z / (whole + z * z) * np.sqrt(part * (whole - part) / whole + z * z / 4)
    found = share(part, whole)
    assert (found.low, found.high) == pytest.approx((centre - half, centre + half))
    assert np.isnan(share(0, 0).share)


def test_happenings_hold_by_world() -> None:
    dates = np.array([3.0, np.nan, 20.0])
    kind = OUTCOMES["collapse"]
    assert Happening("collapse").held(dates, kind).tolist() == [1, 0, 1]
    assert Happening("collapse", "<=", 10).held(dates, kind).tolist() == [1, 0, 0]
    assert Happening("collapse", ">", 10).held(dates, kind).tolist() == [0, 1, 1]
    missing = Happening("compliance", "<", 0.5).held(np.array([0.2, np.nan]), OUTCOMES["compliance"])
    assert missing[0] == 1
    assert np.isnan(missing[1])


def test_all_dates_are_happenings_unless_asked_otherwise() -> None:
    names, asked = happenings((), OUTCOMES)
    assert names == list(OUTCOMES)
    assert {h.outcome for h in asked} == {name for name, kind in OUTCOMES.items() if kind.is_date}
    assert happenings(["deaths"], OUTCOMES) == (["deaths"], [])


def test_the_world_of_median_divergence() -> None:
    assert median_world(Divergence(np.array([np.nan, 9.0, 2.0, 4.0]), 0.25)) == 3
    assert median_world(Divergence(np.array([np.nan]), 1.0)) is None


def test_common_acts_are_matched_as_often_as_they_happen(both: Attribution) -> None:
    story = both.causes[1].story
    assert story is not None
    one = story.lines[0].act
    twice = [line.where for line in merged([one, one], [one])]
    assert sorted(twice) == ["both", "with"]
    assert [line.where for line in merged([], [one])] == ["without"]


@pytest.mark.parametrize(
    ("dropped", "settings", "outcomes", "message"),
    [
        ([], {}, (), "at least one cause"),
        ([RAID, RAID], {}, (), "named twice"),
        ([STRIKES, f"{STRIKES}.multiplied_by.lull"], {}, (), "is changed too"),
        ([STRIKES], {f"{STRIKES}.rate": 1.0}, (), "is changed too"),
        ([RAID], {}, ["death"], 'did you mean "deaths"'),
        ([RAID], {}, ["deaths >"], "a condition is"),
        ([RAID], {}, ["deaths => 3"], "a condition is"),
    ],
)
def test_refused(dropped: list[str], settings: dict[str, float], outcomes: list[str], message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        attribute(toy(), dropped, settings, outcomes=outcomes, **SMALL)


@pytest.mark.parametrize(
    ("dropped", "settings", "message"),
    [
        (["history.drone_rad"], {}, 'did you mean "history.drone_raid"'),
        (["places.village"], {}, "unknown place"),
        (["memory"], {}, "cannot do without it"),
        ([], {LEVERAGE: 7.0}, "outside"),
        ([], {f"{LEVERAGE}x": 0.5}, "did you mean"),
    ],
)
def test_unsound(dropped: list[str], settings: dict[str, float], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        attribute(toy(), dropped, settings, **SMALL)


def test_what_goes_with_another_cause_is_gone_once() -> None:
    """A lever that sets only the dropped rule's rate goes with the rule."""
    lever = toy().interventions["restraint"].model_copy(update={"set": {f"{STRIKES}.rate": 0.8}})
    scenario = toy(interventions={"restraint": lever})
    found = attribute(scenario, [STRIKES, "interventions.restraint"], outcomes=["deaths"], **SMALL)
    assert not found.causes[-1].cause.scenario.interventions
    assert found.causes[-1].effects == found.causes[0].effects


def test_the_only_rule_there_is_can_be_left_out() -> None:
    (found,) = attribute(tiny(), ["actors.striker.rules.strike"], outcomes=["violent_events"], **SMALL).causes
    (effect,) = found.effects
    assert effect.adds == effect.with_cause > effect.without == 0
