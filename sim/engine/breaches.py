"""Breaches: which acts break an obligation to refrain, as each counterparty sees it."""

from dataclasses import dataclass

import numpy as np

from sim.scenario.agreement import AnswerFor, Refrain

from .acts import Acts
from .arrays import Bools, Floats, Ints
from .claims import Judges
from .numbers import Numbers
from .roster import Roster
from .rows import Number
from .signals import Morning
from .state import State


@dataclass(frozen=True)
class Ban:
    """One obligation to refrain, in codes. `actors` are bits, the rest are lookup tables."""

    path: str
    agreement: int
    name: str
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
class Breach:
    """Breaches of one obligation by one bearer in one counterparty's eyes: their number per row."""

    ban: Ban
    bearer: int
    observer: int
    count: Ints


class Bans:
    """All obligations to refrain, and who answers for whom."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self.bans = [
            self._ban(k, agreement_id, name, obligation)
            for k, (agreement_id, agreement) in enumerate(roster.scenario.agreements.items())
            for name, obligation in agreement.obligations.items()
            if isinstance(obligation, Refrain)
        ]
        self._starts = [roster.scenario.day_of(a.in_force) for a in roster.scenario.agreements.values()]
        self.answering = self._answering()

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        paths = [*(ban.path for ban in self.bans), *(path for path, _, _, _ in self.answering)]
        self.weight: dict[str, Number] = {path: numbers.values[f"{path}.weight"] for path in paths}

    def in_force(self, agreement: int, state: State, day: int) -> Bools:
        """Rows in which the agreement holds on this day."""
        return state.in_force[agreement] & (day >= self._starts[agreement])

    def binding(self, see: Morning, actor: int, action: int) -> Floats:
        """The signal `bound`: the largest weight that covers each place and its holder."""
        bans = tuple(k for k, ban in enumerate(self.bans) if ban.bearers[actor] and ban.actions[action])
        return see.kept(("bound", bans), lambda: self._heaviest(bans, see))

    def _heaviest(self, bans: tuple[int, ...], see: Morning) -> Floats:
        heaviest = np.zeros(see.state.holder.shape)
        for ban in (self.bans[k] for k in bans):
            holds = self.in_force(ban.agreement, see.state, see.day)
            covered = ban.places[:, None] & see.ground.held_by(ban.against_bits) & holds
            np.maximum(heaviest, covered * self.weight[ban.path], out=heaviest)
        return heaviest

    def judge(self, acts: Acts, blamed: Ints, judges: Judges, see: Morning) -> tuple[list[Breach], Ints]:
        """The day's breaches, and acceptances `(actors, acts)`: 1 accepted, 0 refused, -1 not asked."""
        accepted = np.full((len(self._roster.actors), len(acts)), -1)
        found: list[Breach] = []
        for ban in self.bans:
            for observer in ban.counterparties:
                which = self._contested(ban, observer, acts, blamed[observer], see)
                asked = which[acts.claimed[which] & (accepted[observer, which] < 0)]
                if len(asked):
                    says = judges.accepts(acts, asked, observer, blamed[observer, asked], see)
                    accepted[observer, asked] = says
                holder = see.ground.holder[acts.place[which], acts.row[which]]
                plain = ~acts.claimed[which] & ban.against[holder]
                broken = which[plain | (acts.claimed[which] & (accepted[observer, which] == 0))]
                found += _by_bearer(ban, observer, blamed[observer, broken], acts.row[broken], see.state.rows)
        return found, accepted

    def answerable(self, breach: Breach, see: Morning) -> dict[int, Bools]:
        """The bearer and everyone who answers for it in the observer's eyes, with the rows where so."""
        judged = {breach.bearer: np.ones(see.state.rows, dtype=bool)}
        for path, agreement, guarantor, client in self.answering:
            if client == breach.bearer:
                holds = self.in_force(agreement, see.state, see.day) & (self.weight[path] > 0)
                judged[guarantor] = judged.get(guarantor, False) | holds
        judged.pop(breach.observer, None)
        return dict(sorted(judged.items()))

    def _contested(self, ban: Ban, observer: int, acts: Acts, blamed: Ints, see: Morning) -> Ints:
        """Acts that fall under the obligation, whether excepted or not."""
        which = np.flatnonzero((acts.place >= 0) & (blamed >= 0) & ban.actions[acts.action])
        place, row = acts.place[which], acts.row[which]
        holder = see.ground.holder[place, row]
        weighs = np.asarray(self.weight[ban.path]) > 0
        holds = self.in_force(ban.agreement, see.state, see.day) & weighs
        others = ban.bearers[blamed[which]] & (blamed[which] != observer)
        under = others & ban.places[place] & holds[row]
        return which[under & (ban.against[holder] | ban.exclusion[holder])]

    def _ban(self, code: int, agreement_id: str, name: str, ban: Refrain) -> Ban:
        roster = self._roster
        zone = roster.scenario.zones[roster.scenario.agreements[agreement_id].zone]
        actors = len(roster.actors)
        return Ban(
            f"agreements.{agreement_id}.obligations.{name}",
            code,
            name,
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


def _by_bearer(ban: Ban, observer: int, bearers: Ints, row: Ints, rows: int) -> list[Breach]:
    return [
        Breach(ban, bearer, observer, np.bincount(row[bearers == bearer], minlength=rows))
        for bearer in np.unique(bearers).tolist()
    ]
