"""Obligations: duties that open, are kept or missed, and what that does to confidence.

Duties with triggers and deadlines follow normative multi-agent systems (Boella, van der Torre and
Verhagen 2006); a guarantor's duty for its client joins further breaches while it is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.scenario.agreement import AnswerFor, Maintain, Perform

from .acts import Acts
from .arrays import Bools, Floats, Ints
from .breaches import Bans, Breach
from .numbers import Numbers
from .roster import NOBODY, Roster
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
    """All duties that are not to refrain; their open state is kept here, `(duties, rows)`."""

    def __init__(self, roster: Roster, bans: Bans, rows: int) -> None:
        self._roster, self.bans = roster, bans
        self.duties = list(_duties(roster))
        shape = (len(self.duties), rows)
        self.opened = np.full(shape, LONG_AGO)
        self.deadline = np.zeros(shape)
        self.is_open = np.zeros(shape, dtype=bool)
        self.missed_check = np.zeros(shape, dtype=bool)
        actors = len(roster.actors)
        self._matters = np.zeros(len(roster.actions), dtype=bool)  # actions that keep or call for some duty
        for duty in self.duties:
            self._matters |= duty.one_of
            self._matters[[duty.after] if duty.after != NOBODY else []] = True
        self._last_breach = np.full((actors, actors, rows), LONG_AGO)

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        self.bans.read(numbers)
        values, self.weight, self._within = numbers.values, [], []
        self._every: list[Floats | float] = []
        self._at_least: list[Floats | float] = []
        for duty in self.duties:
            kind = duty.obligation
            self.weight.append(values[f"{duty.path}.weight"])
            self._within.append(0.0 if isinstance(kind, Maintain) else values[f"{duty.path}.within"])
            periodic = isinstance(kind, Maintain) or (isinstance(kind, Perform) and kind.every is not None)
            self._every.append(values[f"{duty.path}.every"] if periodic else 0.0)
            self._at_least.append(values[f"{duty.path}.at_least"] if isinstance(kind, Maintain) else 0.0)

    def binding(self, see: Morning, actor: int, action: int) -> Floats:
        """The signal `bound`."""
        return self.bans.binding(see, actor, action)

    def _live(self, k: int, state: State, day: int) -> Bools:
        """Rows in which duty k can exist."""
        weighs = np.asarray(self.weight[k]) > 0
        return self.bans.in_force(self.duties[k].agreement, state, day) & weighs

    def urgency(self, see: Morning) -> Floats:
        """The signal `duty_due`: urgency of each actor's most urgent duty, `(actors, rows)`."""
        most = np.zeros_like(see.state.audience)
        for k, duty in enumerate(self.duties):
            live = self._live(k, see.state, see.day)
            if isinstance(duty.obligation, Maintain):
                urgent = self._check_urgency(k, duty, see)
            else:
                urgent = self.is_open[k] * np.minimum(1.0, (see.day - self.opened[k]) / self._within[k])
            most[duty.bearer] = np.maximum(most[duty.bearer], urgent * live)
        return most

    def _check_urgency(self, k: int, duty: Duty, see: Morning) -> Floats:
        every, first = np.floor(self._every[k]), self._first_check(duty)
        periods = np.maximum(0.0, np.ceil((see.day - first) / every))
        ahead = first + periods * every - see.day
        nearing = np.minimum(1.0, np.maximum(0.0, 1.0 - ahead / every))
        short = self._posts(duty, see.state) < self._at_least[k]
        return np.where(short, np.where(self.missed_check[k], 1.0, nearing), 0.0)

    def _first_check(self, duty: Duty) -> int:
        assert isinstance(duty.obligation, Maintain)
        return self._roster.scenario.day_of(duty.obligation.due)

    def _posts(self, duty: Duty, state: State) -> Ints:
        return np.add.reduce(state.post[self._roster.post_owner == duty.bearer].astype(np.int64), axis=0)

    def judge(self, acts: Acts, breaches: list[Breach], see: Morning, evening: State) -> Flow:
        """Keep, close and open the day's duties, under the agreements of the morning."""
        day, shape = see.day, self.is_open.shape
        flow = Flow(np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape, bool))
        seen, acts = self._remember(breaches, day), acts.some(self._matters[acts.action])
        for k, duty in enumerate(self.duties):
            live = self._live(k, see.state, day)
            if isinstance(duty.obligation, Maintain):
                checked, holds = self._check(k, live, evening, day)
                flow.due[k], flow.kept[k], flow.breached[k] = checked, checked & holds, checked & ~holds
            else:
                flow.kept[k], flow.breached[k] = self._close(k, live, acts, day)
                flow.due[k] = self._open(k, live & self._triggered(k, acts, seen, day), day)
        return flow

    def _remember(self, breaches: list[Breach], day: int) -> dict[tuple[int, int, int], Bools]:
        """Today's breaches by (agreement, client, observer); their day is remembered."""
        seen: dict[tuple[int, int, int], Bools] = {}
        for breach in breaches:
            key = (breach.ban.agreement, breach.bearer, breach.observer)
            seen[key] = seen.get(key, False) | (breach.count > 0)
            self._last_breach[breach.bearer, breach.observer, breach.count > 0] = day
        return seen

    def _close(self, k: int, live: Bools, acts: Acts, day: int) -> tuple[Bools, Bools]:
        """Where the open duty is kept today and where it is missed."""
        duty = self.duties[k]
        self.is_open[k] &= live
        kept = np.zeros_like(live)
        by_result = isinstance(duty.obligation, AnswerFor) and duty.obligation.of == "result"
        if not by_result:
            kept[acts.row[self._keeping(duty, acts)]] = True
        kept &= self.is_open[k]
        due = self.is_open[k] & ~kept & (day >= self.deadline[k])
        self.is_open[k] &= ~(kept | due)
        if by_result:
            quiet = self._last_breach[duty.client, duty.counterparty] <= self.opened[k]
            return due & quiet, due & ~quiet
        return kept, due

    def _keeping(self, duty: Duty, acts: Acts) -> Bools:
        right = (acts.toward == NOBODY) | (acts.toward == duty.counterparty)
        if duty.client != NOBODY:
            right |= acts.toward == duty.client
        return duty.one_of[acts.action] & (acts.author == duty.bearer) & right

    def _triggered(self, k: int, acts: Acts, seen: dict[tuple[int, int, int], Bools], day: int) -> Bools:
        """Rows in which today's breaches, acts or the period call for the duty."""
        duty, called = self.duties[k], np.zeros(self.is_open.shape[1], dtype=bool)
        if isinstance(duty.obligation, AnswerFor):
            called |= seen.get((duty.agreement, duty.client, duty.counterparty), False)
        elif duty.after != NOBODY:
            asked = (acts.action == duty.after) & (acts.author == duty.counterparty) & ~acts.hidden
            called[acts.row[asked & (acts.target == duty.bearer)]] = True
        elif day >= 1:
            called |= (day - 1) % np.maximum(1.0, np.floor(self._every[k])) == 0
        return called

    def _open(self, k: int, called: Bools, day: int) -> Bools:
        """Open the duty where it is called for and not open yet; says where."""
        opening = called & ~self.is_open[k]
        self.opened[k, opening] = day
        self.deadline[k] = np.where(opening, day + np.asarray(self._within[k]), self.deadline[k])
        self.is_open[k] |= opening
        return opening

    def _check(self, k: int, live: Bools, evening: State, day: int) -> tuple[Bools, Bools]:
        """Where the state is checked today, and where it holds."""
        duty = self.duties[k]
        since, every = day - self._first_check(duty), np.maximum(1.0, np.floor(self._every[k]))
        holds = self._posts(duty, evening) >= self._at_least[k]
        checked = live & (since % every == 0) & (day >= 1) & (since >= 0)
        self.missed_check[k] = np.where(checked, ~holds, self.missed_check[k])
        return checked, holds


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
