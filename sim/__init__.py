"""Simulates how a de-escalation area calms down or escalates, world by world. Not a prediction.

>>> import sim
>>> "idlib-2018-01" in sim.shelf()
True
>>> sim.load("idlib-2018-01").start
datetime.date(2018, 1, 11)

Each name is loaded on first use, so that importing `sim` costs nothing.
"""

from importlib import import_module
from typing import Any

# The names of the front door, by the module that holds them; `__init__.pyi` says the same to type checkers.
_DOORS = {
    "sim.scenario.errors": "ScenarioError",
    "sim.scenario.load": "load shelf",
    "sim.scenario.scenario": "Scenario",
    "sim.scenario.shelf": "sweep_shelf",
    "sim.scenario.vary": "vary",
    "sim.scenario.write": "fingerprint",
    "sim.engine.model": "Model",
    "sim.experiment.archive": "Archived MOST_PACKED archive keep_as kept_as pack remove",
    "sim.experiment.attribution.attribute": "attribute",
    "sim.experiment.audit.audit": "audit",
    "sim.experiment.compare": "compare",
    "sim.experiment.edition": "edition",
    "sim.experiment.ensemble": "Ensemble",
    "sim.experiment.kept": "Kept KeptComparison open_comparison open_run",
    "sim.experiment.lever": "change",
    "sim.experiment.refusal": "RefusedError",
    "sim.experiment.run": "run",
    "sim.experiment.sweep.finished": "Finished open_finished",
    "sim.experiment.sweep.pace": "Pace pace",
    "sim.experiment.sweep.read": "open_sweep",
    "sim.experiment.sweep.run": "sweep",
    "sim.experiment.sweep.sweep": "Sweep",
    "sim.experiment.why.why": "why",
    "sim.evidence.counted": "counted_before counted_by_week",
    "sim.tell.analysis.findings": "Section",
    "sim.tell.analysis.kept": "KeptFindings open_findings",
    "sim.tell.analysis.plotted": "Points points_of",
    "sim.tell.authoring.amend": "amended",
    "sim.tell.authoring.draft": "check_name drafted parent_of save_scenario",
    "sim.tell.authoring.guide": "first_what_if guide skeleton",
    "sim.tell.authoring.listing": "listing",
    "sim.tell.authoring.numbers": "differing numbers often response rule_told",
    "sim.tell.causes.article": "ArticleEffects article_effects",
    "sim.tell.causes.attributed": "CauseKept KeptAttribution open_attribution outcome_names",
    "sim.tell.causes.audited": "Mark Marks audited",
    "sim.tell.causes.candidates": "candidates",
    "sim.tell.comparison.side_by_side": "SideBySide side_by_side",
    "sim.tell.export.table": "rows_csv",
    "sim.tell.figures": "name_of plain_markdown",
    "sim.tell.page.report": "report",
    "sim.tell.play.choices": "important levers titles with_levers",
    "sim.tell.play.play": "course held last_day permitted played weeks",
    "sim.tell.play.week": "Week week_cards week_of",
    "sim.tell.run.places": "places_apart places_by_day",
    "sim.tell.run.runs": "run_line runs_below",
    "sim.tell.run.unfolding": "Unfolding story unfolding",
    "sim.tell.run.weeks": "counted_told overlaid within",
    "sim.tell.show": "counted_sources obligations",
    "sim.tell.situation": "situation",
    "sim.tell.sweep.question": "Question question sweep_titles",
    "sim.tell.sweep.sweeps": "sweeps_below",
    "sim.tell.tables": "csv_text parting_told",
    "sim.tell.why.explanation": "Explanation LivedWorld lived",
}
_ROOMS = {name: module for module, names in _DOORS.items() for name in names.split()}
__all__ = sorted(_ROOMS)  # noqa: PLE0605 - the stub beside it spells it out


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_ROOMS[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
