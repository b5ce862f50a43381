"""Planted breaches: for every law an engine that breaks it, so that the law is known to see it.

Each plant changes one thing in the engine, as a slip of the pen might.
"""

from collections.abc import Callable
from itertools import count
from typing import Any

import numpy as np
from pytest import MonkeyPatch

from sim.engine import acts, draws, rates
from sim.engine.acts import Happenings
from sim.engine.breaches import Bans
from sim.engine.chance import Dense
from sim.engine.day import World
from sim.engine.decisions import Decisions
from sim.engine.effects import Effects
from sim.engine.numbers import Numbers
from sim.engine.occur import Occurrences
from sim.engine.rates import RuleRate
from sim.engine.rows import Rows, Schedule

Plant = Callable[[MonkeyPatch], None]


def after(owner: Any, name: str, change: Callable[..., Any]) -> Plant:
    """A function or method whose result is changed: `change(result, *arguments)`."""
    return around(owner, name, lambda original, *given: change(original(*given), *given))


def around(owner: Any, name: str, instead: Callable[..., Any]) -> Plant:
    """A function or method in whose place stands `instead(original, *arguments)`."""
    original = getattr(owner, name)
    return lambda patch: patch.setattr(owner, name, lambda *given: instead(original, *given))


def seeded(by: Callable[[Rows], int]) -> Plant:
    """A world whose chance depends on something that it must not depend on."""

    def instead(original: Any, world: World, rows: Rows, seed: int, *more: Any) -> None:
        original(world, rows, seed + by(rows), *more)

    return around(World, "__init__", instead)


def unsorted(patch: MonkeyPatch) -> None:
    """Maps run in the order of the file."""
    patch.setattr("sim.scenario.parameter.sorted", list, raising=False)


def _louder(values: Any, schedule: Schedule, day: int) -> Any:
    """Any lever makes every rule busier."""
    if not any(on <= day <= until for on, until, _ in schedule._spans):
        return values
    return {path: 2 * v if path.endswith(".rate") else v for path, v in values.items()}


def _heavier(_: None, bans: Bans, numbers: Numbers) -> None:
    bans.weight = {path: np.maximum(weight, 0.5) for path, weight in bans.weight.items()}  # type: ignore[misc]


def _reversed_leverage(_: None, numbers: Numbers, *__: Any) -> None:
    numbers.leverage = [1.0 - leverage for leverage in numbers.leverage]


def _one_more_fighter(_: None, effects: Effects, acts_: Any, see: Any, state: Any, *__: Any) -> None:
    state.strength = state.strength + 1


def _a_gift(_: None, effects: Effects, acts_: Any, see: Any, state: Any, *__: Any) -> None:
    state.holder[0] = (state.holder[0] + 1) % len(state.strength)


def _busier(found: Any, *_: Any) -> Any:
    rules, places, mean = found
    return rules, places, mean + 0.01


_serial = count()

PLANTS: dict[str, tuple[Plant, ...]] = {
    "M1 order of keys": (unsorted,),
    "M2 order of acts": (
        around(Happenings, "of_day", lambda original, me, cells, *more: original(me, cells[:-1], *more)),
    ),
    "M3 multiplier of one": (after(rates, "log", lambda log, _: log + 0.1),),
    "M3 lever off": (after(Schedule, "on", _louder),),
    "M3 weight of nothing": (after(Bans, "read", _heavier),),
    "M4 later change": (
        around(Schedule, "on", lambda original, me, day: original(me, day + 1 if day >= 1 else day)),
    ),
    "M5 shorter run": (seeded(lambda rows: rows.scenario.days),),
    "M6 isolated actor": (seeded(lambda rows: len(rows.scenario.actors)),),
    "M7 world alone": (
        around(
            Dense, "__init__", lambda original, me, seed, worlds: original(me, seed, np.arange(len(worlds)))
        ),
    ),
    "M7 point alone": (around(acts, "pick", lambda _, table, index, row: table[index, 0]),),
    "M8 bounded rates": (
        after(RuleRate, "factor", lambda factor, *_: 50 * factor),
        after(RuleRate, "factor", lambda factor, *_: factor - 1),
        after(RuleRate, "factor", lambda factor, *_: factor / 0.0),
    ),
    "M9 higher rates": (
        around(draws, "poisson", lambda original, u, mean: original(u, np.where(mean > 0.1, 0.01, mean))),
    ),
    "M10 more restraint": (after(Numbers, "__init__", _reversed_leverage),),
    "M11 balance": (after(Effects, "apply", _one_more_fighter), after(Effects, "apply", _a_gift)),
    "M12 capability": (
        after(Decisions, "_able", lambda able, *_: np.ones_like(able)),
        around(Occurrences, "_runs", lambda original, me, routine, day: day <= 2),
    ),
    "M13 duplicate": (seeded(lambda rows: next(_serial)),),
    "M14 names of sides": (
        seeded(lambda rows: next(iter(rows.scenario.actors.values())).side == "government"),
    ),
    "M15 nothing from nothing": (after(Decisions, "intensity", _busier),),
    "M16 traced": (after(RuleRate, "factor", lambda factor, *_: 1.001 * factor),),
    "P1 chunks": (seeded(len),),
    "P12 two engines": (after(RuleRate, "factor", lambda factor, *_: 1.2 * factor),),
}
