"""Would exact thinning pay? The share of cells that survive a bound on their intensity.

    python -m benchmarks.thinning

Thinning compares each uniform with a bound first (the signals of places at their strongest) and evaluates
only the survivors. It pays when few survive; see docs/explanation/decisions/0008-no-thinning.md.
"""

import sys

import numpy as np

from sim.engine.arrays import Floats, Ints
from sim.engine.day import World
from sim.engine.rates import RuleRate
from sim.engine.rows import Rows
from sim.engine.signals import Morning
from sim.scenario.load import load

ROWS = 128


def bound(rule: RuleRate, see: Morning, exact: Floats, places: Ints) -> Floats:
    """The intensity with every place signal at whichever end raises it most."""
    highest, actual = 0.0, np.zeros(exact.shape)
    for term in rule.local:
        highest += max(0.0, float(np.max(term.log)))
        actual += term.log * rule.seen(term, see)[places]
    return exact * np.exp(highest - actual)


def survivors() -> tuple[float, float]:
    """Shares of the candidate cells that survive the bound, and in which something happens."""
    world = World(Rows(load("idlib-2018-01"), np.arange(ROWS)), 1, tables=False)
    uniform = np.random.default_rng(1)
    cells = surviving = acting = 0
    while not world.finished:
        world.step()
        see = world.morning(world.today + 1)
        rules, places, intensity = world.decisions.intensity(see, world.chance)
        for rule in world.decisions.rules:
            exact = intensity[rules == rule.code]
            if rule.placed and see.day >= 1:
                u = uniform.random(exact.shape)
                cells += int((exact > 0).sum())
                surviving += int((u < bound(rule, see, exact, places[rules == rule.code])).sum())
                acting += int((u < exact).sum())
    return surviving / cells, acting / cells


if __name__ == "__main__":
    share, acts = survivors()
    sys.stdout.write(f"{share:.0%} of candidate cells survive the bound; something happens in {acts:.0%}\n")
