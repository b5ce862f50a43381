"""The ground of a morning: who touches whom, where an act can fall, and whom it hits there."""

from functools import cached_property

import numpy as np

from .arrays import Array, Bools, Floats, Ints
from .roster import NOBODY, Roster
from .state import State


class Ground:
    """Holders, contact and candidates, derived from the morning's state. Bits name actors."""

    def __init__(self, roster: Roster, state: State) -> None:
        self._roster, self.holder, self.post = roster, state.holder, state.post
        self._strength = state.strength

    @cached_property
    def holder_bit(self) -> Ints:
        """The holder of each place as a bit, `(places, rows)`."""
        return np.left_shift(np.int64(1), self.holder)

    @cached_property
    def around(self) -> Ints:
        """The holders of all neighbours of each place, as bits."""
        bits = np.zeros_like(self.holder)
        for place, neighbours in enumerate(self._roster.neighbours):
            for neighbour in neighbours:
                bits[place] |= self.holder_bit[neighbour]
        return bits

    @cached_property
    def holder_side(self) -> Ints:
        """Side of each holder."""
        return self._roster.side[self.holder]

    @cached_property
    def post_around(self) -> Bools:
        """Whether a post stands at a neighbour."""
        near = np.zeros_like(self.post)
        for place, neighbours in enumerate(self._roster.neighbours):
            for neighbour in neighbours:
                near[place] |= self.post[neighbour]
        return near

    def touches(self, bits: int) -> Bools:
        """Places with a neighbour held by one of these actors."""
        return (self.around & bits) != 0

    def touches_side(self, side: int) -> Bools:
        """Places with a neighbour held by this side."""
        return self.touches(self._roster.side_bits[side])

    @cached_property
    def contact(self) -> Bools:
        """Places that touch a place of the other side than their holder's."""
        first, second = self._roster.side_bits
        other = np.where(self.holder_side == 0, second, first)
        return (self.around & other) != 0

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

    def candidates(self, reach: str, actor: int, against: int) -> Bools:
        """Where an act of this reach by this actor can fall; `against` are bits, 0 for the other side."""
        roster, side = self._roster, int(self._roster.side[actor])
        enemy = against or roster.side_bits[1 - side]
        own = (1 << actor) if against else roster.side_bits[side]
        if reach == "base":
            return _has(self._bases, enemy)
        if reach == "post":
            theirs = _has(self._posts, roster.side_bits[1 - side]) & (self._bases == NOBODY)
            return theirs & self.post & self.touches_side(side)
        if reach == "site":
            mine = (self._posts == actor) & (self._bases == NOBODY)
            return mine & ~self.post & (self.holder_side == side)
        held = ((self.holder_bit & enemy) != 0) & (self._bases == NOBODY)
        if reach == "front":
            return held & self.touches(own)
        return held & self.touches(1 << actor) if reach == "neighbour" else held

    def starting_place(self, actor: Ints, place: Ints, row: Ints) -> Ints:
        """The first neighbour of each place that the actor holds."""
        near = self._roster.neighbour_table[place]
        held = (near != NOBODY) & (self.holder[near, row[:, None]] == actor[:, None])
        first = held.argmax(axis=1)
        return np.where(held.any(axis=1), near[np.arange(len(place)), first], NOBODY)


def _has(owner: Array, bits: int) -> Bools:
    """Whether each owner (NOBODY allowed) is among the bits."""
    return (owner >= 0) & ((np.left_shift(np.int64(1), np.maximum(owner, 0)) & bits) != 0)
