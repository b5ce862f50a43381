"""Author: words and text say the same, faults stand under their lines, nothing is mixed or written over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import sim
from dashboard import BASE, state
from dashboard.state import authoring

from .pages import finish, page_of, sound

RULE = "actors.syrian_government.rules.air_strike"
SMALL = "extends: idlib-2018-01\ntitle: Mine alone\n"
FAULTY = SMALL + "actors:\n  russia:\n    strengh: 4000\n"
CHANGED = SMALL + "actors:\n  russia:\n    rules: {air_strike: {rate: 0.2}}\n"
HOSTILE = """extends: idlib-2018-01
title: "<img src=x onerror=alert(1)> ![p](http://192.0.2.1/p.png) <script>alert(1)</script>"
actors:
  russia: {name: "**bold** <iframe srcdoc='x'></iframe>"}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(page: AppTest, text: str) -> AppTest:
    return sound(page.text_area(key=authoring.EDITOR).set_value(text).run())


def text_of(page: AppTest) -> str:
    return page.text_area(key=authoring.EDITOR).value


def codes(page: AppTest) -> str:
    return "\n".join(code.value for code in page.code)


def texts(page: AppTest) -> str:
    return "\n".join(text.value for text in page.text)


def view(text: str = "", **query: str) -> AppTest:
    page = page_of("author", **query)
    if text:
        page.session_state["draft"] = authoring.Draft("mine", text)
    return sound(page.run())


def test_moving_how_often_changes_sentence_and_text() -> None:
    page = view(who="syrian government", does="air strike")
    assert "about 6 a week" in texts(page)
    slider = page.slider(key=f"slider@{RULE}.rate")
    sound(slider.set_value(0.4).run())
    assert "about 2.8 a week" in texts(page) and "rate: 0.4\n" in text_of(page)
    assert page.slider(key=f"slider@{RULE}.rate").value == pytest.approx(0.4)
    assert any("No fault" in told.value for told in page.success)
    assert RULE + ".rate" in set(page.dataframe[0].value["path"]) | set(page.dataframe[-1].value["path"])
    sound(page.button(key="undo").click().run())
    assert "about 6 a week" in texts(page) and "rate: 0.4\n" not in text_of(page)


def test_a_fault_stands_under_its_line_and_is_mended() -> None:
    page = typed(view(SMALL), FAULTY)
    listing = codes(page).split("\n")
    line = listing.index("    5 |     strengh: 4000")
    assert listing[line + 1].endswith("^") and 'did you mean "strength"' in listing[line + 2]
    assert page.button(key="save").disabled and not page.slider
    page = typed(page, FAULTY.replace("strengh", "strength"))
    assert any("No fault" in told.value for told in page.success) and not page.button(key="save").disabled


def test_an_edit_that_would_break_the_scenario_is_told_and_not_written() -> None:
    page = AppTest.from_function(_edit, default_timeout=60)
    page.session_state["draft"] = authoring.Draft("mine", SMALL)
    page.session_state["t"] = {"edited_rows": {0: {"value": 99.0}}}
    sound(page.run())
    assert page.session_state["draft"].text == SMALL
    assert page.session_state["complaint"][0] == authoring.NUMBERS
    assert "outside its range" in page.session_state["complaint"][1]
    page.session_state["t"] = {"edited_rows": {0: {"value": 2.0, "low": 0.1}, 1: {"value": 0.7}}}
    sound(page.run())
    assert "rate: {value: 2, low: 0.1}" in page.session_state["draft"].text
    assert "bound: 0.7" in page.session_state["draft"].text


def _edit() -> None:
    from dashboard.state import authoring

    rule = "actors.syrian_government.rules.air_strike"
    authoring.edited("t", [f"{rule}.rate", f"{rule}.multiplied_by.bound"])


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("first what-if", "Russia leans harder"),
        ("complete scenario", "Two towns"),
        ("whole text", "Idlib, 10 Jan"),
    ],
)
def test_it_begins_with_other_texts(kind: str, begins: str) -> None:
    page = view(SMALL)
    box = page.selectbox(key="begin_with")
    sound(box.select(next(option for option in box.options if kind in option)).run())
    sound(page.button(key="begin_text").click().run())
    assert begins in text_of(page)
    assert any("No fault" in told.value for told in page.success)
    sound(page.button(key="undo").click().run())
    assert text_of(page) == SMALL


def test_a_faulty_file_is_taken_in_to_be_mended() -> None:
    page = view(SMALL)
    box = page.selectbox(key="begin_with")
    sound(box.select(next(option for option in box.options if "file" in option)).run())
    page.file_uploader(key="author_file").upload(
        "x.yaml", b"\xef\xbb\xbf" + FAULTY.encode(), "application/yaml"
    )
    assert text_of(sound(page.run())) == FAULTY
    assert "did you mean" in codes(page)


def test_a_hostile_text_is_only_text() -> None:
    page = view(HOSTILE)
    kinds = ("markdown", "title", "header", "subheader", "caption", "info", "error", "success", "warning")
    drawn = "\n".join(element.value for kind in kinds for element in getattr(page, kind))
    assert "onerror" not in drawn and "192.0.2.1" not in drawn and "iframe" not in drawn
    for part in ("Obligations", "Other numbers"):
        sound(page.segmented_control(key="part").set_value(part).run())


def test_two_sessions_do_not_mix_and_a_reload_goes_on() -> None:
    mine, yours = view(SMALL), view()
    assert text_of(mine) != text_of(yours)
    named = str(mine.query_params["draft"])
    assert text_of(view(draft=named)) == SMALL
    assert text_of(view(draft="0" * 32)) == text_of(yours) == text_of(view(draft="../../x"))


def test_a_name_is_one_or_refused() -> None:
    page = view(SMALL)
    sound(page.text_input(key=authoring.NAME).set_value("../evil").run())
    assert (
        "a name starts with a letter" in codes(page) and page.text_input(key=authoring.NAME).value == "mine"
    )
    sound(page.text_input(key=authoring.NAME).set_value("other").run())
    assert page.text_input(key=authoring.NAME).value == "other" and text_of(page) == SMALL


def test_saving_asks_before_it_writes_over(folder: Path) -> None:
    page = view(SMALL)
    sound(page.button(key="save").click().run())
    assert (folder / "mine.yaml").read_text() == SMALL and sim.load("mine").title == "Mine alone"
    assert any("Saved as mine.yaml" in told.value for told in page.success)
    page = typed(page, SMALL.replace("alone", "again"))
    assert page.button(key="save").disabled
    sound(page.checkbox(key="write_over").check().run())
    sound(page.button(key="save").click().run())
    assert sim.load("mine").title == "Mine again"
    assert sorted(path.name for path in folder.iterdir()) == ["mine.yaml", "results"]


def test_a_large_text_is_refused() -> None:
    page = typed(view(SMALL), "#" * (state.scenarios.MOST_BYTES + 1))
    assert text_of(page) == SMALL and "bytes is refused" in codes(page)


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which a trial of four worlds is finished, by the command line that the view starts."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        path = authoring.written(authoring.Draft("mine", CHANGED))
        request = state.compare_request(BASE, [path], worlds=4, days=14, seed=1, draws=0)
        finish(request)
    yield home


def test_a_trial_says_what_differs_in_words(tried: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tried)
    page = view(CHANGED, worlds="4", days="14")
    assert "civilian deaths" in texts(page) and "In this model" in texts(page)
    assert "Highest rung" in "".join(text.value for text in page.markdown)
    assert "All outcomes, with their intervals" in {fold.label for fold in page.expander}
    assert view(CHANGED, worlds="5", days="14").button(key="begin").label == "Try it"
    assert "begin" not in {button.key for button in view(SMALL).button}, "nothing differs: nothing to try"
