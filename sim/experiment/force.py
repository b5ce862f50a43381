"""Force: in which direction each Parameter adds to it, read from what the Parameter is.

*Adding force* means that somebody may attack more often, with more means, more deadly or with more
impunity, or that less holds attackers back: patrons, posts, obligations. It speaks of what a number
says, not of what comes of it; more restraint can end in more violence, which only worlds can show.
"""

from collections.abc import Collection, Mapping

from sim.scenario.action import Action
from sim.scenario.meaning import MEANINGS, pattern_of
from sim.scenario.scenario import Scenario

Span = tuple[float, float]
"""The least and the greatest value that a number takes: in one future the same."""
Directions = frozenset[int]
"""`{1}`: raising adds force; `{-1}`: lowering does; both; or neither."""

NEITHER: Directions = frozenset()
UP, DOWN = frozenset({1}), frozenset({-1})

OWN: dict[str, Directions] = {
    "places.*.weight": NEITHER,
    "places.*.excluded_share": UP,
    "actions.*.lethality": UP,
    "actions.*.severity": UP,
    "actions.*.civilians": UP,
    "actions.*.own_share": DOWN,
    "actions.*.hidden": UP,
    "actions.*.found": DOWN,
    "actions.*.suspects.*": NEITHER,
    "actions.*.claims_exception": UP,
    "actions.*.changes.audience": NEITHER,
    "actions.*.changes.capture": UP,
    "actions.*.changes.complain": NEITHER,
    "actions.*.changes.effort": DOWN,
    "actions.*.changes.post": DOWN,
    "actions.*.changes.reassure": NEITHER,
    "actions.*.changes.settle": NEITHER,
    "actions.*.changes.supply": UP,
    "actions.*.changes.suspend": UP,
    "actions.*.changes.wear": UP,
    "actors.*.strength": UP,
    "actors.*.tempo": UP,  # the mean of T^(u - 1/2) grows with T
    "actors.*.leverage.*": DOWN,
    "agreements.*.term": DOWN,
    "agreements.*.renewal_confidence": UP,
    "agreements.*.obligations.*.weight": DOWN,
    "agreements.*.obligations.*.within": UP,
    "agreements.*.obligations.*.every": UP,
    "agreements.*.obligations.*.at_least": DOWN,
    "history.*.deaths": NEITHER,
    "history.*.civilians": NEITHER,
    "history.*.suspects.*": NEITHER,
    "talks.*.attendance": NEITHER,
    "talks.*.reluctance": NEITHER,
    "talks.*.accord": NEITHER,
    "memory.violence.half_life": NEITHER,
    "perception.doubt": DOWN,
    "perception.verification": DOWN,
    "perception.joint_verification": DOWN,
    "ground.fire_support": UP,
    "ground.momentum": UP,
    "ground.defence": DOWN,
    "ground.post": DOWN,
    **{pattern: NEITHER for pattern in MEANINGS if pattern.startswith("outcomes.")},
}
"""Numbers that speak for themselves, by the pattern of their path."""

OF_RULES = {"rate": 1, "within": 1, "at_most": 1, "rest": -1, "multiplied_by": 1}
"""Fields of a rule: whether raising them makes its action more or less frequent."""

SIGNALS: dict[str, tuple[str, int]] = {
    "actors.*.confidence.*": ("distrust", -1),
    "actors.*.objectives.*": ("objective", 1),
    "calendar.*.occupies": ("attention_elsewhere", 1),
    "talks.*.window": ("talks_near", 1),
    "memory.effort.half_life": ("restrained", 1),
    "memory.wear.half_life": ("restrained", -1),
    "perception.confidence": ("distrust", -1),
    "perception.breach_cost": ("distrust", 1),
    "perception.duty_credit": ("distrust", -1),
    "perception.post_reach": ("post_nearby", 1),
    **{
        f"memory.{memory}.{field}": ("ignored" if memory == "complaints" else memory, sign)
        for memory in (
            "audience",
            "breaches",
            "complaints",
            "grievance",
            "losing_ground",
            "own_dead",
            "recent_fire",
        )
        for field, sign in (("half_life", 1), ("scale", -1))
    },
}
"""Numbers that raise (1) or lower (-1) what actors see; the rules say what comes of seeing it."""


def directions(scenario: Scenario, path: str, spans: Mapping[str, Span]) -> Directions:
    """In which directions the Parameter at `path` adds force, while each multiplier lies in its span.

    Raises KeyError for a path without a Parameter.
    """
    section, name, *rest = path.split(".")
    if section == "actors" and rest[0] == "rules":
        action = _action(scenario, f"actors.{name}.rules.{rest[1]}")
        return _signed(_push(action) * OF_RULES[rest[2]])
    if section == "background":
        return _signed(_push(scenario.actions[scenario.background[name].action]))
    pattern = pattern_of(path) if section != "memory" else path
    if pattern not in SIGNALS:
        return OWN[pattern]
    signal, sign = SIGNALS[pattern]
    owners = {name} if section == "actors" else scenario.actors.keys()
    return frozenset(sign * way for way in _seen(scenario, signal, spans, owners))


def _action(scenario: Scenario, path: str) -> Action:
    return scenario.actions[scenario.rules[path].action or path.rsplit(".", 1)[1]]


def _push(action: Action) -> int:
    """1 for an action that is force or gives or frees it, -1 for one that holds it back, else 0."""
    if action.kinetic or {"supply", "suspend"} & action.changes.keys():
        return 1
    return -1 if {"effort", "post"} & action.changes.keys() else 0


def _signed(push: int) -> Directions:
    return frozenset({push} - {0})


def _seen(scenario: Scenario, signal: str, spans: Mapping[str, Span], owners: Collection[str]) -> Directions:
    """In which directions a signal adds force through the rules of these actors that multiply by it."""
    found: set[int] = set()
    for path, rule in scenario.rules.items():
        if signal in rule.multiplied_by and path.split(".")[1] in owners:
            low, high = spans[f"{path}.multiplied_by.{signal}"]
            push = _push(_action(scenario, path))
            found |= _signed(push * (high > 1)) | _signed(-push * (low < 1))
    return frozenset(found)
