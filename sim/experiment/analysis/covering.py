"""Covering: one box after another, each sought among the points that earlier ones left, checked in halves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from sim.engine.arrays import Bools
from sim.experiment.refusal import RefusedError

from .prim import Box, Space, fit, paste, peel, simplified
from .resampling import halves

Choice = Literal["balanced", "dense", "covering"]
WANTED = 0.8  # density of `dense`, coverage of `covering`
STANDS = 0.95
FEWEST = 20


class Rule(NamedTuple):
    """How a box is chosen from its trajectory, how many are sought, and in how many halves they are checked.

    `balanced`: highest harmonic mean of coverage and density. `dense`: highest coverage among those of
    density 0.8 (else the densest). `covering`: highest density among those of coverage 0.8. Ties go to fewer
    factors. `step` takes one box of every trajectory as it is, by its number; only one box is then sought.
    """

    choice: Choice = "balanced"
    boxes: int = 3
    resamples: int = 20
    step: int | None = None


class Again(NamedTuple):
    """The box found in a random half; its density in the other half, and the density of all of that half."""

    box: Box
    density: float
    around: float


@dataclass(frozen=True, eq=False)
class Found:
    """One box: `open` are the points `(points,)` that no earlier box holds, `steps` its trajectory."""

    space: Space
    open: Bools
    steps: list[Box]
    box: Box
    again: tuple[Again, ...]

    @property
    def left(self) -> Space:
        """The points among which it was sought."""
        return self.space.some(self.open)


def covering(space: Space, rule: Rule) -> Iterator[Found]:
    """The first box whatever it is, then others as long as they stand."""
    left = np.ones(len(space.interest), bool)
    for number in range(rule.boxes if rule.step is None else 1):
        some = space.some(left)
        if len(some.interest) < FEWEST or not 0 < some.interest.sum() < len(some.interest):
            return
        steps = peel(some)
        if rule.step is not None and not 0 <= rule.step < len(steps):
            raise RefusedError(
                f"step: {rule.step} is not between 0 and {len(steps) - 1}, the trajectory's end"
            )
        box = sought(some, steps, rule)
        found = Found(space, left, steps, box, tuple(_again(some, rule, number)))
        if number and not stands(found):
            return
        yield found
        if not box.limits:
            return
        left = left & ~box.inside(space.values)


def sought(space: Space, steps: list[Box], rule: Rule) -> Box:
    """The box that the rule finds on this trajectory: named, or chosen, pasted and simplified."""
    if rule.step is not None:
        return steps[min(rule.step, len(steps) - 1)]
    return simplified(paste(chosen(steps, space, rule.choice), space), space)


def chosen(steps: list[Box], space: Space, choice: Choice) -> Box:
    """One box of a trajectory, by the rule."""

    def merit(box: Box) -> tuple[float, ...]:
        coverage, density, _ = fit(box, space)
        if choice == "balanced":
            worth: tuple[float, ...] = (2 * coverage * density / (coverage + density) if coverage else 0.0,)
        elif choice == "dense":
            worth = (1.0, coverage) if density >= WANTED else (0.0, density)
        else:
            worth = (1.0, density) if coverage >= WANTED else (0.0, coverage)
        return (*worth, -len(box.factors))

    return max(steps, key=merit)


def _again(space: Space, rule: Rule, number: int) -> Iterator[Again]:
    for inside in halves(f"halves {number}", len(space.interest), rule.resamples):
        half, other = space.some(inside), space.some(~inside)
        box = sought(half, peel(half), rule)
        yield Again(box, fit(box, other).density, float(other.interest.mean()))


def stands(found: Found) -> bool:
    """Whether the box has limits and holds up in the other halves."""
    return bool(found.box.limits) and lifted(found) >= STANDS


def lifted(found: Found) -> float:
    """Share of halves whose box has limits and is denser in the other half than that half is."""
    denser = [bool(again.box.limits) and again.density > again.around for again in found.again]
    return float(np.mean(denser)) if denser else 0.0
