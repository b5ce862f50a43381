"""Tables: events, judgements and the ledger of a batch as flat columns of small whole numbers."""

import numpy as np

from .arrays import Array, Ints
from .lived import Lived
from .obligations import Duties
from .roster import Roster

Table = dict[str, Array]
Parties = tuple[int | Ints, int | Ints, int | Ints]
_WIDE = ("row", "deaths", "deaths_civilians", "own_losses", "event")
_OF_ACTS = (
    "row",
    "action",
    "target",
    "from_place",
    "place",
    "count",
    "deaths",
    "own_losses",
    "captured",
    "hidden",
)


class Tables:
    """Collects the days; codes are those of the roster, NOBODY for none."""

    def __init__(self, roster: Roster, duties: Duties) -> None:
        self._duties = duties
        self._rung = np.array([a.rung for a in roster.scenario.actions.values()], dtype=np.int64)
        self._pending = np.zeros_like(duties.is_open)
        self._entries = 0
        self._events: list[Table] = []
        self._judgements: list[Table] = []
        self._ledger: list[Table] = []
        self.obligations = [
            f"agreements.{agreement}.obligations.{name}"
            for agreement, record in roster.scenario.agreements.items()
            for name in record.obligations
        ]
        self._bans = np.array([self.obligations.index(ban.path) for ban in duties.bans.bans], dtype=np.int64)
        self._duties_of: dict[tuple[int, int, int], list[int]] = {}  # duties for several clients share a line
        for k, duty in enumerate(duties.duties):
            parties = (self.obligations.index(duty.path), duty.bearer, duty.counterparty)
            self._duties_of.setdefault(parties, []).append(k)

    def add(self, lived: Lived) -> None:
        """Add one day."""
        self._add_events(lived)
        self._add_judgements(lived)
        self._add_ledger(lived)
        self._pending = self._duties.is_open.copy()
        self._entries += len(lived.acts)

    def stacked(self) -> tuple[Table, Table, Table]:
        """Events, judgements and ledger of all days."""
        return _stack(self._events), _stack(self._judgements), _stack(self._ledger)

    def _add_events(self, lived: Lived) -> None:
        acts = lived.acts
        table = {name: getattr(acts, name) for name in _OF_ACTS}
        table |= {"actor": acts.author, "rule": acts.origin, "deaths_civilians": acts.civilians}
        table |= {"claimed_excepted": acts.claimed, "rung": self._rung[acts.action]}
        self._events.append(_small(table | {"day": np.full(len(acts), lived.day)}))

    def _add_judgements(self, lived: Lived) -> None:
        observer, which = lived.judged()
        table = {"row": lived.acts.row[which], "event": which + self._entries, "observer": observer}
        table |= {"blamed": lived.blamed[observer, which], "accepted": lived.accepted[observer, which]}
        self._judgements.append(_small(table | {"day": np.full(len(which), lived.day)}))

    def _add_ledger(self, lived: Lived) -> None:
        flow, broken = lived.flow, lived.breaches
        parties = (self._bans[broken.ban], broken.bearer, broken.observer)
        if len(broken):
            self._entry(lived.day, broken.row, parties, {"breached": broken.count})
        for parties, duties in self._duties_of.items():
            flows = {name: getattr(flow, name)[duties].sum(axis=0) for name in ("due", "kept", "breached")}
            before, now = (pending[duties].sum(axis=0) for pending in (self._pending, self._duties.is_open))
            moved = (flows["due"] + flows["kept"] + flows["breached"] > 0) | (now != before)
            row = np.flatnonzero(moved)
            self._entry(
                lived.day, row, parties, {n: f[row] for n, f in flows.items()} | {"pending": now[row]}
            )

    def _entry(self, day: int, row: Ints, parties: Parties, flows: Table) -> None:
        """`parties` are the codes of obligation, bearer and counterparty, one for all or one a row."""
        names = ("day", "obligation", "bearer", "counterparty")
        table = {name: np.full(len(row), code) for name, code in zip(names, (day, *parties), strict=True)}
        table["row"] = row
        for name in ("due", "kept", "breached", "pending"):
            table[name] = np.asarray(flows.get(name, np.zeros(len(row), dtype=np.int64)))
        self._ledger.append(_small(table))


def _small(table: Table) -> Table:
    """Codes and counts in 16 bits, rows and tolls in 32."""
    return {name: a.astype(np.int32 if name in _WIDE else np.int16) for name, a in table.items()}


def _stack(days: list[Table]) -> Table:
    return {name: np.concatenate([day[name] for day in days]) for name in days[0]} if days else {}
