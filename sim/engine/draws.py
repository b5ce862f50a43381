"""Draws: the uniforms of lines, and the acts that chance makes of a line's intensity.

A line is one place of one stream (a rule, a routine); a cell is one line in one row.
"""

import numpy as np

from .arrays import Floats, Ints
from .chance import Dense
from .rates import poisson
from .rows import Number

DAYS_A_BLOCK = 4


class Draws:
    """The uniforms of lines, drawn for four days at once and only where they are asked for."""

    def __init__(self, names: list[tuple[str, str]]) -> None:
        """`names` holds the stream and the place of each line."""
        self._names = names
        self._block: int | None = None
        self._drawn = np.zeros(len(names), dtype=bool)
        self._uniforms = np.zeros((0, 0, 0))

    def of_day(self, lines: Ints, chance: Dense, day: int, rows: int) -> Floats:
        """Uniforms of these lines, `(lines, rows)`."""
        block, word = divmod(day, DAYS_A_BLOCK)
        if block != self._block:
            self._block, self._drawn[:] = block, False
            if self._uniforms.shape[2] != rows:
                self._uniforms = np.zeros((DAYS_A_BLOCK, len(self._names), rows))
        for line in lines[~self._drawn[lines]].tolist():
            stream, place = self._names[line]
            self._uniforms[:, line] = chance.uniforms(stream, place, block, "acts")
        self._drawn[lines] = True
        return self._uniforms[word].take(lines, axis=0)


def occurring(uniform: Floats, mean: Floats) -> tuple[Ints, Ints, Floats, Ints]:
    """Line, row, uniform and count of the cells in which something happens."""
    cell = np.flatnonzero(uniform < mean)  # P(at least one act) <= mean
    u = uniform.take(cell)
    count = poisson(u, mean.take(cell))
    some = np.flatnonzero(count)
    line, row = np.divmod(cell[some], uniform.shape[1])
    return line, row, u[some], count[some]


def keep_lowest(count: Ints, u: Floats, row: Ints, line: Ints, at_most: Number) -> Ints:
    """Keep at most so many acts a row, those of the lowest uniforms first."""
    order = np.lexsort((line, u, row))
    sorted_count, sorted_row = count[order], row[order]
    before = np.cumsum(sorted_count) - sorted_count
    first = np.searchsorted(sorted_row, sorted_row, side="left")
    cap = np.floor(at_most[sorted_row] if isinstance(at_most, np.ndarray) else at_most)
    kept = np.empty_like(count)
    kept[order] = np.clip(cap - (before - before[first]), 0, sorted_count)
    return kept
