"""Why: an act is taken apart, causes are left out, the article is one picture; others' runs stay unseen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import sim
from dashboard import requests, state
from dashboard.reasons import charts
from dashboard.state import causes

from .pages import finish, page_of, sound

SIZE = {"worlds": 4, "days": 10, "seed": 3}
RAID = "history.drone_raid"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a small run and with what leaving the raid out of the same worlds does."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        for request in (small_run(), left_out()):
            finish(request)
    yield home


@pytest.fixture
def done(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the small run, from within the folder where it lies."""
    monkeypatch.chdir(home)
    return small_run().folder.name


def small_run() -> requests.Request:
    return state.run_request(state.BASE, [], {}, **SIZE)


def left_out(condition: str = "deaths > 100") -> requests.Request:
    return causes.attribution_request(state.BASE, [RAID], condition, **SIZE)


def texts(page: AppTest) -> list[str]:
    return [element.value for element in page.text]


def why(**query: str) -> AppTest:
    return sound(page_of("why", **query).run())


def test_without_a_run_a_small_one_is_offered() -> None:
    page = why()
    assert page.button(key="begin").label == "Make a small run"
    assert not page.metric


def test_an_act_is_taken_apart_and_another_act_otherwise(done: str) -> None:
    page = why(run=done, day="5", world="1")
    first = texts(page)
    assert page.metric[0].label == "Acts expected that day"
    assert any(text.startswith("The rule: ") for text in first)
    acts = page.selectbox(key="act")
    assert len(acts.options) > 2
    acts.select_index(len(acts.options) - 1).run()
    assert not page.exception
    assert texts(page) != first


def test_what_is_shown_is_what_the_library_says(done: str) -> None:
    page = why(run=done, day="5", world="1")
    event = int(page.selectbox(key="act").value)
    told = sim.lived(causes.folder_of(done), 1).explained(event)
    assert told.text in "\n".join(texts(page))
    assert page.metric[0].value == f"{told.expected:.3g}"
    assert page.metric[3].value == str(told.made)


def test_from_an_act_to_the_same_worlds_without_what_decided_it(done: str) -> None:
    page = why(run=done, day="5", world="1")
    path = sim.lived(causes.folder_of(done), 1).explained(int(page.selectbox(key="act").value)).path
    page.button(key="onward").click().run()
    assert not page.exception
    assert page.multiselect(key="drop").value == [path] != [RAID]


def test_what_no_rule_decided_says_so(done: str) -> None:
    page = why(run=done, day="0", world="1")
    page.selectbox(key="act").select_index(0).run()
    assert any(text.startswith("It was ") and "before day 1" in text for text in texts(page))
    assert any("No rule decided" in info.value for info in page.info)


def test_acts_are_filtered_by_who_acts(done: str) -> None:
    page = why(run=done, day="5", world="1")
    every = page.selectbox(key="act").options
    page.selectbox(key="who").select_index(1).run()
    some = page.selectbox(key="act").options
    who = str(page.selectbox(key="who").value)
    assert 0 < len(some) < len(every)
    assert all(who in option for option in some)


def test_a_run_is_shown_to_those_who_know_its_name_only(done: str) -> None:
    assert why().button(key="begin").label == "Make a small run"
    assert why(run="0" * 24).button(key="begin").label == "Make a small run"
    assert why(run=done).selectbox(key="run_asked").value == done


def test_runs_of_the_command_line_are_offered(home: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        found = small_run().folder.absolute()
    shutil.copytree(found, tmp_path / "results" / "mine")
    page = why()
    assert page.selectbox(key="run_asked").value == "mine"
    assert page.metric


def test_a_damaged_run_is_a_message(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "results", tmp_path / "results")
    events = small_run().folder / "events.parquet"
    events.write_bytes(events.read_bytes()[:-9] + b"123456789")
    causes.kept.clear()
    page = why(run=small_run().folder.name)
    assert any("changed or missing" in code.value for code in page.code)


@pytest.mark.usefixtures("done")
def test_a_cause_left_out_is_told_with_its_story() -> None:
    page = why(asked=causes.NOT, whether="deaths > 100", **{key: str(value) for key, value in SIZE.items()})
    assert page.multiselect(key="drop").value == [RAID]
    found = sim.open_attribution(left_out().folder)
    assert found.causes[0].parting in texts(page)
    told = page.dataframe[0].value if page.dataframe else None
    assert told is not None and "civilian deaths" in set(told["outcome"])
    assert any(
        code.value.startswith("deescalate attribute") and "'deaths > 100'" in code.value for code in page.code
    )


def test_nothing_left_out_and_an_absurd_request() -> None:
    page = why(asked=causes.NOT, worlds="4")
    assert page.button(key="begin").label == "Leave it out and compare"
    page.multiselect(key="drop").set_value([]).run()
    assert any("at least one" in info.value for info in page.info)
    assert any("are refused" in code.value for code in why(asked=causes.NOT, worlds="100000").code)


def test_a_condition_is_one_word_to_the_command_and_another_request() -> None:
    hostile = "deaths > 1; --out /tmp/x"
    asked = left_out(hostile)
    assert hostile in asked.words
    assert asked.folder != left_out().folder == left_out().folder


def test_the_article_is_one_picture_and_claims_move_nothing() -> None:
    page = why(asked=causes.REPORTS)
    assert any("change no world" in caption.value and "AE02" in caption.value for caption in page.caption)
    assert not page.error


def test_the_audit_speaks_of_the_baseline_and_not_of_what_it_never_saw() -> None:
    page = why(asked=causes.AUDIT)
    marks = sim.audited(sim.load(state.BASE))
    assert page.info[0].value == marks.standing
    other = why(asked=causes.AUDIT, scenario="no-drone-raid")
    assert "Nothing of its own" in other.info[0].value


def test_the_bars_of_a_rate_meet_end_to_end(done: str) -> None:
    told = sim.lived(causes.folder_of(done), 1)
    acts = told.acts()
    rules = acts.loc[acts["decided"] == "decided by a rule", "event"]
    why_ = told.explained(int(rules.iloc[0]))
    bars = charts.factors(why_.parts, why_.expected, why_.needed).to_dict()["datasets"]
    drawn = max(bars.values(), key=len)
    assert drawn[-1]["part"] == "all together"
    assert drawn[-1]["end"] == pytest.approx(drawn[-2]["end"]) == pytest.approx(why_.expected)
    assert all(bar["low"] <= bar["high"] for bar in drawn)


def test_a_small_run_that_cannot_be_read_is_a_message_and_not_a_loop() -> None:
    folder = causes.first_run().folder
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{")
    page = why()
    assert any("damaged" in error.value for error in page.error)
    assert str(folder) in [code.value for code in page.code]


def test_a_lever_on_the_page_run_has_the_badge_of_the_audit() -> None:
    page = sound(page_of("run", levers="joint-verification").run())
    badges = [element.value for element in page.markdown if "audit: " in element.value]
    assert len(badges) == 1
    assert causes.lever_mark("joint-verification").badge in badges[0]
