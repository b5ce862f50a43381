"""Play: a turn goes on in the same worlds, a link leads back, nothing of the future is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import sim
from dashboard import requests, state
from dashboard.state import playing
from sim.experiment.pool import Pool
from sim.experiment.store import run_into

from .pages import page_of, shown, sound

SETUP = playing.Setup(state.BASE, 4, 3)
HELD = ("russia-withholds-air",)
TURNS = ((), HELD)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which two weeks were played, the second with a lever and without any."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        with Pool(1) as pool:
            for turns in (TURNS[:1], TURNS, ((), ())):
                request = playing.run_request(SETUP, turns)
                run_into(request.folder, sim.load(request.words[1]), 4, 3, pool=pool, days=days(request))
    yield folder


def days(request: requests.Request) -> int:
    return int(request.words[request.words.index("--days") + 1])


@pytest.fixture(autouse=True)
def here(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)


def view(*turns: str) -> AppTest:
    page = page_of("play", play_worlds="4", play_seed="3")
    if turns:
        page.query_params["turn"] = list(turns)
    return sound(page.run())


def test_before_the_first_turn_only_the_choice_is_shown() -> None:
    page = view()
    assert "Evening of 10 January 2018" in shown(page) and "not a prediction" in shown(page)
    assert "Situation" in shown(page) and not page.metric
    assert page.button(key="live").label == "Live week 1"
    assert set(page.pills[0].options) == {lever.title for lever in playing.permitted(state.BASE)}


def test_a_link_leads_back_to_the_week() -> None:
    page = view("none", HELD[0])
    told = shown(page)
    assert "Evening of 24 January 2018" in told and "Week 2 in all worlds" in told
    assert "russia-withholds-air from week 2" in told
    assert "In this model, deaths" in told and "your choices" in told
    assert [metric.label for metric in page.metric][:3] == ["Lethal events", "Killed", "Civilians killed"]


def test_nothing_beyond_today_is_simulated() -> None:
    kept = sim.open_run(playing.run_request(SETUP, TURNS[:1]).folder)
    assert kept.table("events")["day"].max() == 7 < kept.scenario.days


def test_a_turn_taken_back_is_the_week_before() -> None:
    page = view("none", HELD[0])
    page.button(key="undo").click().run()
    assert "Evening of 17 January 2018" in shown(sound(page))
    assert page.query_params["turn"] in ("none", ["none"])


def test_a_turn_lived_is_in_the_address_and_starts_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[requests.Request] = []
    monkeypatch.setattr(playing, "start", started.append)
    page = view("none", HELD[0])
    next(pill for pill in page.pills).set_value([]).run()
    page.button(key="live").click().run()
    assert page.query_params["turn"] == ["none", HELD[0], "none"]
    assert [days(request) for request in started] == [21]
    assert "Live 3 weeks" in [button.label for button in sound(page).button]


def test_worlds_already_lived_stay_the_same_for_the_page() -> None:
    before, after = (sim.open_run(playing.run_request(SETUP, turns).folder) for turns in (TURNS[:1], TURNS))
    first, second = (sim.week_of(kept, 2, 1) for kept in (before, after))
    assert first.toll == second.toll and first.attacks.equals(second.attacks)
    assert first.toll != sim.week_of(after, 2, 2).toll


@pytest.mark.parametrize(
    ("turn", "says"), [("posts-on-time", "is not among the levers"), ("none.99", "99 weeks")]
)
def test_a_wrong_link_is_refused_with_a_way_on(turn: str, says: str) -> None:
    page = view(turn)
    assert says in shown(page)
    page.button(key="restart").click().run()
    assert page.button(key="live").label == "Live week 1"


def test_what_is_saved_gives_the_hash_that_is_told() -> None:
    page = view("none", HELD[0])
    request = playing.run_request(SETUP, TURNS)
    told = sim.open_run(request.folder).manifest["result_hash"]
    assert told in shown(page)
    text = playing.text(state.BASE, TURNS)
    assert text.strip() in shown(page)
    Path("play.yaml").write_text(text, encoding="utf-8")
    assert sim.run(sim.load("play.yaml"), worlds=4, seed=3, days=14, workers=1).result_hash == told


@pytest.mark.slow
def test_the_path_taken_becomes_a_scenario_of_this_session() -> None:
    page = view("none", HELD[0])
    page.button(key="shelve_play").click().run()
    assert "It is among your scenarios as play-" in shown(sound(page))
    assert any(option.startswith("play-") for option in page.selectbox(key="scenario").options)
