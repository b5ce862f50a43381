"""Record: what a batch of rows did, day by day, with the tables of its events, judgements and ledger."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.scenario.scenario import Scenario

from .acts import Acts
from .arrays import Array, Bools, Ints, Words
from .breaches import Ban, Breaches
from .digest import Digest
from .lived import Lived
from .obligations import Duties, Flow
from .roster import Roster
from .state import State
from .tables import Tables

WEEK = 7
OPEN_FIRE = 9
ON_STATES = 8
STATES = ("guarantor", "government")


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
    covers: "list[Cover]"
    digest: Words
    names: Mapping[str, list[str]]
    events: Mapping[str, Array] | None
    judgements: Mapping[str, Array] | None
    ledger: Mapping[str, Array] | None


@dataclass(frozen=True)
class Cover:
    """What one obligation to refrain covers: `places` on day one, and which of them its bearers took on
    each day, `taken` of shape `(days, places, rows)`."""

    path: str
    places: int
    taken: Bools


class Recorder:
    """Collects a batch, one day at a time."""

    def __init__(self, roster: Roster, duties: Duties, rows: int, tables: bool) -> None:
        self._roster, self._duties, self._rows = roster, duties, rows
        self._tables, self._keep_tables = Tables(roster, duties), tables
        self._digest, self._digests = Digest(roster, duties, rows), list[Words]()
        self._daily: list[dict[str, Array]] = []
        self._sides: list[Bools] = []
        actors = len(roster.actors)
        self._week = np.zeros((WEEK, actors, actors, rows), dtype=np.int8)
        self._before = self._week[0].copy()
        self._rung = np.array([a.rung for a in roster.scenario.actions.values()], dtype=np.int64)
        self._state_actor = np.array([a.kind in STATES for a in roster.scenario.actors.values()])
        self._covers = [_cover(roster, ban) for ban in duties.bans.bans]
        self._taken: list[list[Bools]] = [[] for _ in self._covers]

    @property
    def latest(self) -> dict[str, Array]:
        """The metrics of the last day from day 1 on."""
        return self._daily[-1]

    def add(self, lived: Lived) -> None:
        """Record one day."""
        self._digests.append(self._digest.of(lived))
        above = self._climb(lived.acts, lived.day)
        if lived.day >= 1:
            stands = {
                "suspended": (lived.morning.in_force & ~lived.evening.in_force).sum(axis=0),
                "wrong_author": lived.wrong,
                "rung_above": above,
                "top_rung": self._week[lived.day % WEEK].max(axis=(0, 1)),
                "confidence": lived.least_confidence,
            }
            self._daily.append(self._counts(lived.acts) | self._flows(lived.breaches, lived.flow) | stands)
            self._sides.append(self._fallen(lived.evening))
            self._take(lived.acts)
        if self._keep_tables:
            self._tables.add(lived)

    def _count(self, acts: Acts, which: Bools, weights: Array | None = None) -> Ints:
        weight = None if weights is None else weights[which]
        return np.bincount(acts.row[which], weights=weight, minlength=self._rows).astype(np.int64)

    def _counts(self, acts: Acts) -> dict[str, Array]:
        side, lethal = self._roster.side, acts.deaths > 0
        paired = (acts.author >= 0) & (acts.target >= 0)
        across = paired & (side[acts.author] != side[acts.target])
        rung = self._rung[acts.action]
        states = across & self._state_actor[acts.author] & self._state_actor[acts.target]
        return {
            "violent_events": self._count(acts, acts.kinetic),
            "lethal_events": self._count(acts, lethal),
            "deaths": self._count(acts, lethal, acts.deaths),
            "deaths_civilians": self._count(acts, lethal, acts.civilians),
            "lethal_across": self._count(acts, lethal & across),
            "deaths_across": self._count(acts, lethal & across, acts.deaths),
            "captures": self._count(acts, acts.captured),
            "rung9": self._count(acts, rung == OPEN_FIRE),
            "state_fire": self._count(acts, states & lethal & (rung >= ON_STATES)),
        }

    def _flows(self, breaches: Breaches, flow: Flow) -> dict[str, Array]:
        broken = np.bincount(breaches.row, weights=breaches.count, minlength=self._rows)
        return {
            "breaches": broken.astype(np.int64),
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
        cells = np.ravel_multi_index(where, today.shape)
        np.maximum.at(today.reshape(-1), cells, self._rung[acts.action[paired]].astype(np.int8))
        if day < 0:
            return np.zeros(self._rows, dtype=bool)
        highest = self._week.max(axis=0)
        if day == 0:
            self._before = highest
        return (highest > self._before).any(axis=(0, 1))

    def _take(self, acts: Acts) -> None:
        """Which covered places the bearers of each obligation to refrain took today."""
        fallen = np.flatnonzero(acts.captured)
        taken = np.zeros((len(self._roster.places), self._rows), dtype=bool)
        for ban, places, days in zip(self._duties.bans.bans, self._covers, self._taken, strict=True):
            theirs = fallen[ban.bearers[acts.author[fallen]]]
            taken[:] = False
            taken[acts.place[theirs], acts.row[theirs]] = True
            days.append(taken[places])

    def _fallen(self, evening: State) -> Bools:
        places = [self._roster.place_code[p] for p in self._roster.scenario.outcomes.falls]
        side = self._roster.side
        return side[evening.holder[places]] != side[self._roster.holder[places]][:, None]

    def finish(self, seed: int, worlds: Ints, first_day: int) -> Record:
        """The record of the whole run."""
        roster, sides = self._roster, np.array(self._sides)
        names = {
            "actor": roster.actors,
            "place": roster.places,
            "action": roster.actions,
            "rule": [origin.path for origin in roster.origins],
            "obligation": self._tables.obligations,
        }
        falls = {place: sides[:, k] for k, place in enumerate(roster.scenario.outcomes.falls)}
        daily = {name: np.array([day[name] for day in self._daily]) for name in self._daily[0]}
        tables = self._tables.stacked() if self._keep_tables else (None, None, None)
        days, digest = len(self._daily), np.array(self._digests)
        bans = self._duties.bans.bans
        covers = [
            Cover(ban.path, len(places), np.array(taken))
            for ban, places, taken in zip(bans, self._covers, self._taken, strict=True)
        ]
        return Record(
            roster.scenario, seed, worlds, first_day, days, daily, falls, covers, digest, names, *tables
        )


def _cover(roster: Roster, ban: Ban) -> Ints:
    """The places of its zone that an obligation covers on day one."""
    protected = ban.against | ban.exclusion
    return np.flatnonzero(ban.places & protected[roster.holder])
