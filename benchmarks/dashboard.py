"""How long the dashboard lets one wait, what it sends, and whether its memory stays flat.

    python -m benchmarks.dashboard [--json] [--reruns 200] [--servers 7]

A server of its own and a real Chromium on the same machine, so that both share its cores. Each time is the
time from asking until it is painted, by the page's own clock, since who looks at a page from outside hears
of it some tenths of a second later. Once with each of several servers: least, median and most of them, since
on a machine that is shared the same wait may take twice as long a minute later.
"""

import argparse
import json
import tempfile
import time
from statistics import median
from typing import Any

import psutil
from playwright.sync_api import Browser, Page

from benchmarks.browser import Server, chromium, served
from sim.engine.simulate import simulate
from sim.scenario.load import load

VIEWS = ("", "run", "play", "compare", "why", "sweeps", "author", "saved", "about")
PICTURE = "[data-testid=stVegaLiteChart] :is(canvas, svg)"
OF_A_RUN = f".st-key-figure_lethal_events_by_week {PICTURE}"
CARD = ".st-key-cards [data-testid=stMetric]"
FAULT = ("[data-testid=stAlertContentError]", "[data-testid=stCode]")
PATIENCE = 180_000
READER_MS = 8_000
CLOCK = f"""
(() => {{
    let asked = 0;
    const ask = () => {{ asked = performance.now(); }};
    for (const act of ["click", "keydown"]) addEventListener(act, ask, true);
    window.untilShown = (selectors) => new Promise((resolve, reject) => {{
        setTimeout(() => reject(new Error("not on the page: " + selectors)), {PATIENCE});
        const painted = () => requestAnimationFrame(() => resolve(performance.now() - asked));
        const look = () => selectors.every((one) => document.querySelector(one))
            ? requestAnimationFrame(painted) : requestAnimationFrame(look);
        look();
    }});
}})();
"""
"""`untilShown`: milliseconds from opening, or the last click or key, until all selectors were painted."""


def shown(page: Page, *selectors: str) -> float:
    """Seconds from asking until all of these were painted.

    Asked is when the page was opened, or the last click or key on it. Raises playwright's `Error` when one
    never comes.
    """
    return round(page.evaluate("(selectors) => untilShown(selectors)", selectors) / 1000, 2)


def visitor(browser: Browser, address: str) -> Page:
    """A new visitor's page that reads its own clock."""
    page = browser.new_page()
    page.add_init_script(CLOCK)
    page.goto(address, wait_until="commit")
    return page


def said(page: Page, words: str) -> None:
    """Waits until these words are on the page."""
    page.get_by_text(words).first.wait_for(timeout=PATIENCE)


def quiet(page: Page) -> None:
    """Waits until nothing is being computed for the page."""
    page.wait_for_timeout(150)
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'",
        timeout=PATIENCE,
    )


def first_picture(browser: Browser, server: Server) -> float:
    """Seconds until a new visitor sees the first picture, and then looks at it for a while."""
    page = visitor(browser, server.address)
    found = shown(page, PICTURE)
    page.wait_for_timeout(READER_MS)
    page.close()
    return found


def runs(browser: Browser, server: Server) -> dict[str, float]:
    """Seconds until 256 worlds of 90 days are on screen, and until they are again."""
    page = visitor(browser, f"{server.address}/run?worlds=256")
    button = page.get_by_role("button", name="Run", exact=True)
    button.wait_for(timeout=PATIENCE)
    quiet(page)
    page.wait_for_timeout(READER_MS)  # nobody presses the button unread
    button.click()
    found = {"run_256_s": shown(page, CARD, OF_A_RUN)}
    quiet(page)
    page.reload(wait_until="commit")
    found["run_again_s"] = shown(page, CARD, OF_A_RUN)
    page.close()
    return found


def checked(browser: Browser, server: Server) -> float:
    """Seconds until a fault of the text stands beside its line."""
    page = visitor(browser, f"{server.address}/author")
    said(page, "No fault found")
    quiet(page)
    text = "extends: idlib-2018-01\ntitle: Mine\nactors: {russia: {strengh: 4000}}\n"
    page.get_by_role("textbox", name="The text of mine").fill(text)
    page.wait_for_timeout(READER_MS)  # nobody types this at once
    page.keyboard.press("Control+Enter")
    found = shown(page, *FAULT)
    page.close()
    return found


def engine() -> float:
    """Seconds of the bare engine for the same worlds, one core: how fast the machine is in these minutes."""
    scenario = load("idlib-2018-01")
    simulate(scenario, range(8), 1)
    began = time.perf_counter()
    simulate(scenario, range(256), 1)
    return round(time.perf_counter() - began, 2)


def payload(browser: Browser, server: Server, view: str) -> float:
    """Megabytes that the server sends for a view, the page's own program left out."""
    page = browser.new_page()
    received: list[int] = []

    def watch(socket: Any) -> None:
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", watch)
    page.goto(f"{server.address}/{view}")
    page.locator("h1").first.wait_for(timeout=PATIENCE)
    frames = -1
    while len(received) > frames:
        frames = len(received)
        page.wait_for_timeout(2000)
    page.close()
    return round(sum(received) / 1e6, 2)


def memory(browser: Browser, server: Server, reruns: int) -> dict[str, int]:
    """Megabytes of the server after some reruns of a page with a run on it, and after all."""
    page = browser.new_page()
    page.goto(f"{server.address}/run?worlds=256")
    said(page, "What came out")
    quiet(page)
    fold = page.get_by_text("What is drawn, as a table").first
    found: dict[str, int] = {}
    for number in range(1, reruns + 1):
        fold.click()
        quiet(page)
        if number in (reruns // 4, reruns // 2, reruns):
            found[str(number)] = psutil.Process(server.process).memory_info().rss // 1_000_000
    page.close()
    return found


def waits() -> dict[str, float]:
    """What one lets its visitors wait, from its first visitor on: seconds by name."""
    with tempfile.TemporaryDirectory() as home, served(home) as server, chromium() as browser:
        found = {"first_picture_s": first_picture(browser, server)}
        found |= {"second_visitor_s": first_picture(browser, server), **runs(browser, server)}
        found["check_s"] = checked(browser, server)
    return found | {"engine_256_s": engine()}


def measured(reruns: int, servers: int) -> dict[str, Any]:
    """All of it; of each wait the least, the median and the most of so many servers."""
    each = [waits() for _ in range(servers)]
    found: dict[str, Any] = {name: spread([one[name] for one in each]) for name in each[0]}
    with tempfile.TemporaryDirectory() as home, served(home) as server, chromium() as browser:
        runs(browser, server)  # so that there is a run to look at
        found["payload_mb"] = {view or "situation": payload(browser, server, view) for view in VIEWS}
        return found | {"memory_mb": memory(browser, server, reruns)}


def spread(seconds: list[float]) -> tuple[float, float, float]:
    """Least, median and most."""
    return min(seconds), median(seconds), max(seconds)


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--reruns", type=int, default=200)
    parser.add_argument("--servers", type=int, default=7)
    asked = parser.parse_args()
    found = measured(asked.reruns, asked.servers)
    print(json.dumps(found) if asked.json else json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
