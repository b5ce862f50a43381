"""Effects: what the day's acts change. All read the morning and are sums, or one decision per quantity.

Names and meanings stand in `sim/scenario/action.py`; `IMPLEMENTED` has one function for each. Counts
are whole numbers, so their sums do not depend on the order of acts.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .acts import Acts
from .arrays import Floats, Ints, add_at
from .contest import Contest
from .numbers import Numbers
from .roster import NOBODY, Roster
from .rows import pick
from .signals import Morning
from .state import State

Pair = tuple[int, int]
Shares = dict[Pair, Floats]  # by author and addressee, `(rows,)`


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
    met: list[tuple[Pair, Floats]]

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

    def largest(self) -> Shares:
        """The largest amount of the day for each author and addressee with any; 0 where none."""
        rows, actors = self.state.rows, len(self.state.strength)
        paired = np.flatnonzero((self.author >= 0) & (self.toward >= 0))
        pair = self.author[paired] * actors + self.toward[paired]
        pairs = np.flatnonzero(np.bincount(pair))
        table = np.zeros((len(pairs), rows))
        cells = np.searchsorted(pairs, pair) * rows + self.row[paired]
        np.maximum.at(table.reshape(-1), cells, self.amount[paired])
        return {divmod(pair, actors): share for pair, share in zip(pairs.tolist(), table, strict=True)}


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
    numbers, left = do.see.numbers, dict[int, Floats]()
    leans = {(p, c): lev for (p, c, _), lev in zip(do.see.roster.patronage, numbers.leverage, strict=True)}
    for (author, addressee), share in do.largest().items():
        waiting = left.setdefault(author, np.ones_like(do.state.audience))
        np.minimum(waiting[addressee], 1.0 - share, out=waiting[addressee])
        for_all = share * (np.asarray(leans.get((author, addressee), 0.0)) > 0)
        np.minimum(waiting, 1.0 - for_all, out=waiting)
    for author, waiting in left.items():
        do.state.complaints[:, author] *= waiting


def reassure(do: Doing) -> None:
    """A call, or talks, relieve the grievance of a pair both ways; the larger share counts."""
    relieved: Shares = {}
    for pair, share in (*do.largest().items(), *do.met):
        both = min(pair), max(pair)
        relieved[both] = np.maximum(relieved.get(both, 0.0), share)
    for (one, other), share in relieved.items():
        for pair in {(one, other), (other, one)}:
            do.state.grievance[pair] *= 1.0 - share


def effort(do: Doing) -> None:
    """A patron leans on its client."""
    _approach_one(do.state.effort, do.largest())


def wear(do: Doing) -> None:
    """Use wears leverage."""
    _approach_one(do.state.wear, do.largest())


def _approach_one(habit: Floats, shares: Shares) -> None:
    for pair, share in shares.items():
        habit[pair] += (1.0 - habit[pair]) * share


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
        self._changing = np.zeros(len(numbers.toll["hidden"]), dtype=bool)
        for amount in self._amounts.values():
            self._changing |= (amount > 0).any(axis=1)

    def apply(
        self,
        acts: Acts,
        see: Morning,
        state: State,
        capture_draw: Callable[[Ints, Ints], Floats],
        met: list[tuple[Pair, Floats]],
    ) -> None:
        """Apply the day's effects to the evening's state; in history the ground stays as it was given."""
        changing = np.flatnonzero(self._changing[acts.action])
        action, row = acts.action[changing], acts.row[changing]
        for effect in self._used:
            if see.day < 1 and effect in GROUND:
                continue
            amount = pick(self._amounts[effect], action, row)
            some = np.flatnonzero(amount > 0)
            if len(some) or (effect == "reassure" and met):
                doing = Doing(acts, changing[some], amount[some], see, state, capture_draw, met)
                IMPLEMENTED[effect](doing)
