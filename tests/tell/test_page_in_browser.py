"""Reports in a real browser: they ask for nothing, complain of nothing, fit a telephone, follow its light."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.tell.page.report import report

from .pages import compared_into

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TELEPHONE = {"width": 390, "height": 800}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The report of a comparison with hostile texts, as a telephone shows it; `heard` is what came of it."""
    from playwright.sync_api import sync_playwright

    folder = compared_into(tmp_path_factory.mktemp("page") / "compared")
    done = report(folder, folder.parent / "page.html")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        shown = browser.new_page(viewport=TELEPHONE)
        shown.heard = []
        shown.on("request", lambda request: shown.heard.append(request.url))
        shown.on("console", lambda message: shown.heard.append(message.text))
        shown.on("dialog", lambda dialog: shown.heard.append(dialog.message) or dialog.dismiss())
        shown.goto(Path(done.path).as_uri())
        yield shown
        browser.close()


def test_it_asks_for_itself_alone_and_says_nothing_to_the_console(page: Any) -> None:
    assert [each for each in page.heard if each != page.url] == []
    page.evaluate("() => fetch('http://192.0.2.1/').catch(() => 0)")
    assert any("192.0.2.1" in each for each in page.heard), "what would be asked is heard"


def test_it_fits_a_telephone(page: Any) -> None:
    wide = "() => document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= TELEPHONE["width"]
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.evaluate(wide) <= TELEPHONE["width"]
    sizes = page.evaluate("() => [...document.querySelectorAll('svg')].map(svg => svg.clientWidth)")
    assert len(sizes) > 10 and min(sizes) > 200


def test_ink_follows_the_reader_and_paper_is_white(page: Any) -> None:
    asked = (
        "() => { const body = getComputedStyle(document.body);"
        " return [body.backgroundColor, getComputedStyle(document.querySelector('svg text')).fill] }"
    )
    page.emulate_media(color_scheme="light")
    light = page.evaluate(asked)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(asked)
    page.emulate_media(color_scheme="dark", media="print")
    assert light[0] == page.evaluate(asked)[0] == "rgb(255, 255, 255)"
    assert all(first != second for first, second in zip(light, dark, strict=True))
