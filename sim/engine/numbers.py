"""Numbers: the day's parameters as arrays, rebuilt only when an intervention begins or ends.

Every array is a column of shape `(n, 1)`, or `(n, rows)` where a parameter varies by row.
"""

import math
from dataclasses import dataclass

import numpy as np

from sim.scenario.parameter import Parameter

from .arrays import Floats
from .roster import Roster
from .rows import Number, Values, column, each


def fading(half_life: Number) -> Number:
    """The factor by which a memory shrinks in a day: 0.5^(1/half_life)."""
    return each(lambda h: 0.5 ** (1.0 / h), half_life)


def log(multiplier: Number) -> Number:
    """Natural logarithm; a multiplier's weight in the exponent."""
    return each(math.log, multiplier)


@dataclass(frozen=True)
class Remembered:
    """One memory: its daily factor and its scale."""

    keep: Number
    scale: Number


class Numbers:
    """The parameters that several parts of the engine read. Rules keep their own (see rates)."""

    def __init__(self, roster: Roster, values: Values) -> None:
        self._roster, self.values = roster, values
        scenario = roster.scenario
        self.memory = {
            name: Remembered(fading(values[f"memory.{name}.half_life"]), values[f"memory.{name}.scale"])
            for name in (
                "audience",
                "breaches",
                "complaints",
                "grievance",
                "losing_ground",
                "own_dead",
                "recent_fire",
            )
        }
        self.keep = {
            name: fading(values[f"memory.{name}.half_life"]) for name in ("effort", "wear", "violence")
        }
        self.perception = {k: values[f"perception.{k}"] for k in type(scenario.perception).model_fields}
        self.ground = {k: values[f"ground.{k}"] for k in type(scenario.ground).model_fields}
        self.excluded_share = self._column("places", roster.places, "excluded_share", 0.0)
        self.weight = self._column("places", roster.places, "weight", 0.0)
        self.wanted = [self._wanted(actor) for actor in roster.actors]
        self.leverage = [values[path] for _, _, path in roster.patronage]
        self.standing = self._standing()
        self.normal = values["outcomes.reference_events"] / 28.0 / values["outcomes.reporting_share"]
        self.toll = {
            k: self._column("actions", roster.actions, k, 0.0)
            for k in (
                "lethality",
                "severity",
                "civilians",
                "own_share",
                "hidden",
                "found",
                "claims_exception",
            )
        }

    def _column(self, section: str, ids: list[str], key: str, absent: float) -> Floats:
        return column([self.values.get(f"{section}.{name}.{key}", absent) for name in ids])

    def _wanted(self, actor: str) -> Floats:
        """How much an actor wants each place."""
        paths = (f"actors.{actor}.objectives.{place}" for place in self._roster.places)
        return column([self.values.get(path, 0.0) for path in paths])

    def change(self, effect: str) -> Floats:
        """Amount of an effect for each action, 0 where it has none."""
        return self._column("actions", self._roster.actions, f"changes.{effect}", 0.0)

    def _standing(self) -> dict[tuple[int, int], Number]:
        """Whose door: 1 for oneself, leverage for a patron and its client; absent pairs are 0."""
        stands: dict[tuple[int, int], Number] = {(k, k): 1.0 for k in range(len(self._roster.actors))}
        for (patron, client, _), leverage in zip(self._roster.patronage, self.leverage, strict=True):
            stands[patron, client] = leverage
        return dict(sorted(stands.items()))

    def standing_table(self, rows: int) -> Floats:
        """The same as an array `[patron, client, 1 or rows]`."""
        width = rows if any(isinstance(v, np.ndarray) for v in self.standing.values()) else 1
        size = len(self._roster.actors)
        table = np.zeros((size, size, width))
        for (patron, client), value in self.standing.items():
            table[patron, client] = value
        return table


def suspects(owner: dict[str, Parameter], path: str, roster: Roster, values: Values) -> Floats:
    """Weights of whom observers blame: `(actors, 1 or rows)`."""
    return column([values[f"{path}.suspects.{a}"] if a in owner else 0.0 for a in roster.actors])
