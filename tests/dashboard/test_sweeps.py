"""Sweeps in the dashboard: asked, begun, stopped and read; only who began one stops it."""

import io
import signal
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import sim
from dashboard.commands import BusyError
from dashboard.state import sweeping
from dashboard.sweeps import background, rows

from .pages import markdown, page_of, sound

ASKED = """title: Small <b>bold</b>
question: Does anything matter? ![x](http://192.0.2.1/p.png)
scenario: idlib-2018-01
design: {method: lhs, points: 6}
vary: {perception.doubt: , actors.syrian_government.rules.air_strike.rate: }
levers: [none, russia-withholds-air]
days: 14
worlds: 4
outcomes: [deaths, lethal_events]
"""
PLAN = {"rows_left": 48, "cpu_s": 2.0, "bytes": 10_000}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sweep takes, without measuring it."""
    monkeypatch.setattr(sweeping, "_plan", lambda words, stored: PLAN)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which a small sweep is finished."""
    home = tmp_path_factory.mktemp("home")
    (home / "small.yaml").write_text(ASKED, encoding="utf-8")
    sim.sweep(home / "small.yaml", home / "results" / "small", workers=1)
    yield home


def texts(page: AppTest) -> str:
    return "\n".join(element.value for kind in ("text", "code") for element in getattr(page, kind))


def read_through(page: AppTest) -> AppTest:
    """Wait until the analysis that the page began has ended."""
    patience = time.monotonic() + 90
    while any("Reading what" in told.value for told in page.info):
        assert time.monotonic() < patience
        time.sleep(0.3)
        sound(page.run())
    return page


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def view(**query: str) -> AppTest:
    return sound(page_of("sweeps", **query).run())


def test_a_shipped_sweep_shows_its_question_and_what_it_takes(planned: None) -> None:
    page = view(sweep="what-matters")
    assert [m.value for m in page.metric] == sizes("what-matters")
    assert "Left to simulate: 48 courses; about 2 s" in texts(page)
    assert "Start" in labels(page) and "not a prediction" in markdown(page)
    factors = next(frame.value for frame in page.dataframe if "assumption" in frame.value)
    assert set(factors["source"]) == {"assumption"} and len(factors) == int(page.metric[0].value)
    assert [m.value for m in view(sweep="guarantor-leverage").metric] == sizes("guarantor-leverage")
    assert sizes("what-matters") != sizes("guarantor-leverage")


def sizes(name: str) -> list[str]:
    asked = sim.question(sim.open_sweep(name))
    counts = len(asked.factors), asked.points, len(asked.levers), asked.sweep.worlds
    return [f"{count:,}" for count in counts]


def upload(page: AppTest, text: str) -> AppTest:
    page.file_uploader(key="sweep_upload").upload("mine.yaml", text.encode(), "text/yaml")
    return sound(page.run())


@pytest.mark.slow
def test_an_upload_is_text_its_faults_have_lines_and_only_its_address_finds_it(planned: None) -> None:
    page = upload(view(sweep="results/none"), ASKED.replace("lhs", "lsh"))
    assert "mine.yaml:4:18" in texts(page) and "did you mean" in texts(page)
    assert not [option for option in page.selectbox(key="sweep").options if option.startswith("own-")]
    mine = upload(view(), ASKED)
    own = str(mine.selectbox(key="sweep").value)
    assert own.startswith("own-") and "Does anything matter? ![x]" in texts(mine)
    assert "<b>" not in markdown(mine) and "192.0.2.1" not in markdown(mine)
    assert own not in view().selectbox(key="sweep").options
    assert view(sweep=own).selectbox(key="sweep").value == own


def test_a_sweep_that_is_gone_is_a_message(planned: None) -> None:
    assert "not here any more" in markdown(view(sweep="results/none"))
    assert "not here any more" not in markdown(view(sweep="what-matters"))


@pytest.mark.slow
def test_a_finished_sweep_says_what_matters(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    page = read_through(view(sweep="results/small", under="russia-withholds-air"))
    assert "rank correlation" in texts(page) or "goes clearly with none" in texts(page)
    assert "lever russia-withholds-air" in texts(page) and "lever none" not in texts(page)
    assert len(page.get("vega_lite_chart")) == 2


def test_a_reading_that_cannot_be_made_says_why(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    page = read_through(view(sweep="results/small", reading="Where it holds"))
    assert "no answer of this kind" in markdown(page)
    assert "20 are the least" in texts(page) and "Ask again" in labels(page)


def test_levers_are_held_beside_doing_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    page = read_through(view(sweep="results/small", reading="Which lever"))
    assert "russia-withholds-air" in texts(page) and len(page.get("vega_lite_chart")) == 2


def test_any_two_columns(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    page = view(sweep="results/small", reading="Any two columns")
    assert len(page.get("vega_lite_chart")) == 1
    page.selectbox(key="up").select(page.selectbox(key="across").value)
    assert "two different" in markdown(sound(page.run()))


def test_everything_can_be_taken_away(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    folder = Path("results/small")
    (folder / "link").symlink_to("/etc/hostname")
    names = zipfile.ZipFile(io.BytesIO(rows.zipped(folder, "small"))).namelist()
    (folder / "link").unlink()
    assert "small/outcomes.parquet" in names and "small/link" not in names
    table = pd.read_csv(io.BytesIO(sim.rows_csv(sim.open_finished(folder))))
    kept = pd.read_parquet(folder / "outcomes.parquet")
    assert len(table) == 48 and table["deaths"].tolist() == kept["deaths"].tolist()
    assert table["deaths"].tolist() != kept["lethal_events"].tolist()


def test_a_damaged_folder_is_a_message(home: Path, folder: Path) -> None:
    small = folder / "results" / "small"
    small.mkdir(parents=True)
    for name in ("manifest.json", "design.parquet", "outcomes.parquet"):
        (small / name).write_bytes((home / "results" / "small" / name).read_bytes())
    (small / "outcomes.parquet").write_bytes(b"torn")
    page = view(sweep="results/small")
    assert "missing or damaged" in texts(page) and "cannot be shown" in markdown(page)


def test_a_sweep_that_was_killed_can_go_on(planned: None, monkeypatch: pytest.MonkeyPatch) -> None:
    choice = begun(monkeypatch, "raise SystemExit('error: no space left on device')")
    wait_until(lambda: not background.is_running(choice.folder))
    page = view(sweep="what-matters")
    assert "before anything was simulated" in markdown(page) and "no space left" in texts(page)
    assert "Start" in labels(page)


def begun(monkeypatch: pytest.MonkeyPatch, program: str = "import time; time.sleep(60)") -> sweeping.Choice:
    """A shipped sweep, begun by a stand-in for the command."""
    monkeypatch.setattr(background, "_COMMAND", (sys.executable, "-c", program))
    choice = sweeping.chosen("what-matters")
    background.start(choice.words, choice.folder)
    return choice


def wait_until(condition: Any) -> None:
    patience = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < patience
        time.sleep(0.02)


def test_only_who_began_a_sweep_stops_it(planned: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_COMMAND", (sys.executable, "-c", "import time; time.sleep(60)"))
    mine = view(sweep="what-matters")
    mine.button(key="start").click()
    sound(mine.run())
    assert "Stop" in labels(mine) and "Start" not in labels(mine)
    hold = mine.query_params["hold"]
    yours = view(sweep="what-matters")
    assert "Stop" not in labels(yours) and "can be stopped there" in markdown(yours)
    again = view(sweep="what-matters", hold=hold[0] if isinstance(hold, list) else hold)
    again.button(key="stop").click()
    assert "Start" in labels(sound(again.run()))
    assert not background.is_running(sweeping.chosen("what-matters").folder)


def test_one_sweep_at_a_time_and_the_lock_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = begun(monkeypatch)
    number = background._written(choice.folder)["pid"]
    assert isinstance(number, int) and background.is_running(choice.folder)
    with pytest.raises(BusyError):
        background.start([], choice.folder)
    with pytest.raises(BusyError):
        background.start([], choice.folder.with_name("another"))
    assert not background.may_stop(choice.folder, "") and not background.may_stop(choice.folder, "guess")
    background.os.kill(number, signal.SIGKILL)
    wait_until(lambda: not background.is_running(choice.folder))
    assert background.start([], choice.folder)
    assert background.stop(choice.folder, str(background._written(choice.folder)["key"]))


def test_a_number_without_a_lock_is_never_sent_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = begun(monkeypatch, "pass")
    wait_until(lambda: not background.is_running(choice.folder))
    monkeypatch.setattr(background.os, "kill", lambda *told: pytest.fail("a process of somebody else"))
    assert background.stop(choice.folder, str(background._written(choice.folder)["key"]))
