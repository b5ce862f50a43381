"""Laws of sameness: what may be changed, and what then stays the same to the last bit.

Each law takes a scenario and returns what it found broken, in words; an empty list is a law obeyed.
"""

import json
from typing import Any

import numpy as np

from sim.engine.acts import Cells
from sim.engine.arrays import Floats
from sim.engine.day import World
from sim.engine.record import Record
from sim.engine.rows import Rows
from sim.engine.signals import Morning
from sim.engine.simulate import simulate
from sim.experiment.run import run
from sim.scenario.meaning import meaning_of
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from sim.scenario.vary import with_days
from tests.laws.lived import (
    SEED,
    WORLDS,
    apart,
    base,
    changed,
    every_actor,
    middle,
    parted,
    uncounted,
    with_lever,
)

OTHER_SIDE = {"government": "opposition", "opposition": "government"}


def played(scenario: Scenario, overrides: dict[str, Floats] | None = None) -> Record:
    """The worlds of the battery, of a changed scenario or under other numbers."""
    return simulate(scenario, WORLDS, SEED, overrides)


def order_of_keys(scenario: Scenario) -> list[str]:
    """M1: the order of keys in the file changes nothing."""
    turned = json.dumps(backwards(json.loads(scenario.model_dump_json())))
    return parted(base(scenario), played(Scenario.model_validate_json(turned)))


def backwards(content: Any) -> Any:
    """The same with every map written from its end."""
    if isinstance(content, dict):
        return {key: backwards(content[key]) for key in reversed(content)}
    return [backwards(item) for item in content] if isinstance(content, list) else content


def order_of_acts(scenario: Scenario) -> list[str]:
    """M2: the order in which actors decide, and that of each one's rules, changes nothing.

    The places of one rule stand in id order, which decides whom a reply is for: the model page says so.
    """
    world = World(Rows(scenario, np.array(WORLDS)), SEED)

    def decide(see: Morning) -> list[Cells]:
        return [_from_the_end(cells) for cells in reversed(world.decide(see))]

    while not world.finished:
        world.step(decide)
    return parted(base(scenario), world.record())


def _from_the_end(cells: Cells) -> Cells:
    order = np.argsort(-cells.origin, kind="stable")
    return Cells(*(column[order] for column in vars(cells).values()))


def multiplier_of_one(scenario: Scenario) -> list[str]:
    """M3: a multiplier of 1 is as good as none, for all multipliers of all rules at once."""
    plain = changed(scenario, interventions={})
    ones = {path: np.ones(len(WORLDS)) for path in plain.parameters if ".multiplied_by." in path}
    without = every_actor(plain, rules=lambda actor: FrozenMap(_unmultiplied(actor.rules)))
    return parted(played(plain, ones), played(without))


def _unmultiplied(rules: FrozenMap) -> dict[str, Any]:
    return {name: rule.model_copy(update={"multiplied_by": FrozenMap()}) for name, rule in rules.items()}


def lever_off(scenario: Scenario) -> list[str]:
    """M3: a lever that sets what holds anyway is as good as none; it sets every number that a lever can."""
    plain = changed(scenario, interventions={})
    same = {path: plain.parameters[path].value for path in daily(plain)}
    return parted(base(plain), played(with_lever(plain, 1, same)))


def weight_of_nothing(scenario: Scenario) -> list[str]:
    """M3: an obligation of weight 0 is as good as none."""
    plain = changed(scenario, interventions={})
    weights = [
        path for path in plain.parameters if path.startswith("agreements.") and path.endswith(".weight")
    ]
    unbound = {
        name: agreement.model_copy(update={"obligations": FrozenMap()})
        for name, agreement in plain.agreements.items()
    }
    light = played(plain, {path: np.zeros(len(WORLDS)) for path in weights})
    return parted(light, played(changed(plain, agreements=unbound)))


def later_change(scenario: Scenario) -> list[str]:
    """M4: a change from day d on, of every number that can change, leaves the days before d alone."""
    on = middle(scenario)
    moved = {path: _elsewhere(scenario, path) for path in daily(scenario)}
    return parted(base(scenario), played(with_lever(scenario, on, moved)), days=on - 1)


def _elsewhere(scenario: Scenario, path: str) -> float:
    number = scenario.parameters[path]
    return number.high if number.high > number.value else number.low


def daily(scenario: Scenario) -> list[str]:
    """The paths that a lever may set."""
    meanings = {path: meaning_of(path) for path in scenario.parameters}
    return [path for path, meaning in meanings.items() if meaning is not None and meaning.daily]


def shorter_run(scenario: Scenario) -> list[str]:
    """M5: a run of fewer days is the beginning of the longer one."""
    days = scenario.days // 2 + 1
    return parted(base(scenario), played(with_days(scenario, days)), days=days)


def isolated_actor(scenario: Scenario) -> list[str]:
    """M6: one more actor, whom nothing concerns, changes nobody."""
    someone = next(iter(scenario.actors.values()))
    nothing = dict.fromkeys(("rules", "leverage", "objectives", "confidence"), FrozenMap())
    hermit = someone.model_copy(update={"kind": "faction", "tempo": None, **nothing})
    more = played(changed(scenario, actors={**scenario.actors, "aa_hermit": hermit}))
    return uncounted(base(scenario), more, scenario.days) + apart(base(scenario), more)


def world_alone(scenario: Scenario) -> list[str]:
    """M7, P2: a world is what it is alone; fresh worlds beside it change nothing."""
    together = base(scenario)
    return [
        f"world {world}: {name}"
        for row, world in enumerate(WORLDS)
        for name in parted(of_row(together, row), simulate(scenario, [world], SEED))
    ]


def point_alone(scenario: Scenario) -> list[str]:
    """M7: a row under its own numbers is what it is alone; all numbers differ from row to row."""
    draws = np.random.default_rng(len(scenario.parameters))
    numbers = {path: draws.uniform(p.low, p.high, 3) for path, p in scenario.parameters.items()}
    worlds = [3, 3, 0]
    together = simulate(scenario, worlds, SEED, numbers)
    return [
        f"row {row}: {name}"
        for row, world in enumerate(worlds)
        for name in parted(
            of_row(together, row),
            simulate(scenario, [world], SEED, {k: v[[row]] for k, v in numbers.items()}),
        )
    ]


def of_row(record: Record, row: int) -> Record:
    """The record of one row."""
    daily_ = {name: values[:, [row]] for name, values in record.daily.items()}
    parts = vars(record) | {"daily": daily_, "digest": record.digest[:, [row]]}
    return Record(**parts)


def chunks(scenario: Scenario) -> list[str]:
    """P1: into how many parts a run is cut changes nothing."""
    hashes = {run(scenario, 3, SEED, workers=1, chunk=chunk).result_hash for chunk in (2, 512)}
    return [] if len(hashes) == 1 else ["result_hash"]


def duplicate(scenario: Scenario) -> list[str]:
    """M13: a scenario written out, read again and given another id differs by exactly nothing."""
    twin = Scenario.model_validate_json(scenario.model_dump_json()).model_copy(update={"id": "twin"})
    again = played(twin)
    return parted(base(scenario), again) + apart(base(scenario), again)


def names_of_sides(scenario: Scenario) -> list[str]:
    """M14: the camps' names mean nothing."""
    return parted(base(scenario), played(every_actor(scenario, side=lambda actor: OTHER_SIDE[actor.side])))
