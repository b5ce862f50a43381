"""Write a scenario as YAML that loads again to the same content, and name that content by a hash."""

import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from .parameter import Parameter
from .scenario import Scenario

PROSE = {"id", "title", "description", "name", "note", "text", "reporter", "publisher", "url", "read"}
"""Fields that no result depends on: the fingerprint leaves them out."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./ ()%-]*[A-Za-z0-9_./()%]|[A-Za-z]")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_PARAMETER = set(Parameter.model_fields)


def plain(scenario: Scenario) -> dict[str, Any]:
    """The scenario as dicts, lists, text and numbers; what has its default value is left out."""
    return scenario.model_dump(mode="json", exclude_defaults=True)


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 (hex) of all that a result can depend on, as canonical JSON.

    Neither the order of keys, nor how a number is written, nor the files it came from, nor prose
    (`PROSE`) change it; a Parameter's range, unit and source do.
    """
    content = json.dumps(_essence(plain(scenario)), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def to_yaml(scenario: Scenario) -> str:
    """The resolved scenario as YAML: the same text for the same scenario, in the order of the nouns."""
    return "\n".join(_lines(plain(scenario), "")) + "\n"


def overlay(title: str, parent: str, example: Scenario) -> str:
    """A new scenario that extends `parent`, with a first thing its author might change as a comment."""
    hint = ["", "# Write only what differs from the scenario extended. For example:"]
    for path, rule in list(example.rules.items())[:1]:
        steps = [*path.split("."), "rate"]
        hint += [f"# {'  ' * i}{step}:" for i, step in enumerate(steps)]
        rate = rule.rate
        hint[-1] += f" {_scalar(rate.value)}   # {rate.unit}, within [{rate.low:g}, {rate.high:g}]"
    return "\n".join([f"title: {_scalar(title)}", f"extends: {_scalar(parent)}", *hint]) + "\n"


def _essence(value: Any) -> Any:
    """The content without prose; a map of named things keeps all its names."""
    if not isinstance(value, dict):
        return value
    return {
        key: _essence(item) for key, item in value.items() if not (key in PROSE and isinstance(item, str))
    }


def _lines(content: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in content.items():
        name = f"{indent}{_scalar(key)}:"
        if isinstance(value, dict) and value and not value.keys() <= _PARAMETER:
            yield name
            yield from _lines(value, indent + "  ")
        else:
            yield f"{name} {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if not isinstance(value, str):
        return str(value)
    return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether the text reads as itself without quotes, in YAML 1.1 too."""
    return bool(_PLAIN.fullmatch(text) and text.lower() not in _WORDS) or _is_day(text)


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
