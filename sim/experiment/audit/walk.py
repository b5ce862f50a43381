"""Walks: a Parameter through its whole range in small steps, looking for cliffs and turns.

The same worlds are played at every point of an even grid. A step between neighbouring points is a
*cliff* of an outcome if it carries more than half of the outcome's whole span over the grid, or
`CLIFF` even shares of it if that is more, and its paired 95 % interval leaves out half of itself on
the way to 0. An outcome *turns* (is not monotone) if it rises by more than `TURN` of that span between
two points, falls by as much between two others, and the paired intervals of both leave out 0.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.experiment.compare import comparable
from sim.experiment.outcomes import Outcome, outcomes_of
from sim.experiment.paired import interval
from sim.experiment.part import Part, outcomes_part
from sim.experiment.pool import Pool
from sim.scenario.scenario import Scenario

CLIFF, TURN = 4.0, 0.2
Shape = Literal["cliff", "turn"]


class Walk(NamedTuple):
    """What was found of an outcome along a Parameter: between the values `start` and `end` it moves by
    `move`, which is `share` of its span over the whole range; of a turn, the fall that follows or precedes
    a rise of at least that share."""

    path: str
    outcome: str
    shape: Shape
    start: float
    end: float
    move: float
    share: float


def walk(scenario: Scenario, path: str, points: int, worlds: int, seed: int) -> Part:
    """The rows of a walk: worlds within points."""
    parameter = scenario.parameters[path]
    values = np.repeat(np.linspace(parameter.low, parameter.high, points), worlds)
    return Part(scenario, seed, np.tile(np.arange(worlds), points), {path: values})


def walks(parts: "list[Part]", pool: Pool, outcomes: "list[str]") -> Iterator[Walk]:
    """Cliffs and turns of each walk. Only outcomes with a better direction: of others no turn is news."""
    for part, measured in zip(parts, pool.run(outcomes_part, parts), strict=True):
        ((path, values),) = part.overrides.items()
        kinds, grid = outcomes_of(part.scenario), np.unique(values)
        for name in outcomes:
            if kinds[name].better != "none":
                yield from along(path, name, grid, by_point(measured[name], kinds[name], len(grid)))


def by_point(values: Floats, kind: Outcome, points: int) -> Floats:
    """An outcome as `(points, worlds)`; of a date, whether it came."""
    return comparable(values, kind).reshape(points, -1)


def along(path: str, outcome: str, grid: Floats, curve: Floats) -> Iterator[Walk]:
    """What stands out on a curve `(points, worlds)` over the values of `grid`."""
    whole = ~np.isnan(curve).any(axis=0)
    means = curve[:, whole].mean(axis=1) if whole.sum() > 1 else np.zeros(len(grid))
    span = float(np.ptp(means))
    if not span:
        return
    steps = np.diff(means)
    least = span * min(1.0, max(0.5, CLIFF / len(steps)))
    for k in np.flatnonzero(np.abs(steps) > least):
        if _holds(curve[k], curve[k + 1], 0.5):
            yield _walk(path, outcome, "cliff", (grid[k], grid[k + 1], steps[k], abs(steps[k]) / span))
    rise, fall = _steepest(means), _steepest(-means)
    if all(abs(means[b] - means[a]) > TURN * span and _holds(curve[a], curve[b]) for a, b in (rise, fall)):
        a, b = min(rise, fall, key=lambda ends: abs(means[ends[1]] - means[ends[0]]))
        move = means[b] - means[a]
        yield _walk(path, outcome, "turn", (grid[a], grid[b], move, abs(move) / span))


def _walk(path: str, outcome: str, shape: Shape, numbers: Iterable[float]) -> Walk:
    return Walk(path, outcome, shape, *map(float, numbers))


def _holds(first: Floats, second: Floats, share: float = 0.0) -> bool:
    """Whether the paired interval leaves out this share of the difference, on the side of 0."""
    mean, low, high = interval(second - first)
    return bool(low > share * mean if mean > 0 else high < share * mean)


def _steepest(means: Floats) -> tuple[int, int]:
    """The two points between which, going up the grid, the mean rises most."""
    lowest = np.minimum.accumulate(means)
    end = int(np.argmax(means - lowest))
    return int(np.argmin(means[: end + 1])), end
