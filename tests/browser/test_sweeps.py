"""A sweep in a real browser: begun, the page loaded again in the middle of it, stopped, gone on, read."""

import pytest

from .conftest import Visit
from .test_pages import clean

pytestmark = pytest.mark.browser

ASKED = """title: In the middle
question: Is it still there when the page is loaded again?
scenario: idlib-2018-01
design: {method: lhs, points: 300}
vary: {perception.doubt: , actors.syrian_government.rules.air_strike.rate: }
days: 40
worlds: 64
outcomes: [deaths]
"""


def test_a_sweep_outlives_its_page_and_stops_without_loss(visit: Visit) -> None:
    page = visit.open("sweeps")
    page.get_by_text("Ask a question of your own").click()
    file = {"name": "middle.yaml", "mimeType": "application/yaml", "buffer": ASKED.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Is it still there").first.wait_for(timeout=90_000)
    page.get_by_role("button", name="Start", exact=True).click(timeout=60_000)
    page.get_by_text("a second;").wait_for(timeout=90_000)
    visit.open(page.url.removeprefix(f"{visit.address}/"))
    page.get_by_text("courses simulated").wait_for(timeout=90_000)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Stopped at").wait_for(timeout=90_000)
    assert "Stopped at 0 of" not in page.get_by_text("Stopped at").inner_text()
    page.get_by_role("button", name="Continue", exact=True).wait_for(timeout=90_000)
    clean(visit)
