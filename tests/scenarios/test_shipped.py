"""Every shipped scenario loads, says what it is and where its numbers come from."""

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.parameter import ASSUMPTION
from sim.scenario.scenario import Scenario
from sim.scenario.shelf import shelf
from tests.scenarios.numbers import mark, marks

SHIPPED = shelf()
BASELINE = "idlib-2018-01"
WHAT_IFS = sorted(set(SHIPPED) - {BASELINE})
SHARED = {"bound", "restrained", "recent_fire", "post_nearby", "excluded_present"}
SOURCED = ("places", "zones", "actions", "actors", "agreements", "history", "background", "claims", "talks")


@pytest.fixture(scope="module", params=sorted(SHIPPED))
def shipped(request: pytest.FixtureRequest) -> Scenario:
    return load(request.param)


def test_what_ifs_and_levers_are_there() -> None:
    assert {"no-drone-raid", "posts-on-time", "sochi-cancelled"} <= set(WHAT_IFS)
    assert {"hotline", "joint-verification", "russia-withholds-air"} <= set(WHAT_IFS)


def test_it_loads_and_says_what_it_is(shipped: Scenario) -> None:
    assert shipped.id in SHIPPED
    assert shipped.title and shipped.description


def test_its_editor_finds_the_schema(shipped: Scenario) -> None:
    path: Path = SHIPPED[shipped.id]
    line = path.read_text(encoding="utf-8").splitlines()[0]
    schema = line.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve() == SHIPPED[BASELINE].parent / "schema.json"


@pytest.mark.parametrize("name", WHAT_IFS)
def test_a_what_if_is_short(name: str) -> None:
    text = SHIPPED[name].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 20
    assert f"extends: {BASELINE}" in text


def test_every_source_is_cited_and_every_citation_has_a_source() -> None:
    baseline = load(BASELINE)
    cited = {number.source for number in baseline.parameters.values()}
    for section in SOURCED:
        cited |= {noun.source for noun in getattr(baseline, section).values()}
    for agreement in baseline.agreements.values():
        cited |= {obligation.source for obligation in agreement.obligations.values()}
    assert cited - {ASSUMPTION} == set(baseline.sources)


def test_a_judgement_has_a_wide_range() -> None:
    baseline = load(BASELINE)
    narrow = [
        path
        for path, number in baseline.parameters.items()
        if mark(baseline, number) == "judgement"
        and number.high - number.low < 0.2 * abs(number.value)
        and path not in baseline.inert_because
    ]
    assert narrow == []


def test_most_numbers_are_judgements_and_say_so() -> None:
    counts = marks(load(BASELINE))
    assert counts["judgement"] > counts["verified in source"] > counts["from memory, unverified"] > 0


def test_one_mechanism_has_one_value() -> None:
    """A signal has one multiplier for all kinetic rules, unless a source separates actors."""
    baseline = load(BASELINE)
    values: dict[str, set[float]] = {}
    for path, rule in baseline.rules.items():
        if baseline.actions[rule.action or path.rsplit(".", 1)[1]].kinetic:
            for signal in rule.multiplied_by.keys() & SHARED:
                values.setdefault(signal, set()).add(rule.multiplied_by[signal].value)
    assert {signal: len(found) for signal, found in values.items()} == dict.fromkeys(values, 1)


def test_size_of_the_baseline() -> None:
    baseline = load(BASELINE)
    assert len(baseline.places) == 45
    assert len(baseline.rules) <= 36
    assert len(baseline.actions) <= 22
