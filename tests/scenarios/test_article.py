"""Nothing of the article is dropped, and every path named exists."""

import pytest

from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from tests.scenarios import article


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load("idlib-2018-01")


def test_there_are_27_rows() -> None:
    assert [row["row"] for row in article.rows()] == [f"AE{i:02d}" for i in range(1, 28)]


def test_every_row_stands_somewhere(baseline: Scenario) -> None:
    assert [row for row, where in article.places_of(baseline).items() if not where] == []


def test_every_path_exists(baseline: Scenario) -> None:
    for where in article.places_of(baseline).values():
        for entry in where:
            assert article.at(baseline, entry.split("`")[1]) is not None


def test_every_claim_is_about_something(baseline: Scenario) -> None:
    for claim in baseline.claims.values():
        assert article.at(baseline, claim.about) is not None


def test_a_dropped_row_is_noticed(baseline: Scenario) -> None:
    without = baseline.model_copy(update={"talks": {}})
    assert article.places_of(without)["AE10"] == []


def test_contradictions_keep_both_sides(baseline: Scenario) -> None:
    raid = [claim for claim in baseline.claims.values() if "AE13" in claim.article]
    assert len({claim.claimed_by for claim in raid}) == 4
    assert baseline.history["summons_iran"].denied_by


def test_the_page_is_current() -> None:
    assert article.PAGE.read_text(encoding="utf-8") == article.page()
