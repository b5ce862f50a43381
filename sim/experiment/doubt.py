"""Doubt: does a difference keep its sign when the numbers that nobody measured are drawn anew?

Every assumption is drawn from its range, the same draw for both scenarios; an assumption that they
hold differently is what is compared, and keeps the value of each. A draw has few worlds, so chance
adds to doubt: the share of draws that keep the sign is, if anything, too low.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.scenario.scenario import Scenario

from .draws import assumed, hypercube
from .outcomes import outcomes_of
from .part import Part, outcomes_part
from .pool import Pool
from .refusal import RefusedError
from .run import CHUNK, Progress, until

Paths = tuple[str, ...]
Key = tuple[int, Paths]
Measured = dict[str, Floats]
DRAWS = 64
MOST_DRAWS = 4096
WORLDS_A_DRAW = 8


class Drawn(NamedTuple):
    """What the draws of two scenarios gave, all of shape `(draws,)`.

    `values` of each assumption by its path; `means` of the difference of each outcome, by its name.
    """

    values: Measured
    means: Measured


UNDRAWN = Drawn({}, {})


class Job(NamedTuple):
    """A scenario and the paths to draw in it."""

    scenario: Scenario
    paths: Paths

    @property
    def key(self) -> Key:
        """What makes two jobs the same."""
        return id(self.scenario), self.paths


def most_rows(draws: int, others: int) -> int:
    """How many rows the draws of a comparison take at most."""
    return draws * WORLDS_A_DRAW * 2 * others


class Doubt:
    """Draws from the ranges of assumptions, simulated for `days` with the workers of `pool`."""

    def __init__(
        self,
        pool: Pool,
        seed: int,
        draws: int = DRAWS,
        *,
        days: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        if not 0 <= draws <= MOST_DRAWS:
            raise RefusedError(f"draws: {draws} is not between 0 and {MOST_DRAWS}")
        self.draws, self.days = draws, days
        self.pool, self.seed, self.progress = pool, seed, progress

    def differences(self, base: Scenario, others: Sequence[Scenario]) -> list[Drawn]:
        """For each other scenario what was drawn and the mean difference of each outcome, by draw.

        What two comparisons have in common is simulated once. Empty without draws.
        """
        pairs = [(self._job(base, other), self._job(other, base)) for other in others]
        measured = self._measured({job.key: job for pair in pairs for job in pair})
        return [
            Drawn(
                self._values(first) | self._values(second),
                self._paired(base, measured[first.key], measured[second.key]),
            )
            for first, second in pairs
        ]

    def _values(self, job: Job) -> dict[str, Floats]:
        """Values by path; a path that both scenarios draw has the same in both."""
        return hypercube(job.scenario, job.paths, self.draws, self.seed) if self.draws else {}

    def _job(self, scenario: Scenario, beside: Scenario) -> Job:
        return Job(scenario, drawn_alike(scenario, beside) if self.draws else ())

    def _paired(self, base: Scenario, first: Measured, second: Measured) -> dict[str, Floats]:
        kinds = outcomes_of(base)
        return {
            name: self._means(values, second[name], kinds[name].is_date)
            for name, values in first.items()
            if name in second
        }

    def _means(self, first: Floats, second: Floats, is_date: bool) -> Floats:
        if is_date:
            first, second = (np.where(np.isnan(values), 0.0, 1.0) for values in (first, second))
        differences = (second - first).reshape(self.draws, WORLDS_A_DRAW)
        known = ~np.isnan(differences)
        total = np.where(known, differences, 0.0).sum(axis=1)
        count = known.sum(axis=1)
        return np.divide(total, count, out=np.full(self.draws, np.nan), where=count > 0)

    def _measured(self, jobs: dict[Key, Job]) -> dict[Key, Measured]:
        """Outcomes of all rows of each job; all parts of all jobs are in flight together."""
        parts = [(key, part) for key, job in jobs.items() for part in self._parts(job)]
        found: dict[Key, list[Measured]] = {key: [] for key in jobs}
        results = self.pool.run(outcomes_part, (part for _, part in parts))
        for (key, part), measured in zip(parts, results, strict=True):
            found[key].append(measured)
            if self.progress:
                self.progress(len(part.worlds))
        return {key: _joined(pieces) for key, pieces in found.items()}

    def _parts(self, job: Job) -> Iterator[Part]:
        if not self.draws:
            return
        lived = until(job.scenario, self.days)
        drawn = self._values(job)
        worlds = np.tile(np.arange(WORLDS_A_DRAW), self.draws)
        rows = {path: np.repeat(values, WORLDS_A_DRAW) for path, values in drawn.items()}
        for first in range(0, len(worlds), CHUNK):
            some = slice(first, first + CHUNK)
            overrides = {path: values[some] for path, values in rows.items()}
            yield Part(lived, self.seed, worlds[some], overrides)


def _joined(pieces: list[Measured]) -> Measured:
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]} if pieces else {}


def drawn_alike(scenario: Scenario, beside: Scenario) -> Paths:
    """Paths of a scenario's assumptions that are drawn: all but those that the other holds differently."""
    own, others = scenario.parameters, beside.parameters
    return tuple(path for path in assumed(scenario) if others.get(path, own[path]) == own[path])
