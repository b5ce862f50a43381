"""Simulate: one batch of rows, from the first day of history to the last day."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from sim.scenario.scenario import Scenario

from .arrays import Floats, Ints
from .day import World
from .record import Record
from .rows import Rows

__all__ = ["Record", "day_one_rates", "simulate"]


def simulate(
    scenario: Scenario,
    worlds: "Sequence[int] | Ints",
    seed: int,
    overrides: Mapping[str, Floats] | None = None,
    *,
    tables: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Record:
    """Live every day of these worlds, one row each, and return what happened.

    `overrides` gives parameters by path, one value a row. Worlds may repeat. A row depends on its own
    world, parameters and seed only. With `tables` the record holds events, judgements and ledger.

    Raises:
        KeyError: an override names no parameter of the scenario.
        ValueError: an override has another length than `worlds`.
    """
    from .agents import forget  # Mesa takes two seconds to import
    from .model import Model

    which = np.asarray(worlds, dtype=np.int64)
    model = Model(scenario, which, seed, overrides=overrides, tables=tables, collect=False)
    while model.running:
        model.step()
        if progress:
            progress(model.day)
    forget(model)
    return model.world.record()


def day_one_rates(scenario: Scenario, worlds: int = 32, seed: int = 1) -> dict[str, float]:
    """Expected acts of each rule on day 1, mean over a few worlds, by the rule's path."""
    world = World(Rows(scenario, np.arange(worlds)), seed, tables=False)
    while world.today < 0:
        world.step()
    see = world.morning(1)
    rules, _, rate = world.decisions.intensity(see, world.chance)
    return {rule.path: float(rate[rules == rule.code].sum() / worlds) for rule in world.decisions.rules}
