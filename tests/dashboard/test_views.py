"""Views: each draws, each control acts, what is refused says why, and two sessions do not mix."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import altair as alt
import jsonschema
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import sim
from dashboard import charts, requests, state

from .pages import VIEWS, markdown, page_of, sound

HOSTILE = """extends: idlib-2018-01
title: "<img src=x onerror=alert(1)> ![p](http://192.0.2.1/p.png) <script>alert(1)</script>"
description: "**bold** <iframe srcdoc='x'></iframe>"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which a small run, by the command line that the view would start, is finished."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        request = small_run()
        ended = state.commands().start([*request.words, "--out", str(request.folder), "--count"])
        assert ended.wait(60), ended.message
        assert ended.code == 0, ended.message
    yield home


def small_run() -> requests.Request:
    return state.run_request(state.BASE, [], {}, worlds=4, days=14, seed=3)


def view(name: str, **query: str) -> AppTest:
    return page_of(name, **query).run()


def test_situation_shows_who_said_what() -> None:
    page = sound(view("situation"))
    texts = "\n".join(text.value for text in page.text)
    assert "Accusation" in texts and "Denied by" in texts
    assert "not a prediction" in markdown(page)
    assert page.metric[0].value == str(len(sim.load(state.BASE).places))


def test_situation_of_another_scenario_is_another() -> None:
    first, other = view("situation"), sound(view("situation", scenario="no-drone-raid"))
    assert [text.value for text in first.text] != [text.value for text in other.text]


def test_about_counts_what_numbers_rest_on() -> None:
    page = sound(view("about"))
    counted = sim.counted_sources(sim.load(state.BASE))
    assert [metric.value for metric in page.metric] == [str(count) for count in counted.values()]
    assert "not a prediction" in markdown(page)


def test_run_begins_only_when_asked() -> None:
    page = sound(view("run", worlds="4"))
    assert "What came out" not in markdown(page)
    assert page.button(key="begin").label == "Run"


def test_a_finished_run_is_shown_at_once(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(done)
    page = sound(view("run", worlds="4", days="14", seed="3"))
    names = [metric.label for metric in page.metric]
    assert "civilian deaths" in names and "deaths" in names
    assert "of 2 counted weeks lie in the range" in markdown(page) and "fit, not foresight" in markdown(page)
    assert any("Week of 11 January 2018" in text.value for text in page.text)
    first = [text.value for text in page.text]
    page.number_input(key="world").set_value(1).run()
    assert [text.value for text in sound(page).text] != first


def test_the_dashboard_and_the_library_get_the_same_bits(done: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(done)
    kept = sim.open_run(small_run().folder)
    assert (
        kept.manifest["result_hash"] == sim.run(state.BASE, worlds=4, days=14, seed=3, workers=1).result_hash
    )
    assert (
        kept.manifest["result_hash"] != sim.run(state.BASE, worlds=4, days=14, seed=4, workers=1).result_hash
    )


def test_a_changed_result_is_a_message(done: Path, tmp_path: Path) -> None:
    shutil.copytree(done / "results", tmp_path / "results")
    series = small_run().folder / "series.parquet"
    series.write_bytes(series.read_bytes()[:-9] + b"123456789")
    page = sound(view("run", worlds="4", days="14", seed="3"))
    assert any("changed or missing" in code.value for code in page.code)


@pytest.mark.parametrize("name", ["run", "compare"])
def test_an_absurd_request_is_refused_with_the_reason(name: str) -> None:
    page = sound(view(name, worlds="10000000"))
    assert any("10,000,000" in c.value or "are refused" in c.value for c in page.code)
    assert not [button for button in page.button if button.key == "begin"]


def test_another_number_is_another_request() -> None:
    path = "actors.russia.leverage.syrian_government"
    same = [state.run_request(state.BASE, [], {}, worlds=4, days=7, seed=1).folder for _ in range(2)]
    other = state.run_request(state.BASE, [], {path: 0.5}, worlds=4, days=7, seed=1)
    assert same[0] == same[1] != other.folder
    assert f"{path}=0.5" in other.words


LEANING = f"actors.russia.leverage.syrian_government@{state.BASE}"


def test_a_moved_number_goes_to_the_command_and_resets() -> None:
    page = view("run", worlds="4")
    assert LEANING not in {number.key for number in page.number_input}, "folded"
    page.session_state["numbers"] = True
    default = page.run().number_input(key=LEANING).value
    page.number_input(key=LEANING).set_value(0.5).run()
    assert page.number_input(key=LEANING).value == 0.5
    next(button for button in page.button if button.label == "Reset all").click().run()
    assert sound(page).number_input(key=LEANING).value == default


def test_a_moved_number_is_not_lost_when_folded_or_sent_as_a_link() -> None:
    page = view("run", worlds="4", **{LEANING: "0.5"})
    assert page.number_input(key=LEANING).value == 0.5
    for is_open in (True, False):
        page.session_state["numbers"] = is_open
        assert sound(page.run()).number_input(key=LEANING).value == 0.5


def test_levers_become_one_what_if() -> None:
    chosen = ["joint-verification", "russia-withholds-air"]
    request = state.run_request(state.BASE, chosen, {}, worlds=4, days=7, seed=1)
    what_if = sim.load(request.words[1])
    assert set(what_if.interventions) == {"joint_centre", "withhold_air"}
    assert sim.run(what_if, worlds=2, days=7).result_hash != sim.run(state.BASE, worlds=2, days=7).result_hash


def test_compare_needs_another_scenario() -> None:
    page = sound(view("compare"))
    page.multiselect(key="others").set_value([]).run()
    assert "at least one" in markdown(sound(page))


def _uploaded(page: AppTest, name: str, text: str) -> AppTest:
    page.file_uploader(key="file").upload(name, text.encode(), "application/yaml")
    return page.run()


def test_a_hostile_scenario_is_only_text() -> None:
    page = sound(_uploaded(view("run"), "<b>evil.yaml", HOSTILE))
    choice = next(option for option in page.selectbox(key="scenario").options if "evil" in option)
    page.selectbox(key="scenario").select(choice).run()
    assert any("<script>" in text.value for text in sound(page).text), "shown as the text that it is"
    shown = markdown(page)
    assert "onerror" not in shown and "192.0.2.1" not in shown


def test_a_broken_upload_shows_its_lines_and_stays_out() -> None:
    page = sound(_uploaded(view("run"), "mine.yaml", "extends: idlib-2018-01\ndays: many\ntitel: x\n"))
    told = "\n".join(code.value for code in page.code)
    assert "mine.yaml:2:7" in told and "did you mean" in told
    assert not [option for option in page.selectbox(key="scenario").options if "mine" in option]


def test_a_large_upload_is_refused_unread() -> None:
    page = sound(_uploaded(view("run"), "large.yaml", "#" * (state.scenarios.MOST_BYTES + 1)))
    assert any("bytes are more than" in code.value for code in page.code)


def test_two_sessions_do_not_mix() -> None:
    mine = _uploaded(view("run"), "mine.yaml", "extends: idlib-2018-01\ntitle: Mine alone\n")
    assert any(option.startswith("mine") for option in mine.selectbox(key="scenario").options)
    yours = view("run")
    assert not any(option.startswith("mine") for option in yours.selectbox(key="scenario").options)


def test_nothing_draws_markup_of_its_own() -> None:
    for path in VIEWS.parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "unsafe_allow" not in text and "st.html" not in text and "st.iframe" not in text, path


def test_the_base_map_is_cut_to_the_region() -> None:
    land = json.loads((VIEWS.parent / "region.geojson").read_text(encoding="utf-8"))
    corners = [corner for f in land["features"] for ring in f["geometry"]["coordinates"] for corner in ring]
    assert all(35.4 < longitude < 37.7 and 34.7 < latitude < 36.6 for longitude, latitude in corners)


def test_a_page_whose_scenario_was_deleted_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> sim.Scenario:
        raise FileNotFoundError(f"{name}: no such file")

    monkeypatch.setattr(state.scenarios, "loaded", gone)
    monkeypatch.setattr(state, "loaded", gone)
    page = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60).run()
    assert any("no such file" in code.value for code in sound(page).code)


def test_the_bands_are_sound_vega_lite() -> None:
    """Altair does not write them, so it is asked to read them."""
    week = pd.to_datetime(["2018-01-11", "2018-01-18"])
    frame = pd.DataFrame({"week": week, **{name: [1.0, 2.0] for name in charts.BANDS}})
    drawn = alt.LayerChart.from_dict(charts.fan("deaths") | {"data": {"values": []}})
    assert drawn.to_dict()["layer"][0]["encoding"]["y"]["title"] == "deaths"
    with pytest.raises(jsonschema.ValidationError):
        alt.LayerChart.from_dict(charts.fan("deaths") | {"layer": [{"mark": "blob"}]})
    told = json.dumps(charts.fan("deaths"))
    assert all(f'"field": "{column}"' in told for column in frame)
