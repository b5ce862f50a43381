"""The far ends of the loader: files, texts and structures that hardly anybody writes."""

import datetime
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from pydantic import Field

from sim.scenario.decode import BYTES, decoded, read_file
from sim.scenario.errors import SHOWN, ScenarioError
from sim.scenario.load import load, open_beside, open_scenario
from sim.scenario.parameter import Noun
from sim.scenario.read import read
from sim.scenario.structure import structured
from sim.scenario.syntax import syntax_fault
from sim.scenario.tree import Text
from tests.scenario.extending import BASE


class Page(Noun):
    """A record that no scenario has."""

    number: int


class Sheet(Noun):
    """Another, which may stand in its place."""

    letter: str


class Diary(Noun):
    """Fields of kinds that the scenario's own records have not."""

    day: datetime.date = datetime.date(2018, 1, 11)
    word: Annotated[str, Field(max_length=3)] = ""
    entry: Page | Sheet | None = None
    pages: list[int] | Page | None = None
    last: Page | None = None


def refusal(**written: Any) -> str:
    """What is wrong with a diary, all in one line."""
    tree, _ = read(yaml.safe_dump(written), "diary.yaml")
    record, findings = structured(tree, Diary)
    assert findings or record
    return "; ".join(f"{finding.dotted}: {finding.message}" for finding in findings)


def faults(text: str) -> list[str]:
    """The lesser faults of a text that can be read."""
    return [fault.message for fault in read(text, "a.yaml")[1]]


def stopped(text: str) -> str:
    """Why a text cannot be read."""
    with pytest.raises(ScenarioError) as caught:
        read(text, "a.yaml")
    return str(caught.value)


def test_a_diary_without_fault_is_read() -> None:
    assert refusal(day="2018-01-12", word="abc", entry={"letter": "a"}, pages=[1, 2]) == ""


def test_a_date_that_pydantic_refuses_itself() -> None:
    assert refusal(day="yesterday") == 'day: the text "yesterday" is no date of the calendar'


def test_a_fault_of_a_new_kind_is_told_in_words_of_its_own() -> None:
    assert refusal(word="abcd") == "word: string should have at most 3 characters"


def test_one_of_two_records_without_a_form() -> None:
    assert "entry.Sheet.letter" in refusal(entry={"letter": 1})


def test_an_unknown_key_in_a_record_that_may_be_missing() -> None:
    assert refusal(last={"number": 1, "nmber": 2}) == "last.nmber: unknown key"
    assert refusal(last={"number": 1}) == ""


def test_a_list_where_a_record_may_stand_too() -> None:
    assert "pages.0: a whole number is expected" in refusal(pages=["x"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("? *a\n: 1\n", "a name is expected here"),
        ("&a title: x\n", "anchors are not supported; share by extends:"),
        ("!!str title: x\n", "tags are not supported"),
        (f"days: {'9' * 41}\n", "a number of more than 40 characters"),
        (f"{'k' * 321}: 1\n", "a name of more than 320 characters"),
        ('"": 1\n', "an empty name"),
        ("days: 1e301\n", "a number too large to compute with"),
        ("? [a]\n: 1\n", "a name is expected here"),
    ],
)
def test_lesser_faults(text: str, told: str) -> None:
    assert faults(text) == [told]
    assert faults("title: x\ndays: 9\n") == []


@pytest.mark.parametrize("text", ["", "---\n", "# a remark\n"])
def test_an_empty_file_says_that_it_is(text: str) -> None:
    assert stopped(text) == "a.yaml: the file is empty"
    assert stopped("a\n") != "a.yaml: the file is empty"


def test_a_bracket_that_is_never_closed_is_pointed_at() -> None:
    assert 'a.yaml:1:4: not YAML: the "[" that begins here is never closed' in stopped("a: [1, 2\n")
    assert 'the "[" of line 1 is still open' in stopped("a: [1, 2\nb: 3\n")


def test_a_complaint_of_libyaml_without_a_place() -> None:
    fault = syntax_fault(Text("a.yaml", "a: 1\n"), yaml.YAMLError())
    assert (fault.line, fault.column, fault.message) == (1, 1, "not YAML: unreadable")


def test_of_many_hidden_characters_some_are_shown() -> None:
    for many in (1, SHOWN - 1, SHOWN, SHOWN + 1):
        with pytest.raises(ScenarioError) as caught:
            decoded("title: x\u200b\n" * many, "a.yaml")
        assert len(caught.value.errors) == min(many, SHOWN)


@pytest.mark.parametrize("reference", [Path("a\0b.yaml"), "./a\0b.yaml"])
def test_a_path_with_a_null_in_it(reference: Path | str) -> None:
    with pytest.raises(ScenarioError, match=r"b\.yaml: not a usable path"):
        open_scenario(reference)


def test_a_file_whose_path_cannot_be_one() -> None:
    with pytest.raises(ScenarioError, match="not a usable path"):
        read_file(Path("a\0b.yaml"), "a.yaml")


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be read: file name too long"):
        load(tmp_path / f"{'a' * 300}.yaml")


def test_files_that_are_small_alone_and_large_together(tmp_path: Path) -> None:
    padding = "#" * (BYTES * 9 // 10) + "\n"
    (tmp_path / "base.yaml").write_text(BASE)
    for name, parent in (("one", "base"), ("two", "one"), ("three", "two")):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {parent}.yaml\ntitle: {name}\n{padding}")
    assert load(tmp_path / "two.yaml").title == "two"
    with pytest.raises(ScenarioError, match="with what it extends, more than 512 KB"):
        load(tmp_path / "three.yaml")


def test_a_scenario_beside_a_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE)
    reference, _ = read("scenario: base.yaml\nother: none.yaml\n", "sweep.yaml")
    found = open_beside(reference.value["scenario"], tmp_path / "sweep.yaml", "scenario")
    assert found.scenario == load(tmp_path / "base.yaml")
    with pytest.raises(ScenarioError, match="no such file"):
        open_beside(reference.value["other"], tmp_path / "sweep.yaml", "other")
