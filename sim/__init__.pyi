"""What `import sim` offers, for type checkers; a test holds it against `__init__.py`."""

from sim.engine.model import Model as Model
from sim.experiment.archive import (
    MOST_PACKED as MOST_PACKED,
    Archived as Archived,
    archive as archive,
    keep_as as keep_as,
    kept_as as kept_as,
    pack as pack,
    remove as remove,
)
from sim.experiment.attribution.attribute import attribute as attribute
from sim.experiment.audit.audit import audit as audit
from sim.experiment.compare import compare as compare
from sim.experiment.edition import edition as edition
from sim.experiment.ensemble import Ensemble as Ensemble
from sim.experiment.kept import (
    Kept as Kept,
    KeptComparison as KeptComparison,
    open_comparison as open_comparison,
    open_run as open_run,
)
from sim.experiment.lever import change as change
from sim.experiment.refusal import RefusedError as RefusedError
from sim.experiment.run import run as run
from sim.experiment.sweep.finished import Finished as Finished, open_finished as open_finished
from sim.experiment.sweep.pace import Pace as Pace, pace as pace
from sim.experiment.sweep.read import open_sweep as open_sweep
from sim.experiment.sweep.run import sweep as sweep
from sim.experiment.sweep.sweep import Sweep as Sweep
from sim.experiment.why.why import why as why
from sim.scenario.errors import ScenarioError as ScenarioError
from sim.scenario.load import load as load, shelf as shelf
from sim.scenario.scenario import Scenario as Scenario
from sim.scenario.shelf import sweep_shelf as sweep_shelf
from sim.scenario.vary import vary as vary
from sim.scenario.write import fingerprint as fingerprint
from sim.evidence.counted import counted_before as counted_before
from sim.evidence.counted import counted_by_week as counted_by_week
from sim.tell.analysis.findings import Section as Section
from sim.tell.analysis.kept import KeptFindings as KeptFindings, open_findings as open_findings
from sim.tell.analysis.plotted import Points as Points, points_of as points_of
from sim.tell.authoring.amend import amended as amended
from sim.tell.authoring.draft import (
    check_name as check_name,
    drafted as drafted,
    parent_of as parent_of,
    save_scenario as save_scenario,
)
from sim.tell.authoring.guide import first_what_if as first_what_if, guide as guide, skeleton as skeleton
from sim.tell.authoring.listing import listing as listing
from sim.tell.authoring.numbers import (
    differing as differing,
    numbers as numbers,
    often as often,
    response as response,
    rule_told as rule_told,
)
from sim.tell.causes.article import ArticleEffects as ArticleEffects, article_effects as article_effects
from sim.tell.causes.attributed import (
    CauseKept as CauseKept,
    KeptAttribution as KeptAttribution,
    open_attribution as open_attribution,
    outcome_names as outcome_names,
)
from sim.tell.causes.audited import Mark as Mark, Marks as Marks, audited as audited
from sim.tell.causes.candidates import candidates as candidates
from sim.tell.comparison.side_by_side import SideBySide as SideBySide, side_by_side as side_by_side
from sim.tell.export.table import rows_csv as rows_csv
from sim.tell.figures import name_of as name_of, plain_markdown as plain_markdown
from sim.tell.page.report import report as report
from sim.tell.play.choices import (
    important as important,
    levers as levers,
    titles as titles,
    with_levers as with_levers,
)
from sim.tell.play.play import (
    course as course,
    held as held,
    last_day as last_day,
    permitted as permitted,
    played as played,
    weeks as weeks,
)
from sim.tell.play.week import Week as Week, week_cards as week_cards, week_of as week_of
from sim.tell.run.places import places_apart as places_apart, places_by_day as places_by_day
from sim.tell.run.runs import run_line as run_line, runs_below as runs_below
from sim.tell.run.unfolding import Unfolding as Unfolding, story as story, unfolding as unfolding
from sim.tell.run.weeks import (
    counted_told as counted_told,
    overlaid as overlaid,
    within as within,
)
from sim.tell.show import counted_sources as counted_sources, obligations as obligations
from sim.tell.situation import situation as situation
from sim.tell.sweep.question import Question as Question, question as question, sweep_titles as sweep_titles
from sim.tell.sweep.sweeps import sweeps_below as sweeps_below
from sim.tell.tables import csv_text as csv_text, parting_told as parting_told
from sim.tell.why.explanation import Explanation as Explanation, LivedWorld as LivedWorld, lived as lived
