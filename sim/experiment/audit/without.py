"""A scenario without one of its entries, unchecked: an audit leaves out even what the rest cannot do without.

`sim.scenario.vary.drop` refuses a copy that would not load, as it must where the copy is to be kept.
"""

from collections.abc import Iterable
from typing import Any

from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario

Steps = tuple[str, ...]


def without(scenario: Scenario, steps: Steps) -> Scenario:
    """A copy in which the entry of a map is gone, a list is empty or an optional field is absent.

    Raises `KeyError` or `AttributeError` where nothing has this path.
    """
    return _without(scenario, steps)


def without_settings(scenario: Scenario, paths: Iterable[str]) -> Scenario:
    """A copy in which no intervention sets these paths; the same object where none does."""
    for path in paths:
        for name, lever in scenario.interventions.items():
            if path in lever.set:
                scenario = without(scenario, ("interventions", name, "set", path))
    return scenario


def _without(value: Any, steps: Steps) -> Any:
    step, *rest = steps
    if isinstance(value, FrozenMap):
        inner = value[step]
        kept = {key: item for key, item in value.items() if key != step}
        return FrozenMap(sorted({**kept, step: _without(inner, tuple(rest))}.items()) if rest else kept)
    inner = getattr(value, step)
    left = _without(inner, tuple(rest)) if rest else () if isinstance(inner, tuple) else None
    return value.model_copy(update={step: left})
