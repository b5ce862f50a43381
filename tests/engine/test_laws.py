"""Laws of the model that every scenario obeys, each with a twin that must differ."""

import datetime

import numpy as np
import pytest

from sim.engine.day import World
from sim.engine.record import Record
from sim.engine.rows import Rows
from sim.engine.simulate import simulate
from sim.scenario.intervention import Intervention
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from tests.build import symmetric, tiny, toy

WORLDS = range(12)


@pytest.fixture(scope="module")
def base() -> Record:
    return simulate(toy(), WORLDS, 1)


def with_actor(scenario: Scenario, name: str, **changes: object) -> Scenario:
    actors = dict(scenario.actors) | {name: scenario.actors[name].model_copy(update=changes)}
    return scenario.model_copy(update={"actors": FrozenMap(sorted(actors.items()))})


def with_rule(scenario: Scenario, actor: str, name: str, **changes: object) -> Scenario:
    rules = dict(scenario.actors[actor].rules)
    rules[name] = rules[name].model_copy(update=changes)
    return with_actor(scenario, actor, rules=FrozenMap(sorted(rules.items())))


def same(a: Record, b: Record) -> bool:
    """Events, judgements, ledger and metrics equal, bit for bit."""
    equal = a.digest.shape == b.digest.shape and np.array_equal(a.digest, b.digest)
    return equal and all(np.array_equal(a.daily[k], b.daily[k]) for k in a.daily)


def test_m1_order_of_keys_changes_nothing(base: Record):
    scenario = toy()
    shuffled = scenario.model_copy(update={"actors": FrozenMap(sorted(scenario.actors.items()))})
    text = scenario.model_dump_json()
    again = Scenario.model_validate_json(_reversed_keys(text))
    assert same(simulate(again, WORLDS, 1), base) and same(simulate(shuffled, WORLDS, 1), base)
    assert not same(simulate(scenario, WORLDS, 2), base)


def _reversed_keys(text: str) -> str:
    import json

    def turn(value: object) -> object:
        if isinstance(value, dict):
            return {k: turn(v) for k, v in reversed(value.items())}
        return [turn(v) for v in value] if isinstance(value, list) else value

    return json.dumps(turn(json.loads(text)))


def test_m2_order_of_actors_within_a_day_changes_nothing(base: Record):
    world = World(Rows(toy(), np.arange(12)), 1)
    while not world.finished:
        world.step(lambda see: list(reversed(world.decide(see))))
    assert same(world.record(), base)


def test_m3_multiplier_one_is_no_multiplier(base: Record):
    path, scenario = "actors.government.rules.air_strike", toy()
    used = next(iter(scenario.actors["government"].rules["air_strike"].multiplied_by))
    ones = np.ones(12)
    neutral = simulate(scenario, WORLDS, 1, {f"{path}.multiplied_by.{used}": ones})
    left = {
        k: v for k, v in scenario.actors["government"].rules["air_strike"].multiplied_by.items() if k != used
    }
    deleted = with_rule(scenario, "government", "air_strike", multiplied_by=FrozenMap(left))
    assert same(neutral, simulate(deleted, WORLDS, 1))
    assert not same(neutral, base)


def test_m3_lever_without_effect_and_no_lever():
    plain = toy(interventions={})
    rate = plain.parameters["actors.government.rules.air_strike.rate"].value
    lever = Intervention(
        kind="restraint",
        on=datetime.date(2018, 1, 20),
        set={"actors.government.rules.air_strike.rate": rate},
        source="toy",
    )
    idle = toy(interventions={"idle": lever})
    acting = lever.model_copy(update={"set": FrozenMap({"actors.government.rules.air_strike.rate": 0.0})})
    base = simulate(plain, WORLDS, 1)
    assert same(simulate(idle, WORLDS, 1), base)
    changed = simulate(toy(interventions={"idle": acting}), WORLDS, 1)
    assert not same(changed, base)
    before = 20 - 11 - base.first_day + 1  # days before 20 January, from the first day of history
    assert np.array_equal(changed.digest[:before], base.digest[:before])  # M4


def test_m3_weight_zero_is_no_obligation(base: Record):
    scenario = toy()
    weights = [p for p in scenario.parameters if p.startswith("agreements.") and p.endswith(".weight")]
    void = simulate(scenario, WORLDS, 1, {path: np.zeros(12) for path in weights})
    assert void.daily["breaches"].sum() == 0 and void.daily["due"].sum() == 0
    agreements = {
        name: agreement.model_copy(update={"obligations": FrozenMap()})
        for name, agreement in scenario.agreements.items()
    }
    nothing = simulate(scenario.model_copy(update={"agreements": FrozenMap(agreements)}), WORLDS, 1)
    assert all(np.array_equal(void.daily[k], nothing.daily[k]) for k in void.daily)
    assert base.daily["breaches"].sum() > 0 and base.daily["due"].sum() > 0


def test_m5_a_shorter_run_is_a_prefix(base: Record):
    short = simulate(toy(days=25), WORLDS, 1)
    assert np.array_equal(short.digest, base.digest[: len(short.digest)])
    assert all(np.array_equal(short.daily[k], base.daily[k][:25]) for k in base.daily)


def test_m6_an_isolated_actor_changes_nobody(base: Record):
    scenario = toy()
    hermit = scenario.actors["faction"].model_copy(
        update={"rules": FrozenMap(), "leverage": FrozenMap(), "objectives": FrozenMap()}
    )
    actors = FrozenMap(sorted({**scenario.actors, "aa_hermit": hermit}.items()))
    more = simulate(scenario.model_copy(update={"actors": actors}), WORLDS, 1)
    assert all(np.array_equal(more.daily[k], base.daily[k]) for k in base.daily)


def test_m7_a_world_does_not_depend_on_its_neighbours(base: Record):
    for world in WORLDS:
        alone = simulate(toy(), [world], 1)
        assert np.array_equal(alone.digest[:, 0], base.digest[:, world])
        assert all(np.array_equal(alone.daily[k][:, 0], base.daily[k][:, world]) for k in base.daily)
    assert not np.array_equal(base.digest[:, 0], base.digest[:, 1])


def test_m7_rows_may_share_a_world_and_differ_in_parameters(base: Record):
    path = "actors.government.rules.air_strike.rate"
    value = toy().parameters[path].value
    rates = np.array([value, 2 * value, value, 0.0])
    mixed = simulate(toy(), [3, 3, 5, 5], 1, {path: rates})
    assert np.array_equal(mixed.digest[:, [0, 2]], base.digest[:, [3, 5]])
    for row, world in ((1, 3), (3, 5)):
        alone = simulate(toy(), [world], 1, {path: rates[[row]]})
        assert np.array_equal(mixed.digest[:, row], alone.digest[:, 0])
        assert not np.array_equal(mixed.digest[:, row], base.digest[:, world])


def test_every_parameter_may_differ_by_row():
    """Rows under their own numbers equal each row run alone, for all parameters at once."""
    scenario = toy()
    draws = np.random.default_rng(7)
    overrides = {path: draws.uniform(p.low, p.high, 6) for path, p in scenario.parameters.items()}
    together = simulate(scenario, [0, 0, 1, 2, 3, 3], 1, overrides)
    for row, world in enumerate([0, 0, 1, 2, 3, 3]):
        alone = simulate(scenario, [world], 1, {k: v[[row]] for k, v in overrides.items()})
        assert np.array_equal(together.digest[:, row], alone.digest[:, 0]), row


def test_m9_a_higher_rate_never_gives_fewer_acts_in_the_same_state():
    low, high = (_first_day(rate) for rate in (0.6, 0.9))
    assert (high >= low).all() and (high > low).any()


def _first_day(rate: float) -> np.ndarray:
    world = World(Rows(tiny(rate), np.arange(400)), 1)
    see = world.morning(1)
    counts = np.zeros(400, dtype=int)
    for cells in world.decide(see):
        np.add.at(counts, cells.row, cells.count)
    return counts


def test_m11_places_have_one_holder_and_fighters_balance():
    world = World(Rows(toy(), np.arange(12)), 1)
    first = None
    while not world.finished:
        world.step()
        if world.today == 0:
            first = world.state.strength.copy()
    record = world.record()
    lost, gained = _balance(world, record)
    assert ((world.state.holder >= 0) & (world.state.holder < len(world.roster.actors))).all()
    assert np.array_equal(world.state.strength, first - lost + gained)
    assert lost.sum() > 0 and gained.sum() > 0


def _balance(world: World, record: Record) -> tuple[np.ndarray, np.ndarray]:
    """Losses and supplies recomputed from the event table (toy strengths never reach 0)."""
    events, roster = record.events, world.roster
    lost = np.zeros_like(world.state.strength)
    gained = np.zeros_like(lost)
    supply = {
        roster.action_code[k]: a.changes["supply"].value
        for k, a in world.scenario.actions.items()
        if "supply" in a.changes
    }
    for k in np.flatnonzero(events["day"] >= 1):
        row, target, actor = (int(events[c][k]) for c in ("row", "target", "actor"))
        fighters, own = int(events["deaths"][k] - events["deaths_civilians"][k]), int(events["own_losses"][k])
        if target >= 0:
            lost[target, row] += fighters - own
        if own:
            lost[actor, row] += own
        if int(events["action"][k]) in supply:
            gained[target, row] += int(np.floor(supply[int(events["action"][k])] * events["count"][k]))
    return lost, gained


def test_m12_nobody_acts_without_strength():
    scenario = toy()
    gone = scenario.actors["government"].strength.model_copy(update={"value": 0.0, "low": 0.0})
    nobody_arms_it = {"actors.russia.rules.arm.rate": np.zeros(12)}
    record = simulate(with_actor(scenario, "government", strength=gone), WORLDS, 1, nobody_arms_it)
    mine = record.events["actor"] == record.names["actor"].index("government")
    assert not (mine & (record.events["day"] >= 1) & np.array([
        record.names["rule"][r].startswith("actors.") for r in record.events["rule"]
    ])).any()  # fmt: skip


def test_m13_a_duplicate_differs_by_nothing(base: Record):
    assert same(simulate(toy(), WORLDS, 1), base)


def test_m14_the_names_of_the_sides_mean_nothing():
    scenario = symmetric()
    swap = {"government": "opposition", "opposition": "government"}
    actors = {k: a.model_copy(update={"side": swap[a.side]}) for k, a in scenario.actors.items()}
    swapped = scenario.model_copy(update={"actors": FrozenMap(sorted(actors.items()))})
    assert same(simulate(swapped, WORLDS, 1), simulate(scenario, WORLDS, 1))


def test_m15_no_rates_no_events():
    scenario = tiny(0.0)
    record = simulate(scenario, WORLDS, 1)
    assert sum(v.sum() for k, v in record.daily.items() if k not in ("confidence", "top_rung")) == 0
    assert simulate(tiny(0.5), WORLDS, 1).daily["violent_events"].sum() > 0


def test_the_digest_tells_actions_of_one_origin_apart():
    """Guests of the same talks who attend in one scenario and refuse in the other are not the same."""
    scenario = toy()
    name = next(iter(scenario.talks))
    path = f"talks.{name}.attendance"
    all_come, none_come = (simulate(scenario, WORLDS, 1, {path: np.full(12, share)}) for share in (1.0, 0.0))
    day = scenario.day_of(scenario.talks[name].date) - all_come.first_day
    assert (all_come.digest[day] != none_come.digest[day]).all()
    assert np.array_equal(all_come.digest[:day], none_come.digest[:day])
