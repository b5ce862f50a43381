"""Roster: the fixed facts of a scenario as arrays and codes. Everything is in id order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.scenario.action import Action
from sim.scenario.rule import Rule
from sim.scenario.scenario import Scenario

from .arrays import Bools, Ints, Words
from .chance import name_hash

NOBODY = -1
SIDES = ("government", "opposition")
MOST_ACTORS = 63


@dataclass(frozen=True)
class Origin:
    """Where acts come from: a rule, a reported or scheduled event, a background entry, talks."""

    path: str
    action: int
    author: int
    toward: int = NOBODY
    place: int = NOBODY


class Roster:
    """Codes of actors, places and actions, the map, and the origins of acts in their fixed order."""

    def __init__(self, scenario: Scenario) -> None:
        if len(scenario.actors) > MOST_ACTORS:
            raise ValueError(f"{len(scenario.actors)} actors; at most {MOST_ACTORS} fit")
        self.scenario = scenario
        self.actors, self.places = list(scenario.actors), list(scenario.places)
        self.actions = list(scenario.actions)
        self.actor_code = {name: k for k, name in enumerate(self.actors)}
        self.place_code = {name: k for k, name in enumerate(self.places)}
        self.action_code = {name: k for k, name in enumerate(self.actions)}
        self.origins = self._origins()
        self.origin_code = {(o.path, o.author, o.action): k for k, o in enumerate(self.origins)}

    def actor(self, name: str | None) -> int:
        """Code of an actor, or NOBODY."""
        return NOBODY if name is None else self.actor_code[name]

    def place(self, name: str | None) -> int:
        """Code of a place, or NOBODY."""
        return NOBODY if name is None else self.place_code[name]

    @cached_property
    def side(self) -> Ints:
        """Side of each actor, 0 or 1."""
        return np.array([SIDES.index(actor.side) for actor in self.scenario.actors.values()])

    @cached_property
    def side_bits(self) -> tuple[int, int]:
        """For each side the set of its actors as bits."""
        bits = [0, 0]
        for k, side in enumerate(self.side):
            bits[side] |= 1 << k
        return bits[0], bits[1]

    def sides_of(self, actor: int) -> tuple[int, int]:
        """The actors of this actor's side, and those of the other, as bits."""
        first, second = self.side_bits
        return (second, first) if self.side[actor] else (first, second)

    @cached_property
    def bit(self) -> type[Any]:
        """The smallest whole numbers that hold a set of actors as bits."""
        return np.min_scalar_type(1 << len(self.actors)).type

    @cached_property
    def neighbours(self) -> list[list[int]]:
        """Codes of each place's neighbours, in id order."""
        return [sorted(self.place_code[n] for n in p.neighbours) for p in self.scenario.places.values()]

    @cached_property
    def neighbour_table(self) -> Ints:
        """The same as a table padded with NOBODY, `(places, most neighbours)`."""
        table = np.full((len(self.places), max([1, *map(len, self.neighbours)])), NOBODY)
        for place, neighbours in enumerate(self.neighbours):
            table[place, : len(neighbours)] = neighbours
        return table

    @cached_property
    def base_of(self) -> Ints:
        """Owner of the base at each place, or NOBODY."""
        return np.array([self.actor(p.base_of) for p in self.scenario.places.values()], dtype=np.int64)

    @cached_property
    def post_owner(self) -> Ints:
        """Owner of the standing or planned post at each place, or NOBODY."""
        return np.array(
            [self.actor(p.post.owner if p.post else None) for p in self.scenario.places.values()],
            dtype=np.int64,
        )

    @cached_property
    def post_stands(self) -> Bools:
        """Whether a post stands at each place on day one."""
        posts = (p.post for p in self.scenario.places.values())
        return np.array([post is not None and post.state == "standing" for post in posts])

    @cached_property
    def holder(self) -> Ints:
        """Holder of each place on day one."""
        return np.array([self.actor(p.holder) for p in self.scenario.places.values()], dtype=np.int64)

    @cached_property
    def place_hash(self) -> Words:
        """Hash of each place's id; the last one (index NOBODY) is that of no place."""
        return np.array([*(name_hash(p) for p in self.places), 0], dtype=np.uint64)

    @cached_property
    def patronage(self) -> list[tuple[int, int, str]]:
        """(patron, client, path of the leverage) in id order."""
        return [
            (self.actor_code[p], self.actor_code[c], f"actors.{p}.leverage.{c}")
            for p, actor in self.scenario.actors.items()
            for c in actor.leverage
        ]

    def action_of(self, rule_id: str, rule: Rule) -> str:
        """A rule's action defaults to its id."""
        return rule.action or rule_id

    def kind(self, origin: Origin) -> Action:
        """The action of an origin."""
        return self.scenario.actions[self.actions[origin.action]]

    def _origins(self) -> list[Origin]:
        """Reported and scheduled events, background, talks, rules: the fixed order within a day."""
        return [*self._reported(), *self._scheduled(), *self._routine(), *self._meetings(), *self._rules()]

    def _origin(
        self, path: str, action: str, author: str | None, toward: str | None, place: str | None
    ) -> Origin:
        return Origin(
            path, self.action_code[action], self.actor(author), self.actor(toward), self.place(place)
        )

    def _reported(self) -> list[Origin]:
        events = self.scenario.history.items()
        return [self._origin(f"history.{k}", e.action, e.actor, e.toward, e.place) for k, e in events]

    def _scheduled(self) -> list[Origin]:
        entries = self.scenario.calendar.items()
        return [
            self._origin(f"calendar.{k}", e.action, e.actor, e.toward, e.place)
            for k, e in entries
            if e.action
        ]

    def _routine(self) -> list[Origin]:
        entries = self.scenario.background.items()
        return [self._origin(f"background.{k}", e.action, e.actor, e.toward, e.place) for k, e in entries]

    def _meetings(self) -> list[Origin]:
        return [
            self._origin(f"talks.{k}", action, guest, talks.host, None)
            for k, talks in self.scenario.talks.items()
            for guest in sorted(talks.invited)
            for action in (talks.attended, talks.refused)
            if guest != talks.host
        ]

    def _rules(self) -> list[Origin]:
        return [
            self._origin(f"actors.{a}.rules.{r}", self.action_of(r, rule), a, rule.toward, None)
            for a, actor in self.scenario.actors.items()
            for r, rule in actor.rules.items()
        ]
