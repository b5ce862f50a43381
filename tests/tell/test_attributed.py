"""An attribution read back: what the page shows is what was found, and a changed folder is refused."""

from pathlib import Path

import pytest

import sim
from sim.experiment.attribution.attribute import Attribution, attribute
from sim.tell.causes.attribution import parting
from sim.tell.causes.folder import attribution_into
from tests.build import toy


@pytest.fixture(scope="module")
def found() -> Attribution:
    rules = list(toy().rules)
    events = [f"history.{name}" for name in toy().history]
    asked = ["deaths", "deaths_civilians", "breaches", "collapse", "deaths > 40"]
    return attribute(toy(), [rules[0], events[0]], outcomes=asked, worlds=6, days=8, workers=1)


@pytest.fixture(scope="module")
def kept(found: Attribution, tmp_path_factory: pytest.TempPathFactory) -> sim.KeptAttribution:
    folder = tmp_path_factory.mktemp("kept") / "attribution"
    attribution_into(folder, found, ["deescalate", "attribute"], replace=False)
    return sim.open_attribution(folder)


def test_every_cause_is_told_as_it_was_found(found: Attribution, kept: sim.KeptAttribution) -> None:
    assert [each.name for each in kept.causes] == [each.cause.name for each in found.causes]
    for told, each in zip(kept.causes, found.causes, strict=True):
        assert told.parting == parting(each)
        assert told.changes_nothing == each.changes_nothing
        adds = {effect.outcome: effect.adds for effect in each.effects}
        deaths = told.effects.set_index("outcome").loc["civilian deaths", "adds"]
        assert deaths == pytest.approx(adds["deaths_civilians"])
        assert len(told.happenings) == len(each.happenings)


def test_the_effects_on_an_outcome_stand_beside_each_other(kept: sim.KeptAttribution) -> None:
    frame = kept.effects_on("deaths")
    assert list(frame["cause"]) == [each.name for each in kept.causes]
    assert list(frame["adds"]) != list(kept.effects_on("breaches")["adds"])
    assert "civilian deaths" in set(kept.interactions["outcome"])


def test_a_plain_sentence_gives_the_difference_with_its_interval(kept: sim.KeptAttribution) -> None:
    told = kept.causes[0].sentence("deaths")
    assert told.startswith("In this model, deaths: ") and "95 % interval" in told
    assert told != kept.causes[0].sentence("breaches")
    assert kept.causes[0].sentence("weather") == ""


def test_a_story_has_a_row_for_each_day_that_differs(found: Attribution, kept: sim.KeptAttribution) -> None:
    stories = [(told, each.story) for told, each in zip(kept.causes, found.causes, strict=True) if each.story]
    assert stories
    for told, story in stories:
        days = {line.act.day for line in story.lines if line.where != "both"}
        assert told.has_story
        assert list(told.story["day"]) == sorted(days)
        assert sum(told.story["in both"]) <= story.of("both")
        assert len(told.judgements) == len(story.opinions)


def test_a_changed_folder_or_another_is_refused(kept: sim.KeptAttribution, tmp_path: Path) -> None:
    with pytest.raises(sim.RefusedError, match="no results"):
        sim.open_attribution(tmp_path)
    document = kept.folder / "attribution.json"
    before = document.read_bytes()
    document.write_bytes(before.replace(b'"worlds": 6', b'"worlds": 9'))
    try:
        with pytest.raises(sim.RefusedError, match=r"changed or missing.*attribution\.json"):
            sim.open_attribution(kept.folder)
    finally:
        document.write_bytes(before)


def test_everything_offered_can_be_left_out_or_says_why_not() -> None:
    from sim.scenario.vary import drop

    offered = sim.candidates(toy())[::3]
    kinds = {each.kind for each in sim.candidates(toy())}
    assert kinds >= {"reported event", "routine before day 1", "talks", "rule", "obligation"}
    refused = 0
    for each in offered:
        try:
            assert drop(toy(), each.path) != toy()
        except sim.ScenarioError as error:
            assert each.path in str(error)
            refused += 1
    assert refused < len(offered) / 4


def test_outcomes_are_named_for_readers() -> None:
    names = sim.outcome_names(toy())
    assert names["deaths_civilians"] == "civilian deaths"
    assert next(iter(names)) == "lethal_events"
