"""Pages in a real browser: they draw, ask nobody beyond this machine, and never show a traceback."""

import pytest

from .conftest import Visit

pytestmark = pytest.mark.browser


def clean(visit: Visit) -> None:
    assert visit.strangers == []
    assert visit.complaints == []
    assert visit.page.locator("[data-testid=stException]").count() == 0


@pytest.mark.parametrize(("path", "charts"), [("", 3), ("run", 0), ("compare", 0), ("about", 0)])
def test_a_view_opens(visit: Visit, path: str, charts: int) -> None:
    page = visit.open(path)
    drawn = page.locator("[data-testid=stVegaLiteChart]")
    if charts:
        drawn.nth(charts - 1).locator("canvas, svg").first.wait_for(timeout=30_000)
        picture = drawn.first.screenshot()
        assert len(picture) > 5_000, "a blank picture compresses to less"
    assert drawn.count() == charts
    clean(visit)


def test_a_stranger_would_be_noticed(visit: Visit) -> None:
    page = visit.open("about")
    page.evaluate("() => fetch('http://192.0.2.1/').catch(() => 0)")
    assert visit.strangers == ["http://192.0.2.1/"]


def test_a_run_from_begin_to_pictures(visit: Visit) -> None:
    page = visit.open("run?worlds=8&days=40")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("What came out").wait_for(timeout=90_000)
    page.locator("[data-testid=stVegaLiteChart]").nth(6).locator("canvas, svg").first.wait_for(timeout=30_000)
    link = page.url
    clean(visit)
    page.goto(link)
    page.get_by_text("What came out").wait_for(timeout=30_000)


def test_a_comparison_from_begin_to_plain_words(visit: Visit) -> None:
    page = visit.open("compare?worlds=8&days=30")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_text("In plain words").wait_for(timeout=90_000)
    page.get_by_text("lowers", exact=False).first.wait_for(timeout=30_000)
    page.locator("[data-testid=stVegaLiteChart]").nth(1).locator("canvas, svg").first.wait_for(timeout=30_000)
    page.get_by_text("Are these worlds enough?").first.wait_for(timeout=30_000)
    clean(visit)


def test_a_run_can_be_cancelled(visit: Visit) -> None:
    page = visit.open("run?worlds=4000")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Cancel").click(timeout=30_000)
    page.get_by_text("cancelled; nothing was kept").wait_for(timeout=30_000)
    clean(visit)


def test_hostile_text_stays_text(visit: Visit) -> None:
    page = visit.open("run")
    text = "extends: idlib-2018-01\ntitle: \"<img src=x onerror=document.title='owned'> ![p](http://192.0.2.1/p)\"\n"
    page.get_by_text("Upload a scenario of your own").click()
    file = {"name": "evil.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Read without a fault").wait_for(timeout=60_000)
    page.get_by_role("combobox").first.click()
    page.get_by_role("option").filter(has_text="evil").click()
    page.get_by_text("onerror=document").first.wait_for(timeout=30_000)
    assert page.title() != "owned"
    clean(visit)
