"""Authoring: numbers go into a text without touching the rest, rules are told, texts are listed and saved."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.scenario.load import load_text
from sim.scenario.scenario import Scenario
from sim.tell.authoring.amend import amended
from tests.build import toy

BASE = "idlib-2018-01"
RATE = "actors.syrian_government.rules.air_strike.rate"
WHAT_IF = f"""# mine alone
extends: {BASE}
title: "a: b"   # odd
actors:
    russia:   # four spaces deep
        strength: 4000   # kept
        leverage: {{syrian_government: {{value: 0.5, low: 0.3, note: 'a, b'}}}}
"""


@cache
def loaded(text: str) -> Scenario:
    return load_text(text, "mine.yaml")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (RATE, {"value": 0.5}),
        (RATE, {"value": 0.5, "low": 0.1, "high": 3.0, "source": "ucdp_ged", "note": 'said: "so"'}),
        ("actors.russia.strength", {"value": 4500.0}),
        ("actors.russia.strength", {"high": 90_000.0}),
        ("actors.russia.leverage.syrian_government", {"value": 0.4, "high": 0.9}),
        ("actors.russia.leverage.iran_backed_militias", {"value": 0.3}),
        ("actors.russia.rules.air_strike.rate", {"value": 0.2}),
        ("memory.grievance.half_life", {"value": 20.0, "note": "longer"}),
    ],
)
def test_a_number_is_amended_and_nothing_else(path: str, fields: dict) -> None:
    text = WHAT_IF.replace("\n", "\r\n") if "note" in fields else WHAT_IF
    after = amended(text, path, fields)
    one, other = loaded(text).parameters, loaded(after).parameters
    found, before = other[path], one[path]
    assert {name: getattr(found, name) for name in fields} == fields
    assert found == before.model_copy(update=fields) != before
    assert {p for p in other if other[p] != one[p]} == {path}
    for comment in ("# mine alone", "# odd", "# four spaces deep", "# kept"):
        assert comment in after


def test_what_is_there_changes_where_it_stands() -> None:
    once = amended(WHAT_IF, RATE, {"value": 0.5})
    assert amended(once, RATE, {"value": 0.25}) == once.replace("rate: 0.5", "rate: 0.25")
    assert amended(once, RATE, {"value": 0.5}) == once


@pytest.mark.parametrize(
    "text",
    [
        "extends: [",
        f"extends: {BASE}\nactors: 3\n",
        f"extends: {BASE}\nactors:\n",
        f"extends: {BASE}\n? actors\n: russia: {{strength: 3}}\n",
        f"{{extends: {BASE},\n  title: 'x\n y'}}\n",
    ],
)
def test_what_cannot_be_amended_is_refused(text: str) -> None:
    with pytest.raises(sim.RefusedError):
        amended(text, RATE, {"value": 0.5})


def test_an_empty_map_and_one_on_a_line_take_it() -> None:
    for text in (f"extends: {BASE}\ntitle: x\nactors: {{}}\n", f'{{"extends": "{BASE}", "title": "x"}}\n'):
        assert loaded(amended(text, RATE, {"value": 0.5})).parameters[RATE].value == 0.5


def test_a_rule_is_told_with_how_often() -> None:
    scenario = sim.load(BASE)
    path = RATE.removesuffix(".rate")
    told = sim.rule_told(scenario, path)
    assert "6 a week" in told and "×6" in told and "Syrian government: air strike" in told
    assert sim.rule_told(sim.vary(scenario, {RATE: 0.4}), path) != told


def test_the_rate_over_a_signal_is_that_of_the_model() -> None:
    scenario = sim.load(BASE)
    path = RATE.removesuffix(".rate")
    frame = sim.response(scenario, path, "front")
    assert frame["rate"].iloc[0] == pytest.approx(0.85) and frame["rate"].iloc[-1] == pytest.approx(0.85 * 6)
    assert (frame["low"] <= frame["rate"]).all() and (frame["rate"] <= frame["high"]).all()
    half = np.interp(0.5, frame["signal"], frame["rate"])
    assert half == pytest.approx(0.85 * 6**0.5)
    assert sim.response(scenario, path, "lull")["rate"].is_monotonic_decreasing


def test_numbers_are_those_below_a_path() -> None:
    scenario = toy()
    paths = list(scenario.rules)
    found = sim.numbers(scenario, paths[0])
    assert set(found["path"]) == {p for p in scenario.parameters if p.startswith(f"{paths[0]}.")}
    everybody = sim.numbers(scenario, "actors")
    assert len(everybody) > len(sim.numbers(scenario, "actors", without="rules")) > 0
    assert len(everybody) > len(found) > 0
    assert sim.numbers(scenario, "nothing").empty


def test_differing_says_what_and_nothing_of_the_same() -> None:
    base = sim.load(BASE)
    other = loaded(amended(f"extends: {BASE}\ntitle: x\n", RATE, {"value": 0.5}))
    assert set(sim.differing(base, other)["path"]) == {RATE, "title"}
    assert sim.differing(base, base).empty


def test_a_listing_says_the_fault_under_its_line() -> None:
    text = "".join(f"line {n}\n" for n in range(1, 30))
    fault = {"file": "x", "line": 10, "column": 3, "path": "a.b", "message": "wrong", "hint": "c"}
    lines = sim.listing(text, "x", [fault]).split("\n")
    at = lines.index("   10 | line 10")
    assert lines[at + 1 : at + 3] == ["      |   ^", '      | a.b: wrong; did you mean "c"?']
    assert "   13 | line 13" not in lines and "   12 | line 12" in lines
    assert sim.listing(text, "x", [{**fault, "line": 0}]) == 'a.b: wrong; did you mean "c"?'
    assert sim.listing(text, "y", [fault]) == 'in x, line 10: a.b: wrong; did you mean "c"?'
    assert sim.listing(text, "x", []) == ""


def test_the_guide_and_the_skeleton_are_usable() -> None:
    sections = sim.guide()
    assert {"Your first what-if", "Signals", "agreements"} <= sections.keys()
    assert not any("](.." in text or "](idlib" in text for text in sections.values())
    assert loaded(sim.first_what_if()).title == "Russia leans harder on Damascus"
    skeleton = loaded(sim.skeleton())
    assert sim.parent_of(sim.skeleton()) == "" and sim.parent_of(sim.first_what_if()) == BASE
    assert sim.run(skeleton, worlds=20, workers=1).outcomes["lethal_events"].mean() > 0


def test_saving_never_writes_over_or_outside(tmp_path: Path) -> None:
    path = sim.save_scenario("mine", "one", tmp_path)
    with pytest.raises(sim.RefusedError, match="already there"):
        sim.save_scenario("mine", "two", tmp_path)
    assert path.read_text() == "one"
    assert sim.save_scenario("mine", "two", tmp_path, replace=True).read_text() == "two"
    for name in ("../mine", "a/b", "", "Mine", BASE, "mine.yaml", "x" * 65):
        with pytest.raises(sim.RefusedError):
            sim.save_scenario(name, "three", tmp_path, replace=True)
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(sim.RefusedError):
        sim.save_scenario("folder", "four", tmp_path, replace=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.yaml", "mine.yaml"]
