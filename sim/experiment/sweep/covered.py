"""Covered: factors that an intervention sets from day one to the last, so that they move nothing there.

A lever may well settle what is uncertain without it: such a factor still moves the other scenarios
of a sweep, and is told (`settled`). One that is covered in all of them is refused.
"""

from sim.scenario.scenario import Scenario

from .sweep import NONE, Sweep


def covered(scenario: Scenario, path: str, days: int) -> bool:
    """Whether interventions together set the path on every day from 1 to `days`."""
    spans = [
        range(scenario.day_of(i.on), (scenario.day_of(i.until) if i.until else days) + 1)
        for i in scenario.interventions.values()
        if path in i.set
    ]
    return set(range(1, days + 1)) <= {day for span in spans for day in span}


def settled(sweep: Sweep) -> dict[str, tuple[str, ...]]:
    """The factors that move nothing from day one on, by id of the lever or what-if that settles them."""
    paths = [factor.name for factor in sweep.factors if not factor.is_what_if]
    chosen = {name: s for name, s in {**sweep.what_ifs, **sweep.levers}.items() if name != NONE}
    found = {
        name: tuple(path for path in paths if covered(scenario, path, sweep.days))
        for name, scenario in chosen.items()
    }
    return {name: paths for name, paths in found.items() if paths}
