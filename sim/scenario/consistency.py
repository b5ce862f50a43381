"""Fields that contradict each other, and numbers that leave their meaning."""

from collections.abc import Iterator

from .action import Action
from .actor import Actor
from .errors import Finding
from .meaning import complaint
from .rule import Rule
from .scenario import Scenario
from .signal import SIGNALS
from .tree import Path

TOWARD = ("complain", "effort", "reassure", "settle", "supply", "wear")
"""Effects on somebody: the action must be addressed."""
TOLL = ("lethality", "severity", "civilians")
_TARGETED = ("pair",)
_PLACED = ("place", "actor_place")


def consistency(scenario: Scenario) -> Iterator[Finding]:
    """Numbers, actions, actors, rules and places, each in itself."""
    for path, parameter in scenario.parameters.items():
        if problem := complaint(path, parameter):
            yield Finding(tuple(path.split(".")), problem[0], point=problem[1])
    yield from _empty(scenario)
    yield from _ground(scenario)
    for action_id, action in scenario.actions.items():
        yield from _action(("actions", action_id), action)
    for actor_id, actor in scenario.actors.items():
        yield from _actor(("actors", actor_id), actor_id, actor, scenario)


def _empty(scenario: Scenario) -> Iterator[Finding]:
    for section in ("places", "actions", "actors"):
        if not getattr(scenario, section):
            yield Finding((section,), "there must be at least one")
    for zone_id, zone in scenario.zones.items():
        if not zone.places:
            yield Finding(("zones", zone_id, "places"), "there must be at least one")


def _ground(scenario: Scenario) -> Iterator[Finding]:
    places = scenario.places
    around = {key: set(place.neighbours) for key, place in places.items()}
    for place_id, place in places.items():
        for i, other in enumerate(place.neighbours):
            if other == place_id:
                yield Finding(("places", place_id, "neighbours", i), "a place is not its own neighbour")
            elif other in places and place_id not in around[other]:
                message = f'not mutual: "{other}" does not name "{place_id}" among its neighbours'
                yield Finding(("places", place_id, "neighbours", i), message)


def _action(path: Path, action: Action) -> Iterator[Finding]:
    for field in TOLL:
        if action.kinetic and getattr(action, field) is None:
            yield Finding((*path, field), "missing; a kinetic action has lethality, severity and civilians")
        elif not action.kinetic and getattr(action, field) is not None:
            yield Finding((*path, field), "only a kinetic action has a toll", on_key=True)
    if not action.kinetic and action.own_share is not None:
        yield Finding((*path, "own_share"), "only a kinetic action has a toll", on_key=True)
    yield from _authorship(path, action)
    yield from _changes(path, action)


def _authorship(path: Path, action: Action) -> Iterator[Finding]:
    if action.hidden is None:
        for field in ("found", "suspects"):
            if getattr(action, field):
                yield Finding((*path, field), 'does nothing without "hidden"', on_key=True)
    elif not action.suspects:
        yield Finding((*path, "suspects"), "missing; a hidden act is laid at somebody's door")
    if action.suspects and not any(weight.high > 0 for weight in action.suspects.values()):
        yield Finding((*path, "suspects"), "all weights are 0")
    if action.claims_exception is not None and action.reach == "none":
        yield Finding(
            (*path, "claims_exception"), "an act without a place has no excluded group to claim", on_key=True
        )


def _changes(path: Path, action: Action) -> Iterator[Finding]:
    needs = {"capture": ("neighbour", "front"), "post": ("site",)}
    for effect in action.changes:
        if effect in needs and action.reach not in needs[effect]:
            reaches = " or ".join(needs[effect])
            yield Finding(
                (*path, "changes", effect), f"only an action of reach {reaches} can do this", on_key=True
            )
        if effect in TOWARD and action.reach == "site":
            yield Finding(
                (*path, "changes", effect), "an act of reach site is addressed to nobody", on_key=True
            )


def _actor(path: Path, me: str, actor: Actor, scenario: Scenario) -> Iterator[Finding]:
    for field in ("leverage", "confidence"):
        if me in getattr(actor, field):
            yield Finding((*path, field, me), f"an actor has no {field} in relation to itself", on_key=True)
    for rule_id, rule in actor.rules.items():
        action = scenario.actions.get(rule.action or rule_id)
        here = (*path, "rules", rule_id)
        yield from _timing(here, rule)
        if action is not None:
            yield from _addressed(here, me, rule, action)
            yield from _seen(here, rule, action)
            yield from _narrowed(here, me, rule, action)


def _timing(path: Path, rule: Rule) -> Iterator[Finding]:
    if rule.answers is None and rule.within is not None:
        yield Finding((*path, "within"), 'does nothing without "answers"', on_key=True)
    if rule.answers is not None and rule.within is None:
        yield Finding((*path, "within"), "missing; a rule that answers says for how many days")


def _addressed(path: Path, me: str, rule: Rule, action: Action) -> Iterator[Finding]:
    if rule.toward == me:
        yield Finding((*path, "toward"), "an actor does not address itself")
    if rule.toward is not None and action.reach != "none":
        yield Finding(
            (*path, "toward"),
            f"does nothing: acts of reach {action.reach} find their own target",
            on_key=True,
        )
    if action.reach == "none" and rule.toward is None and rule.answers is None:
        for effect in TOWARD:
            if effect in action.changes:
                yield Finding((*path, "toward"), f'missing; the action\'s effect "{effect}" is on somebody')
                return


def _seen(path: Path, rule: Rule, action: Action) -> Iterator[Finding]:
    alone = rule.toward is None and rule.answers is None
    for name in rule.multiplied_by:
        scope = SIGNALS[name].scope if name in SIGNALS else "area"
        here = (*path, "multiplied_by", name)
        if scope in _PLACED and action.reach == "none":
            yield Finding(here, "a signal of places, in a rule without a place", on_key=True)
        elif scope in _TARGETED and (action.reach == "site" or (action.reach == "none" and alone)):
            yield Finding(
                here, 'a signal about another actor, in a rule without "toward" or "answers"', on_key=True
            )


def _narrowed(path: Path, me: str, rule: Rule, action: Action) -> Iterator[Finding]:
    placed = action.reach not in ("none", "site")
    if rule.against and not placed:
        yield Finding(
            (*path, "against"),
            f"does nothing: acts of reach {action.reach} have no target at a place",
            on_key=True,
        )
    if rule.per == "place" and action.reach == "none":
        yield Finding((*path, "per"), "does nothing: the action has no place")
    for i, other in enumerate(rule.against):
        if other == me:
            yield Finding((*path, "against", i), "an actor does not act against itself")
