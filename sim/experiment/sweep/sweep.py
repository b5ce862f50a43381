"""Sweep: what a sweep file asks for, resolved and checked. `read` makes one, `points` draws its design."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.scenario.scenario import Scenario

Method = Literal["grid", "lhs", "sobol", "morris", "one_at_a_time", "points"]
METHODS: tuple[Method, ...] = ("grid", "lhs", "sobol", "morris", "one_at_a_time", "points")
WHAT_IF = "what_if"  # the factor whose values are scenarios, not numbers
NONE = "none"  # the lever and the what-if that change nothing


@dataclass(frozen=True)
class Factor:
    """One thing that a design varies: the path of a Parameter, or `what_if`.

    A number lies between `low` and `high`. `values` lists what else may be taken: numbers of a path,
    or ids of what-ifs; then a draw u of [0, 1) takes the one at `floor(u * len(values))`.
    """

    name: str
    low: float = 0.0
    high: float = 0.0
    values: tuple[float, ...] | tuple[str, ...] = ()

    @property
    def is_what_if(self) -> bool:
        """True for the factor whose values are scenarios."""
        return self.name == WHAT_IF


@dataclass(frozen=True)
class Design:
    """How points are chosen.

    `points` is the size of the method: points of `lhs`, base points of `sobol` (a power of two; d
    factors take points x (d + 2)), trajectories of `morris`, steps a factor of `one_at_a_time` and
    `grid` where no values are listed. `listed` are the explicit points, by factor.
    """

    method: Method
    points: int = 0
    seed: int = 1
    levels: int = 4  # of Morris
    listed: tuple[Mapping[str, float | str], ...] = ()


@dataclass(frozen=True)
class Sweep:
    """A sweep: every point of the design under every lever, in the same worlds.

    `what_ifs` and `levers` map ids to whole scenarios; `none` is `scenario` itself. `days` is how long
    each is lived, `outcomes` what the tables show, in order.
    """

    id: str
    title: str
    question: str
    scenario: Scenario
    design: Design
    factors: tuple[Factor, ...]
    what_ifs: Mapping[str, Scenario]
    levers: Mapping[str, Scenario]
    worlds: int
    seed: int
    days: int
    outcomes: tuple[str, ...]
