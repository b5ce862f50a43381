"""Checks beyond structure that the corpus does not show: what they leave alone, and how they scale."""

import pytest

from sim.scenario.action import EFFECTS
from sim.scenario.check import LIMITS, findings
from sim.scenario.errors import SHOWN, Fault, Finding, ScenarioError, nearest
from sim.scenario.load import load_text
from sim.scenario.meaning import EFFECT_MEANINGS, MEANINGS
from sim.scenario.parameter import UNITS, Noun, Parameter
from sim.scenario.references import REFERS, nouns
from sim.scenario.vary import drop
from tests.scenario.extending import BASE

BASIS = load_text(BASE, "base.yaml")


def test_a_sound_scenario_has_no_findings() -> None:
    assert findings(BASIS) == []


def test_the_tables_name_fields_effects_and_units_that_exist() -> None:
    for noun, fields in REFERS.items():
        assert issubclass(noun, Noun)
        assert fields.keys() <= noun.model_fields.keys()
    assert EFFECT_MEANINGS.keys() == EFFECTS.keys()
    assert {unit for meaning in MEANINGS.values() for unit in meaning.units} <= set(UNITS)
    assert all(meaning.least < meaning.most for meaning in MEANINGS.values())


def test_every_field_that_names_an_entry_is_in_the_table() -> None:
    known = {field for fields in REFERS.values() for field in fields}
    for path, noun in nouns(BASIS):
        if isinstance(noun, Parameter):
            continue
        for field, kind in type(noun).model_fields.items():
            if "a-z" in str(kind) and field not in ("rules", "obligations"):
                assert field in known, (path, field)


def test_what_lies_in_the_past_can_be_answered() -> None:
    quiet = drop(BASIS, "actors.outcast.rules.raid")
    assert findings(quiet) == []
    assert [f.message for f in findings(drop(quiet, "history.raid"))] == ['nobody does "raid" to "east"']


def test_findings_point_into_lists_and_maps() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(BASE.replace("neighbours: [village]", "neighbours: [vilage]"))
    fault = caught.value.errors[-1]
    assert (fault.path, fault.hint) == ("places.hill.neighbours.0", "village")
    assert BASE.splitlines()[fault.line - 1][fault.column - 1 :] == "village]"


def test_at_most_25_are_shown() -> None:
    error = ScenarioError([Fault("f", i, 1, "", "wrong") for i in range(1, 40)])
    assert str(error).endswith(f"and {39 - SHOWN} more")
    assert len(error.as_dict()["errors"]) == SHOWN  # type: ignore[arg-type]
    assert "more" not in str(ScenarioError(error.errors[:SHOWN]))


def test_suggestions_are_near_or_absent() -> None:
    assert nearest("rte", ["rate", "rest"]) == "rate"
    assert nearest("xyz", ["rate", "rest"]) == ""
    assert Finding(("a", 0, "b"), "wrong").dotted == "a.0.b"


def test_limits_are_far_beyond_use() -> None:
    for section, most in LIMITS.items():
        assert most > 5 * len(getattr(BASIS, section))


def test_a_limit_may_be_reached_but_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "talks", len(BASIS.talks))
    monkeypatch.setattr("sim.scenario.check.RULES", len(BASIS.rules))
    assert findings(BASIS) == []
    monkeypatch.setattr("sim.scenario.check.RULES", 0)
    assert findings(BASIS) == [Finding(("actors",), "there are more than 0 rules")]
    monkeypatch.setitem(LIMITS, "talks", 0)
    assert findings(BASIS)[0] == Finding(("talks",), "there are more than 0")
