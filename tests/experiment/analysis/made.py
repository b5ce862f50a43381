"""Finished sweeps made from functions whose answer is known."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd

from sim.engine.arrays import Floats
from sim.experiment.analysis.swept import Swept
from sim.experiment.outcomes import OUTCOMES, Outcome
from sim.experiment.sweep.points import points
from sim.experiment.sweep.sweep import NONE, Design, Factor, Method, Sweep
from tests.build import toy

Function = Callable[[Floats], Floats]
NUMBER = "deaths"  # lower is better
DATE = "collapse"  # later is better
KINDS: Mapping[str, Outcome] = OUTCOMES


def factors(count: int, low: float = 0.0, high: float = 1.0) -> tuple[Factor, ...]:
    """Numbers between `low` and `high`, called a, b, c and so on."""
    return tuple(Factor("abcdefghijklmnopqrst"[k], low, high) for k in range(count))


def design(method: Method, size: int, varied: tuple[Factor, ...], seed: int = 1) -> pd.DataFrame:
    """The points that a sweep of this method would simulate."""
    return _design(method, size, varied, seed).copy()


@cache
def _design(method: Method, size: int, varied: tuple[Factor, ...], seed: int) -> pd.DataFrame:
    scenario = toy()
    sweep = Sweep(
        id="known",
        title="Known answer",
        question="",
        scenario=scenario,
        design=Design(method, size, seed),
        factors=varied,
        what_ifs={},
        levers={NONE: scenario},
        worlds=1,
        seed=1,
        days=1,
        outcomes=(NUMBER,),
    )
    return points(sweep)


def numbers(drawn: pd.DataFrame, varied: tuple[Factor, ...]) -> Floats:
    """The factors of a design `(points, factors)`."""
    return drawn[[factor.name for factor in varied]].to_numpy(np.float64)


def swept(
    drawn: pd.DataFrame,
    varied: tuple[Factor, ...],
    method: Method,
    tables: Mapping[str, Floats] | Mapping[tuple[str, str], Floats],
) -> Swept:
    """A sweep with these tables `(points, worlds)`, by outcome, or by lever and outcome."""
    by_case = {key if isinstance(key, tuple) else (NONE, key): table for key, table in tables.items()}
    frames = [
        _outcomes(drawn, lever, {name: table for (other, name), table in by_case.items() if other == lever})
        for lever in dict.fromkeys(lever for lever, _ in by_case)
    ]
    return Swept(drawn, pd.concat(frames, ignore_index=True), varied, method, KINDS)


def _outcomes(drawn: pd.DataFrame, lever: str, tables: Mapping[str, Floats]) -> pd.DataFrame:
    worlds = next(iter(tables.values())).shape[1]
    keys = {
        "point": np.repeat(drawn["point"].to_numpy(), worlds),
        "lever": lever,
        "world": np.tile(np.arange(worlds), len(drawn)),
    }
    return pd.DataFrame(keys | {name: table.ravel() for name, table in tables.items()})


def of_function(method: Method, size: int, varied: tuple[Factor, ...], function: Function) -> Swept:
    """A sweep whose only outcome is this function of the factors `(points, factors)`, in one world."""
    drawn = design(method, size, varied)
    return swept(drawn, varied, method, {NUMBER: function(numbers(drawn, varied))[:, None]})


def ishigami(x: Floats) -> Floats:
    """Ishigami and Homma (1990) with a = 7 and b = 0.1, factors from -pi to pi."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


ISHIGAMI_FIRST = np.array([0.3139, 0.4424, 0.0])
ISHIGAMI_TOTAL = np.array([0.5576, 0.4424, 0.2437])
ISHIGAMI_VARIANCE = 13.8446


def sobol_g(x: Floats, a: Floats) -> Floats:
    """Sobol's G function, factors from 0 to 1."""
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)
