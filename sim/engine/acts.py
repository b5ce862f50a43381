"""Acts: the sparse list of a day's acts in all rows, with their tolls and claims.

One entry is one row of the event table: an origin at a place on a day, with a count. Entries stand
in the order of origins, then places; within one row of the batch that is the fixed order of the day.
"""

from dataclasses import dataclass, fields

import numpy as np

from .arrays import Bools, Floats, Ints, Words
from .chance import blocks, hashes, stream_key
from .ground import Ground
from .numbers import Numbers
from .roster import NOBODY, Roster
from .rows import of_row, pick

MOST_ACTS = 8
TOLL_AND_CLAIM = hashes(("toll", "claim"))


@dataclass
class Cells:
    """What some origins did today: columns of equal length, in the order of origins, then places."""

    origin: Ints
    row: Ints
    place: Ints
    count: Ints
    target: Ints

    def part(self, first: int, last: int) -> "Cells":
        """The entries from the first up to the last."""
        return Cells(*(getattr(self, column.name)[first:last] for column in fields(self)))


@dataclass
class Acts:
    """Columns of equal length; codes of actors and places, NOBODY for none."""

    origin: Ints
    row: Ints
    place: Ints
    count: Ints
    target: Ints
    action: Ints
    author: Ints
    toward: Ints
    kinetic: Bools
    from_place: Ints
    deaths: Ints
    civilians: Ints
    own_losses: Ints
    hidden: Bools
    claimed: Bools
    hit_excluded: Bools
    captured: Bools

    def __len__(self) -> int:
        return len(self.row)

    def some(self, which: Bools) -> "Acts":
        """Copies of the entries for which this is true."""
        return Acts(*(getattr(self, column.name)[which] for column in fields(self)))


class Happenings:
    """Turns the day's cells into acts: who, where, whom, and by named draws the toll and the claim."""

    def __init__(self, roster: Roster, seed: int, worlds: Ints) -> None:
        origins, kinds = roster.origins, list(roster.scenario.actions.values())
        self._roster, self._worlds = roster, worlds
        self._keys = np.array([stream_key(seed, o.path) for o in origins], dtype=np.uint64).reshape(-1, 2).T
        self._action = np.array([o.action for o in origins], dtype=np.int64)
        self._author = np.array([o.author for o in origins], dtype=np.int64)
        self._toward = np.array([o.toward for o in origins], dtype=np.int64)
        self._kinetic = np.array([kind.kinetic for kind in kinds], dtype=bool)
        self._placeless = np.array([kind.reach == "none" for kind in kinds], dtype=bool)
        self._neighbour = np.array([kind.reach == "neighbour" for kind in kinds], dtype=bool)
        reported = [o.path.startswith("history.") for o in origins]
        self._reported = np.array(reported, dtype=bool)
        self._recorded = [
            roster.scenario.history[o.path.removeprefix("history.")] if is_reported else None
            for o, is_reported in zip(origins, reported, strict=True)
        ]

    def of_day(
        self, cells: list[Cells], numbers: Numbers, ground: Ground, presence: Floats, day: int
    ) -> Acts:
        """The day's acts. `presence` is the share of excluded groups, `(places, rows)`."""
        acts = self._bare(cells)
        self._start(acts, ground)
        deadly, doubtful = self._deadly(acts), self._doubtful(acts, numbers)
        purposes = np.repeat(TOLL_AND_CLAIM, (len(deadly), len(doubtful)))
        u = self.draws(acts, np.concatenate((deadly, doubtful)), purposes, day)
        self._tolls(acts, deadly, u[:, : len(deadly)], numbers)
        self._claims(acts, doubtful, u[:, len(deadly) :], numbers, presence)
        self._records(acts, numbers)
        return acts

    def draws(self, acts: Acts, which: Ints, purposes: Words, day: int) -> Floats:
        """The four uniforms of some of the acts, each for its purpose (a hash), `(4, n)`."""
        places = self._roster.place_hash[acts.place[which]]
        return blocks(self._keys[:, acts.origin[which]], places, day, purposes, self._worlds[acts.row[which]])

    def _bare(self, cells: list[Cells]) -> Acts:
        origin = _joined(cells, "origin")
        order = np.argsort(origin, kind="stable")
        origin = origin[order]
        row, place, count, target = (
            _joined(cells, name)[order] for name in ("row", "place", "count", "target")
        )
        action = self._action[origin]
        toward = np.where(self._placeless[action], target, self._toward[origin])
        none, nowhere = np.zeros(len(row), dtype=np.int64), np.full(len(row), NOBODY)
        author, kinetic = self._author[origin], self._kinetic[action]
        flags = (np.zeros(len(row), dtype=bool) for _ in range(4))
        return Acts(
            origin, row, place, count, target, action, author, toward, kinetic, nowhere, none, none.copy(),
            none.copy(), *flags,
        )  # fmt: skip

    def _start(self, acts: Acts, ground: Ground) -> None:
        moving = np.flatnonzero(self._neighbour[acts.action] & (acts.author >= 0))
        starts = ground.starting_place(acts.author[moving], acts.place[moving], acts.row[moving])
        acts.from_place[moving] = starts

    def _deadly(self, acts: Acts) -> Ints:
        """Acts whose toll is drawn."""
        return np.flatnonzero(acts.kinetic & ~self._reported[acts.origin])

    def _tolls(self, acts: Acts, which: Ints, u: Floats, numbers: Numbers) -> None:
        """Deaths of kinetic acts: a discrete Lomax tail of shape 2 (square roots are exact everywhere)."""
        action, row, count = acts.action[which], acts.row[which], acts.count[which]
        lethality = pick(numbers.toll["lethality"], action, row)
        spared = np.ones(len(which))
        for k in range(1, count.max(initial=0) + 1):
            spared = np.where(count >= k, spared * (1.0 - lethality), spared)
        tail = pick(numbers.toll["severity"], action, row) * (1.0 / np.sqrt(1.0 - u[1]) - 1.0)
        most = of_row(numbers.values["outcomes.most_deaths"], row)
        deaths = np.where(u[0] < 1.0 - spared, np.minimum(np.floor(most), 1.0 + np.floor(tail)), 0.0)
        civilians = np.floor(deaths * pick(numbers.toll["civilians"], action, row) + u[2])
        civilians = np.minimum(civilians, deaths)
        fighters = deaths - civilians
        own = np.minimum(np.floor(fighters * pick(numbers.toll["own_share"], action, row) + u[3]), fighters)
        acts.deaths[which], acts.civilians[which] = deaths, civilians
        acts.own_losses[which] = np.where(acts.author[which] >= 0, own, 0)

    def _doubtful(self, acts: Acts, numbers: Numbers) -> Ints:
        """Acts whose author may stay hidden, or say that the excluded group was the target."""
        hides = pick(numbers.toll["hidden"], acts.action, acts.row)
        claims = pick(numbers.toll["claims_exception"], acts.action, acts.row)
        return np.flatnonzero((hides > 0) | (claims > 0))

    def _claims(self, acts: Acts, which: Ints, u: Floats, numbers: Numbers, presence: Floats) -> None:
        action, row, place = acts.action[which], acts.row[which], acts.place[which]
        acts.hidden[which] = u[0] < pick(numbers.toll["hidden"], action, row)
        acts.claimed[which] = u[1] < pick(numbers.toll["claims_exception"], action, row)
        acts.hit_excluded[which] = (place >= 0) & (u[2] < presence[place, row])

    def _records(self, acts: Acts, numbers: Numbers) -> None:
        """Reported events carry their own toll; their author is hidden exactly when unknown."""
        reported = np.flatnonzero(self._reported[acts.origin])
        acts.hidden[reported] = acts.author[reported] == NOBODY
        for origin in np.unique(acts.origin[reported]):
            event, here = self._recorded[origin], reported[acts.origin[reported] == origin]
            path = self._roster.origins[origin].path
            if event is not None and event.deaths:
                acts.deaths[here] = np.floor(of_row(numbers.values[f"{path}.deaths"], acts.row[here]))
            if event is not None and event.civilians:
                acts.civilians[here] = np.floor(of_row(numbers.values[f"{path}.civilians"], acts.row[here]))


def _joined(cells: list[Cells], column: str) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *(getattr(c, column) for c in cells)])
