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
    from sim.experiment.archive import MOST_PACKED, Archived, archive, keep_as, kept_as, pack, remove
    from sim.experiment.attribution.attribute import attribute
    from sim.experiment.audit.audit import audit
    from sim.experiment.compare import compare
    from sim.experiment.edition import edition
    from sim.experiment.ensemble import Ensemble
    from sim.experiment.kept import Kept, KeptComparison, open_comparison, open_run
    from sim.experiment.lever import change
    from sim.experiment.refusal import RefusedError
    from sim.experiment.run import run
    from sim.experiment.sweep.finished import Finished, open_finished
    from sim.experiment.sweep.pace import Pace, pace
    from sim.experiment.sweep.read import open_sweep
    from sim.experiment.sweep.run import sweep
    from sim.experiment.sweep.sweep import Sweep
    from sim.experiment.why.why import why
    from sim.scenario.errors import ScenarioError
    from sim.scenario.load import load, shelf
    from sim.scenario.scenario import Scenario
    from sim.scenario.shelf import sweep_shelf
    from sim.scenario.vary import vary
    from sim.scenario.write import fingerprint
    from sim.tell.analysis.findings import Section
    from sim.tell.analysis.kept import KeptFindings, open_findings
    from sim.tell.analysis.plotted import Points, points_of
    from sim.tell.article import ArticleEffects, article_effects
    from sim.tell.attributed import CauseKept, KeptAttribution, open_attribution, outcome_names
    from sim.tell.audited import Mark, Marks, audited
    from sim.tell.authoring.amend import amended
    from sim.tell.authoring.guide import first_what_if, guide, skeleton
    from sim.tell.authoring.listing import listing
    from sim.tell.authoring.numbers import differing, numbers, often, response, rule_told
    from sim.tell.candidates import candidates
    from sim.tell.choices import important, levers, titles, with_levers
    from sim.tell.draft import check_name, drafted, parent_of, save_scenario
    from sim.tell.explanation import Explanation, LivedWorld, lived
    from sim.tell.export.table import rows_csv
    from sim.tell.figures import name_of, plain_markdown
    from sim.tell.finding import finding
    from sim.tell.page.report import report
    from sim.tell.places import places_apart, places_by_day
    from sim.tell.question import Question, question, sweep_titles
    from sim.tell.runs import run_line, runs_below
    from sim.tell.show import counted_sources, obligations
    from sim.tell.side_by_side import SideBySide, side_by_side
    from sim.tell.situation import situation
    from sim.tell.sweeps import sweeps_below
    from sim.tell.tables import csv_text, parting_told
    from sim.tell.unfolding import Unfolding, overlaid, story, unfolding
    from sim.tell.week import Week, week_cards, week_of

__all__ = [
    "MOST_PACKED",
    "Archived",
    "ArticleEffects",
    "CauseKept",
    "Ensemble",
    "Explanation",
    "Finished",
    "Kept",
    "KeptAttribution",
    "KeptComparison",
    "KeptFindings",
    "LivedWorld",
    "Mark",
    "Marks",
    "Model",
    "Pace",
    "Points",
    "Question",
    "RefusedError",
    "Scenario",
    "ScenarioError",
    "Section",
    "SideBySide",
    "Sweep",
    "Unfolding",
    "Week",
    "amended",
    "archive",
    "article_effects",
    "attribute",
    "audit",
    "audited",
    "candidates",
    "change",
    "check_name",
    "compare",
    "counted_sources",
    "course",
    "csv_text",
    "differing",
    "drafted",
    "edition",
    "finding",
    "fingerprint",
    "first_what_if",
    "guide",
    "held",
    "important",
    "keep_as",
    "kept_as",
    "last_day",
    "levers",
    "listing",
    "lived",
    "load",
    "name_of",
    "numbers",
    "obligations",
    "often",
    "open_attribution",
    "open_comparison",
    "open_findings",
    "open_finished",
    "open_run",
    "open_sweep",
    "outcome_names",
    "overlaid",
    "pace",
    "pack",
    "parent_of",
    "parting_told",
    "permitted",
    "places_apart",
    "places_by_day",
    "plain_markdown",
    "played",
    "points_of",
    "question",
    "remove",
    "report",
    "response",
    "rows_csv",
    "rule_told",
    "run",
    "run_line",
    "runs_below",
    "save_scenario",
    "shelf",
    "side_by_side",
    "situation",
    "skeleton",
    "story",
    "sweep",
    "sweep_shelf",
    "sweep_titles",
    "sweeps_below",
    "titles",
    "unfolding",
    "vary",
    "week_cards",
    "week_of",
    "weeks",
    "why",
    "with_levers",
]

_ROOMS = {
    "Archived": "sim.experiment.archive",
    "ArticleEffects": "sim.tell.article",
    "CauseKept": "sim.tell.attributed",
    "Ensemble": "sim.experiment.ensemble",
    "Explanation": "sim.tell.explanation",
    "Finished": "sim.experiment.sweep.finished",
    "Kept": "sim.experiment.kept",
    "KeptAttribution": "sim.tell.attributed",
    "KeptComparison": "sim.experiment.kept",
    "KeptFindings": "sim.tell.analysis.kept",
    "LivedWorld": "sim.tell.explanation",
    "MOST_PACKED": "sim.experiment.archive",
    "Mark": "sim.tell.audited",
    "Marks": "sim.tell.audited",
    "Model": "sim.engine.model",
    "Pace": "sim.experiment.sweep.pace",
    "Points": "sim.tell.analysis.plotted",
    "Question": "sim.tell.question",
    "RefusedError": "sim.experiment.refusal",
    "Scenario": "sim.scenario.scenario",
    "ScenarioError": "sim.scenario.errors",
    "Section": "sim.tell.analysis.findings",
    "SideBySide": "sim.tell.side_by_side",
    "Sweep": "sim.experiment.sweep.sweep",
    "Unfolding": "sim.tell.unfolding",
    "Week": "sim.tell.week",
    "amended": "sim.tell.authoring.amend",
    "archive": "sim.experiment.archive",
    "article_effects": "sim.tell.article",
    "attribute": "sim.experiment.attribution.attribute",
    "audit": "sim.experiment.audit.audit",
    "audited": "sim.tell.audited",
    "candidates": "sim.tell.candidates",
    "change": "sim.experiment.lever",
    "check_name": "sim.tell.draft",
    "compare": "sim.experiment.compare",
    "counted_sources": "sim.tell.show",
    "course": "sim.tell.play",
    "csv_text": "sim.tell.tables",
    "differing": "sim.tell.authoring.numbers",
    "drafted": "sim.tell.draft",
    "edition": "sim.experiment.edition",
    "finding": "sim.tell.finding",
    "fingerprint": "sim.scenario.write",
    "first_what_if": "sim.tell.authoring.guide",
    "guide": "sim.tell.authoring.guide",
    "held": "sim.tell.play",
    "important": "sim.tell.choices",
    "keep_as": "sim.experiment.archive",
    "kept_as": "sim.experiment.archive",
    "last_day": "sim.tell.play",
    "levers": "sim.tell.choices",
    "listing": "sim.tell.authoring.listing",
    "lived": "sim.tell.explanation",
    "load": "sim.scenario.load",
    "name_of": "sim.tell.figures",
    "numbers": "sim.tell.authoring.numbers",
    "obligations": "sim.tell.show",
    "often": "sim.tell.authoring.numbers",
    "open_attribution": "sim.tell.attributed",
    "open_comparison": "sim.experiment.kept",
    "open_findings": "sim.tell.analysis.kept",
    "open_finished": "sim.experiment.sweep.finished",
    "open_run": "sim.experiment.kept",
    "open_sweep": "sim.experiment.sweep.read",
    "outcome_names": "sim.tell.attributed",
    "overlaid": "sim.tell.unfolding",
    "pace": "sim.experiment.sweep.pace",
    "pack": "sim.experiment.archive",
    "parent_of": "sim.tell.draft",
    "parting_told": "sim.tell.tables",
    "permitted": "sim.tell.play",
    "places_apart": "sim.tell.places",
    "places_by_day": "sim.tell.places",
    "plain_markdown": "sim.tell.figures",
    "played": "sim.tell.play",
    "points_of": "sim.tell.analysis.plotted",
    "question": "sim.tell.question",
    "remove": "sim.experiment.archive",
    "report": "sim.tell.page.report",
    "response": "sim.tell.authoring.numbers",
    "rows_csv": "sim.tell.export.table",
    "rule_told": "sim.tell.authoring.numbers",
    "run": "sim.experiment.run",
    "run_line": "sim.tell.runs",
    "runs_below": "sim.tell.runs",
    "save_scenario": "sim.tell.draft",
    "shelf": "sim.scenario.load",
    "side_by_side": "sim.tell.side_by_side",
    "situation": "sim.tell.situation",
    "skeleton": "sim.tell.authoring.guide",
    "story": "sim.tell.unfolding",
    "sweep": "sim.experiment.sweep.run",
    "sweep_shelf": "sim.scenario.shelf",
    "sweep_titles": "sim.tell.question",
    "sweeps_below": "sim.tell.sweeps",
    "titles": "sim.tell.choices",
    "unfolding": "sim.tell.unfolding",
    "vary": "sim.scenario.vary",
    "week_cards": "sim.tell.week",
    "week_of": "sim.tell.week",
    "weeks": "sim.tell.play",
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
