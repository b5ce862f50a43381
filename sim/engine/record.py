"""Record: what a batch of rows did, day by day, and the tables of its events, judgements and ledger.

The digest of a row and day is a sum of hashes over its events, judgements and ledger flows: two
rows have equal digests on a day exactly when the same happened (up to the chance of 2^-64).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.scenario.agreement import Refrain
from sim.scenario.scenario import Scenario

from .acts import Acts
from .arrays import Array, Bools, Floats, Ints, Words
from .breaches import Breach
from .chance import name_hash
from .obligations import Duties, Flow
from .roster import NOBODY, Roster
from .state import State

WEEK = 7
OPEN_FIRE = 9
ON_STATES = 8


@dataclass(frozen=True)
class Record:
    """Results of `simulate`; day d of 1..days is at index d - 1, `digest` starts at `first_day`.

    `daily` maps a metric to `(days, rows)`; `holder_side` maps each place of `outcomes.falls` to
    `(days, rows)`, True while it is held by another side than on day one. Tables are flat columns
    whose codes index `names` (-1 for none).
    """

    scenario: Scenario
    seed: int
    worlds: Ints
    first_day: int
    days: int
    daily: Mapping[str, Array]
    holder_side: Mapping[str, Bools]
    covered_total: int
    digest: Words
    names: Mapping[str, list[str]]
    events: Mapping[str, Array] | None
    judgements: Mapping[str, Array] | None
    ledger: Mapping[str, Array] | None


def mix(*codes: "Array | int") -> Words:
    """Hash columns of whole numbers into one 64-bit word each (splitmix64 steps; Steele et al. 2014)."""
    word = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)
    for code in codes:
        word = (word ^ np.asarray(code).astype(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        word = word ^ (word >> np.uint64(31))
    return word


class Recorder:
    """Collects a batch, one day at a time."""

    def __init__(self, roster: Roster, duties: Duties, rows: int, tables: bool) -> None:
        self._roster, self._duties, self._rows, self._tables = roster, duties, rows, tables
        self._daily: list[dict[str, Array]] = []
        self._digest: list[Words] = []
        self._sides: list[Bools] = []
        self._events: list[dict[str, Array]] = []
        self._judgements: list[dict[str, Array]] = []
        self._ledger: list[dict[str, Array]] = []
        self._entries = 0
        actors = len(roster.actors)
        self._week = np.zeros((WEEK, actors, actors, rows), dtype=np.int8)
        self._before = self._week.max(axis=0)
        self._pending = np.zeros_like(duties.is_open)
        self._rung = np.array([a.rung for a in roster.scenario.actions.values()], dtype=np.int64)
        self._origin_hash = _hashes(o.path for o in roster.origins)
        self._actor_hash = _hashes(roster.actors)
        self._duty_hash = np.array(
            [mix(name_hash(d.path), *(self._actor_hash[p] for p in (d.bearer, d.counterparty, d.client)))[0]
             for d in duties.duties],
            dtype=np.uint64,
        )  # fmt: skip
        self._state_actor = np.array([a.kind in ("guarantor", "government") for a in roster.scenario.actors.values()])
        self._covered, self._bearers = _covered(roster)
        self._guarantors = tuple(k for k, a in roster.scenario.actors.items() if a.kind == "guarantor")

    def add(
        self, day: int, acts: Acts, blamed: Ints, accepted: Ints, breaches: list[Breach], flow: Flow,
        morning: State, evening: State, wrong: Ints, least_confidence: Floats,
    ) -> None:  # fmt: skip
        """Record one day."""
        self._digest.append(self._digest_of(acts, blamed, accepted, breaches, flow))
        above = self._climb(acts, day)
        if day >= 1:
            self._daily.append(
                self._counts(acts)
                | self._flows(breaches, flow)
                | {
                    "suspended": (morning.in_force & ~evening.in_force).sum(axis=0),
                    "wrong_author": wrong,
                    "rung_above": above,
                    "top_rung": self._week[day % WEEK].max(axis=(0, 1)),
                    "confidence": least_confidence,
                }
            )
            self._sides.append(self._fallen(evening))
        if self._tables:
            self._tell_events(day, acts)
            self._tell_judgements(day, acts, blamed, accepted)
            self._tell_ledger(day, breaches, flow)
        self._pending = self._duties.is_open.copy()
        self._entries += len(acts)

    @property
    def latest(self) -> dict[str, Array]:
        """The metrics of the last day from day 1 on."""
        return self._daily[-1]

    def _count(self, acts: Acts, which: Bools, weights: Array | None = None) -> Ints:
        weight = None if weights is None else weights[which]
        return np.bincount(acts.row[which], weights=weight, minlength=self._rows).astype(np.int64)

    def _counts(self, acts: Acts) -> dict[str, Array]:
        side, lethal = self._roster.side, acts.deaths > 0
        paired = (acts.author >= 0) & (acts.target >= 0)
        across = paired & (side[acts.author] != side[acts.target])
        rung = self._rung[acts.action]
        states = across & self._state_actor[acts.author] & self._state_actor[acts.target]
        covered = acts.captured & (acts.place >= 0) & self._covered[acts.place] & self._bearers[acts.author]
        return {
            "violent_events": self._count(acts, acts.kinetic),
            "lethal_events": self._count(acts, lethal),
            "deaths": self._count(acts, lethal, acts.deaths),
            "deaths_civilians": self._count(acts, lethal, acts.civilians),
            "lethal_across": self._count(acts, lethal & across),
            "deaths_across": self._count(acts, lethal & across, acts.deaths),
            "captures": self._count(acts, acts.captured),
            "covered_taken": self._count(acts, covered),
            "rung9": self._count(acts, rung == OPEN_FIRE),
            "state_fire": self._count(acts, states & lethal & (rung >= ON_STATES)),
        }

    def _flows(self, breaches: list[Breach], flow: Flow) -> dict[str, Array]:
        broken = np.zeros(self._rows, dtype=np.int64)
        for breach in breaches:
            broken += breach.count
        return {
            "breaches": broken,
            "due": flow.due.sum(axis=0),
            "kept": flow.kept.sum(axis=0),
            "missed": flow.breached.sum(axis=0),
            "pending": self._duties.is_open.sum(axis=0),
        }

    def _climb(self, acts: Acts, day: int) -> Bools:
        """Whether some pair stands higher than on day one; also keeps the last seven days' rungs."""
        today = self._week[day % WEEK]
        today[:] = 0
        paired = np.flatnonzero((acts.author >= 0) & (acts.target >= 0))
        where = (acts.author[paired], acts.target[paired], acts.row[paired])
        np.maximum.at(today, where, self._rung[acts.action[paired]].astype(np.int8))
        if day < 0:
            return np.zeros(self._rows, dtype=bool)
        highest = self._week.max(axis=0)
        if day == 0:
            self._before = highest
        return (highest > self._before).any(axis=(0, 1))

    def _fallen(self, evening: State) -> Bools:
        places = [self._roster.place_code[p] for p in self._roster.scenario.outcomes.falls]
        side = self._roster.side
        return side[evening.holder[places]] != side[self._roster.holder[places]][:, None]

    def _digest_of(
        self, acts: Acts, blamed: Ints, accepted: Ints, breaches: list[Breach], flow: Flow
    ) -> Words:
        digest = np.zeros(self._rows, dtype=np.uint64)
        flags = acts.captured + 2 * acts.claimed + 4 * acts.hidden
        origin, place = self._origin_hash[acts.origin], self._roster.place_hash[acts.place]
        who = mix(self._actor_hash[acts.author], self._actor_hash[acts.target])
        event = mix(origin, place, who, acts.count, acts.deaths, acts.civilians, flags)
        np.add.at(digest, acts.row, event)
        observer, which = self._judged(acts, accepted)
        views = mix(
            event[which], self._actor_hash[observer], self._actor_hash[blamed[observer, which]],
            accepted[observer, which] + 1,
        )  # fmt: skip
        np.add.at(digest, acts.row[which], views)
        for breach in breaches:
            name = mix(name_hash(breach.ban.path), self._actor_hash[breach.bearer], self._actor_hash[breach.observer])
            broken = np.flatnonzero(breach.count)
            digest[broken] += mix(name, breach.count[broken])
        flows = flow.due + 2 * flow.kept + 4 * flow.breached
        duty, row = np.nonzero(flows)
        np.add.at(digest, row, mix(self._duty_hash[duty], flows[duty, row]))
        return digest

    def _judged(self, acts: Acts, accepted: Ints) -> tuple[Ints, Ints]:
        """(observer, act) of every judgement: hidden acts by all others, claims by those asked."""
        others = acts.author != np.arange(len(self._roster.actors))[:, None]
        return np.nonzero((acts.hidden & others) | (accepted >= 0))

    def _tell_events(self, day: int, acts: Acts) -> None:
        columns = (
            "row", "action", "target", "from_place", "place", "count", "deaths", "own_losses", "captured", "hidden",
        )  # fmt: skip
        table = {name: getattr(acts, name) for name in columns}
        table |= {"actor": acts.author, "rule": acts.origin, "deaths_civilians": acts.civilians}
        table |= {"claimed_excepted": acts.claimed, "rung": self._rung[acts.action]}
        self._events.append(_small(table) | {"day": np.full(len(acts), day, dtype=np.int16)})

    def _tell_judgements(self, day: int, acts: Acts, blamed: Ints, accepted: Ints) -> None:
        observer, which = self._judged(acts, accepted)
        table = {"row": acts.row[which], "observer": observer, "blamed": blamed[observer, which]}
        table |= {"accepted": accepted[observer, which], "day": np.full(len(which), day)}
        event = (which + self._entries).astype(np.int64)
        self._judgements.append(_small(table) | {"event": event})

    def _tell_ledger(self, day: int, breaches: list[Breach], flow: Flow) -> None:
        for breach in breaches:
            row = np.flatnonzero(breach.count)
            parties = (breach.ban.path, breach.bearer, breach.observer)
            self._entry(day, row, parties, breached=breach.count[row])
        for k, duty in enumerate(self._duties.duties):
            now = self._duties.is_open[k]
            row = np.flatnonzero(flow.due[k] | flow.kept[k] | flow.breached[k] | (now != self._pending[k]))
            flows = {name: getattr(flow, name)[k][row] for name in ("due", "kept", "breached")}
            self._entry(day, row, (duty.path, duty.bearer, duty.counterparty), **flows, pending=now[row])

    def _entry(self, day: int, row: Ints, parties: tuple[str, int, int], **flows: Array) -> None:
        path, bearer, counterparty = parties
        fixed = {"day": day, "obligation": self.obligations.index(path), "bearer": bearer}
        fixed |= {"counterparty": counterparty}
        table = {"row": row} | {name: np.full(len(row), code) for name, code in fixed.items()}
        for name in ("due", "kept", "breached", "pending"):
            table[name] = np.asarray(flows.get(name, np.zeros(len(row), dtype=np.int64)))
        self._ledger.append(_small(table))

    @property
    def obligations(self) -> list[str]:
        """Paths of all obligations, in order."""
        return [
            f"agreements.{agreement}.obligations.{name}"
            for agreement, record in self._roster.scenario.agreements.items()
            for name in record.obligations
        ]

    def finish(self, seed: int, worlds: Ints, first_day: int) -> Record:
        """The record of the whole run."""
        roster = self._roster
        names = {
            "actor": roster.actors,
            "place": roster.places,
            "action": roster.actions,
            "rule": [origin.path for origin in roster.origins],
            "obligation": self.obligations,
        }
        sides = np.array(self._sides)
        falls = {place: sides[:, k] for k, place in enumerate(roster.scenario.outcomes.falls)}
        tables = (self._events, self._judgements, self._ledger)
        return Record(
            roster.scenario,
            seed,
            worlds,
            first_day,
            len(self._daily),
            {name: np.array([day[name] for day in self._daily]) for name in self._daily[0]},
            falls,
            int(self._covered.sum()),
            np.array(self._digest),
            names,
            *(_stack(table) if self._tables else None for table in tables),
        )


def _hashes(names: Iterable[str]) -> Words:
    return np.array([*(name_hash(name) for name in names), 0], dtype=np.uint64)


def _small(table: dict[str, Array]) -> dict[str, Array]:
    """Codes and counts in 16 bits, rows and tolls in 32."""
    wide = ("row", "deaths", "deaths_civilians", "own_losses", "event")
    return {name: a.astype(np.int32 if name in wide else np.int16) for name, a in table.items()}


def _stack(days: list[dict[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([day[name] for day in days]) for name in days[0]} if days else {}


def _covered(roster: Roster) -> tuple[Bools, Bools]:
    """Places under some obligation to refrain on day one, and the bearers of such obligations."""
    places, bearers = np.zeros(len(roster.places), dtype=bool), np.zeros(len(roster.actors) + 1, dtype=bool)
    for agreement in roster.scenario.agreements.values():
        for duty in agreement.obligations.values():
            if isinstance(duty, Refrain):
                protected = [roster.actor_code[a] for a in (*duty.against, *duty.exclusion)]
                zone = [roster.place_code[p] for p in roster.scenario.zones[agreement.zone].places]
                places[zone] |= np.isin(roster.holder[zone], protected)
                bearers[[roster.actor_code[b] for b in duty.bearers]] = True
    bearers[NOBODY] = False
    return places, bearers
