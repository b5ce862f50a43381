"""The JSON Schema for editors is current, and agrees with the loader."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from sim.scenario.load import shelf
from sim.scenario.read import read
from sim.scenario.schema import schema, schema_text
from sim.scenario.shelf import shelf_folder
from tests.scenario.extending import BASE

VALIDATOR = jsonschema.Draft202012Validator(schema())
OVERLAY = "extends: base\nactors: {army: {rules: {strike: {rate: %s}}}}"


def complaints(text: str) -> list[str]:
    """What the schema finds wrong."""
    return [error.message for error in VALIDATOR.iter_errors(read(text, "x.yaml")[0].plain())]


def test_the_committed_schema_is_current() -> None:
    assert (shelf_folder() / "schema.json").read_text() == schema_text()


def test_it_is_a_schema_without_machine_names() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))
    assert not re.search(r"file:|localhost|/home/", schema_text())


@pytest.mark.parametrize("path", [*shelf().values()], ids=str)
def test_shipped_scenarios_fit(path: Path) -> None:
    assert complaints(path.read_text()) == []


def test_a_complete_file_gives_whole_numbers_and_an_extending_one_may_give_bare_ones() -> None:
    assert complaints(BASE) == []
    assert complaints(OVERLAY % "0.3") == complaints(OVERLAY % "null") == []
    assert complaints(OVERLAY % "often") != []
    assert complaints(re.sub(r"tempo: \{.*\}", "tempo: 4", BASE)) != []
    assert complaints(re.sub(r"tempo: \{.*\}", "tempo: null", BASE)) != []


def test_unknown_keys_and_signals_are_marked() -> None:
    assert complaints(BASE + "agrements: {}\n") != []
    assert complaints(BASE.replace("          bound:", "          bond:")) != []
    assert complaints(BASE.replace("kind: guarantor", "kind: garantor")) != []
