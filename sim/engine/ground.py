"""The ground of a morning: who touches whom, where an act can fall, and whom it hits there."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from .arrays import Array, Bools, Floats, Ints
from .roster import NOBODY, Roster
from .state import State

ON_WORKS = ("base", "post", "site")  # reaches that hit the owner of works at a place, if any, not its holder


class Aim(NamedTuple):
    """Where an act may fall: its reach, whose places (or bases, posts) it is meant for, and who must stand
    next to them (or, of a site, plan the post); sets of actors are bits. Rules with equal aims share them."""

    reach: str
    held_by: int
    near: int


def aim(roster: Roster, reach: str, actor: int, against: int = 0) -> Aim:
    """The aim of an act by this actor; `against` are bits of those it is meant for, 0 for the other side."""
    (mine, theirs), alone = roster.sides_of(actor), 1 << actor
    return {
        "base": Aim(reach, against or theirs, 0),
        "post": Aim(reach, theirs, mine),
        "site": Aim(reach, mine, alone),
        "front": Aim(reach, against or theirs, alone if against else mine),
        "neighbour": Aim(reach, against or theirs, alone),
    }.get(reach, Aim(reach, against or theirs, 0))


class Ground:
    """Holders, contact and candidates, derived from the morning's state. Bits name actors."""

    def __init__(self, roster: Roster, state: State) -> None:
        self._roster, self.holder, self.post = roster, state.holder, state.post
        self._strength = state.strength

    @cached_property
    def holder_bit(self) -> Array:
        """The holder of each place as a bit, `(places, rows)`, in as few bytes as the actors need."""
        bit = self._roster.bit
        return np.left_shift(bit(1), self.holder.astype(bit))

    @cached_property
    def around(self) -> Array:
        """The holders of all neighbours of each place, as bits."""
        return self._of_neighbours(self.holder_bit)

    @cached_property
    def post_around(self) -> Bools:
        """Whether a post stands at a neighbour."""
        return self._of_neighbours(self.post)

    def _of_neighbours(self, bits: Array) -> Array:
        """All bits of each place's neighbours; the table's NOBODY is a row without any."""
        with_none = np.concatenate([bits, np.zeros_like(bits[:1])])
        first, *others = self._roster.neighbour_table.T
        found = with_none[first]
        for neighbour in others:
            found |= with_none[neighbour]
        return found

    def held_by(self, bits: int) -> Bools:
        """Places held by one of these actors."""
        return (self.holder_bit & bits) != 0

    def touches(self, bits: int) -> Bools:
        """Places with a neighbour held by one of these actors."""
        return (self.around & bits) != 0

    @cached_property
    def contact(self) -> Bools:
        """Places that touch a place of the other side than their holder's."""
        first, second = self._roster.side_bits
        return np.where(self.held_by(first), self.touches(second), self.touches(first))

    @cached_property
    def power(self) -> Floats:
        """Local power: strength over the number of places in contact, `(actors, rows)`."""
        actors, rows = self._strength.shape
        cells = (self.holder * rows + np.arange(rows))[self.contact]
        frontage = np.bincount(cells, minlength=actors * rows).reshape(actors, rows)
        return self._strength / np.maximum(1, frontage)

    @cached_property
    def _bases(self) -> Ints:
        return np.broadcast_to(self._roster.base_of[:, None], self.holder.shape)

    @cached_property
    def _posts(self) -> Ints:
        return np.broadcast_to(self._roster.post_owner[:, None], self.holder.shape)

    def targets(self, reach: str) -> Ints:
        """Whom an act of this reach hits at each place, `(places, rows)`; NOBODY for sites."""
        if reach == "base":
            return self._bases
        if reach == "post":
            return self._posts
        if reach == "site":
            return np.full_like(self.holder, NOBODY)
        return self.holder

    def candidates(self, aim: Aim) -> Bools:
        """Where an act with this aim can fall, `(places, rows)`."""
        if aim.reach == "base":
            return np.broadcast_to(_has(self._roster.base_of, aim.held_by)[:, None], self.post.shape)
        if aim.reach == "post":
            theirs = _has(self._roster.post_owner, aim.held_by) & (self._roster.base_of == NOBODY)
            return theirs[:, None] & self.post & self.touches(aim.near)
        held = self.held_by(aim.held_by) & (self._roster.base_of == NOBODY)[:, None]
        if aim.reach == "site":
            return held & _has(self._roster.post_owner, aim.near)[:, None] & ~self.post
        return held & self.touches(aim.near) if aim.near else held

    def starting_place(self, actor: Ints, place: Ints, row: Ints) -> Ints:
        """The first neighbour of each place that the actor holds."""
        near = self._roster.neighbour_table[place]
        held = (near != NOBODY) & (self.holder[near, row[:, None]] == actor[:, None])
        first = held.argmax(axis=1)
        return np.where(held.any(axis=1), near[np.arange(len(place)), first], NOBODY)


def _has(owner: Array, bits: int) -> Bools:
    """Whether each owner (NOBODY allowed) is among the bits."""
    return (owner >= 0) & ((np.left_shift(np.int64(1), np.maximum(owner, 0)) & bits) != 0)
