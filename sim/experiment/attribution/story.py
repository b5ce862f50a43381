"""Story: one world told twice, with a cause and without it, from the day on which the two part.

The world is the one that parts on the median day among those that part from day 1 on: neither the earliest
nor the most striking, which would be picked for its story.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from sim.engine.record import Record
from sim.engine.simulate import simulate
from sim.experiment.act import Act, acts_of
from sim.experiment.ensemble import Ensemble
from sim.experiment.paired import Divergence
from sim.experiment.run import until

DAYS = 14
Where = Literal["both", "with", "without"]


class Line(NamedTuple):
    """An act that happens in both courses, or only with or only without the cause."""

    where: Where
    act: Act


class Opinion(NamedTuple):
    """A judgement that one course has and the other lacks: `observer` blames `blamed` (nobody if empty) for
    the act, or (`accepted` true or false) accepts its claim to be excepted or not."""

    where: Where
    day: int
    observer: str
    blamed: str
    accepted: bool | None
    act: Act


@dataclass(frozen=True)
class Story:
    """World `world` from its `first` day of divergence to the day `last`; after that it goes on untold."""

    world: int
    first: int
    last: int
    lines: tuple[Line, ...]
    opinions: tuple[Opinion, ...]

    def of(self, where: Where) -> int:
        """How many acts there are of this kind."""
        return sum(line.where == where for line in self.lines)


def told(base: Ensemble, other: Ensemble, parted: Divergence, days: int = DAYS) -> Story | None:
    """The story of the world of median divergence over some days; None where no world parts."""
    world = median_world(parted)
    if world is None:
        return None
    first = int(parted.days[world])
    last = min(first + days - 1, base.days)
    with_cause, without = (_lived(run, world) for run in (base, other))
    acts = [[a for a in acts_of(record) if first <= a.day <= last] for record in (with_cause, without)]
    lines = tuple(merged(acts[0], acts[1]))
    return Story(world, first, last, lines, tuple(_opinions(with_cause, without, range(first, last + 1))))


def median_world(parted: Divergence) -> int | None:
    """The first world that parts on the median day of those that part."""
    known = parted.days[~np.isnan(parted.days)]
    if not len(known):
        return None
    return int(np.flatnonzero(parted.days == np.quantile(known, 0.5, method="lower"))[0])


def _lived(run: Ensemble, world: int) -> Record:
    return simulate(until(run.scenario, run.days), [world], run.seed)


def merged(with_cause: list[Act], without: list[Act]) -> Iterator[Line]:
    """Acts of both courses by day, what is common once, in the order of the course with the cause."""
    theirs = Counter(act.what for act in without)
    shared = Counter(act.what for act in with_cause) & theirs
    lines = list(_marked(with_cause, shared.copy(), "with"))
    lines += [line for line in _marked(without, shared, "without") if line.where == "without"]
    yield from sorted(lines, key=lambda line: line.act.day)


def _marked(acts: list[Act], shared: "Counter[tuple[object, ...]]", alone: Where) -> Iterator[Line]:
    for act in acts:
        common = shared[act.what] > 0
        shared[act.what] -= common
        yield Line("both" if common else alone, act)


def _opinions(with_cause: Record, without: Record, days: range) -> Iterator[Opinion]:
    """Judgements of acts that only one of the two courses has."""
    mine, theirs = (
        {(o.observer, o.blamed, o.accepted, o.act.what): o for o in _judged(record, days)}
        for record in (with_cause, without)
    )
    yield from (opinion for key, opinion in mine.items() if key not in theirs)
    yield from (o._replace(where="without") for key, o in theirs.items() if key not in mine)


def _judged(record: Record, days: range) -> Iterator[Opinion]:
    table, actors = record.judgements or {}, [*record.names["actor"], ""]
    acts = acts_of(record)
    columns = (table[name].tolist() for name in ("day", "event", "observer", "blamed", "accepted"))
    for day, event, observer, blamed, accepted in zip(*columns, strict=True):
        if day in days:
            answer = bool(accepted) if accepted >= 0 else None
            yield Opinion("with", day, actors[observer], actors[blamed], answer, acts[event])
