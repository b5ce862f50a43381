"""JSON Schema for editors, generated from the nouns: `python -m sim.scenario.schema` prints it.

A file without `extends` is a complete scenario. A file with it may leave out anything, remove an
inherited entry with null, and give an inherited Parameter as a bare number.
"""

import copy
import json
import sys
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaWarningKind

from .action import EFFECTS
from .parameter import Noun
from .scenario import Scenario
from .signal import SIGNALS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXTENDS = {
    "type": "string",
    "description": "The id of a shipped scenario, or the relative path of a file, that this one changes.",
}


class _Generator(GenerateJsonSchema):
    """Without a word about the defaults of maps, which are frozen and so not JSON."""

    def emit_warning(self, kind: JsonSchemaWarningKind, detail: str) -> None:
        """Passes on every other warning."""
        if kind != "non-serializable-default":
            super().emit_warning(kind, detail)


def record_schema(record: type[Noun]) -> dict[str, Any]:
    """The schema of a record and, under `$defs`, of those within it, as an author fills them in."""
    return _tidy(record.model_json_schema(schema_generator=_Generator))


def schema() -> dict[str, Any]:
    """The schema of a scenario file."""
    full = record_schema(Scenario)
    nouns = full.pop("$defs")
    _file(full)
    nouns["Scenario"] = full
    _named(nouns["Rule"]["properties"]["multiplied_by"], {k: s.meaning for k, s in SIGNALS.items()})
    _named(nouns["Action"]["properties"]["changes"], EFFECTS)
    changed = {f"Changed{name}": _changed(noun) for name, noun in copy.deepcopy(nouns).items()}
    changed["ChangedScenario"]["required"] = ["extends"]
    changed["ChangedScenario"]["properties"]["extends"] = _EXTENDS
    changed["ChangedParameter"] = _changed_parameter(changed["ChangedParameter"])
    return {
        "$schema": DIALECT,
        "title": "De-escalation scenario",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/ChangedScenario"},
        "else": {"$ref": "#/$defs/Scenario"},
        "$defs": dict(sorted((nouns | changed).items())),
    }


def schema_text() -> str:
    """The schema as it is committed."""
    return as_committed(schema())


def as_committed(content: dict[str, Any]) -> str:
    """A schema as the text of a file."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _tidy(value: Any, named: bool = False) -> Any:
    """Without titles and null alternatives (an absent entry is left out), and with closed maps.

    `named` says that the keys of `value` are names, not words of the schema language.
    """
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _tidy(item, key in ("properties", "$defs")) for key, item in value.items()}
    if named:
        return kept
    kept.pop("title", None)
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    if {"type": "null"} in kept.get("anyOf", ()):
        kept.pop("default", None)
        kept |= next(option for option in kept.pop("anyOf") if option != {"type": "null"})
    return kept


def _file(full: dict[str, Any]) -> None:
    """The file's name stands for an `id` that is not written."""
    full["required"].remove("id")
    full["properties"]["id"]["description"] = "Where it is missing, the name of the file."


def _named(field: dict[str, Any], meanings: dict[str, str]) -> None:
    """Only these names, each with its meaning."""
    field.pop("additionalProperties", None)
    field.pop("patternProperties", None)
    field.pop("propertyNames", None)
    field["properties"] = {
        name: {"$ref": "#/$defs/Parameter", "description": meaning}
        for name, meaning in sorted(meanings.items())
    }
    field["additionalProperties"] = False


def _changed(noun: dict[str, Any]) -> dict[str, Any]:
    """A noun as an extending file may write it: nothing required but what tells forms apart."""
    forms = [name for name, field in noun.get("properties", {}).items() if "const" in field]
    optional = {key: _within(value) for key, value in noun.items() if key != "required"}
    if "properties" in optional:
        optional["properties"] = {
            name: field if name in forms else _removable(field)
            for name, field in optional["properties"].items()
        }
    return optional


def _within(value: Any) -> Any:
    """A part of a schema with references to changed nouns, and entries of maps removable."""
    if isinstance(value, list):
        return [_within(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {key: _within(item) for key, item in value.items() if key != "discriminator"}
    if isinstance(inner.get("$ref"), str):
        inner["$ref"] = inner["$ref"].replace("#/$defs/", "#/$defs/Changed")
    if "oneOf" in inner:
        inner["anyOf"] = inner.pop("oneOf")
    for key in ("additionalProperties", "patternProperties"):
        if isinstance(inner.get(key), dict):
            inner[key] = _removable_entries(key, inner[key])
    return inner


def _removable_entries(key: str, entries: dict[str, Any]) -> dict[str, Any]:
    if key == "additionalProperties":
        return _removable(entries)
    return {pattern: _removable(entry) for pattern, entry in entries.items()}


def _removable(field: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [field, {"type": "null"}]}


def _changed_parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    bare = {"type": "number", "description": "A new value; range, unit and source are inherited."}
    return {"anyOf": [bare, parameter], "description": parameter.get("description", "")}


if __name__ == "__main__":
    sys.stdout.write(schema_text())
