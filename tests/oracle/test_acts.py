"""Acts of the plain implementation against closed forms: how many, how deadly, how capped."""

import math
from itertools import pairwise

import pytest

from tests.build import action, actor, parameter, place, rule, scenario, tiny, toy
from tests.oracle.act import poisson
from tests.oracle.draws import Draws, fetch
from tests.oracle.world import OracleWorld

WORLDS = 60


def runs(of, worlds: int = WORLDS):
    """Some worlds of a scenario."""
    return [OracleWorld(of, 1, world).run() for world in range(worlds)]


def total(worlds, column: str) -> int:
    """The sum of a column over all events of some worlds."""
    return sum(event[column] for world in worlds for event in world.events)


def test_no_rates_no_events():
    """Law M15; its twin is every other test here."""
    assert not OracleWorld(tiny(rate=0.0)).run().events


def test_acts_are_poisson_with_the_rate_as_mean():
    scenario_ = tiny(rate=0.7)
    expected = 0.7 * scenario_.days * WORLDS
    assert abs(total(runs(scenario_), "count") - expected) < 4 * math.sqrt(expected)


@pytest.mark.parametrize("rate", [0.01, 0.3, 1.0, 3.0])
def test_poisson_inverts_the_distribution(rate: float):
    at_least_one, at_least_two = 1 - math.exp(-rate), 1 - math.exp(-rate) * (1 + rate)
    assert poisson(at_least_one - 1e-9, rate) >= 1
    assert poisson(at_least_one + 1e-9, rate) == 0
    assert poisson(at_least_two + 1e-9, rate) == 1
    assert poisson(0.0, 100.0) == 8


def test_a_higher_rate_never_gives_fewer_acts_from_the_same_uniform():
    """Law M9."""
    for k in range(100):
        counts = [poisson(k / 100, rate) for rate in (0.0, 0.1, 0.5, 1.0, 2.0, 9.0)]
        assert counts == sorted(counts)


def test_the_share_of_lethal_events_follows_the_number_of_acts():
    worlds = runs(tiny(rate=0.7))
    events = [event for world in worlds for event in world.events]
    expected = sum(1 - 0.5 ** event["count"] for event in events)
    lethal = sum(event["deaths"] > 0 for event in events)
    assert abs(lethal - expected) < 4 * math.sqrt(len(events) * 0.25)


def test_tolls_have_a_lomax_tail():
    """P(deaths > k) = P(severity (1/sqrt(1 - u) - 1) >= k) = (severity / (severity + k))^2."""
    tolls = [event["deaths"] for world in runs(tiny(rate=0.7)) for event in world.events if event["deaths"]]
    for k in (1, 3, 9):
        expected = (3 / (3 + k)) ** 2
        assert abs(sum(d > k for d in tolls) / len(tolls) - expected) < 4 * math.sqrt(0.25 / len(tolls))


def test_at_most_caps_the_acts_of_a_day_and_rest_spaces_them():
    there = {f"place_{k}": place("target") for k in range(3)}
    for limit, gap in (({"at_most": 2.9}, 1), ({"rest": 2.5}, 3)):
        base = tiny()
        striker = actor("S", "government", "government", rules={"strike": rule(4.0, **limit)})
        world = OracleWorld(tiny(places=there, actors=dict(base.actors) | {"striker": striker})).run()
        days = sorted({event["day"] for event in world.events})
        assert min(b - a for a, b in pairwise(days)) == gap
        if gap == 1:
            a_day = [sum(e["count"] for e in world.events if e["day"] == day) for day in days]
            assert max(a_day) == 2


def test_tempo_moves_whole_weeks_and_only_kinetic_rules():
    base = tiny(rate=1.0)
    fast = base.actors["striker"].model_copy(update={"tempo": parameter(40.0)})
    worlds = runs(tiny(actors=dict(base.actors) | {"striker": fast}))
    first = [sum(e["count"] for e in world.events if 1 <= e["day"] <= 7) for world in worlds]
    mean = sum(first) / WORLDS
    assert sum((x - mean) ** 2 for x in first) / WORLDS > 2 * mean


def test_fighters_lost_leave_the_strength_of_both():
    base = tiny(rate=2.0)
    strike = action("Strike", "anywhere", 6, lethality=1.0, own_share=0.5, civilians=0.0)
    world = OracleWorld(tiny(rate=2.0, actions={"strike": strike})).run()
    left = {name: party.strength for name, party in world.parties.items()}
    assert sum(left.values()) + total([world], "deaths") == sum(
        a.strength.value for a in base.actors.values()
    )
    assert all(strength < 1000 for strength in left.values())


def test_who_has_no_strength_does_not_act():
    """Law M12."""
    weak = {"striker": actor("S", "government", "government", 0.0, rules={"strike": rule(4.0)})}
    assert not OracleWorld(tiny(actors=dict(tiny().actors) | weak)).run().events


def test_draws_fetched_beforehand_change_nothing():
    of = toy()
    plain, fetched = OracleWorld(of, 1, 3).run(), OracleWorld(of, 1, 3, draws=fetch(of, 1, 3)).run()
    assert plain.events == fetched.events
    lazy, days = Draws(1, 3, of.first_day), range(of.days - of.first_day + 1)
    for stream in of.rules:
        one, other = lazy.acts(stream, "village"), fetch(of, 1, 3).acts(stream, "village")
        assert [one[k] for k in days] == [other[k] for k in days]


def test_an_override_is_the_number_of_another_scenario():
    path = "actors.striker.rules.strike.rate"
    assert OracleWorld(tiny(), 1, 0, {path: 2.0}).run().events == OracleWorld(tiny(rate=2.0)).run().events
    assert OracleWorld(tiny()).run().events != OracleWorld(tiny(rate=2.0)).run().events


def test_everything_in_the_toy_happens_in_some_of_twenty_worlds():
    of = toy()
    worlds = runs(of, 20)
    assert {event["rule"] for world in worlds for event in world.events} >= set(of.rules)
    assert {row["obligation"] for world in worlds for row in world.ledger} == {
        f"agreements.{name}.obligations.{key}" for name, a in of.agreements.items() for key in a.obligations
    }
    assert any(event["captured"] for world in worlds for event in world.events)
    assert {row["accepted"] for world in worlds for row in world.judgements} == {None, True, False}
    assert any(world.wrong_authors for world in worlds)


def test_scenario_without_anything_runs():
    """One actor, one place, no rule."""
    empty = scenario(
        places={"here": place("one")}, actions={}, actors={"one": actor("One", "government", "faction")}
    )
    assert OracleWorld(empty).run().outcomes["deaths"] == 0
