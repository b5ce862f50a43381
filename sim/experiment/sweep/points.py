"""Points: the design of a sweep as a table, one row a point. docs/reference/sweeps.md says which to use when.

Factors stand in order of name, whatever their order in the file, so that it changes nothing.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.arrays import Floats

from .cube import latin_hypercube, saltelli, trajectories
from .sweep import NONE, Factor, Method, Sweep

if TYPE_CHECKING:
    import pandas as pd

Columns = dict[str, Any]


def size(sweep: Sweep) -> int:
    """How many points the design has, without drawing it."""
    points, factors = sweep.design.points, sweep.factors
    steps = [len(factor.values) or points for factor in factors]
    sizes: dict[Method, Callable[[], int]] = {
        "grid": lambda: math.prod(steps),
        "lhs": lambda: points,
        "sobol": lambda: points * (len(factors) + 2),
        "morris": lambda: points * (len(factors) + 1),
        "one_at_a_time": lambda: 1 + sum(steps),
        "points": lambda: len(sweep.design.listed),
    }
    return sizes[sweep.design.method]()


def points(sweep: Sweep) -> "pd.DataFrame":
    """The design: `point` (0, 1, ...), a column a factor, then what the method notes of a point.

    Factors are float64, `what_if` is text. Sobol notes `matrix` (A, B, or the factor whose column A
    took from B) and `base`; Morris `trajectory`, `step` and `moved` (empty at step 0);
    one_at_a_time `moved` (empty for the scenario's own point).
    """
    import pandas as pd

    designs: dict[Method, Callable[[Sweep], Columns]] = {
        "grid": _grid,
        "lhs": _latin_hypercube,
        "sobol": _saltelli,
        "morris": _morris,
        "one_at_a_time": _one_at_a_time,
        "points": _listed,
    }
    return pd.DataFrame({"point": np.arange(size(sweep)), **designs[sweep.design.method](sweep)})


def _grid(sweep: Sweep) -> Columns:
    """Every combination; the last factor runs fastest."""
    steps = [_steps(factor, sweep.design.points) for factor in sweep.factors]
    places = np.indices([len(values) for values in steps]).reshape(len(steps), -1)
    return {factor.name: steps[i][places[i]] for i, factor in enumerate(sweep.factors)}


def _latin_hypercube(sweep: Sweep) -> Columns:
    return _scaled(sweep, latin_hypercube(_names(sweep), sweep.design.points, sweep.design.seed))


def _saltelli(sweep: Sweep) -> Columns:
    """Each base point in A, in B, and in A with one column after the other from B."""
    names, count = _names(sweep), sweep.design.points
    a, b = saltelli(names, count, sweep.design.seed)
    rows = np.repeat(a[:, None, :], len(names) + 2, axis=1)
    rows[:, 1] = b
    for i in range(len(names)):
        rows[:, 2 + i, i] = b[:, i]
    notes = {
        "matrix": _text(["A", "B", *names] * count),
        "base": np.repeat(np.arange(count), len(names) + 2),
    }
    return _scaled(sweep, rows.reshape(-1, len(names))) | notes


def _morris(sweep: Sweep) -> Columns:
    names, count = _names(sweep), sweep.design.points
    cube, order = trajectories(names, count, sweep.design.levels, sweep.design.seed)
    moved = np.concatenate([np.full((count, 1), ""), np.array(names)[order]], axis=1)
    notes = {
        "trajectory": np.repeat(np.arange(count), len(names) + 1),
        "step": np.tile(np.arange(len(names) + 1), count),
        "moved": _text(moved.ravel().tolist()),
    }
    return _scaled(sweep, cube.reshape(-1, len(names))) | notes


def _one_at_a_time(sweep: Sweep) -> Columns:
    """The scenario's own point, then each factor alone through its values."""
    steps = {factor.name: _steps(factor, sweep.design.points) for factor in sweep.factors}
    moved = ["", *(name for name, values in steps.items() for _ in values)]
    columns: Columns = {}
    for factor in sweep.factors:
        own, taken = _own(sweep, factor), iter(steps[factor.name])
        columns[factor.name] = _values([next(taken) if name == factor.name else own for name in moved])
    return columns | {"moved": _text(moved)}


def _listed(sweep: Sweep) -> Columns:
    """The points as listed; what one leaves out is as in the scenario."""
    return {
        factor.name: _values([point.get(factor.name, _own(sweep, factor)) for point in sweep.design.listed])
        for factor in sweep.factors
    }


def _names(sweep: Sweep) -> list[str]:
    return [factor.name for factor in sweep.factors]


def _own(sweep: Sweep, factor: Factor) -> float | str:
    """What the factor is in the sweep's own scenario."""
    return NONE if factor.is_what_if else sweep.scenario.parameters[factor.name].value


def _steps(factor: Factor, count: int) -> Any:
    """The values listed, or `count` from low to high."""
    if factor.values:
        return _values(factor.values)
    return _between(factor, np.arange(count) / max(1, count - 1))


def _between(factor: Factor, share: Floats) -> Floats:
    """Values at shares of the way from low to high; 0 and 1 are exactly its ends."""
    return np.clip((1 - share) * factor.low + share * factor.high, factor.low, factor.high)


def _scaled(sweep: Sweep, cube: Floats) -> Columns:
    """Columns of factors from uniforms `(points, factors)`: ends included, listed values in equal parts."""
    return {factor.name: _taken(factor, cube[:, i]) for i, factor in enumerate(sweep.factors)}


def _taken(factor: Factor, share: Floats) -> Any:
    if not factor.values:
        return _between(factor, share)
    places = np.minimum(np.floor(share * len(factor.values)), len(factor.values) - 1)
    return _values(factor.values)[places.astype(np.int64)]


def _values(values: Sequence[float | str]) -> Any:
    """Numbers as float64, ids as text."""
    return _text(values) if isinstance(values[0], str) else np.array(values, dtype=np.float64)


def _text(values: Sequence[Any]) -> Any:
    import pandas as pd

    return pd.array(values, dtype="str")
