"""Variants: values by path, entries dropped, differences, and the text and hash of a scenario."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.scenario.errors import ScenarioError
from sim.scenario.load import load, load_text, shelf
from sim.scenario.meaning import MEANINGS, meaning_of, pattern_of
from sim.scenario.scenario import Scenario
from sim.scenario.vary import differences, drop, parse_setting, vary, with_days
from sim.scenario.write import fingerprint, overlay, to_yaml
from tests.scenario.extending import BASE

BASIS = load_text(BASE, "base.yaml")
RATE = "actors.army.rules.strike.rate"


def refusal(call: object, *arguments: object, **named: object) -> str:
    """What is said when a call is refused."""
    with pytest.raises(ScenarioError) as caught:
        call(*arguments, **named)  # type: ignore[operator]
    return str(caught.value)


def test_vary_changes_one_value_and_nothing_else() -> None:
    varied = vary(BASIS, {RATE: 0.5})
    assert varied.parameters[RATE].value == varied.actors["army"].rules["strike"].rate.value == 0.5
    assert differences(BASIS, varied) == [(RATE, 0.2, 0.5)]
    assert BASIS.parameters[RATE].value == 0.2
    assert [vary(BASIS, {RATE: end}).parameters[RATE].value for end in (0.05, 0.6)] == [0.05, 0.6]
    assert varied != BASIS
    assert fingerprint(varied) != fingerprint(BASIS)


def test_vary_with_the_same_value_is_the_same_scenario() -> None:
    same = vary(BASIS, {RATE: 0.2})
    assert same == BASIS
    assert fingerprint(same) == fingerprint(BASIS)


def test_vary_refuses_what_it_does_not_know_or_may_not_set() -> None:
    assert refusal(vary, BASIS, {"actors.army.rules.strik.rate": 1}).endswith(f'did you mean "{RATE}"?')
    assert "no parameter" in refusal(vary, BASIS, {"__class__": 1})
    assert "no parameter" in refusal(vary, BASIS, {"days": 1})
    assert "outside its range" in refusal(vary, BASIS, {RATE: 0.7})
    for value in (math.nan, math.inf, True, "1"):
        assert "finite number" in refusal(vary, BASIS, {RATE: value})


def test_a_refusal_tells_the_path_and_what_is_wrong_and_no_line() -> None:
    """A value set by a call stands in no file."""
    assert refusal(vary, BASIS, {"days": 1}) == "days: no parameter has this path"
    assert refusal(vary, BASIS, {RATE: math.nan}) == f"{RATE}: a finite number is expected"
    assert refusal(vary, BASIS, {RATE: 0.7}) == f"{RATE}: 0.7 lies outside its range [0.05, 0.6]"
    beyond = refusal(vary, BASIS, {"perception.doubt": 1.1}, beyond_range=True)
    assert beyond == "perception.doubt: 1.1 lies outside [0, 1]"


def test_all_refusals_come_at_once() -> None:
    assert len(refusal(vary, BASIS, {RATE: 9, "x": 1, "perception.doubt": math.nan}).splitlines()) == 3


def test_beyond_its_range_but_not_beyond_its_meaning() -> None:
    varied = vary(BASIS, {RATE: 0.9}, beyond_range=True)
    assert varied.parameters[RATE].high == 0.9
    assert load_text(to_yaml(varied)) == varied
    assert "outside [0, 1]" in refusal(vary, BASIS, {"perception.doubt": 1.1}, beyond_range=True)


def test_with_days() -> None:
    assert with_days(BASIS, 7).days == 7
    for days in (0, 1001, 7.5):
        assert "whole number" in refusal(with_days, BASIS, days)


@pytest.mark.parametrize(
    "path",
    [
        "history.raid",
        "actors.army.rules.strike.multiplied_by.bound",
        "agreements.truce.obligations.west_posts",
        "interventions.lean",
        "background.strikes",
        "calendar.operation",
        "talks.congress",
        "actors.east.rules.pressure",
        "places.village.excluded_share",
    ],
)
def test_drop_takes_away_one_entry(path: str) -> None:
    dropped = drop(BASIS, path)
    gone = [where for where, _, after in differences(BASIS, dropped) if after is None]
    assert path in gone
    assert path not in dropped.parameters
    assert not any(claim.about.startswith(path) for claim in dropped.claims.values())
    assert fingerprint(dropped) != fingerprint(BASIS)


def test_drop_refuses_what_is_needed_or_unknown() -> None:
    assert 'unknown actor "army"' in refusal(drop, BASIS, "actors.army")
    assert "cannot do without" in refusal(drop, BASIS, "memory")
    assert refusal(drop, BASIS, "history.rade").endswith('did you mean "history.raid"?')
    assert "whole entry" in refusal(drop, BASIS, "title")
    assert "nothing has this path" in refusal(drop, BASIS, "")


def test_settings_are_parsed() -> None:
    assert parse_setting(f"{RATE} = 0.5") == (RATE, 0.5)
    for text, why in (
        ("rate", "not PATH=VALUE"),
        ("=1", "not PATH=VALUE"),
        ("a=b", "not a number"),
        ("a=nan", "finite"),
    ):
        assert why in refusal(parse_setting, text)


def test_every_parameter_has_one_meaning() -> None:
    used = {pattern_of(path) for name in shelf() for path in load(name).parameters}
    used |= {pattern_of(path) for path in BASIS.parameters}
    assert used <= MEANINGS.keys()
    assert meaning_of("actions.x.changes.nonsense") is None


@settings(max_examples=15, deadline=None)
@given(some.data())
def test_text_loads_again_to_the_same_scenario(data: some.DataObject) -> None:
    paths = data.draw(some.lists(some.sampled_from(sorted(BASIS.parameters)), max_size=4, unique=True))
    ranges = {path: BASIS.parameters[path] for path in paths}
    values = {path: data.draw(some.floats(p.low, p.high)) for path, p in ranges.items()}
    varied = vary(BASIS, values)
    again = load_text(to_yaml(varied), "another_name.yaml")
    assert again == varied
    assert to_yaml(again) == to_yaml(varied)
    assert fingerprint(again) == fingerprint(varied)


@given(
    some.text(
        some.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn", "Mn")), max_size=40
    )
)
@settings(max_examples=60, deadline=None)
def test_any_title_survives_writing(title: str) -> None:
    scenario: Scenario = BASIS.model_copy(update={"title": title})
    assert load_text(to_yaml(scenario)).title == title
    assert fingerprint(scenario) == fingerprint(BASIS)


@pytest.mark.parametrize("title", ["a # b", "a: b", "- a", "yes", "2018-01-11", "1_0"])
def test_a_title_that_yaml_would_read_otherwise_survives(title: str) -> None:
    assert load_text(to_yaml(BASIS.model_copy(update={"title": title}))).title == title


def test_the_fingerprint_sees_ranges_and_names_but_no_prose() -> None:
    wider = BASE.replace("rate: {value: 0.2, low: 0.05", "rate: {value: 0.2, low: 0.04")
    assert fingerprint(load_text(wider)) != fingerprint(BASIS)
    assert fingerprint(load_text(BASE.replace("Base of the corpus", "Other"))) == fingerprint(BASIS)
    assert fingerprint(load_text(BASE.replace("value: 0.2,", "value: 2e-1,"))) == fingerprint(BASIS)


def test_shipped_scenarios_survive_writing() -> None:
    for name in shelf():
        scenario = load(name)
        again = load_text(to_yaml(scenario))
        assert again == scenario
        assert fingerprint(again) == fingerprint(scenario)


def test_a_new_overlay_loads() -> None:
    name = next(iter(shelf()))
    text = overlay("Mine: a trial", name, load(name))
    assert load_text(text, "mine.yaml").title == "Mine: a trial"
