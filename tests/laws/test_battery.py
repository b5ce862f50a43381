"""The battery: every law, for every shipped scenario and every kind of rule and lever; and each can fail."""

from collections.abc import Iterator
from typing import get_args

import numpy as np
import pytest
from pytest import MonkeyPatch

from sim.engine.simulate import simulate
from sim.scenario.intervention import LeverKind
from sim.scenario.vary import with_days
from tests.build import toy
from tests.laws.battery import LAWS
from tests.laws.lived import base, changed, forget, parted
from tests.laws.plants import PLANTS, Plant
from tests.laws.sameness import played
from tests.laws.subjects import ACTS, REACHES, SHIPPED, SMALL, kinds_of_rule, subject

PLANTED = [
    pytest.param(law, plant, id=f"{law} {number}")
    for law, plants in PLANTS.items()
    for number, plant in enumerate(plants)
]


@pytest.fixture
def unremembered() -> Iterator[None]:
    """Nothing lived by one engine is taken for what another did."""
    forget()
    yield
    forget()


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", SMALL)
def test_small_scenarios_obey(name: str, law: str) -> None:
    assert LAWS[law](subject(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_obey(name: str, law: str) -> None:
    assert LAWS[law](subject(name)) == []


@pytest.mark.parametrize(("law", "plant"), PLANTED)
def test_a_planted_breach_is_seen(
    law: str, plant: Plant, monkeypatch: MonkeyPatch, unremembered: None
) -> None:
    plant(monkeypatch)
    with np.errstate(all="ignore"):
        assert LAWS[law](with_days(toy(), 12)) != []


def test_every_law_has_a_planted_breach() -> None:
    assert list(PLANTS) == list(LAWS)
    assert all(PLANTS.values())
    assert {law.split()[0] for law in LAWS} >= {f"M{number}" for number in range(1, 17)}


def test_two_worlds_two_seeds_and_two_scenarios_part() -> None:
    """What the laws of sameness compare is not the same by itself."""
    scenario = subject("toy")
    assert parted(base(scenario), simulate(scenario, (0, 1, 5), 2))[0] == "digest"
    assert parted(base(scenario), simulate(scenario, (0, 1, 6), 1))[0] == "digest"
    assert parted(base(scenario), base(subject("rules of reach front")), days=8)[0] == "digest"


@pytest.mark.parametrize("reach", REACHES)
def test_every_kind_of_rule_acts(reach: str) -> None:
    who, what, _ = ACTS[reach]
    scenario = subject(f"rules of reach {reach}")
    assert scenario.actions[what].reach == reach
    events = simulate(scenario, range(30), 1)
    done = {events.names["rule"][code] for code in (events.events or {})["rule"]}
    assert {f"actors.{who}.rules.kind_{kind}" for kind in kinds_of_rule(reach)} <= done


@pytest.mark.parametrize("kind", get_args(LeverKind))
def test_every_kind_of_lever_acts(kind: str) -> None:
    scenario = subject(f"a lever of {kind}")
    assert parted(base(scenario), played(changed(scenario, interventions={}))) != []
