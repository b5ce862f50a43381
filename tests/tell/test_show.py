"""A scenario in words, and the bounds of its rates."""

import pytest

from sim.scenario.load import load, shelf
from sim.tell.show import bounds, counted_sources, lines, obligations, rules_shown
from tests.build import toy


@pytest.mark.parametrize("name", sorted(shelf()))
def test_every_shipped_scenario_can_be_told(name: str) -> None:
    scenario = load(name)
    text = "\n".join(lines(scenario))
    assert "not a prediction" in text
    assert len(list(obligations(scenario))) == sum(len(a.obligations) for a in scenario.agreements.values())
    assert sum(counted_sources(scenario).values()) == len(scenario.parameters)


def test_bounds_are_products_of_the_multipliers() -> None:
    scenario = toy()
    for path, rule in scenario.rules.items():
        _, actor_id, _, rule_id = path.split(".")
        actor, action = scenario.actors[actor_id], scenario.actions[rule.action or rule_id]
        least, greatest = bounds(rule, actor, action)
        factors = [factor.value for factor in rule.multiplied_by.values()]
        tempo = actor.tempo.value**0.5 if action.kinetic and actor.tempo else 1.0
        every = 1.0
        for factor in factors:
            every *= factor
        assert least <= rule.rate.value <= greatest
        assert least * greatest == pytest.approx(rule.rate.value**2 * every)
        assert greatest / tempo >= rule.rate.value


def test_a_rule_is_told_with_its_signals_and_sources() -> None:
    scenario = toy()
    for shown in rules_shown(scenario, {}):
        rule = scenario.rules[shown.path]
        assert shown.day_one is None
        assert all(signal in shown.sentence for signal, m in rule.multiplied_by.items() if m.value != 1)
        assert shown.sources
