"""Draws from the ranges of assumptions: what else the numbers nobody measured might be.

A Latin hypercube (McKay, Beckman and Conover 1979): each parameter's range is cut into as many
strata as there are draws, each is used once. The order is named by the parameter's path, so that
one parameter more changes no other's draws.
"""

from collections.abc import Iterable

import numpy as np

from sim.engine.arrays import Floats
from sim.engine.chance import Dense
from sim.scenario.scenario import Scenario


def assumed(scenario: Scenario) -> list[str]:
    """Paths of the assumptions that have a range, in path order."""
    return [
        path
        for path, parameter in scenario.parameters.items()
        if parameter.is_assumption and parameter.low < parameter.high
    ]


def hypercube(scenario: Scenario, paths: Iterable[str], draws: int, seed: int) -> dict[str, Floats]:
    """Values of each parameter in each draw, shape `(draws,)`, uniform within its range."""
    chance = Dense(seed, np.arange(draws))
    ranges = ((path, scenario.parameters[path]) for path in paths)
    return {
        path: parameter.low + strata(chance, path, draws) * (parameter.high - parameter.low)
        for path, parameter in ranges
    }


def strata(chance: Dense, path: str, draws: int) -> Floats:
    """Draws from [0, 1), shape `(draws,)`: one from each of as many strata, in an order named by `path`."""
    order, within, *_ = chance.uniforms(path, "", 0, "assumption")
    stratum = np.argsort(np.argsort(order, kind="stable"), kind="stable")
    return (stratum + within) / draws
