"""Cells: one point under one lever, named by all that its results depend on; and batches of them.

Since the name is made of content, an edited sweep finds what earlier ones have simulated, whatever
number its points have now.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.engine.arrays import Floats, Ints
from sim.experiment.edition import edition
from sim.experiment.run import until
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint

from .cast import combined
from .sweep import NONE, WHAT_IF, Sweep

if TYPE_CHECKING:
    import pandas as pd

ROWS, WIDE = 512, 2048  # of a batch: many points with few worlds share one
SHARES = 64  # batches of a large sweep at least, so that all workers have some to the end
Future = tuple[str, str]  # what-if and lever: a scenario
Span = tuple[int, int]  # worlds from .. up to, not included


class Cell(NamedTuple):
    """One point under one lever; `values` are those of the sweep's numbers, in their order."""

    point: int
    lever: str
    what_if: str
    values: tuple[float, ...]
    key: str

    @property
    def future(self) -> Future:
        """Which scenario is lived."""
        return self.what_if, self.lever


class Piece(NamedTuple):
    """Some consecutive worlds of a cell: `first` up to `stop`, not included."""

    cell: Cell
    first: int
    stop: int


class Batch(NamedTuple):
    """Pieces of one scenario, simulated together: a row a world, piece after piece."""

    future: Future
    pieces: tuple[Piece, ...]

    @property
    def rows(self) -> int:
        """How many worlds are lived."""
        return sum(piece.stop - piece.first for piece in self.pieces)

    @property
    def name(self) -> str:
        """A name made of what the batch answers for."""
        told = " ".join(f"{piece.cell.key}:{piece.first}:{piece.stop}" for piece in self.pieces)
        return blake2b(told.encode(), digest_size=10).hexdigest()

    def worlds(self) -> Ints:
        """The world of each row, `(rows,)`."""
        return np.concatenate([np.arange(piece.first, piece.stop) for piece in self.pieces])

    def overrides(self, names: Iterable[str]) -> dict[str, Floats]:
        """The parameters of each row, by path, `(rows,)`."""
        counts = [piece.stop - piece.first for piece in self.pieces]
        table = np.array([piece.cell.values for piece in self.pieces])
        return {name: np.repeat(table[:, column], counts) for column, name in enumerate(names)}

    def alone(self) -> "list[Batch]":
        """Each piece as a batch of its own."""
        return [Batch(self.future, (piece,)) for piece in self.pieces]


def numbers(sweep: Sweep) -> tuple[str, ...]:
    """The paths that the sweep varies."""
    return tuple(factor.name for factor in sweep.factors if not factor.is_what_if)


def futures(sweep: Sweep) -> dict[Future, Scenario]:
    """The scenario of each what-if under each lever, as long as the sweep lives it."""
    return {
        (what_if, lever): until(_combined(sweep, what_if, lever), sweep.days)
        for what_if in sweep.what_ifs
        for lever in sweep.levers
    }


def _combined(sweep: Sweep, what_if: str, lever: str) -> Scenario:
    if what_if == NONE or lever == NONE:
        return sweep.levers[lever] if what_if == NONE else sweep.what_ifs[what_if]
    return combined(sweep.what_ifs[what_if], sweep.levers[lever])


def cells(sweep: Sweep, points: "pd.DataFrame", scenarios: Mapping[Future, Scenario]) -> list[Cell]:
    """Every cell, in order of point and lever; `points` is the sweep's design."""
    names = numbers(sweep)
    stems = {future: _Stem(scenario, sweep.seed, names) for future, scenario in scenarios.items()}
    table = points[list(names)].to_numpy(np.float64)
    chosen = points[WHAT_IF].tolist() if WHAT_IF in points else [NONE] * len(points)
    return [
        Cell(point, lever, what_if, tuple(row.tolist()), stems[what_if, lever].key(row))
        for point, (what_if, row) in enumerate(zip(chosen, table, strict=True))
        for lever in sweep.levers
    ]


class _Stem:
    """What the keys of all cells of a scenario begin with.

    A value that the scenario has anyway is left out: results are the same bits with and without it.
    """

    def __init__(self, scenario: Scenario, seed: int, names: tuple[str, ...]) -> None:
        told = f"{edition()} {fingerprint(scenario)} {scenario.days} {seed}"
        self._start = blake2b(told.encode(), digest_size=16)
        self._names = names
        self._own = np.array([scenario.parameters[name].value for name in names])

    def key(self, row: Floats) -> str:
        named = self._start.copy()
        for column in sorted(np.flatnonzero(row != self._own).tolist(), key=self._names.__getitem__):
            named.update(f" {self._names[column]}={float(row[column]).hex()}".encode())
        return named.hexdigest()


def unanswered(cell: Cell, there: Iterable[Span], worlds: int) -> Iterator[Piece]:
    """The worlds of a cell that none of the spans already there holds."""
    next_world = 0
    for first, stop in sorted(there):
        if first > next_world:
            yield Piece(cell, next_world, min(first, worlds))
        next_world = max(next_world, stop)
        if next_world >= worlds:
            return
    yield Piece(cell, next_world, worlds)


def width(rows: int) -> int:
    """Rows of a batch where so many are to be simulated: wide batches pay their fixed costs once."""
    return max(ROWS, min(WIDE, rows // SHARES))


def batches(pieces: Iterable[Piece], rows: int = ROWS) -> Iterator[Batch]:
    """Pieces of one scenario packed into batches of at most `rows`, in order of scenario and point."""
    packed: list[Piece] = []
    taken = 0
    for piece in _cut(sorted(pieces, key=lambda piece: (piece.cell.future, piece.cell.point)), rows):
        count = piece.stop - piece.first
        if packed and (taken + count > rows or packed[0].cell.future != piece.cell.future):
            yield Batch(packed[0].cell.future, tuple(packed))
            packed, taken = [], 0
        packed.append(piece)
        taken += count
    if packed:
        yield Batch(packed[0].cell.future, tuple(packed))


def _cut(pieces: Iterable[Piece], rows: int) -> Iterator[Piece]:
    for cell, first, stop in pieces:
        for begin in range(first, stop, rows):
            yield Piece(cell, begin, min(begin + rows, stop))
