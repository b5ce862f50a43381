"""A month is played in a real browser, week by week, under levers and back; then found among saved runs."""

import re

import pytest

from .conftest import Visit

pytestmark = pytest.mark.browser


def clean(visit: Visit) -> None:
    assert visit.strangers == []
    assert visit.complaints == []
    assert visit.page.locator("[data-testid=stException]").count() == 0


def test_a_month_is_played(visit: Visit) -> None:
    page = visit.open("play?play_worlds=4")
    for week in (1, 2, 3, 4):
        if week in (2, 4):  # held in the second and third week, then let go
            page.get_by_role("button", name="Russia withholds air support").click()
        page.get_by_role("button", name=f"Live week {week}").click()
        page.get_by_text(f"Week {week} in all worlds").wait_for(timeout=90_000)
    page.wait_for_url(re.compile("turn=none&turn=russia-withholds-air.2&turn=none"))
    page.get_by_text("russia-withholds-air from week 2 to 3").wait_for(timeout=30_000)
    page.get_by_role("button", name="Take week 4 back").click()
    page.get_by_text("Evening of 31 January 2018").wait_for(timeout=30_000)
    link = page.url
    clean(visit)
    page.goto(link)
    page.get_by_text("Week 3 in all worlds").wait_for(timeout=30_000)


def test_what_was_run_is_among_the_saved(visit: Visit) -> None:
    page = visit.open("play?play_worlds=4")
    page.get_by_role("button", name="Live week 1").click()
    page.get_by_text("Week 1 in all worlds").wait_for(timeout=90_000)
    page.get_by_role("link", name="Saved runs").click()
    page.get_by_role("combobox", name="Open").click()
    page.get_by_role("option").filter(has_text="4 worlds of 7 days").first.click()
    page.get_by_text("Put another run beside it").wait_for(timeout=60_000)
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="All of it (ZIP)").click()
    assert download.value.suggested_filename.endswith(".zip")
    page.get_by_role("link", name="Play").click()
    page.get_by_text("Week 1 in all worlds").wait_for(timeout=30_000)
    clean(visit)
