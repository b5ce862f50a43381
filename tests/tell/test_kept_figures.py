"""Kept figures: what the audit and the article's rows are shown to say, and when they are called stale."""

import pytest

import sim
from benchmarks import causes
from sim.tell import records
from sim.tell.causes import article, audited
from tests.build import toy

BASELINE = "idlib-2018-01"


@pytest.fixture
def current(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing had changed since the records were made."""
    audit, figures = records.record("audit"), records.record("causes")
    assert audit is not None and figures is not None
    monkeypatch.setattr(audited, "edition", lambda: audit["edition"])
    monkeypatch.setattr(article, "edition", lambda: figures["edition"])
    monkeypatch.setattr(
        audited, "fingerprint", lambda scenario: audit["fingerprints"].get(scenario.id, "other")
    )
    monkeypatch.setattr(article, "fingerprint", lambda scenario: figures["fingerprint"])


@pytest.mark.usefixtures("current")
def test_a_scenario_that_was_audited_says_so_for_every_rule() -> None:
    marks = sim.audited(sim.load(BASELINE))
    assert marks.standing.startswith("Current")
    for path in sim.load(BASELINE).rules:
        assert marks.of(path).finding == "acts"
        assert marks.of(path).badge == "acts"
    assert {mark.finding for mark in marks.by_path.values()} == {"acts", "inert, declared"}
    assert len(marks.table) == len(marks.by_path)


@pytest.mark.usefixtures("current")
def test_an_audit_of_another_model_is_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audited, "edition", lambda: "another")
    marks = sim.audited(sim.load(BASELINE))
    path = next(iter(sim.load(BASELINE).rules))
    assert marks.standing.startswith("Stale") and marks.of(path).badge == "acts, stale"


@pytest.mark.usefixtures("current")
def test_what_nobody_audited_is_not_passed_off_as_audited() -> None:
    marks = sim.audited(toy())
    assert marks.standing.startswith("Not audited")
    assert marks.of(next(iter(toy().rules))).badge == "not audited"
    assert sim.audited(sim.load("no-drone-raid")).standing.startswith("Nothing of its own")


def test_the_same_scenario_with_other_content_is_not_audited() -> None:
    changed = sim.vary(sim.load(BASELINE), {"actors.russia.rules.restrain_client.rate": 0.1})
    marks = sim.audited(changed)
    assert "with other content" in marks.standing and not marks.by_path


@pytest.mark.usefixtures("current")
def test_the_rows_of_the_article_are_told_with_their_intervals() -> None:
    found = sim.article_effects()
    assert found is not None and found.stale == ()
    assert set(found.frame["row"]).isdisjoint(found.states["row"])
    assert set(found.frame["outcome"]) >= {"deaths", "civilian deaths", "collapse reached"}
    assert "AE02" in found.still and "AE12" in set(found.moving["row"])
    clear = found.frame["clear"] == "yes"
    outside = (found.frame["low"] > 0) | (found.frame["high"] < 0)
    assert (clear == outside).all() and clear.any() and not clear.all()


@pytest.mark.usefixtures("current")
def test_figures_of_another_model_or_scenario_are_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article, "edition", lambda: "another")
    monkeypatch.setattr(article, "fingerprint", lambda scenario: "another")
    found = sim.article_effects()
    assert found is not None
    assert found.stale == ("the code of the model", f"the scenario {BASELINE}")


def test_without_a_record_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (article, audited):
        monkeypatch.setattr(module, "record", lambda name: None)
    assert sim.article_effects() is None
    assert sim.audited(sim.load(BASELINE)).standing.startswith("Not audited")


def test_the_record_of_causes_is_that_of_its_page() -> None:
    kept = records.record("causes")
    assert kept is not None
    page = causes.PAGE.read_text(encoding="utf-8")
    assert causes.article_table(kept["rows"]) in page
    assert causes.alone_table(kept["entries"]) in page
