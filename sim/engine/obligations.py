"""Obligations: duties that open, are kept or missed, and what that does to confidence.

Duties with triggers and deadlines follow normative multi-agent systems (Boella, van der Torre and
Verhagen 2006); a guarantor's duty for its client joins further breaches while it is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.scenario.agreement import AnswerFor, Maintain, Perform

from .acts import Acts
from .arrays import Bools, Floats, Ints, true_cells
from .breaches import Bans, Breaches
from .numbers import Numbers
from .roster import NOBODY, Roster
from .rows import column
from .signals import Morning
from .state import LONG_AGO, State


@dataclass(frozen=True)
class Duty:
    """One duty of one bearer to one counterparty (and for one client)."""

    path: str
    agreement: int
    obligation: AnswerFor | Perform | Maintain
    bearer: int
    counterparty: int
    client: int
    one_of: Bools
    after: int


@dataclass
class Flow:
    """The ledger of one day, each `(duties, rows)`."""

    due: Bools
    kept: Bools
    breached: Bools


class Duties:
    """All duties that are not to refrain, one a line; their open state is kept here, `(duties, rows)`."""

    def __init__(self, roster: Roster, bans: Bans, rows: int) -> None:
        self._roster, self.bans = roster, bans
        self.duties = list(_duties(roster))
        shape = (len(self.duties), rows)
        self.opened = np.full(shape, LONG_AGO)
        self.deadline = np.zeros(shape)
        self.is_open = np.zeros(shape, dtype=bool)
        self.missed_check = np.zeros(shape, dtype=bool)
        self._agreement, self._bearer, self._counterparty, self._client, self._after = (
            np.array([getattr(duty, part) for duty in self.duties], dtype=np.int64)
            for part in ("agreement", "bearer", "counterparty", "client", "after")
        )
        self._one_of = np.array([duty.one_of for duty in self.duties], dtype=bool)
        self._one_of = self._one_of.reshape(len(self.duties), len(roster.actions))
        self._matters: Bools = np.any(self._one_of, axis=0)  # actions that keep or call for some duty
        self._matters[self._after[self._after != NOBODY]] = True
        kinds = [duty.obligation for duty in self.duties]
        self._answers = _lines([isinstance(kind, AnswerFor) for kind in kinds])
        self._by_result = _lines([isinstance(kind, AnswerFor) and kind.of == "result" for kind in kinds])
        self._periodic = _lines([isinstance(kind, Perform) and kind.every is not None for kind in kinds])
        self._checks = {
            k: roster.scenario.day_of(kind.due) for k, kind in enumerate(kinds) if isinstance(kind, Maintain)
        }
        actors = len(roster.actors)
        self._last_breach = np.full((actors, actors, rows), LONG_AGO)

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        self.bans.read(numbers)
        self.weight = self._column(numbers, "weight", 0.0)
        self._within = self._column(numbers, "within", 1.0)
        self._every = np.maximum(1.0, np.floor(self._column(numbers, "every", 1.0)))
        self._at_least = self._column(numbers, "at_least", 0.0)

    def _column(self, numbers: Numbers, key: str, absent: float) -> Floats:
        """A parameter of every duty."""
        return column([numbers.values.get(f"{duty.path}.{key}", absent) for duty in self.duties])

    def binding(self, see: Morning, actor: int, action: int) -> Floats:
        """The signal `bound`."""
        return self.bans.binding(see, actor, action)

    def _live(self, see: Morning) -> Bools:
        """Rows in which each duty can exist."""
        return self.bans.holding(see)[self._agreement] & (self.weight > 0)

    def urgency(self, see: Morning) -> Floats:
        """The signal `duty_due`: urgency of each actor's most urgent duty, `(actors, rows)`."""
        urgent = self.is_open * np.minimum(1.0, (see.day - self.opened) / self._within)
        for k, first in self._checks.items():
            urgent[k] = self._check_urgency(k, first, see)
        urgent *= self._live(see)
        most = np.zeros_like(see.state.audience)
        for bearer, line in zip(self._bearer.tolist(), urgent, strict=True):
            np.maximum(most[bearer], line, out=most[bearer])
        return most

    def _check_urgency(self, k: int, first: int, see: Morning) -> Floats:
        every = self._every[k]
        periods = np.maximum(0.0, np.ceil((see.day - first) / every))
        ahead = first + periods * every - see.day
        nearing = np.minimum(1.0, np.maximum(0.0, 1.0 - ahead / every))
        short = self._posts(k, see.state) < self._at_least[k]
        return np.where(short, np.where(self.missed_check[k], 1.0, nearing), 0.0)

    def _posts(self, k: int, state: State) -> Ints:
        mine = self._roster.post_owner == self._bearer[k]
        return np.add.reduce(state.post[mine].astype(np.int64), axis=0)

    def judge(self, acts: Acts, breaches: Breaches, see: Morning, evening: State) -> Flow:
        """Keep, close and open the day's duties, under the agreements of the morning."""
        live, acts = self._live(see), acts.some(self._matters[acts.action])
        called = self._called(acts, breaches, see)
        self._last_breach[breaches.bearer, breaches.observer, breaches.row] = see.day
        kept, missed = self._close(live, acts, see.day)
        flow = Flow(self._open(live & called, see.day), kept, missed)
        for k, first in self._checks.items():
            if see.day >= max(1, first):
                checked = live[k] & ((see.day - first) % self._every[k] == 0)
                holds = self._posts(k, evening) >= self._at_least[k]
                self.missed_check[k] = np.where(checked, ~holds, self.missed_check[k])
                flow.due[k], flow.kept[k], flow.breached[k] = checked, checked & holds, checked & ~holds
        return flow

    def _called(self, acts: Acts, breaches: Breaches, see: Morning) -> Bools:
        """Where today's acts, breaches or the period call for each duty."""
        asked = (acts.action == self._after[:, None]) & (acts.author == self._counterparty[:, None])
        called = self._somewhere(asked & (acts.target == self._bearer[:, None]) & ~acts.hidden, acts)
        actors, rows, day = len(self._roster.actors), see.state.rows, see.day
        seen = np.zeros((len(see.state.in_force), actors, actors, rows), dtype=bool)
        seen[self.bans.agreement[breaches.ban], breaches.bearer, breaches.observer, breaches.row] = True
        called |= self._answers & seen[self._agreement, self._client, self._counterparty]
        if day >= 1:
            called |= self._periodic & ((day - 1) % self._every == 0)
        return called

    def _close(self, live: Bools, acts: Acts, day: int) -> tuple[Bools, Bools]:
        """Where open duties are kept today and where they are missed."""
        self.is_open &= live
        kept = self._somewhere(self._keeping(acts), acts) & self.is_open & ~self._by_result
        due = self.is_open & ~kept & (day >= self.deadline)
        self.is_open &= ~(kept | due)
        quiet = self._by_result & (self._last_breach[self._client, self._counterparty] <= self.opened)
        return kept | (due & quiet), due & ~quiet

    def _keeping(self, acts: Acts) -> Bools:
        """Which acts are what a bearer owes, addressed rightly, `(duties, acts)`."""
        right = (acts.toward == NOBODY) | (acts.toward == self._counterparty[:, None])
        right |= acts.toward == self._client[:, None]
        return self._one_of[:, acts.action] & (acts.author == self._bearer[:, None]) & right

    def _somewhere(self, which: Bools, acts: Acts) -> Bools:
        """Rows in which some act is meant, from `(duties, acts)`."""
        found = np.zeros_like(self.is_open)
        duty, act = true_cells(which)
        found[duty, acts.row[act]] = True
        return found

    def _open(self, called: Bools, day: int) -> Bools:
        """Open duties where they are called for and not open yet; says where."""
        opening = called & ~self.is_open
        self.opened[opening] = day
        self.deadline = np.where(opening, day + self._within, self.deadline)
        self.is_open |= opening
        return opening


def _lines(flags: list[bool]) -> Bools:
    return np.array(flags, dtype=bool)[:, None]


def _duties(roster: Roster) -> Iterator[Duty]:
    for code, (agreement_id, agreement) in enumerate(roster.scenario.agreements.items()):
        for name, duty in agreement.obligations.items():
            if not isinstance(duty, AnswerFor | Perform | Maintain):
                continue
            path = f"agreements.{agreement_id}.obligations.{name}"
            one_of = np.zeros(len(roster.actions), dtype=bool)
            one_of[[roster.action_code[a] for a in getattr(duty, "one_of", ())]] = True
            after = getattr(duty, "after", None)
            clients = sorted(duty.clients) if isinstance(duty, AnswerFor) else [None]
            for bearer in sorted(duty.bearers):
                for counterparty in sorted(duty.counterparties):
                    for client in clients:
                        if bearer != counterparty:
                            yield Duty(
                                path,
                                code,
                                duty,
                                roster.actor_code[bearer],
                                roster.actor_code[counterparty],
                                roster.actor(client),
                                one_of,
                                NOBODY if after is None else roster.action_code[after],
                            )
