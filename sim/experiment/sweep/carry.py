"""Carry out a sweep: what is not there yet is simulated, each batch stored as soon as it comes.

A lost worker, or a point that kills each worker it meets, stops nothing: its batch is tried again
point by point, a lone point at most `TRIES` times, and what fails for good is listed.
"""

import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from sim.engine.arrays import Floats, Ints
from sim.experiment.executors import Executor, Shared, WorkerLost
from sim.experiment.part import Part, outcomes_part
from sim.experiment.refusal import StoreError, WorkerError
from sim.scenario.errors import printable
from sim.scenario.scenario import Scenario

from .cells import Batch
from .cells import Future as Lived
from .plan import Plan
from .store import Store

TRIES = 4  # a lone point: once, and again three times
Measured = Mapping[str, Floats]


class Failure(NamedTuple):
    """A point under a lever whose worlds could not be simulated, and why."""

    point: int
    lever: str
    reason: str


@dataclass
class Carried:
    """What one call did: rows wanted and simulated, processor seconds spent on them, batches, failures."""

    wanted: int = 0
    rows: int = 0
    cpu_s: float = 0.0
    batches: int = 0
    failed: dict[tuple[int, str], Failure] = field(default_factory=dict)
    lost: int = 0
    elapsed: float = 0.0
    most_workers: int = 1

    @property
    def failures(self) -> list[Failure]:
        """Each point under a lever once, however many of its pieces failed."""
        return sorted(self.failed.values())


class Watch(Protocol):
    """Hears how a sweep goes on."""

    def done(self, rows: int) -> None:
        """So many more rows are stored."""

    def failed(self, failure: Failure) -> None:
        """A point failed for good."""

    def lost(self, reason: str) -> None:
        """A worker was lost; what it had is tried again."""


class Attempt(NamedTuple):
    """A batch and how often it was tried."""

    batch: Batch
    tries: int = 0

    def again(self, spent: int) -> "list[Attempt]":
        """What to try next, `spent` tries later: each point alone, or the lone point once more."""
        if len(self.batch.pieces) > 1:
            return [Attempt(batch, 1) for batch in self.batch.alone()]
        return [Attempt(self.batch, self.tries + spent)] if self.tries + spent < TRIES else []


def carry_out(plan: Plan, store: Store, executor: Executor, watch: Watch) -> Carried:
    """Simulate all batches that the store does not hold, and put each into it.

    Raises `StoreError` when the folder takes no more; what was stored before is safe.
    """
    began, carried = time.perf_counter(), Carried()
    queue = deque(map(Attempt, plan.left(store.index)))
    carried.wanted = sum(attempt.batch.rows for attempt in queue)
    for attempt, future in _answers(plan, queue, executor, carried):
        try:
            measured, cpu_s = future.result()
        except WorkerLost as lost:
            carried.lost += lost.attempts
            watch.lost(str(lost))
            _retry(attempt, queue, carried, lost, watch)
        except WorkerError:
            raise  # nobody takes tasks any more
        except Exception as error:
            _isolate(attempt, queue, carried, f"{type(error).__name__}: {error}", watch)
        else:
            _put(store, attempt.batch, measured)
            carried.rows, carried.batches = carried.rows + attempt.batch.rows, carried.batches + 1
            carried.cpu_s += cpu_s
            watch.done(attempt.batch.rows)
    carried.elapsed = time.perf_counter() - began
    return carried


def _answers(
    plan: Plan, queue: deque[Attempt], executor: Executor, carried: Carried
) -> "Iterator[tuple[Attempt, Future[tuple[Measured, float]]]]":
    """Keep the workers busy until the queue is empty, whatever is added to it meanwhile."""
    shared: dict[Lived, Shared] = {}
    flying: dict[Future[tuple[Measured, float]], Attempt] = {}
    while queue or flying:
        carried.most_workers = max(carried.most_workers, executor.workers)
        while queue and len(flying) < _in_flight(executor):
            attempt = queue.popleft()
            lived = attempt.batch.future
            if lived not in shared:
                shared[lived] = executor.share(plan.scenarios[lived])
            rows = attempt.batch.worlds(), attempt.batch.overrides(plan.names)
            flying[executor.submit(live, shared[lived], plan.sweep.seed, *rows)] = attempt
        done, _ = wait(flying, return_when=FIRST_COMPLETED)
        for future in done:
            yield flying.pop(future), future


def _in_flight(executor: Executor) -> int:
    """One more than there are workers, so that none waits for the next batch."""
    return executor.workers + (executor.workers > 1)


def live(scenario: Scenario, seed: int, worlds: Ints, overrides: dict[str, Floats]) -> tuple[Measured, float]:
    """Outcomes of each row, and the processor seconds they took. Runs in a worker."""
    began = time.process_time()
    measured = outcomes_part(Part(scenario, seed, worlds, overrides))
    return measured, time.process_time() - began


def _retry(attempt: Attempt, queue: deque[Attempt], carried: Carried, lost: WorkerLost, watch: Watch) -> None:
    again = attempt.again(lost.attempts)
    if not again:
        _give_up(attempt, carried, f"{lost}; tried {attempt.tries + lost.attempts} times", watch)
    queue.extend(again)


def _isolate(attempt: Attempt, queue: deque[Attempt], carried: Carried, reason: str, watch: Watch) -> None:
    """An error of the task comes again: find the point that has it, without trying that twice."""
    if len(attempt.batch.pieces) > 1:
        queue.extend(attempt.again(1))
    else:
        _give_up(attempt, carried, reason, watch)


def _give_up(attempt: Attempt, carried: Carried, reason: str, watch: Watch) -> None:
    for cell in {piece.cell for piece in attempt.batch.pieces}:
        place = cell.point, cell.lever
        if place not in carried.failed:
            carried.failed[place] = Failure(*place, printable(reason))
            watch.failed(carried.failed[place])


def _put(store: Store, batch: Batch, measured: Measured) -> None:
    try:
        store.put(batch, measured)
    except OSError as error:
        raise StoreError(
            f"{store.folder}: cannot be written any further: {error.strerror or error}; all parts so far"
            " are safe: make room and give the same command again"
        ) from None
