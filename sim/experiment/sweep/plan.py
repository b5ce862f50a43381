"""Plan: what a sweep amounts to before anything is simulated."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.experiment.part import Part, outcomes_part
from sim.experiment.refusal import RefusedError
from sim.experiment.run import MOST_SEED
from sim.scenario.scenario import Scenario

from .cells import Batch, Cell, Future, Piece, Span, batches, cells, futures, numbers, unanswered, width
from .points import points, size
from .rows import encoded
from .store import Index
from .sweep import NONE, Sweep

if TYPE_CHECKING:
    import pandas as pd

MOST_POINTS = 100_000
MOST_ROWS = 20_000_000
PILOT = 64


@dataclass(frozen=True)
class Plan:
    """A sweep with its points drawn and its cells named."""

    sweep: Sweep
    design: "pd.DataFrame"
    scenarios: dict[Future, Scenario]
    cells: list[Cell]

    @property
    def rows(self) -> int:
        """Worlds over all cells."""
        return len(self.cells) * self.sweep.worlds

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Paths of the numbers that vary."""
        return numbers(self.sweep)

    def left(self, index: Index) -> list[Batch]:
        """What is still to be simulated, given what is there."""
        missing = [
            piece for cell in self.cells for piece in unanswered(cell, _spans(index, cell), self.sweep.worlds)
        ]
        return list(batches(missing, width(sum(piece.stop - piece.first for piece in missing))))


def _spans(index: Index, cell: Cell) -> Sequence[Span]:
    return [place.span for place in index.get(cell.key, ())]


def planned(sweep: Sweep, *, large: bool = False) -> Plan:
    """The plan of a sweep. Raises `RefusedError` for one that is out of proportion, before it is built.

    `large` allows it none the less.
    """
    _check_size(sweep, large)
    design, scenarios = points(sweep), futures(sweep)
    return Plan(sweep, design, scenarios, cells(sweep, design, scenarios))


def _check_size(sweep: Sweep, large: bool) -> None:
    count = size(sweep)
    rows = count * len(sweep.levers) * sweep.worlds
    told = f"{count:,} points x {len(sweep.levers)} levers x {sweep.worlds:,} worlds = {rows:,} rows"
    if not large and (count > MOST_POINTS or rows > MOST_ROWS):
        most = f"{MOST_POINTS:,} points or {MOST_ROWS:,} rows"
        raise RefusedError(f"{sweep.id}: {told}; more than {most} are simulated only with --large")
    if not 0 <= sweep.seed <= MOST_SEED:
        raise RefusedError(f"{sweep.id}: seed: {sweep.seed} is not between 0 and {MOST_SEED}")


@dataclass(frozen=True)
class Estimate:
    """What is left, roughly: processor seconds and bytes on disk, measured on a small batch."""

    batches: int
    rows: int
    seconds: float
    bytes: int

    def elapsed(self, workers: int) -> float:
        """Seconds with so many workers, one a core."""
        return self.seconds / max(1, min(workers, self.batches))


def estimate(plan: Plan, left: Sequence[Batch]) -> Estimate:
    """Simulate a few worlds of the first batch that is left and reckon from them.

    A batch costs something fixed and something for each row, so that two sizes tell both.
    """
    rows = sum(batch.rows for batch in left)
    if not left:
        return Estimate(0, 0, 0.0, 0)
    scenario, cell = plan.scenarios[left[0].future], left[0].pieces[0].cell
    _pilot(scenario, Piece(cell, 0, 1), plan.names)  # imports are paid once
    (few_s, few_b), (many_s, many_b) = (
        _pilot(scenario, Piece(cell, 0, count), plan.names) for count in (1, 1 + PILOT)
    )
    a_row, a_row_b = max(0.0, many_s - few_s) / PILOT, max(0, many_b - few_b) / PILOT
    seconds = len(left) * max(0.0, few_s - a_row) + rows * a_row
    return Estimate(len(left), rows, seconds, round(len(left) * (few_b - a_row_b) + rows * a_row_b))


def _pilot(scenario: Scenario, piece: Piece, names: Sequence[str]) -> tuple[float, int]:
    """Processor seconds and bytes of a batch of one piece."""
    batch = Batch((NONE, NONE), (piece,))
    began = time.process_time()
    measured = outcomes_part(Part(scenario, 1, batch.worlds(), batch.overrides(names)))
    return time.process_time() - began, len(encoded(batch, measured))
