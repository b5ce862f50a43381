"""Whatever is referred to exists: actors, actions, places, zones, sources, signals, effects."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from .action import EFFECTS, Action
from .actor import Actor
from .agreement import Agreement, AnswerFor, Obligation, Perform, Refrain
from .errors import Finding, quoted
from .event import Background, Event, Scheduled
from .mechanism import Thresholds
from .parameter import ASSUMPTION, FrozenMap, Noun
from .place import Place, Post, Zone
from .rule import Rule
from .scenario import Scenario
from .signal import SIGNALS
from .talks import Talks
from .tree import Path

REFERS: dict[type[Noun], dict[str, str]] = {
    Place: {"holder": "actor", "neighbours": "place", "base_of": "actor"},
    Post: {"owner": "actor"},
    Zone: {"places": "place"},
    Action: {"suspects": "actor", "changes": "effect"},
    Actor: {"leverage": "actor", "confidence": "actor", "objectives": "place"},
    Rule: {
        "action": "action",
        "toward": "actor",
        "against": "actor",
        "answers": "action",
        "multiplied_by": "signal",
    },
    Agreement: {"parties": "actor", "zone": "zone"},
    Obligation: {"bearers": "actor", "counterparties": "actor"},
    Refrain: {"actions": "action", "against": "actor", "exclusion": "actor"},
    Perform: {"one_of": "action", "after": "action"},
    AnswerFor: {"clients": "actor", "one_of": "action"},
    Event: {"action": "action", "actor": "actor", "toward": "actor", "place": "place", "suspects": "actor"},
    Background: {"action": "action", "actor": "actor", "toward": "actor", "place": "place"},
    Scheduled: {"action": "action", "actor": "actor", "toward": "actor", "place": "place"},
    Talks: {
        "host": "actor",
        "invited": "actor",
        "required": "actor",
        "attended": "action",
        "refused": "action",
    },
    Thresholds: {"falls": "place"},
}
"""Which fields of a noun name something, and what."""


def nouns(value: object, path: Path = ()) -> Iterator[tuple[Path, Noun]]:
    """Every noun of a scenario with its path, Parameters included."""
    if isinstance(value, Noun):
        if path:
            yield path, value
        for field in type(value).model_fields:
            yield from nouns(getattr(value, field), (*path, field))
    elif isinstance(value, FrozenMap):
        for key, item in value.items():
            yield from nouns(item, (*path, key))


def references(scenario: Scenario) -> Iterator[Finding]:
    """Names that stand for nothing, or stand twice in one list."""
    known: dict[str, Any] = {
        "actor": scenario.actors,
        "action": scenario.actions,
        "place": scenario.places,
        "zone": scenario.zones,
        "signal": SIGNALS,
        "effect": EFFECTS,
        "source": {ASSUMPTION, *scenario.sources},
    }
    for path, noun in nouns(scenario):
        if "source" in type(noun).model_fields:
            yield from _named((*path, "source"), noun.source, "source", known)  # type: ignore[attr-defined]
        for field, what in _fields(noun):
            yield from _named((*path, field), getattr(noun, field), what, known)
        if isinstance(noun, Rule) and noun.action is None and path[-1] not in scenario.actions:
            yield _unknown(path, str(path[-1]), "action", known, on_key=True)


def _fields(noun: BaseModel) -> Iterator[tuple[str, str]]:
    for base in type(noun).__mro__:
        yield from REFERS.get(base, {}).items()


def _named(path: Path, value: Any, what: str, known: dict[str, Any]) -> Iterator[Finding]:
    if isinstance(value, FrozenMap):
        yield from (_unknown((*path, key), key, what, known, True) for key in value if key not in known[what])
    elif isinstance(value, tuple):
        seen: set[str] = set()
        for i, item in enumerate(value):
            if item not in known[what]:
                yield _unknown((*path, i), item, what, known)
            elif item in seen:
                yield Finding((*path, i), f"{quoted(item)} is listed twice")
            seen.add(item)
    elif value is not None and value not in known[what]:
        yield _unknown(path, value, what, known)


def _unknown(path: Path, word: str, what: str, known: dict[str, Any], on_key: bool = False) -> Finding:
    listed = f"; known: {', '.join(known[what])}" if what in ("signal", "effect") else ""
    return Finding(path, f"unknown {what} {quoted(word)}{listed}", word, known[what], on_key)
