"""Levers that add force are found out, whatever they call themselves; those that do not are left alone."""

import datetime
import itertools
from collections import Counter

import numpy as np
import pytest

from sim.engine.simulate import day_one_rates, simulate
from sim.experiment import force
from sim.experiment.lever import adds_force, change
from sim.scenario.intervention import Intervention
from sim.scenario.load import load, shelf
from sim.scenario.meaning import MEANINGS
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from sim.scenario.vary import vary, with_days
from tests.build import toy

RULES = "actors.syrian_government.rules"
ADDING = {
    f"{RULES}.air_strike.rate": 1,  # attacks more often
    f"{RULES}.ground_assault.multiplied_by.objective": 1,
    f"{RULES}.shelling.multiplied_by.restrained": 1,  # still below 1: what holds back holds less
    "actors.russia.rules.reprisal.within": 1,
    "actors.russia.rules.reprisal.at_most": 1,
    "actors.turkey.rules.arm_client.rest": -1,  # means
    "actors.turkey.rules.arm_client.rate": 1,
    "actions.arm_client.changes.supply": 1,
    "actors.russia.tempo": 1,
    "actors.hts.objectives.sinjar": 1,
    "actions.air_strike.lethality": 1,  # more deadly
    "actions.shelling.severity": 1,
    "actions.rocket_fire.civilians": 1,
    "actions.ground_assault.own_share": -1,
    "actions.ground_assault.changes.capture": 1,
    "ground.fire_support": 1,
    "ground.defence": -1,
    "actions.base_attack.hidden": 1,  # with more impunity
    "actions.base_attack.found": -1,
    "actions.air_strike.claims_exception": 1,
    "perception.verification": -1,
    "places.saraqib.excluded_share": 1,
    "agreements.astana_memorandum.obligations.government_side_refrains.weight": -1,  # less holds back
    "agreements.astana_memorandum.obligations.russia_and_iran_answer.within": 1,
    "agreements.idlib_announcement.obligations.turkish_posts.at_least": -1,
    "agreements.idlib_announcement.renewal_confidence": 1,
    "actors.russia.leverage.syrian_government": -1,
    "actors.russia.rules.restrain_client.rate": -1,
    "actors.russia.rules.restrain_client.multiplied_by.duty_due": -1,
    "actions.restrain_client.changes.effort": -1,
    "actions.restrain_client.changes.wear": 1,
    "actors.turkey.rules.deploy_post.rate": -1,
    "actors.turkey.rules.deploy_post.rest": 1,
    "actors.turkey.rules.suspend_agreement.rate": 1,
    "memory.effort.half_life": -1,
    "memory.wear.half_life": 1,
    "memory.recent_fire.scale": -1,  # what draws fire is felt more
    "perception.post_reach": -1,
}
"""One planted lever of each kind: the direction in which it adds force. The other direction does not."""
AT_AN_END = {"agreements.astana_memorandum.obligations.government_side_refrains.weight"}
"""Cannot be moved the other way: it stands at an end of its range."""
TALK = [
    "actors.russia.rules.leader_call.rate",
    "actors.turkey.rules.public_demand.multiplied_by.breaches",
    "actors.russia.rules.private_letter.rest",
    "actions.leader_call.changes.reassure",
    "actions.public_demand.changes.audience",
    "actions.base_attack.suspects.hts",
    "places.saraqib.weight",
    "talks.sochi.attendance",
]
"""Neither direction of these is force."""
SEEN = ("rules", "objectives")
"""What of an actor shows in its rates on day one and in nothing before."""
FIELDS = [pattern for pattern in MEANINGS if pattern.startswith("actors.*.rules.")]


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load("idlib-2018-01")


def pulled(
    scenario: Scenario, settings: dict[str, float], first: int = 1, last: int | None = None
) -> Scenario:
    """The scenario with a lever that calls itself restraint, from day `first` to `last`."""
    on, until = (
        None if day is None else scenario.start + datetime.timedelta(days=day - 1) for day in (first, last)
    )
    lever = Intervention(kind="restraint", on=on, until=until, set=FrozenMap(settings), source="assumption")
    levers = FrozenMap(sorted({**scenario.interventions, "planted": lever}.items()))
    return scenario.model_copy(update={"id": "planted", "interventions": levers})


def moved(scenario: Scenario, path: str, way: int) -> Scenario:
    number = scenario.parameters[path]
    end = number.high if way > 0 else number.low
    assert end != number.value, f"{path} stands at this end of its range"
    return pulled(scenario, {path: end})


@pytest.mark.parametrize("path", ADDING)
def test_a_planted_lever_is_found_out(baseline: Scenario, path: str) -> None:
    found = change(baseline, moved(baseline, path, ADDING[path]))
    assert found.adds_force == (path,)
    assert not found.may_be_ranked
    assert found.label == "lever of kind restraint that adds force: compared, never ranked"


@pytest.mark.parametrize("path", sorted(ADDING.keys() - AT_AN_END))
def test_its_twin_the_other_way_is_not(baseline: Scenario, path: str) -> None:
    found = change(baseline, moved(baseline, path, -ADDING[path]))
    assert found.adds_force == ()
    assert found.may_be_ranked


@pytest.mark.parametrize("path", TALK)
@pytest.mark.parametrize("way", [1, -1])
def test_talk_is_no_force(baseline: Scenario, path: str, way: int) -> None:
    assert adds_force(baseline, moved(baseline, path, way)) == ()


def test_no_shipped_lever_adds_force_in_any_future(baseline: Scenario) -> None:
    futures = {path: (number.low, number.high) for path, number in baseline.parameters.items()}
    levers = {name: change(baseline, load(name), futures) for name in shelf()}
    ranked = {name for name, found in levers.items() if found.may_be_ranked}
    assert ranked == {"hotline", "joint-verification", "russia-withholds-air"}
    assert [name for name in levers if levers[name].adds_force] == []


@pytest.mark.slow
def test_each_shipped_lever_moves_most_worlds(baseline: Scenario) -> None:
    names = ("hotline", "joint-verification", "russia-withholds-air")
    digests = [
        simulate(with_days(scenario, 21), np.arange(6), 1, tables=False).digest
        for scenario in (baseline, baseline, *map(load, names))
    ]
    moved = [(digest != digests[0]).any(axis=0).sum() for digest in digests]
    assert moved[1] == 0
    assert min(moved[2:]) > 3


def test_every_parameter_is_classified_once() -> None:
    own, seen = set(force.OWN), set(force.SIGNALS)
    named = {p for p in MEANINGS if not p.startswith(("actors.*.rules", "background", "memory"))}
    memories = {p for p in load("idlib-2018-01").parameters if p.startswith("memory.")}
    assert own & seen == set()
    assert own | seen == named | memories
    assert {pattern.split(".")[4] for pattern in FIELDS} == set(force.OF_RULES)


@pytest.mark.parametrize("scenario", [load("idlib-2018-01"), toy()], ids=lambda s: s.id)
def test_every_parameter_each_way(scenario: Scenario) -> None:
    """All at once to the high, then to the low ends: found is what moved in a direction that adds force."""
    multipliers = [path for path in scenario.parameters if ".multiplied_by." in path]
    spans = {path: (number.value, number.value) for path, number in scenario.parameters.items()}
    for group in (multipliers, sorted(scenario.parameters.keys() - set(multipliers))):
        for way, end in ((1, "high"), (-1, "low")):
            ends = {path: getattr(scenario.parameters[path], end) for path in group}
            adding = [path for path in group if way in force.directions(scenario, path, spans)]
            expected = tuple(path for path in adding if ends[path] != spans[path][0])
            assert adds_force(scenario, pulled(scenario, ends)) == expected
            assert 0 < len(expected) < len(group)


@pytest.mark.slow
def test_the_engine_agrees() -> None:
    """Whatever lets somebody attack more, or lean less, on day one is found in that direction."""
    scenario = toy(interventions={}, days=2)
    usual, tried = day_one_rates(scenario, worlds=1), Counter[bool]()
    acting = [p for p in scenario.parameters if p.startswith("actors.") and p.split(".")[2] in SEEN]
    for path, end in itertools.product(acting[::3], ("low", "high")):
        value = getattr(scenario.parameters[path], end)
        rates = day_one_rates(vary(scenario, {path: value}), worlds=1)
        worse = any((rates[rule] - usual[rule]) * sign(scenario, rule) > 1e-12 for rule in rates)
        assert adds_force(scenario, pulled(scenario, {path: value})) == (path,) or not worse, path
        tried[worse] += 1
    assert min(tried.values()) > 10


def sign(scenario: Scenario, rule: str) -> int:
    """Whether more of this rule is more force (1), less of it is (-1), or neither."""
    action = scenario.actions[scenario.rules[rule].action or rule.rsplit(".", 1)[1]]
    if action.kinetic or action.name in ("Arming a client", "Suspension"):
        return 1
    return -1 if action.name in ("Pressure on a client", "Observation post") else 0


def test_only_for_some_days(baseline: Scenario) -> None:
    path = "actors.russia.rules.air_strike.rate"
    less = pulled(baseline, {path: 0.1})
    surge = Intervention(
        kind="restraint",
        on=baseline.start + datetime.timedelta(days=20),
        until=baseline.start + datetime.timedelta(days=20),
        set=FrozenMap({path: 1.0}),
        source="assumption",
    )
    calm = surge.model_copy(update={"set": FrozenMap({path: 0.2})})
    for later, expected in ((surge, (path,)), (calm, ())):
        both = FrozenMap({**less.interventions, "then": later})
        assert adds_force(baseline, less.model_copy(update={"interventions": both})) == expected


def test_a_lever_taken_back_adds_force(baseline: Scenario) -> None:
    path = "actors.russia.rules.air_strike.rate"
    restrained = pulled(baseline, {path: 0.1}, 5, 9)
    assert adds_force(restrained, baseline) == (path,)
    assert adds_force(restrained, pulled(baseline, {path: 0.1}, 4, 9)) == ()
    assert adds_force(restrained, pulled(baseline, {path: 0.1}, 6, 9)) == (path,)
    assert adds_force(restrained, pulled(baseline, {path: 0.1}, 5, 8)) == (path,)


def test_in_some_of_the_futures(baseline: Scenario) -> None:
    """A lever sets its own value, and where a future holds less, that is more."""
    path = "actors.russia.rules.air_strike.rate"
    lever = pulled(baseline, {path: 0.3})
    assert adds_force(baseline, lever) == ()
    assert adds_force(baseline, lever, {path: (0.3, 1.5)}) == ()
    assert adds_force(baseline, lever, {path: (0.1, 1.5)}) == (path,)
    assert adds_force(baseline, lever, {f"{RULES}.air_strike.rate": (0.3, 2.5)}) == ()
    assert not change(baseline, lever, {path: (0.1, 1.5)}).may_be_ranked
    same = pulled(baseline, {path: baseline.parameters[path].value})
    assert adds_force(baseline, same) == ()
    assert adds_force(baseline, same, {path: (0.1, 1.5)}) == (path,)


def test_what_rules_answer_in_both_ways_is_found_both_ways(baseline: Scenario) -> None:
    """Losing ground feeds counter-attacks and calms rivals: neither direction is free of force."""
    for way in (1, -1):
        path = "memory.losing_ground.half_life"
        assert adds_force(baseline, moved(baseline, path, way)) == (path,)


def test_kinds_still_count(baseline: Scenario) -> None:
    path = "actors.russia.rules.air_strike.rate"
    lever = pulled(baseline, {path: 0.1})
    (key,) = lever.interventions
    other = lever.interventions[key].model_copy(update={"kind": "other"})
    unnamed = lever.model_copy(update={"interventions": FrozenMap({key: other})})
    assert change(baseline, lever).label == "lever (restraint)"
    assert change(baseline, unnamed).label == "lever of kind other: compared, never ranked"
    assert not change(baseline, unnamed).may_be_ranked
    assert change(baseline, load("posts-on-time")).label.startswith("another history")
