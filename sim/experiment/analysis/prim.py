"""PRIM: the patient rule induction method of Friedman and Fisher (1999), over numbers and what-ifs.

A box bounds some factors. Peeling removes, again and again, the twentieth of the points at one end of one
factor (or one value of a factor without order) whose removal raises the share of points of interest most for
each point removed. Pasting gives back what was peeled too much. Ties go to the factor named first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from scipy.stats import binom

from sim.engine.arrays import Bools, Floats, Ints

ALPHA = 0.05  # of the points in the box, removed by one peel
MASS = 0.05  # of all points: the least that a box may hold
SIGNIFICANT = 0.05
Side = Literal["low", "high", "without"]


class Space(NamedTuple):
    """Points: values `(points, factors)`, codes of what has no order; interest `(points,)` True or False."""

    values: Floats
    ordered: tuple[bool, ...]
    interest: Bools

    def some(self, points: Bools | Ints) -> "Space":
        """Only these points."""
        return Space(self.values[points], self.ordered, self.interest[points])


@dataclass(frozen=True)
class Limit:
    """One side of one factor (by position): at least or at most `value`, or without the code `value`."""

    factor: int
    side: Side
    value: float


@dataclass(frozen=True)
class Box:
    """Limits that all hold, at most one a factor and side; `without` may hold several values."""

    limits: tuple[Limit, ...] = ()

    def inside(self, values: Floats) -> Bools:
        """Which of the points `(points, factors)` the box holds."""
        found = np.ones(len(values), bool)
        for limit in self.limits:
            found &= _within(limit, values)
        return found

    def limited(self, limit: Limit) -> "Box":
        """The box with this limit in place of the one on the same side."""
        if limit.side == "without":
            return Box((*self.limits, limit))
        kept = (own for own in self.limits if (own.factor, own.side) != (limit.factor, limit.side))
        return Box((*kept, limit))

    def freed(self, limit: Limit) -> "Box":
        """The box without this limit."""
        return Box(tuple(own for own in self.limits if own != limit))

    @property
    def factors(self) -> tuple[int, ...]:
        """The factors it bounds, ascending."""
        return tuple(sorted({limit.factor for limit in self.limits}))


def _within(limit: Limit, values: Floats) -> Bools:
    column = values[:, limit.factor]
    if limit.side == "low":
        return column >= limit.value
    return column <= limit.value if limit.side == "high" else column != limit.value


class Fit(NamedTuple):
    """How well a box says where the interest is, among some points.

    `coverage` is the share of the points of interest that it holds, `density` the share of its points that
    are of interest, `support` the share of all points that it holds (Bryant and Lempert 2010).
    """

    coverage: float
    density: float
    support: float


def fit(box: Box, space: Space) -> Fit:
    """The fit; density is NaN of an empty box, coverage where nothing is of interest."""
    inside = box.inside(space.values)
    held, hits, wanted = int(inside.sum()), int((inside & space.interest).sum()), int(space.interest.sum())
    coverage, density = hits / wanted if wanted else np.nan, hits / held if held else np.nan
    return Fit(coverage, density, held / len(inside))


class _Peel(NamedTuple):
    removed: Ints
    limit: Limit


def peel(space: Space) -> list[Box]:
    """The trajectory, from the box without limits to the last one that holds a twentieth of the points.

    It ends early where every point left is of interest, or none.
    """
    least = max(1, int(np.ceil(MASS * len(space.values))))
    columns = np.ascontiguousarray(space.values.T)
    order = np.argsort(columns, axis=1, kind="stable")
    boxes = [Box()]
    while 0 < (hits := int(np.count_nonzero(space.interest[order[0]]))) < order.shape[1]:
        best = _best(space, (columns, order), hits, least)
        if best is None:
            break
        boxes.append(boxes[-1].limited(best.limit))
        kept = np.ones(len(space.values), bool)
        kept[best.removed] = False
        order = order[kept[order]].reshape(len(order), -1)
    return boxes


def _best(space: Space, sorted_: tuple[Floats, Ints], hits: int, least: int) -> _Peel | None:
    columns, order = sorted_
    held = order.shape[1]
    best, most = None, -np.inf
    for factor, ordered in enumerate(space.ordered):
        column = columns[factor][order[factor]]
        candidates = _ends(column) if ordered else _groups(column)
        for first, last, side, value in candidates:
            left = held - (last - first)
            if left < least:
                continue
            removed = order[factor, first:last]
            gain = ((hits - np.count_nonzero(space.interest[removed])) / left - hits / held) / (last - first)
            if gain > most:
                best, most = _Peel(removed, Limit(factor, side, float(value))), gain
    return best


_Candidate = tuple[int, int, Side, float]


def _ends(column: Floats) -> Iterator[_Candidate]:
    """What may be peeled off an ascending column: first and last position, side, and the new limit.

    Points of one value stay together: those below the twentieth's edge go, or all of the outermost value.
    """
    held = len(column)
    count = max(1, int(ALPHA * held))
    if column[0] == column[-1]:
        return
    edge, first = column[count], count
    if column[count - 1] == edge:
        first = int(np.searchsorted(column, edge, "left" if edge > column[0] else "right"))
    yield 0, first, "low", column[first]
    edge, last = column[-1 - count], held - count
    if column[last] == edge:
        last = int(np.searchsorted(column, edge, "right" if edge < column[-1] else "left"))
    yield last, held, "high", column[last - 1]


def _groups(column: Floats) -> Iterator[_Candidate]:
    """Each value of an ascending column of codes, if there is more than one."""
    starts = np.flatnonzero(np.diff(column, prepend=np.nan) != 0)
    if len(starts) > 1:
        for first, last in zip(starts, [*starts[1:], len(column)], strict=True):
            yield int(first), int(last), "without", column[first]


def paste(box: Box, space: Space) -> Box:
    """The box with limits moved outwards, a twentieth of its points at a time, while its density does not
    fall and it gains points of interest."""
    while (wider := _widest(box, space)) is not None:
        box = wider
    return box


def _widest(box: Box, space: Space) -> Box | None:
    before = fit(box, space)
    best, most = None, (before.density, before.coverage)
    for limit in box.limits:
        wider = _moved(box, limit, space)
        after = fit(wider, space)
        if (
            after.density >= most[0]
            and after.coverage > before.coverage
            and (after.density, after.coverage) > most
        ):
            best, most = wider, (after.density, after.coverage)
    return best


def _moved(box: Box, limit: Limit, space: Space) -> Box:
    """The box with one limit moved to take in the nearest points outside, or dropped if there are no more."""
    freed = box.freed(limit)
    if limit.side == "without":
        return freed
    outside = freed.inside(space.values) & ~_within(limit, space.values)
    sign = 1 if limit.side == "high" else -1
    beyond = np.sort(sign * space.values[outside, limit.factor])
    count = max(1, int(ALPHA * box.inside(space.values).sum()))
    if len(beyond) <= count:
        return freed
    return box.limited(Limit(limit.factor, limit.side, float(sign * beyond[count - 1])))


def quasi_p(box: Box, limit: Limit, space: Space) -> float:
    """Probability of as many points of interest in the box if this limit did nothing: a binomial test against
    the density without it (Bryant and Lempert 2010). The box was chosen to look well, so it is no true p."""
    freed = box.freed(limit).inside(space.values)
    inside = box.inside(space.values)
    density = space.interest[freed].mean() if freed.any() else 0.0
    return float(binom.sf((inside & space.interest).sum() - 1, inside.sum(), density))


def simplified(box: Box, space: Space) -> Box:
    """The box without the limits whose quasi-p is above 0.05, the least significant first."""
    while box.limits:
        worst = max(box.limits, key=lambda limit: quasi_p(box, limit, space))
        if quasi_p(box, worst, space) <= SIGNIFICANT:
            break
        box = box.freed(worst)
    return box
