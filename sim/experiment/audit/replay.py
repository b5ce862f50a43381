"""Replay: the same worlds under many changes, one row each, and what differs from the worlds unchanged.

A row depends on its own world, values and absences only, so rows of many changes share a batch; a change
that needs a scenario of its own is a batch by itself. From day 1 on a world is changed if anything that
happened in it, or any of its outcomes, is not the same: days of history count for what they leave.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Bools, Floats, Ints, Words
from sim.engine.day import World
from sim.engine.rows import Rows
from sim.experiment.compare import comparable
from sim.experiment.outcomes import Outcome, measure, outcomes_of
from sim.experiment.paired import parting
from sim.experiment.pool import Pool
from sim.experiment.run import Progress
from sim.scenario.scenario import Scenario

from .subject import Perturbation

WIDTH = 640
"""Most rows of a batch: wide enough to share the fixed cost of a day, narrow enough for the caches."""


class Lived(NamedTuple):
    """Rows that were played: `digest` has shape `(rows, days)` from day 1 on, each outcome `(rows,)`."""

    digest: Words
    measured: dict[str, Floats]

    def rows(self, which: "slice | Ints") -> "Lived":
        """Some of the rows."""
        return Lived(self.digest[which], {name: values[which] for name, values in self.measured.items()})


class Batch(NamedTuple):
    """Rows to play together."""

    rows: Rows
    seed: int


class Task(NamedTuple):
    """Worlds `first` to `last` of the changes numbered `changes`, played in one batch."""

    changes: tuple[int, ...]
    first: int
    last: int

    @property
    def worlds(self) -> Ints:
        """The worlds of each change."""
        return np.arange(self.first, self.last)


@dataclass
class Replayed:
    """What one change did in the worlds played so far, all of shape `(worlds,)`.

    `days` are first days of divergence, NaN where a world's days are the same; `differs` also holds
    where only an outcome is not. `other` are the outcomes under the change.
    """

    days: Floats = field(default_factory=lambda: np.zeros(0))
    differs: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    other: dict[str, Floats] = field(default_factory=dict)

    @property
    def worlds(self) -> int:
        """How many worlds were played: 0 up to here."""
        return len(self.days)

    def add(self, days: Floats, differs: Bools, other: dict[str, Floats]) -> None:
        """Further worlds."""
        self.days, self.differs = np.append(self.days, days), np.append(self.differs, differs)
        self.other = {name: np.append(self.other.get(name, []), values) for name, values in other.items()}


class Stage:
    """`worlds` worlds of a scenario unchanged, and as many of them as are asked for under each of
    `perturbations`; `seen` grows."""

    def __init__(
        self,
        scenario: Scenario,
        perturbations: Sequence[Perturbation],
        worlds: int,
        seed: int,
        *,
        pool: Pool,
        progress: Progress | None = None,
    ) -> None:
        self.scenario, self.perturbations, self.seed = scenario, perturbations, seed
        self._worlds, self._pool, self._progress = worlds, pool, progress
        self._base: Lived | None = None
        self.seen = [Replayed() for _ in perturbations]
        self.rows = 0

    def beside(self, scenario: Scenario, perturbations: Sequence[Perturbation], worlds: int) -> "Stage":
        """Another stage with the same seed and workers."""
        return Stage(scenario, perturbations, worlds, self.seed, pool=self._pool, progress=self._progress)

    @property
    def base(self) -> dict[str, Floats]:
        """Outcomes of the worlds unchanged."""
        return self._base.measured if self._base else {}

    def play(self, until: dict[int, int]) -> None:
        """Play these changes, by number, until so many worlds have been played of each."""
        wanted = {k: worlds for k, worlds in until.items() if worlds > self.seen[k].worlds}
        if not wanted:
            return
        tasks = list(self._tasks(wanted))
        unchanged = [] if self._base else [Batch(Rows(self.scenario, np.arange(self._worlds)), self.seed)]
        played = self._lived([*unchanged, *map(self._batch, tasks)])
        self._base = self._base or next(played)
        for task, lived in zip(tasks, played, strict=True):
            for place, number in enumerate(task.changes):
                count = task.last - task.first
                self._take(number, task, lived.rows(slice(place * count, (place + 1) * count)))

    def _lived(self, batches: Iterable[Batch]) -> Iterator[Lived]:
        for lived in self._pool.run(live, batches):
            self.rows += len(lived.digest)
            if self._progress:
                self._progress(len(lived.digest))
            yield lived

    def _tasks(self, wanted: dict[int, int]) -> Iterator[Task]:
        """Batches of equal width: first those with a scenario of their own, which take longest a row."""
        together: dict[tuple[int, int, int], list[int]] = {}
        for k, last in wanted.items():
            key = (id(self.perturbations[k].scenario), self.seen[k].worlds, last)
            together.setdefault(key, []).append(k)
        for (_, first, last), numbers in sorted(together.items(), key=lambda item: len(item[1])):
            many = -(-len(numbers) * (last - first) // WIDTH)
            for some in np.array_split(numbers, min(many, len(numbers))):
                yield Task(tuple(some.tolist()), first, last)

    def _batch(self, task: Task) -> Batch:
        """The worlds of each change, one after the other."""
        changes = [self.perturbations[number] for number in task.changes]
        scenario, worlds = changes[0].scenario, np.tile(task.worlds, len(changes))
        which = np.repeat(np.arange(len(changes)), len(task.worlds))
        overrides: dict[str, Floats] = {}
        for place, change in enumerate(changes):
            for path, value in change.values.items():
                usual = np.full(len(worlds), scenario.parameters[path].value)
                overrides.setdefault(path, usual)[which == place] = value
        absent = {each.absent: which == place for place, each in enumerate(changes) if each.absent}
        return Batch(Rows(scenario, worlds, overrides, absent), self.seed)

    def _take(self, number: int, task: Task, lived: Lived) -> None:
        assert self._base is not None
        base = self._base.rows(task.worlds)
        days = parting(base.digest, lived.digest, 1, 1).days
        differs = ~np.isnan(days)
        for name, values in base.measured.items():
            differs |= ~np.isclose(values, lived.measured.get(name, values), 0, 0, equal_nan=True)
        self.seen[number].add(days, differs, lived.measured)

    def difference(self, number: int, outcome: str, kind: Outcome) -> Floats:
        """Paired difference of an outcome under a change, `(worlds,)`; of a date, whether it came."""
        replayed = self.seen[number]
        base = comparable(self.base[outcome][: replayed.worlds], kind)
        return comparable(replayed.other[outcome], kind) - base

    @property
    def kinds(self) -> dict[str, Outcome]:
        """The outcomes, by name."""
        return outcomes_of(self.scenario)


def live(batch: Batch) -> Lived:
    """Play a batch, keep days from 1 on and outcomes."""
    world = World(batch.rows, batch.seed, tables=False)
    while not world.finished:
        world.step()
    record = world.record()
    return Lived(record.digest[-record.days :].T.copy(), measure(record, batch.rows.overrides))
