"""Planted faults: each kind of thing that does nothing is found and explained; its sound twin acts."""

from typing import Any

import pytest

from sim.engine import effects
from sim.experiment.audit.audit import Audit, audit
from sim.experiment.audit.plan import QUICK
from sim.experiment.audit.verdict import Verdict
from sim.experiment.refusal import RefusedError
from sim.scenario.agreement import Refrain
from sim.scenario.errors import ScenarioError
from sim.scenario.intervention import Intervention
from sim.scenario.scenario import Scenario
from sim.scenario.vary import vary
from tests.build import agreement, day, parameter, rule, toy
from tests.toy import actors, memorandum

DAYS = 20
FEW = QUICK._replace(rounds=(8,), worlds=8, glimpse=None, points=2, walk=1)
SOUND = (
    "actions.pressure.changes.effort",
    "actions.post.changes.post",
    "actors.russia.rules.accuse",
    "actors.turkey.rules.incursion.multiplied_by.attention_elsewhere",
    "agreements.memorandum.obligations.government_refrains",
    "interventions.restraint",
)
DECLARED = {"actors.turkey.strength": "nobody fights it"}
EFFECTS = {"actions.pressure.changes.effort", "actions.post.changes.post"}


def audited(scenario: Scenario, *paths: str, outcome: str = "deaths") -> Audit:
    return audit(scenario, plan=FEW, of=paths, outcomes=[outcome], days=DAYS, workers=1)


def faulty() -> Scenario:
    """The toy scenario with four rules, an obligation and two levers that can do nothing."""
    cast = actors()
    never = rule(1.0, action="complaint", answers="assault", within=3.0, toward="russia")
    more = {
        "turkey": {"reply": never, "rare": rule(1e-9, action="complaint", toward="russia")},
        "russia": {"off": rule(0.0, action="accusation", toward="turkey")},
        "government": {"hunt": rule(1.0, action="ambush", against=("turkey",))},
    }
    for name, rules in more.items():
        record = cast[name]
        cast[name] = record.model_copy(update={"rules": type(record.rules)({**record.rules, **rules})})
    return toy(
        actors=cast,
        agreements={"memorandum": memorandum(), "planted": unbreachable()},
        interventions={
            "unread": lever("actions.post.changes.post", 0.7),
            "already": lever("actions.pressure.changes.effort", 0.5),
        },
        inert_because=DECLARED,
    )


def lever(path: str, value: float) -> Intervention:
    return Intervention(kind="other", on=day(1), set={path: value}, source="toy")


def unbreachable() -> Any:
    refrain = Refrain(
        form="refrain", text="owed", source="toy", weight=parameter(0.9, "share"), actions=("raid",),
        bearers=("turkey",), counterparties=("government",), against=("government",),
    )  # fmt: skip
    return agreement(("turkey", "government"), {"refrain": refrain})


@pytest.fixture(scope="module")
def planted() -> Audit:
    """The audit of all planted faults."""
    return audited(
        faulty(),
        *("actors.turkey.rules.reply", "actors.turkey.rules.rare", "actors.government.rules.hunt"),
        "actors.russia.rules.off",
        *("actors.government.rules.harassment.multiplied_by", "actions.post.changes", "interventions"),
        *("actors.turkey.strength", "agreements.planted.obligations"),
    )


@pytest.fixture(scope="module")
def sound() -> Audit:
    """The audit of their twins."""
    return audited(toy(inert_because={SOUND[2]: "it says so"}), *SOUND)


def verdict_on(found: Audit, path: str) -> Verdict:
    """The verdict on a path, as more than the number there."""
    (verdict,) = [each for each in found.verdicts if each.path == path and each.kind != "parameter"]
    return verdict


@pytest.mark.parametrize("path", SOUND)
def test_what_is_sound_acts(sound: Audit, path: str) -> None:
    verdict = verdict_on(sound, path)
    assert verdict.status == "acts"
    assert 0 < verdict.changed <= verdict.worlds
    assert 1 <= verdict.first_day <= verdict.median_day <= DAYS


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("interventions.unread", "what it sets changes nothing: actions.post.changes.post"),
        ("interventions.already", "it sets what already is so"),
        ("actors.russia.rules.off", "it is off already"),
        ("actors.turkey.rules.reply", "its gate never opens: no assault that it could answer"),
        ("actors.government.rules.hunt", "no candidate: no place within reach on any day"),
        ("actors.turkey.rules.rare", "never triggered: it could act on 160 days of 8 worlds"),
        (
            "agreements.planted.obligations.refrain",
            "never breached, and no rule that acts is bound by it",
        ),
        (
            "actors.government.rules.harassment.multiplied_by.attention_elsewhere",
            "attention_elsewhere is 0 wherever the rule could act",
        ),
    ],
    ids=[
        "a lever whose parameter nobody reads",
        "a lever that sets what already is so",
        "a rule that is off",
        "a rule whose gate never opens",
        "a rule without a candidate",
        "a rule that is never triggered",
        "an obligation that no act can breach",
        "a multiplier on a constant signal",
    ],
)
def test_a_planted_fault_is_found_and_explained(planted: Audit, path: str, reason: str) -> None:
    verdict = verdict_on(planted, path)
    assert verdict.inert
    assert verdict.reason == reason
    assert verdict in planted.undeclared
    assert not planted.ok


def test_a_lever_renamed_in_one_place() -> None:
    with pytest.raises(ScenarioError, match="russia"):
        vary(toy(), {"actors.rusia.leverage.government": 0.5})
    with pytest.raises(RefusedError, match=r"interventions\.restrain"):
        audited(toy(), "interventions.restrain")


def test_an_effect_commented_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for effect in ("effort", "post"):
        monkeypatch.setitem(effects.IMPLEMENTED, effect, lambda do: None)
    found = audited(toy(), *EFFECTS)
    assert {verdict.path for verdict in found.undeclared if verdict.kind == "effect"} == EFFECTS


def test_an_outcome_name_that_matches_nothing(sound: Audit) -> None:
    with pytest.raises(RefusedError, match='deathes: no outcome has this name; did you mean "deaths"'):
        audited(toy(), "talks", outcome="deathes")
    assert {effect.outcome for effect in sound.effects} == {"deaths"}


def test_a_declaration_silences_what_is_inert(planted: Audit) -> None:
    (strength,) = [verdict for verdict in planted.inert if verdict.path == "actors.turkey.strength"]
    assert strength.status == "inert, declared"
    assert strength not in planted.undeclared
    assert not planted.stale


def test_a_declaration_of_what_acts_is_stale(sound: Audit) -> None:
    assert {verdict.path for verdict in sound.stale} == {SOUND[2]}
    assert not sound.ok
