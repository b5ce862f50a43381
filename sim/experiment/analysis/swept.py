"""Swept: what a finished sweep found, as the analyses read it.

Of an outcome they see a table `(points, worlds)`: the number itself, or of a date whether it came
(1 or 0). A cell is missing (NaN) where the point was not simulated, or where the outcome does not
exist in that world (compliance when nothing fell due). A point's mean is over the worlds that it
has; a point without any is missing, and every analysis says how many it left out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sim.engine.arrays import Array, Bools, Floats, Ints
from sim.experiment.compare import comparable
from sim.experiment.outcomes import Outcome
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE, Factor, Method
from sim.scenario.errors import nearest, quoted

KEYS = ["point", "lever", "world"]


@dataclass(frozen=True, eq=False)
class Swept:
    """A design with one row a point, outcomes with one row a point, lever and world (any order).

    Raises `RefusedError` for frames that do not belong together.
    """

    design: pd.DataFrame
    outcomes: pd.DataFrame
    factors: tuple[Factor, ...]
    method: Method
    kinds: Mapping[str, Outcome]

    def __post_init__(self) -> None:
        columns = ["point", *(factor.name for factor in self.factors)]
        _demand(self.design, columns, "the design")
        _demand(self.outcomes, KEYS, "the outcomes")
        if not len(self.outcomes):
            raise RefusedError("the outcomes are empty: no point was simulated")
        if not pd.Index(self.design["point"]).is_unique:
            raise RefusedError("the design names a point twice")
        if np.any(self.outcomes.duplicated(KEYS)):
            raise RefusedError("the outcomes name a point, lever and world twice")
        if not np.isin(self.outcomes["point"], self.design["point"]).all():
            raise RefusedError("the outcomes name a point that is not in the design")
        for name in self.names:
            known(name, self.kinds, "outcome")

    @property
    def names(self) -> tuple[str, ...]:
        """The outcomes measured, in order."""
        return tuple(name for name in self.outcomes.columns if name not in KEYS)

    @cached_property
    def levers(self) -> tuple[str, ...]:
        """The levers simulated, `none` first, the others by name."""
        return tuple(sorted(self.outcomes["lever"].unique(), key=lambda name: (name != NONE, name)))

    @cached_property
    def worlds(self) -> Ints:
        """The numbers of the worlds simulated, ascending."""
        return np.unique(self.outcomes["world"].to_numpy(np.int64))

    @cached_property
    def _cells(self) -> dict[str, tuple[Array, Ints, Ints]]:
        """For each lever its rows of `outcomes`, and of each row the position of its point and world."""
        point = pd.Index(self.design["point"]).get_indexer(pd.Index(self.outcomes["point"]))
        world = np.searchsorted(self.worlds, self.outcomes["world"].to_numpy(np.int64))
        lever = self.outcomes["lever"].to_numpy()
        rows = {name: np.flatnonzero(lever == name) for name in self.levers}
        return {name: (some, point[some], world[some]) for name, some in rows.items()}

    def raw(self, outcome: str, lever: str = NONE) -> tuple[Floats, Bools]:
        """The outcome as measured `(points, worlds)`, and which cells were simulated.

        Raises `RefusedError` for an outcome or lever that the sweep does not have.
        """
        known(outcome, self.names, "outcome")
        rows, point, world = self._cells[known(lever, self.levers, "lever")]
        values = np.full((len(self.design), len(self.worlds)), np.nan)
        lived = np.zeros(values.shape, bool)
        values[point, world] = self.outcomes[outcome].to_numpy(np.float64)[rows]
        lived[point, world] = True
        return values, lived

    def table(self, outcome: str, lever: str = NONE, against: str = "") -> Floats:
        """The outcome `(points, worlds)`, in the order of the design; NaN where missing.

        With `against`, the paired difference from that lever in the same point and world.
        """
        values, lived = self.raw(outcome, lever)
        seen = np.where(lived, comparable(values, self.kinds[outcome]), np.nan)
        return seen - self.table(outcome, against) if against else seen

    def cases(self, outcomes: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """Every lever with every outcome (all, or those named)."""
        wanted = [known(name, self.names, "outcome") for name in outcomes] or self.names
        return ((lever, outcome) for lever in self.levers for outcome in wanted)

    @cached_property
    def independent(self) -> Bools:
        """Points that were drawn on their own `(points,)`: of a Sobol design the matrices A and B, because
        the others repeat their values; of any other design all."""
        if self.method != "sobol":
            return np.ones(len(self.design), bool)
        return self.design["matrix"].isin(["A", "B"]).to_numpy()


def point_means(table: Floats) -> Floats:
    """Mean over the worlds that each point has, `(points,)`; NaN where it has none."""
    there = ~np.isnan(table)
    count = there.sum(axis=1)
    total = np.where(there, table, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(table), np.nan), where=count > 0)


def levels(factor: Factor, column: Array) -> tuple[str, ...]:
    """The what-ifs of a factor: those it lists, then any other in the design's column, by name."""
    listed = tuple(str(value) for value in factor.values)
    return (*listed, *sorted(set(column.tolist()) - set(listed)))


def codes(factor: Factor, column: Array) -> Floats:
    """A factor's column as numbers: its own, or of a what-if its place among the levels."""
    if not factor.is_what_if:
        return column.astype(np.float64)
    return pd.Index(levels(factor, column)).get_indexer(pd.Index(column)).astype(np.float64)


def known(name: str, choices: Collection[str], noun: str) -> str:
    """The name, if it is one of the choices; raises `RefusedError` with the nearest one."""
    if name in choices:
        return name
    near = nearest(name, choices)
    hint = f'did you mean "{near}"?' if near else f"there are: {', '.join(choices)}"
    raise RefusedError(f"{quoted(name)} is no {noun} here; {hint}")


def demand_method(swept: Swept, *methods: Method) -> None:
    """Raises `RefusedError` unless the design is of one of these methods."""
    if swept.method not in methods:
        raise RefusedError(f"a design of method {swept.method}: this analysis needs {' or '.join(methods)}")


def _demand(frame: pd.DataFrame, columns: list[str], noun: str) -> None:
    absent = [name for name in columns if name not in frame.columns]
    if absent:
        raise RefusedError(f"{noun} has no column {', '.join(absent)}")
