"""Scenarios built in Python pass the loader's checks and survive being written and read."""

import pytest
from hypothesis import given

from sim.scenario.check import findings
from sim.scenario.load import load_text
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint, to_yaml
from tests.build import parameter, symmetric, tiny, toy
from tests.generators import scenarios
from tests.sound import without_idle


def survives(scenario: Scenario) -> bool:
    """Whether the text of a scenario loads to the same content."""
    again = load_text(to_yaml(scenario))
    return again == scenario and fingerprint(again) == fingerprint(scenario)


@pytest.mark.parametrize("build", [toy, tiny, symmetric])
def test_a_built_scenario_survives(build: object) -> None:
    assert survives(build())  # type: ignore[operator]


@given(scenarios())
def test_a_generated_scenario_survives(scenario: Scenario) -> None:
    assert survives(scenario)


def test_another_number_is_another_scenario() -> None:
    assert fingerprint(load_text(to_yaml(tiny(0.5)))) != fingerprint(tiny(0.6))


def test_what_can_never_act_is_left_out() -> None:
    scenario = tiny()
    nobody = scenario.actions["strike"].model_copy(update={"reach": "front"})
    idle = scenario.model_copy(update={"actions": FrozenMap({"strike": nobody})})
    assert findings(idle)
    assert not without_idle(idle).rules


def test_a_range_is_cut_to_its_meaning_but_holds_its_value() -> None:
    share = tiny().outcomes.reporting_share
    assert (share.low, share.high) == (0.4, 1.0)
    assert parameter(share.value).high == 1.6
