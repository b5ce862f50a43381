"""Rows: which world each row is, and the parameters of each row on each day.

A parameter is one float, or one float per row. Interventions replace values for their span of days.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.scenario.scenario import Scenario

from .arrays import Array, Bools, Floats, Ints

Number = float | Floats
Values = Mapping[str, Number]


@dataclass(frozen=True)
class Rows:
    """`worlds` has shape `(rows,)` and may repeat; `overrides` maps a parameter path to `(rows,)` floats.

    `absent` maps the path of a reported event to `(rows,)` bools: where true, it did not happen.
    Raises `KeyError` for a path that names no Parameter or reported event and `ValueError` for a wrong shape.
    """

    scenario: Scenario
    worlds: Ints
    overrides: Mapping[str, Floats] = field(default_factory=dict)
    absent: Mapping[str, Bools] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._check("parameter", self.scenario.parameters, self.overrides)
        self._check("reported event", {f"history.{name}" for name in self.scenario.history}, self.absent)

    def _check(self, what: str, known: Collection[str], given: Mapping[str, Array]) -> None:
        for path, values in given.items():
            if path not in known:
                raise KeyError(f"{path} names no {what} of scenario {self.scenario.id}")
            if np.shape(values) != self.worlds.shape:
                raise ValueError(f"{path}: {np.shape(values)} values for {self.worlds.shape} rows")

    def __len__(self) -> int:
        return len(self.worlds)


class Schedule:
    """The parameters of every day. `on(day)` is the same object while the same interventions hold."""

    def __init__(self, rows: Rows) -> None:
        scenario = rows.scenario
        self._base: dict[str, Number] = {path: p.value for path, p in scenario.parameters.items()}
        self._base.update({path: np.asarray(v, float) for path, v in rows.overrides.items()})
        self._spans = [
            (
                scenario.day_of(lever.on),
                scenario.day_of(lever.until) if lever.until else scenario.days,
                lever.set,
            )
            for lever in scenario.interventions.values()
        ]
        self._cache: dict[tuple[int, ...], Values] = {}

    def on(self, day: int) -> Values:
        """Path to value on a day; interventions hold from day 1 on."""
        active = tuple(k for k, (on, until, _) in enumerate(self._spans) if day >= 1 and on <= day <= until)
        if active not in self._cache:
            values = dict(self._base)
            for k in active:
                values.update(self._spans[k][2])
            self._cache[active] = values
        return self._cache[active]


def column(numbers: list[Number]) -> Floats:
    """Numbers side by side, shape `(n, 1)`, or `(n, rows)` when one of them varies by row."""
    if not numbers:
        return np.zeros((0, 1))
    return np.array(np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, float)) for v in numbers)))


def pick(table: Floats, index: Ints, row: Ints) -> Floats:
    """`table[index, row]` of a column that may hold one value for all rows."""
    return table[index, row if table.shape[-1] > 1 else 0]


def of_row(number: Number, row: Ints) -> Number:
    """The parameter's value in these rows."""
    return number[row] if isinstance(number, np.ndarray) else number


def each(function: "object", number: Number) -> Number:
    """Apply a scalar function to one float or to each of an array, one Python float at a time.

    Vectorised powers differ in the last bit between processors and array lengths; this does not.
    """
    if isinstance(number, np.ndarray):
        return np.array([function(float(x)) for x in number])  # type: ignore[operator]
    return function(float(number))  # type: ignore[operator]
