"""Pictures of the dashboard's views, as they are today: `make pictures` renews docs/pictures.

Each view in a real Chromium, light and dark, wide and narrow, with few colours so that files stay small.
Runs and comparisons are made by the pages themselves, in a folder of their own that is deleted afterwards.
"""

import io
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from benchmarks.browser import chromium, served

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTHS = {"wide": (1280, 1000), "narrow": (390, 844)}
SMALL = "worlds=64&days=60"
# View, the page's address, the button that makes what is shown, and the words that say it is there.
VIEWS = (
    ("situation", "", "", "Who held what"),
    ("run", f"run?{SMALL}", "Run", "What came out"),
    ("play", "play?play_worlds=16", "Live week 1", "Live week 2"),
    ("compare", f"compare?{SMALL}", "Compare", "In plain words"),
    ("why", "why", "Make a small run", "What its rate was made of"),
    ("sweeps", "sweeps?sweep=levers-under-uncertainty", "", "a sweep that was stopped"),
    ("author", "author", "", "What to change"),
    ("saved", "saved", "", "Saved runs"),
    ("about", "about", "", "The model"),
)


def main() -> None:
    """Make each picture again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, served(home) as server, chromium() as browser:
        for view, path, button, words in VIEWS:
            for scheme in ("light", "dark"):
                page = browser.new_page(color_scheme=scheme)
                page.goto(f"{server.address}/{path}")
                _ready(page, button, words)
                for width, (across, down) in WIDTHS.items():
                    page.set_viewport_size({"width": across, "height": down})
                    page.wait_for_timeout(1500)
                    _keep(page.screenshot(), FOLDER / f"{view}-{scheme}-{width}.png")
                page.close()


def _ready(page: Page, button: str, words: str) -> None:
    """Press the button where the page offers it, wait for the words, then until nothing moves any more."""
    page.locator("h1").first.wait_for(timeout=60_000)
    begin = page.get_by_role("button", name=button, exact=True) if button else None
    shown = page.get_by_text(words).first
    waited: Any = begin.or_(shown).first if begin else shown
    waited.wait_for(timeout=120_000)
    if begin and begin.count():
        begin.click()
    shown.wait_for(timeout=180_000)
    page.wait_for_function("() => !document.querySelector('[data-testid=stStatusWidget]')", timeout=60_000)
    page.wait_for_timeout(2500)


def _keep(png: bytes, path: Path) -> None:
    """Write a picture with 128 colours."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    main()
