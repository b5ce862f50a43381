"""Effects: what the day's acts change. All read the morning and are sums, or one decision per quantity.

Names and meanings stand in `sim/scenario/action.py`; `IMPLEMENTED` has one function for each. Counts
are whole numbers, so their sums do not depend on the order of acts.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .acts import Acts
from .arrays import Floats, Ints, add_at
from .numbers import Numbers
from .roster import NOBODY, Roster
from .rows import pick
from .signals import Morning
from .state import State


@dataclass
class Doing:
    """What an effect needs: the acts with that effect, their amounts, the morning, the evening, the draw
    of a capture at (place, row), and the relief of pairs who met at talks."""

    acts: Acts
    which: Ints
    amount: Floats
    see: Morning
    state: State
    capture_draw: Callable[[Ints, Ints], Floats]
    met: Floats | None

    @property
    def row(self) -> Ints:
        """Rows of these acts."""
        return self.acts.row[self.which]

    @property
    def author(self) -> Ints:
        """Authors of these acts."""
        return self.acts.author[self.which]

    @property
    def toward(self) -> Ints:
        """Whom these acts address."""
        return self.acts.toward[self.which]

    @property
    def count(self) -> Ints:
        """Acts per entry."""
        return self.acts.count[self.which]

    def largest(self) -> Floats:
        """The largest amount of the day for each (author, addressee, row); 0 where none."""
        table = np.zeros_like(self.state.effort)
        paired = np.flatnonzero((self.author >= 0) & (self.toward >= 0))
        np.maximum.at(
            table, (self.author[paired], self.toward[paired], self.row[paired]), self.amount[paired]
        )
        return table


def audience(do: Doing) -> None:
    """Public words bind."""
    known = np.flatnonzero(do.author >= 0)
    amounts = do.amount[known] * do.count[known]
    add_at(do.state.audience, (do.author[known], do.row[known]), amounts)


def complain(do: Doing) -> None:
    """A complaint waits for an answer."""
    paired = np.flatnonzero((do.author >= 0) & (do.toward >= 0))
    amounts = do.amount[paired] * do.count[paired]
    add_at(do.state.complaints, (do.author[paired], do.toward[paired], do.row[paired]), amounts)


def settle(do: Doing) -> None:
    """An answer settles part of what was waiting; leaning on a client answers everybody."""
    share, numbers = do.largest(), do.see.numbers
    leans = {(p, c): lev for (p, c, _), lev in zip(do.see.roster.patronage, numbers.leverage, strict=True)}
    left = np.ones_like(share)
    for author, addressee in zip(*(pairs.tolist() for pairs in np.nonzero(share.any(axis=2))), strict=True):
        left[addressee, author] = np.minimum(left[addressee, author], 1.0 - share[author, addressee])
        for_all = share[author, addressee] * (np.asarray(leans.get((author, addressee), 0.0)) > 0)
        left[:, author] = np.minimum(left[:, author], 1.0 - for_all)
    do.state.complaints *= left


def reassure(do: Doing) -> None:
    """A call, or talks, relieve the grievance of a pair both ways; the larger share counts."""
    share = do.largest() if do.met is None else np.maximum(do.largest(), do.met)
    do.state.grievance *= 1.0 - np.maximum(share, share.transpose(1, 0, 2))


def effort(do: Doing) -> None:
    """A patron leans on its client."""
    do.state.effort += (1.0 - do.state.effort) * do.largest()


def wear(do: Doing) -> None:
    """Use wears leverage."""
    do.state.wear += (1.0 - do.state.wear) * do.largest()


def supply(do: Doing) -> None:
    """Arms and men for a client."""
    paired = np.flatnonzero(do.toward >= 0)
    added = np.floor(do.amount[paired] * do.count[paired]).astype(np.int64)
    add_at(do.state.strength, (do.toward[paired], do.row[paired]), added)


def post(do: Doing) -> None:
    """The post planned at the place stands from tomorrow."""
    planned = np.append(do.see.roster.post_owner, NOBODY)[do.acts.place[do.which]] != NOBODY
    do.state.post[do.acts.place[do.which][planned], do.row[planned]] = True


def suspend(do: Doing) -> None:
    """The author leaves its agreements."""
    roster = do.see.roster
    for k, agreement in enumerate(roster.scenario.agreements.values()):
        parties = [roster.actor_code[party] for party in agreement.parties]
        do.state.in_force[k, do.row[np.isin(do.author, parties)]] = False


def capture(do: Doing) -> None:
    """All assaults of a day on one place are one contest: see `Contest`."""
    Contest(do).settle()


class Contest:
    """Tullock's contest (1980): attack / (attack + defence) times the highest chance of a capture."""

    def __init__(self, do: Doing) -> None:
        self._do = do
        self._cell = do.acts.place[do.which] * do.state.rows + do.row
        self._cells, self._entry = np.unique(self._cell, return_inverse=True)
        self.place, self.row = np.divmod(self._cells, do.state.rows)
        self.holder = do.see.ground.holder[self.place, self.row]

    def chance(self) -> tuple[Floats, Ints]:
        """Chance that each contested place falls, and to whom."""
        see, power = self._do.see, self._do.see.ground.power
        attack, best = np.zeros(len(self._cells)), np.full(len(self._cells), -1.0)
        winner = np.full(len(self._cells), NOBODY)
        for actor in range(len(see.roster.actors)):
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
        ground = {k: np.broadcast_to(v, see.state.rows)[row] for k, v in see.numbers.ground.items()}
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


IMPLEMENTED: dict[str, Callable[[Doing], None]] = {
    "audience": audience,
    "capture": capture,
    "complain": complain,
    "effort": effort,
    "post": post,
    "reassure": reassure,
    "settle": settle,
    "supply": supply,
    "suspend": suspend,
    "wear": wear,
}
ORDER = (
    "capture",
    "settle",
    "complain",
    "reassure",
    "audience",
    "effort",
    "wear",
    "supply",
    "post",
    "suspend",
)
GROUND = ("capture", "supply", "post")


class Effects:
    """Applies the declared effects of a day's acts, in an order in which only
    settling before complaining matters."""

    def __init__(self, roster: Roster) -> None:
        used = {effect for action in roster.scenario.actions.values() for effect in action.changes}
        used |= {"reassure"} if roster.scenario.talks else set()
        self._used = [effect for effect in ORDER if effect in used]

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        self._amounts = {effect: numbers.change(effect) for effect in self._used}

    def apply(
        self,
        acts: Acts,
        see: Morning,
        state: State,
        capture_draw: Callable[[Ints, Ints], Floats],
        met: Floats | None,
    ) -> None:
        """Apply the day's effects to the evening's state; in history the ground stays as it was given."""
        for effect in self._used:
            if see.day < 1 and effect in GROUND:
                continue
            amount = pick(self._amounts[effect], acts.action, acts.row)
            which = np.flatnonzero(amount > 0)
            if len(which) or (effect == "reassure" and met is not None):
                IMPLEMENTED[effect](Doing(acts, which, amount[which], see, state, capture_draw, met))
