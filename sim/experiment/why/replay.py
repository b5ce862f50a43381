"""Replay: one world lived again, with its mornings, its numbers and a trace of every act kept."""

from dataclasses import dataclass

import numpy as np

from sim.engine.day import World
from sim.engine.numbers import Numbers
from sim.engine.record import Record
from sim.engine.roster import Roster
from sim.engine.rows import Rows
from sim.engine.state import State
from sim.experiment.act import Act, acts_of
from sim.scenario.scenario import Scenario

from .trace import Trace, Tracer


@dataclass(frozen=True)
class Replay:
    """A world after it was lived: `mornings[d]` is the state before day d (also of the day after the last),
    `numbers[d]` the parameters of the day; `traces` are by event number, `judged` by event and observer:
    whom the observer blames, and 1, 0 or -1 for a claim accepted, refused or not asked about."""

    scenario: Scenario
    seed: int
    world: int
    roster: Roster
    record: Record
    acts: tuple[Act, ...]
    traces: dict[int, Trace]
    mornings: dict[int, State]
    numbers: dict[int, Numbers]
    judged: dict[tuple[int, str], tuple[str, int]]
    answering: list[tuple[str, int, int, int]]


def replay(scenario: Scenario, seed: int, world: int) -> Replay:
    """Live one world again, to its last day. The same bits as in any batch (see `sim.engine.arrays`)."""
    lived = World(Rows(scenario, np.array([world])), seed)
    tracer, mornings, numbers = Tracer(lived), dict[int, State](), dict[int, Numbers]()
    while not lived.finished:
        mornings[lived.today + 1] = lived.state
        lived.step(tracer.decide)
        numbers[lived.today] = lived.numbers
    mornings[lived.today + 1] = lived.state
    record = lived.record()
    acts = tuple(acts_of(record))
    by_cell = {(act.day, act.path, act.place): act.event for act in acts}
    return Replay(
        scenario=scenario,
        seed=seed,
        world=world,
        roster=lived.roster,
        record=record,
        acts=acts,
        traces={by_cell[cell]: trace for cell, trace in tracer.traces.items()},
        mornings=mornings,
        numbers=numbers,
        judged=_judged(record, acts),
        answering=lived.duties.bans.answering,
    )


def _judged(record: Record, acts: tuple[Act, ...]) -> dict[tuple[int, str], tuple[str, int]]:
    table, actors = record.judgements or {}, [*record.names["actor"], ""]
    columns = (table[name].tolist() for name in ("event", "observer", "blamed", "accepted"))
    return {
        (acts[event].event, actors[observer]): (actors[blamed], accepted)
        for event, observer, blamed, accepted in zip(*columns, strict=True)
    }
