"""What an actor sees in the morning: one function a signal, each in [0, 1]."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.party import Party
    from tests.oracle.rate import Rate


def read(party: "Party", memory: str, x: float) -> float:
    """An unbounded memory as a signal: x / (x + scale)."""
    return x / (x + party.world.today[f"memory.{memory}.scale"]) if x else 0.0


def attention_elsewhere(party: "Party") -> float:
    """The largest `occupies` of the actor's operations elsewhere today."""
    world, most = party.world, 0.0
    for name, entry in world.nouns.calendar.items():
        until = entry.until or entry.date  # an operation without an end lasts one day
        if entry.actor == party.name and entry.occupies and entry.date <= world.date <= until:
            most = max(most, world.today[f"calendar.{name}.occupies"])
    return most


def audience(party: "Party") -> float:
    """How far the actor has committed itself in public."""
    return read(party, "audience", party.audience)


def duty_due(party: "Party") -> float:
    """The largest urgency of the actor's open duties and of states it must maintain."""
    return max((duty.urgency() for duty in party.world.duties if duty.bearer == party.name), default=0.0)


def losing_ground(party: "Party") -> float:
    """Places recently lost by the actor or those it stands behind."""
    return read(party, "losing_ground", party.lost)


def lull(party: "Party") -> float:
    """How far violence lies below the level before day one."""
    world = party.world
    return max(0.0, 1.0 - world.violence / world.normal) if world.normal else 0.0


def restrained(party: "Party") -> float:
    """One minus what is left when every patron leans on the actor."""
    left = 1.0
    for patron, leverage in party.world.behind[party.name]:
        if patron is not party:
            fresh = 1.0 - patron.wear[party.name]
            left *= 1.0 - leverage * fresh * patron.effort[party.name]
    return 1.0 - left


def talks_near(party: "Party") -> float:
    """From 0 at the opening of the window to 1 on the day of the talks."""
    world, most = party.world, 0.0
    for name, talks in world.nouns.talks.items():
        ahead = (talks.date - world.date).days
        if ahead >= 0:
            most = max(most, 1.0 - ahead / world.today[f"talks.{name}.window"])
    return most


OWN: dict[str, Callable[["Party"], float]] = {
    f.__name__: f
    for f in (attention_elsewhere, audience, duty_due, losing_ground, lull, restrained, talks_near)
}


Facing = Callable[["Party"], dict[str, float]]


def remembered(party: "Party", memory: str, by_other: dict[str, float]) -> dict[str, float]:
    """A memory of others as a signal; 0 towards whom nothing is remembered."""
    scale = party.world.today[f"memory.{memory}.scale"]
    seen = dict.fromkeys(party.world.parties, 0.0)
    for other, x in by_other.items():
        if x:
            seen[other] = x / (x + scale)
    return seen


def breaches(party: "Party") -> dict[str, float]:
    """Recent breaches, as the actor saw them, by those whom the other answers for."""
    return remembered(party, "breaches", party.breaches)


def distrust(party: "Party") -> dict[str, float]:
    """One minus confidence."""
    return {other: 1.0 - confidence for other, confidence in party.confidence.items()}


def grievance(party: "Party") -> dict[str, float]:
    """Recent attacks laid at the other's door."""
    return remembered(party, "grievance", party.grievance)


def ignored(party: "Party") -> dict[str, float]:
    """Complaints to the other that stay unanswered."""
    return remembered(party, "complaints", party.complaints)


def outnumbering(party: "Party") -> dict[str, float]:
    """Local superiority over whoever is hit."""
    own, foes = party.power(), {other.name: other.power() for other in party.world.parties.values()}
    return {name: max(0.0, (own - foe) / (own + foe)) if own + foe else 0.0 for name, foe in foes.items()}


def own_dead(party: "Party") -> dict[str, float]:
    """The actor's own people recently killed by the other."""
    return remembered(party, "own_dead", party.own_dead)


FACING: dict[str, Facing] = {
    f.__name__: f for f in (breaches, distrust, grievance, ignored, outnumbering, own_dead)
}


def bound(rate: "Rate", place: str) -> float:
    """The weightiest obligation in force that forbids this action there, against the holder."""
    world, most = rate.world, 0.0
    holder = world.ground.holder[place]
    for _, path, places, refrain in world.binding:
        covers = rate.action in refrain.actions and place in places and holder in refrain.against
        if covers and rate.party.name in refrain.bearers:
            most = max(most, world.today[f"{path}.weight"])
    return most


def excluded_present(rate: "Rate", place: str) -> float:
    """Presence of groups that the ceasefire excludes."""
    return rate.world.ground.excluded_present(place)


def front(rate: "Rate", place: str) -> float:
    """1 where a place of the other side touches one held by the actor's side."""
    ground, side = rate.world.ground, rate.party.side
    return float(ground.side[ground.holder[place]] != side and ground.held_beside(place, side))


def objective(rate: "Rate", place: str) -> float:
    """How much the actor wants the place, until its side holds it."""
    ground, party = rate.world.ground, rate.party
    foreign = ground.side[ground.holder[place]] != party.side
    return party.objectives.get(place, 0.0) if foreign else 0.0


def post_nearby(rate: "Rate", place: str) -> float:
    """An observation post stands at the place, or next to it."""
    return rate.world.ground.post_nearby(place)


STILL: dict[str, Callable[["Rate", str], float]] = {
    f.__name__: f for f in (bound, excluded_present, front, objective, post_nearby)
}
"""Signals of a place that change only with the ground, the posts, the agreements or the parameters."""
