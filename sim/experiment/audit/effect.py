"""Effects: what a change does to each outcome, in pairs of worlds."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np

from sim.experiment.compare import comparable, mean_of
from sim.experiment.paired import interval

from .plan import Plan
from .replay import Stage
from .subject import PLAIN, Kind


class Effect(NamedTuple):
    """One outcome under one change: the base's mean, the paired mean difference and its 95 % interval over
    `worlds` worlds. Of a date, shares of worlds that reach it."""

    kind: Kind
    path: str
    change: str
    outcome: str
    unit: str
    worlds: int
    base: float
    difference: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return bool(self.low > 0 or self.high < 0)


def effects(stage: Stage, plan: Plan, outcomes: Collection[str]) -> Iterator[Effect]:
    """Effects of things, and of numbers where the plan wants them; of changes with all their worlds."""
    kinds = stage.kinds
    for number, perturbation in enumerate(stage.perturbations):
        worlds, kind = stage.seen[number].worlds, perturbation.subject.kind
        if worlds < 2 or (kind in PLAIN and not plan.everywhere):
            continue
        for name in outcomes:
            base = comparable(stage.base[name][:worlds], kinds[name])
            paired = interval(stage.difference(number, name, kinds[name]))
            mean = mean_of(base)
            yield Effect(
                *perturbation.subject, perturbation.change, name, kinds[name].unit, worlds, mean, *paired
            )


def influence(found: Collection[Effect], path: str) -> float:
    """The largest clear effect of a path's changes, each as a share of the outcome's base."""
    shares = [
        abs(each.difference) / max(abs(each.base), 0.01)
        for each in found
        if each.path == path and each.is_clear and np.isfinite(each.difference)
    ]
    return max(shares, default=0.0)
