"""Breaches: which acts break an obligation to refrain, as each counterparty sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.scenario.agreement import AnswerFor, Refrain

from .acts import Acts
from .arrays import Bools, Floats, Ints, true_cells
from .claims import Judges
from .numbers import Numbers
from .roster import Roster
from .rows import Number, column, pick
from .signals import Morning


@dataclass(frozen=True)
class Ban:
    """One obligation to refrain, in codes. `actors` are bits, the rest are lookup tables."""

    path: str
    agreement: int
    bearers: Bools
    counterparties: list[int]
    actions: Bools
    places: Bools
    against: Bools
    exclusion: Bools

    @property
    def against_bits(self) -> int:
        """The actors it protects, as bits."""
        return sum(1 << actor for actor in np.flatnonzero(self.against).tolist())


@dataclass(frozen=True)
class Breaches:
    """A day's breaches: one entry a ban, observer, bearer and row, in this order, with their number."""

    ban: Ints
    observer: Ints
    bearer: Ints
    row: Ints
    count: Ints

    def __len__(self) -> int:
        return len(self.row)


class Bans:
    """All obligations to refrain, and who answers for whom. A view is one ban as one counterparty sees it."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self.bans = [
            self._ban(k, agreement_id, name, obligation)
            for k, (agreement_id, agreement) in enumerate(roster.scenario.agreements.items())
            for name, obligation in agreement.obligations.items()
            if isinstance(obligation, Refrain)
        ]
        starts = [roster.scenario.day_of(a.in_force) for a in roster.scenario.agreements.values()]
        self._starts = np.array(starts, dtype=np.int64)[:, None]
        self.agreement = np.array([ban.agreement for ban in self.bans], dtype=np.int64)
        views = [(k, observer) for k, ban in enumerate(self.bans) for observer in ban.counterparties]
        self._view, self._observer = np.array(views, dtype=np.int64).reshape(-1, 2).T
        actors = len(roster.actors)
        self._bearers = _tables((ban.bearers for ban in self.bans), actors)
        self._actions = _tables((ban.actions for ban in self.bans), len(roster.actions))
        self._named: Bools = np.any(self._actions, axis=0)
        self._places = _tables((ban.places for ban in self.bans), len(roster.places))
        self._against = _tables((ban.against for ban in self.bans), actors)
        self._covered = self._against | _tables((ban.exclusion for ban in self.bans), actors)
        self.answering = self._answering()

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        paths = [*(ban.path for ban in self.bans), *(path for path, _, _, _ in self.answering)]
        self.weight: dict[str, Number] = {path: numbers.values[f"{path}.weight"] for path in paths}
        self._weights = column([self.weight[ban.path] for ban in self.bans])

    def weight_of(self, ban: Ints, row: Ints) -> Floats:
        """The weight of each ban in its row."""
        return pick(self._weights, ban, row)

    def holding(self, see: Morning) -> Bools:
        """Rows in which each agreement holds today, `(agreements, rows)`."""
        return see.kept("holding", lambda: see.state.in_force & (see.day >= self._starts))

    def binding(self, see: Morning, actor: int, action: int) -> Floats:
        """The signal `bound`: the largest weight that covers each place and its holder."""
        bans = tuple(k for k, ban in enumerate(self.bans) if ban.bearers[actor] and ban.actions[action])
        return see.kept(("bound", bans), lambda: self._heaviest(bans, see))

    def _heaviest(self, bans: tuple[int, ...], see: Morning) -> Floats:
        heaviest = np.zeros(see.state.holder.shape)
        for ban in (self.bans[k] for k in bans):
            holds = self.holding(see)[ban.agreement]
            covered = ban.places[:, None] & see.ground.held_by(ban.against_bits) & holds
            np.maximum(heaviest, covered * self.weight[ban.path], out=heaviest)
        return heaviest

    def judge(self, acts: Acts, blamed: Ints, judges: Judges, see: Morning) -> tuple[Breaches, Ints]:
        """The day's breaches, and acceptances `(actors, acts)`: 1 accepted, 0 refused, -1 not asked."""
        view, which = self._contested(acts, blamed, see)
        ban, observer, claimed = self._view[view], self._observer[view], acts.claimed[which]
        accused = blamed[observer, which]
        accepted = np.full((len(self._roster.actors), len(acts)), -1)
        asker, asked, culprit = observer[claimed], which[claimed], accused[claimed]
        accepted[asker, asked] = judges.accepts(acts, asked, asker, culprit, see)
        holder = see.ground.holder[acts.place[which], acts.row[which]]
        broken = np.where(claimed, accepted[observer, which] == 0, self._against[ban, holder])
        cells = np.array((ban, observer, accused, acts.row[which]))[:, broken]
        return self._counted(cells, see.state.rows), accepted

    def _contested(self, acts: Acts, blamed: Ints, see: Morning) -> tuple[Ints, Ints]:
        """(view, act) of the acts that fall under an obligation, whether excepted or not."""
        some = np.flatnonzero(self._named[acts.action] & (acts.place >= 0))
        place, row, action = acts.place[some], acts.row[some], acts.action[some]
        holder = see.ground.holder[place, row]
        falls = self._actions.take(action, axis=1) & self._places.take(place, axis=1)
        falls &= self._covered.take(holder, axis=1) & self._holds(see).take(row, axis=1)
        views, which = true_cells(falls[self._view])
        accused, observer = blamed[self._observer[views], some[which]], self._observer[views]
        guilty = np.flatnonzero(self._bearers[self._view[views], accused] & (accused != observer))
        return views[guilty], some[which[guilty]]

    def _holds(self, see: Morning) -> Bools:
        """Rows in which each ban holds today, `(bans, rows)`."""
        return self.holding(see)[self.agreement] & (self._weights > 0)

    def _counted(self, cells: Ints, rows: int) -> Breaches:
        """Equal columns of (ban, observer, bearer, row) as one entry."""
        shape = (len(self.bans), len(self._roster.actors), len(self._roster.actors), rows)
        count = np.bincount(np.ravel_multi_index(tuple(cells), shape))
        some = np.flatnonzero(count)
        ban, observer, bearer, row = np.unravel_index(some, shape)
        return Breaches(ban, observer, bearer, row, count[some])

    def discredited(self, breaches: Breaches, see: Morning) -> tuple[Ints, Ints]:
        """(entry, actor) of whom a breach discredits: bearer and who answers for it, never the observer."""
        actors = see.kept("answers", lambda: self._answers(see))[breaches.bearer, :, breaches.row]
        actors[np.arange(len(breaches)), breaches.observer] = False
        return true_cells(actors)

    def _answers(self, see: Morning) -> Bools:
        """Who answers for each actor today, itself included, `(actors, actors, rows)`."""
        actors = len(self._roster.actors)
        answers = np.repeat(np.eye(actors, dtype=bool)[:, :, None], see.state.rows, axis=2)
        for path, agreement, guarantor, client in self.answering:
            answers[client, guarantor] |= self.holding(see)[agreement] & (self.weight[path] > 0)
        return answers

    def _ban(self, code: int, agreement_id: str, name: str, ban: Refrain) -> Ban:
        roster = self._roster
        zone = roster.scenario.zones[roster.scenario.agreements[agreement_id].zone]
        actors = len(roster.actors)
        return Ban(
            f"agreements.{agreement_id}.obligations.{name}",
            code,
            _table(actors, [roster.actor_code[b] for b in ban.bearers]),
            sorted(roster.actor_code[c] for c in ban.counterparties),
            _table(len(roster.actions), [roster.action_code[a] for a in ban.actions]),
            _table(len(roster.places), [roster.place_code[p] for p in zone.places]),
            _table(actors, [roster.actor_code[a] for a in ban.against]),
            _table(actors, [roster.actor_code[a] for a in ban.exclusion]),
        )

    def _answering(self) -> list[tuple[str, int, int, int]]:
        """(path, agreement, guarantor, client) of every obligation to answer for somebody."""
        code = self._roster.actor_code
        return [
            (f"agreements.{agreement_id}.obligations.{name}", k, code[guarantor], code[client])
            for k, (agreement_id, agreement) in enumerate(self._roster.scenario.agreements.items())
            for name, duty in agreement.obligations.items()
            if isinstance(duty, AnswerFor)
            for guarantor in sorted(duty.bearers)
            for client in sorted(duty.clients)
        ]


def _table(size: int, codes: list[int]) -> Bools:
    table = np.zeros(size, dtype=bool)
    table[codes] = True
    return table


def _tables(tables: Iterable[Bools], size: int) -> Bools:
    """Tables side by side, with False at the end for the index NOBODY."""
    return np.array([[*table, False] for table in tables], dtype=bool).reshape(-1, size + 1)
