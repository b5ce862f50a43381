"""How fast the plain implementation is: an honest yardstick for the array engine."""

import time

from sim.scenario.scenario import Scenario
from tests.oracle.draws import fetch
from tests.oracle.world import OracleWorld


def worlds_per_second(scenario: Scenario, seed: int = 1, worlds: int = 3) -> float:
    """Whole worlds a second of CPU time; every draw is made before the clock starts.

    The best of several worlds counts, because machines are shared.
    """
    return max(1.0 / _seconds(scenario, seed, world) for world in range(worlds))


def evaluations_per_second(scenario: Scenario, seed: int = 1, worlds: int = 3) -> float:
    """Rule evaluations a second of CPU time: one rule at one place (if it has places) on one day."""
    return evaluations(scenario) * worlds_per_second(scenario, seed, worlds)


def evaluations(scenario: Scenario) -> int:
    """How many evaluations one world asks for, the ones that are ruled out at a glance included."""
    reaches = [
        scenario.actions[rule.action or path.rsplit(".", 1)[-1]].reach
        for path, rule in scenario.rules.items()
    ]
    return scenario.days * sum(1 if reach == "none" else len(scenario.places) for reach in reaches)


def _seconds(scenario: Scenario, seed: int, world: int) -> float:
    draws = fetch(scenario, seed, world)
    OracleWorld(scenario, seed, world, draws=draws).run()  # makes the few draws that depend on what happens
    begun = time.process_time()
    OracleWorld(scenario, seed, world, draws=draws).run()
    return time.process_time() - begun
