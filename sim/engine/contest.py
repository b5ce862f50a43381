"""Contest: all assaults of a day on one place, decided together (Tullock 1980)."""

from typing import TYPE_CHECKING

import numpy as np

from .arrays import Floats, Ints
from .roster import NOBODY
from .rows import of_row

if TYPE_CHECKING:
    from .effects import Doing


class Contest:
    """Tullock's contest (1980): attack / (attack + defence) times the highest chance of a capture."""

    def __init__(self, do: "Doing") -> None:
        self._do = do
        self._cell = do.acts.place[do.which] * do.state.rows + do.row
        self._cells, self._entry = np.unique(self._cell, return_inverse=True)
        self.place, self.row = np.divmod(self._cells, do.state.rows)
        self.holder = do.see.ground.holder[self.place, self.row]

    def chance(self) -> tuple[Floats, Ints]:
        """Chance that each contested place falls, and to whom."""
        power = self._do.see.ground.power
        attack, best = np.zeros(len(self._cells)), np.full(len(self._cells), -1.0)
        winner = np.full(len(self._cells), NOBODY)
        for actor in np.flatnonzero(np.bincount(self._do.author)).tolist():
            takes_part = np.zeros(len(self._cells), dtype=bool)
            takes_part[self._entry[self._do.author == actor]] = True
            own = power[actor, self.row]
            attack += np.where(takes_part, own, 0.0)
            better = takes_part & (own > best)
            best, winner = np.where(better, own, best), np.where(better, actor, winner)
        attack, defence = self._weighed(attack, power[self.holder, self.row])
        total = attack + defence
        most = np.zeros(len(self._cells))
        np.maximum.at(most, self._entry, self._do.amount)
        return most * np.where(total > 0, attack / np.where(total > 0, total, 1.0), 0.0), winner

    def _weighed(self, attack: Floats, defence: Floats) -> tuple[Floats, Floats]:
        see, row = self._do.see, self.row
        ground = {name: of_row(number, row) for name, number in see.numbers.ground.items()}
        fire = see.signal("recent_fire")[self.place, row]
        reeling = see.signal("losing_ground")[self.holder, row]
        near = see.signal("post_nearby")[self.place, row]
        attack = attack * (1.0 + ground["fire_support"] * fire) * (1.0 + ground["momentum"] * reeling)
        return attack, defence * ground["defence"] * (1.0 + ground["post"] * near)

    def settle(self) -> None:
        """Draw, move the places, mark the winner's first entry, and remember the loss."""
        chance, winner = self.chance()
        do = self._do
        falls = np.flatnonzero(do.capture_draw(self.place, self.row) < chance)
        row = self.row[falls]
        do.state.holder[self.place[falls], row] = winner[falls]
        won = np.full(len(self._cells), NOBODY)
        won[falls] = winner[falls]
        mine = np.flatnonzero(do.author == won[self._entry])
        _, first = np.unique(self._cell[mine], return_index=True)
        do.acts.captured[do.which[mine[first]]] = True
