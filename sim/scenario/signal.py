"""Signals: all that an actor can see, each in [0, 1]; 0 means that nothing unusual is going on.

This table is the one list of their names, scopes and meanings; `engine/signals.py` implements
exactly these, and a test holds the two together.
"""

from typing import Literal, NamedTuple

Scope = Literal["area", "actor", "pair", "place", "actor_place"]


class Signal(NamedTuple):
    """`scope` says what it depends on; a rule without a place may not use a place scope."""

    scope: Scope
    meaning: str


SIGNALS: dict[str, Signal] = {
    "attention_elsewhere": Signal("actor", "another operation occupies the actor"),
    "audience": Signal("actor", "the actor has spoken publicly and would lose face by backing down"),
    "bound": Signal("actor_place", "an obligation to refrain covers this place and its holder"),
    "breaches": Signal("pair", "recent breaches, as I see them, by those the other answers for"),
    "distrust": Signal("pair", "one minus my confidence in the other"),
    "duty_due": Signal("actor", "the actor's most urgent open duty, from 0 when opened to 1 at its deadline"),
    "excluded_present": Signal("place", "presence of groups that the ceasefire excludes"),
    "front": Signal("actor_place", "the place touches one held by the actor's side"),
    "grievance": Signal("pair", "recent attacks on me and those I stand behind, laid at the other's door"),
    "ignored": Signal("pair", "my complaints to the other that stay unanswered"),
    "losing_ground": Signal("actor", "places recently lost by the actor or those it stands behind"),
    "lull": Signal("area", "how far fighting has fallen below the level before the report"),
    "objective": Signal("actor_place", "how much the actor wants this place, until its side holds it"),
    "outnumbering": Signal("actor_place", "the actor's local superiority over the target"),
    "own_dead": Signal("pair", "my own people recently killed by the other"),
    "post_nearby": Signal("place", "an observation post stands at the place, or next to it"),
    "recent_fire": Signal("place", "recent attacks at the place"),
    "restrained": Signal("actor", "patrons lean on the actor, each by leverage times effort"),
    "talks_near": Signal("area", "talks come nearer: from 0 at the window's start to 1 on the day"),
}
