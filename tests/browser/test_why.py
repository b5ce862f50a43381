"""Why in a real browser: an act is explained from a click in the table, and a link leads back to it."""

import pytest

from .conftest import Visit
from .test_pages import clean

pytestmark = pytest.mark.browser


def test_an_act_from_a_first_run_to_its_chain(visit: Visit) -> None:
    page = visit.open("why")
    page.get_by_role("button", name="Make a small run").click()
    page.get_by_text("What its rate was made of").wait_for(timeout=120_000)
    pictures = page.locator("[data-testid=stVegaLiteChart]")
    pictures.first.locator("canvas, svg").first.wait_for(timeout=30_000)
    assert len(pictures.first.screenshot()) > 5_000, "a blank picture compresses to less"
    assert "run=" in page.url, "the address leads back"
    page.get_by_text("Day 7 (17 January 2018)").first.wait_for(timeout=30_000)
    page.get_by_role("slider", name="Day").press("ArrowRight")
    page.get_by_text("Day 8 (18 January 2018)").first.wait_for(timeout=60_000)
    clean(visit)
    page.goto(page.url)
    page.get_by_text("Day 8 (18 January 2018)").first.wait_for(timeout=60_000)


def test_the_article_and_the_audit_are_drawn_offline(visit: Visit) -> None:
    page = visit.open("why?asked=What+did+the+reports+do%3F")
    page.locator("[data-testid=stVegaLiteChart]").nth(1).locator("canvas, svg").first.wait_for(timeout=60_000)
    assert len(page.locator("[data-testid=stVegaLiteChart]").first.screenshot()) > 10_000
    page.get_by_text("What acts at all?").click()
    page.get_by_text("Joint verification of incidents").first.wait_for(timeout=60_000)
    page.get_by_text("audit: ").nth(30).wait_for(timeout=30_000)
    clean(visit)
