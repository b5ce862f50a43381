"""Model: the simulated world as a Mesa model. One row is an ordinary Mesa model, many are a batch.

The order of a day (`day.World.step` is this list in code):

1. occur: reported and scheduled events, what was routine before day one, talks
2. intervene: levers replace parameters
3. observe: every signal, from the state of the morning
4. decide: every agent's rules, all from the same morning; nobody knows another's draw
5. act: tolls, captures and effects; all read the morning and are sums, or one decision per quantity
6. judge: blame, claims, breaches, duties, confidence, what now asks for an answer
7. record

Ties: equal draws keep the first place by id, equal powers the first actor by id, and a contest that
is a tie stays with the holder. All sums run in id order, so the order of actors and acts changes nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.scenario.scenario import Scenario

from .acts import Cells
from .agents import KINDS, mesa
from .arrays import Floats, Ints
from .day import World
from .record import Record
from .rows import Rows
from .signals import Morning

BASELINE = "idlib-2018-01"
REPORTED = (
    "lethal_events",
    "deaths",
    "deaths_civilians",
    "violent_events",
    "breaches",
    "confidence",
    "top_rung",
)


class Model(mesa.Model):
    """A scenario, alive: `step()` is one day, `running` ends with the last one.

    Args:
        scenario: a `Scenario`, or the id or path of one; by default the baseline.
        worlds: how many worlds, or which; one by default.
        rng: seed of chance; `None` draws a fresh one, recorded in `seed`.
        overrides: parameter values by path, one a world.
        collect: keep Mesa's `datacollector` (means over worlds).

    The scenario is at `script` (`scenario` is Mesa's own word). Days before day 1, the reported past,
    are lived on construction.
    """

    def __init__(
        self,
        scenario: "Scenario | str | None" = None,
        worlds: "int | Sequence[int] | Ints" = 1,
        rng: "int | None" = None,
        *,
        overrides: Mapping[str, Floats] | None = None,
        tables: bool = True,
        collect: bool = True,
    ) -> None:
        seed = fresh_seed() if rng is None else int(rng)
        super().__init__(rng=seed)
        self.chance_seed = seed
        self.script = scenario if isinstance(scenario, Scenario) else _load(scenario or BASELINE)
        which = (
            np.arange(worlds) if isinstance(worlds, int | np.integer) else np.asarray(worlds, dtype=np.int64)
        )
        self.world = World(Rows(self.script, which, overrides or {}), seed, tables)
        self.actors = [KINDS[actor.kind](self, name) for name, actor in self.script.actors.items()]
        while self.world.today < 0:
            self.world.step()
        self.datacollector = _collector() if collect else None
        self.running = True

    @property
    def day(self) -> int:
        """The last day lived; 0 before the first step."""
        return self.world.today

    def step(self) -> None:
        """Live one day; nothing happens after the last."""
        if self.world.finished:
            self.running = False
            return
        self.world.step(self.decide)
        if self.datacollector:
            self.datacollector.collect(self)
        self.running = not self.world.finished

    def decide(self, see: Morning) -> list[Cells]:
        """What all agents do today; their order does not matter."""
        return [cells for agent in self.actors for cells in agent.decide(see)]

    def run(self) -> Record:
        """Live to the last day and return the record."""
        while not self.world.finished:
            self.step()
        return self.world.record()


def fresh_seed() -> int:
    """A seed that nobody chose."""
    return int(np.random.SeedSequence().generate_state(1)[0])


def _load(reference: str) -> Scenario:
    from sim.scenario.load import load

    return load(reference)


def _latest(metric: str) -> Any:
    return lambda model: float(np.mean(model.world.latest[metric]))


def _collector() -> mesa.DataCollector:
    """One value a day: means over worlds."""
    return mesa.DataCollector(
        model_reporters={"day": "day"} | {metric: _latest(metric) for metric in REPORTED},
        agent_reporters={
            "name": "name",
            "strength": lambda agent: float(np.mean(agent.strength)),
            "places": lambda agent: float(np.mean(agent.holds.sum(axis=0))),
        },
    )
