"""Simulates how a de-escalation area calms down or escalates, world by world. Not a prediction.

>>> import sim
>>> "idlib-2018-01" in sim.shelf()
True
>>> sim.load("idlib-2018-01").start
datetime.date(2018, 1, 11)

Each name is loaded on first use, so that importing `sim` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.engine.model import Model
    from sim.experiment.attribution.attribute import attribute
    from sim.experiment.compare import compare
    from sim.experiment.ensemble import Ensemble
    from sim.experiment.run import run
    from sim.experiment.sweep.run import sweep
    from sim.experiment.why.why import why
    from sim.scenario.load import load, shelf
    from sim.scenario.scenario import Scenario
    from sim.scenario.vary import vary

__all__ = [
    "Ensemble",
    "Model",
    "Scenario",
    "attribute",
    "compare",
    "load",
    "run",
    "shelf",
    "sweep",
    "vary",
    "why",
]

_ROOMS = {
    "Ensemble": "sim.experiment.ensemble",
    "Model": "sim.engine.model",
    "Scenario": "sim.scenario.scenario",
    "attribute": "sim.experiment.attribution.attribute",
    "compare": "sim.experiment.compare",
    "load": "sim.scenario.load",
    "run": "sim.experiment.run",
    "shelf": "sim.scenario.load",
    "sweep": "sim.experiment.sweep.run",
    "vary": "sim.scenario.vary",
    "why": "sim.experiment.why.why",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_ROOMS[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
