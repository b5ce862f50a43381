"""Lived: a few worlds of a scenario, with the state of every morning and every rule's intensities kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from sim.engine.acts import Cells
from sim.engine.arrays import Floats
from sim.engine.day import World
from sim.engine.record import Record
from sim.engine.rows import Rows
from sim.engine.signals import Morning
from sim.engine.simulate import simulate
from sim.engine.state import State
from sim.experiment.outcomes import measure
from sim.scenario.intervention import Intervention
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario

WORLDS = (0, 1, 5)
SEED = 1
LAST = "zz_law"
"""An id after all others: among levers of one day the last in id order has its way."""


@dataclass(frozen=True)
class Lived:
    """`mornings[d]` and `evenings[d]` are the states around day d, `resting[d]` until when each rule rests on
    its morning, `intensities[d]` the expected acts of each `(rule, place, row)`, from day 1 on."""

    record: Record
    mornings: dict[int, State]
    evenings: dict[int, State]
    resting: dict[int, Floats]
    intensities: dict[int, Floats]


@lru_cache(maxsize=4)
def base(scenario: Scenario) -> Record:
    """The worlds of the battery, as they are."""
    return simulate(scenario, WORLDS, SEED)


@lru_cache(maxsize=4)
def lived(scenario: Scenario) -> Lived:
    """The same worlds, day by day."""
    world = World(Rows(scenario, np.array(WORLDS)), SEED)
    mornings, evenings = dict[int, State](), dict[int, State]()
    resting, intensities = dict[int, Floats](), dict[int, Floats]()

    def decide(see: Morning) -> list[Cells]:
        intensities[see.day] = _spread(world, see)
        return world.decide(see)

    while not world.finished:
        mornings[world.today + 1] = world.state
        resting[world.today + 1] = world.state.rest_until.copy()  # the one thing that a day changes in place
        world.step(decide)
        evenings[world.today] = world.state
    return Lived(world.record(), mornings, evenings, resting, intensities)


def forget() -> None:
    """Keep nothing of what was lived: the engine is about to change."""
    base.cache_clear()
    lived.cache_clear()


def _spread(world: World, see: Morning) -> Floats:
    """Expected acts of every rule at every place (the last one: no place), `(rules, places + 1, rows)`."""
    rules, places, mean = world.decisions.intensity(see, world.chance)
    everywhere = np.zeros((len(world.decisions.rules), len(world.roster.places) + 1, see.state.rows))
    everywhere[rules, places] = mean
    return everywhere


def parted(one: Record, other: Record, days: int | None = None) -> list[str]:
    """What differs, to the last bit, between two records in their first days (all, if not said)."""
    last = one.days if days is None else days
    through = last - one.first_day + 1
    found = [] if np.array_equal(one.digest[:through], other.digest[:through]) else ["digest"]
    return found + uncounted(one, other, last)


def uncounted(one: Record, other: Record, days: int) -> list[str]:
    """The daily metrics that differ in the first days: what was seen and said apart, the same happened."""
    return [
        name for name in one.daily if one.daily[name][:days].tobytes() != other.daily[name][:days].tobytes()
    ]


def apart(one: Record, other: Record) -> list[str]:
    """The outcomes that differ between two records."""
    first, second = measure(one, {}), measure(other, {})
    return [name for name in first if first[name].tobytes() != second[name].tobytes()]


def changed(scenario: Scenario, **fields: Any) -> Scenario:
    """A copy with other sections."""
    return scenario.model_copy(update={name: FrozenMap(sorted(of.items())) for name, of in fields.items()})


def every_actor(scenario: Scenario, **fields: Any) -> Scenario:
    """A copy in which each field of each actor is what a function of the actor says."""
    actors = {
        name: actor.model_copy(update={field: of(actor) for field, of in fields.items()})
        for name, actor in scenario.actors.items()
    }
    return changed(scenario, actors=actors)


def with_lever(scenario: Scenario, on: int, values: Mapping[str, float]) -> Scenario:
    """A copy with one more lever, which from a day on sets these paths, whatever the others set."""
    date = scenario.start + timedelta(days=on - 1)
    lever = Intervention(kind="other", on=date, set=dict(values), source="toy")
    return changed(scenario, interventions={**scenario.interventions, LAST: lever})


def middle(scenario: Scenario) -> int:
    """A day in the middle of the run."""
    return scenario.days // 2 + 1
