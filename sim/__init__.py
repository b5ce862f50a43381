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
    from sim.experiment.audit.audit import audit
    from sim.experiment.compare import compare
    from sim.experiment.edition import edition
    from sim.experiment.ensemble import Ensemble
    from sim.experiment.kept import Kept, KeptComparison, open_comparison, open_run
    from sim.experiment.refusal import RefusedError
    from sim.experiment.run import run
    from sim.experiment.sweep.run import sweep
    from sim.experiment.why.why import why
    from sim.scenario.errors import ScenarioError
    from sim.scenario.load import load, shelf
    from sim.scenario.scenario import Scenario
    from sim.scenario.vary import vary
    from sim.scenario.write import fingerprint
    from sim.tell.choices import important, levers, titles, with_levers
    from sim.tell.figures import plain_markdown
    from sim.tell.finding import finding
    from sim.tell.show import counted_sources
    from sim.tell.situation import situation
    from sim.tell.tables import csv_text
    from sim.tell.unfolding import Unfolding, overlaid, story, unfolding

__all__ = [
    "Ensemble",
    "Kept",
    "KeptComparison",
    "Model",
    "RefusedError",
    "Scenario",
    "ScenarioError",
    "Unfolding",
    "attribute",
    "audit",
    "compare",
    "counted_sources",
    "csv_text",
    "edition",
    "finding",
    "fingerprint",
    "important",
    "levers",
    "load",
    "open_comparison",
    "open_run",
    "overlaid",
    "plain_markdown",
    "run",
    "shelf",
    "situation",
    "story",
    "sweep",
    "titles",
    "unfolding",
    "vary",
    "why",
    "with_levers",
]

_ROOMS = {
    "Ensemble": "sim.experiment.ensemble",
    "Kept": "sim.experiment.kept",
    "KeptComparison": "sim.experiment.kept",
    "Model": "sim.engine.model",
    "RefusedError": "sim.experiment.refusal",
    "Scenario": "sim.scenario.scenario",
    "ScenarioError": "sim.scenario.errors",
    "Unfolding": "sim.tell.unfolding",
    "attribute": "sim.experiment.attribution.attribute",
    "audit": "sim.experiment.audit.audit",
    "compare": "sim.experiment.compare",
    "counted_sources": "sim.tell.show",
    "csv_text": "sim.tell.tables",
    "edition": "sim.experiment.edition",
    "finding": "sim.tell.finding",
    "fingerprint": "sim.scenario.write",
    "important": "sim.tell.choices",
    "levers": "sim.tell.choices",
    "load": "sim.scenario.load",
    "open_comparison": "sim.experiment.kept",
    "open_run": "sim.experiment.kept",
    "overlaid": "sim.tell.unfolding",
    "plain_markdown": "sim.tell.figures",
    "run": "sim.experiment.run",
    "shelf": "sim.scenario.load",
    "situation": "sim.tell.situation",
    "story": "sim.tell.unfolding",
    "sweep": "sim.experiment.sweep.run",
    "titles": "sim.tell.choices",
    "unfolding": "sim.tell.unfolding",
    "vary": "sim.scenario.vary",
    "why": "sim.experiment.why.why",
    "with_levers": "sim.tell.choices",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_ROOMS[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
