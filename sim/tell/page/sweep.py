"""Sweep: the page of a finished sweep: its plan, what each analysis that fits its design finds, its rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.finished import Finished
from sim.experiment.sweep.manifest import DESIGN, OUTCOMES, span
from sim.tell.analysis.discovery import discovery
from sim.tell.analysis.findings import Findings, Picture, Section
from sim.tell.analysis.labels import label
from sim.tell.analysis.robustness import robustness
from sim.tell.analysis.sensitivity import sensitivity
from sim.tell.sweep.sweep import duration
from sim.tell.tables import Row

from . import about
from .blocks import Block, Chapter, Figure, Heading, Link, Listing, Page, Prose, Table
from .drawing import drawn

Analysis = Callable[[Finished], Findings]
_ANALYSES: Mapping[str, Analysis] = {
    "What matters": sensitivity,
    "Which lever holds up": robustness,
    "Where futures of interest lie": discovery,
}
_SWEPT = (
    "A sweep plays the same worlds at many points of the space of assumptions, perhaps under several levers."
    " A point is one set of assumptions. The design says where the points lie, not how likely they are."
)


def sweep_page(finished: Finished, address: str = "") -> Page:
    """The page of a finished sweep, with the analyses that its design allows.

    `address` is the way from the page to the sweep's folder, if there is one to be linked.
    """
    manifest = finished.manifest
    chapters, left = _found(finished)
    return Page(
        title=str(manifest["title"]),
        subtitle=str(manifest["question"]),
        scope=f"{NOT_A_PREDICTION} {_size(finished)}",
        source=("sweep", manifest["sweep"], manifest["scenario"], manifest["seed"]),
        chapters=[
            _in_short(chapters),
            about.what_this_is(_SWEPT),
            _plan(finished),
            *(chapter for chapter, _ in chapters),
            *([Chapter("Not told here", [Listing(left)])] if left else []),
            about.limits(),
            _provenance(finished, address),
        ],
    )


def _found(finished: Finished) -> tuple[list[tuple[Chapter, list[str]]], list[str]]:
    """A chapter for each analysis that fits, with its answers in short; and why others do not."""
    chapters, left = [], []
    for title, analyse in _ANALYSES.items():
        try:
            findings = analyse(finished)
        except RefusedError as error:
            left.append(f"{title}: {error}.")
            continue
        chapters.append((_chapter(title, findings), list(_answers(findings))))
    return chapters, left


def _answers(findings: Findings) -> Iterator[str]:
    """What each part says: of one with a table the first sentence, else all."""
    for section in findings.sections:
        said = section.sentences[:1] if section.rows else section.sentences
        if said:
            yield f"{section.heading}: {' '.join(said)}"


def _in_short(chapters: Sequence[tuple[Chapter, list[str]]]) -> Chapter:
    blocks: list[Block] = []
    for chapter, answers in chapters:
        blocks += [Heading(chapter.title), Listing(answers)]
    return Chapter("In short", blocks or [Prose(["No analysis fits this sweep; its rows can be read."])])


def _chapter(title: str, findings: Findings) -> Chapter:
    blocks: list[Block] = [Prose([findings.scope, *findings.warnings]), Listing(findings.guide)]
    for section in findings.sections:
        blocks += _section(section)
    return Chapter(title, blocks)


def _section(section: Section) -> Iterator[Block]:
    yield Heading(section.heading)
    if section.sentences:
        yield Prose(section.sentences, "answer")
    table = Table(section.columns, section.rows, section.heading, folded=bool(section.pictures))
    for picture in section.pictures:
        yield _figure(picture)
    if section.rows:
        yield table
    if section.note:
        yield Prose([section.note], "note")


_PAPER = ("levers", "peeling")  # pictures whose colours run from or to white


def _figure(picture: Picture) -> Figure:
    paper = picture.name in _PAPER
    return Figure(
        "",
        [drawn(picture.chart, picture.caption, room=50, paper=paper)],
        picture.caption,
        wide=True,
        paper=paper,
    )


def _size(finished: Finished) -> str:
    manifest, swept = finished.manifest, finished.swept
    levers = len(swept.levers)
    under = f" under {levers} levers" if levers > 1 else ""
    worlds = f"{manifest['worlds']:,} worlds of {manifest['days']} days"
    return f"{len(swept.design):,} points{under}, {worlds} each, seed {manifest['seed']}."


def _plan(finished: Finished) -> Chapter:
    """What was varied how far, under which levers, and what it took."""
    factors: list[Row] = []
    for factor in finished.swept.factors:
        if factor.is_what_if:
            factors.append(("what-if", ", ".join(map(str, factor.values)), ""))
            continue
        low, high = span(factor)
        factors.append((label(factor.name), f"{low:g} to {high:g}", factor.name))
    columns = ("assumption", "varied over", "path")
    blocks: list[Block] = [
        Prose([_design(finished)]),
        Table(columns, factors, "What is varied", "texts"),
    ]
    levers = finished.manifest["levers"]
    if len(levers) > 1:
        rows: list[Row] = [
            (name, str(levers[name]["title"]), change.label if name != "none" else "nothing is changed")
            for name, change in finished.changes.items()
        ]
        blocks.append(Table(("lever", "title", "kind"), rows, "Levers", "texts"))
    return Chapter("The plan", [*blocks, Prose(_took(finished), "note")])


def _design(finished: Finished) -> str:
    swept, scenario = finished.swept, finished.manifest["scenario"]
    method = swept.method.replace("_", " ")
    return f"Design: {method} over {len(swept.factors)} factors of {scenario}; {len(swept.design):,} points."


def _took(finished: Finished) -> list[str]:
    did: Mapping[str, Any] = finished.manifest["statistics"]
    told = [
        f"{did['rows']:,} rows; {did['rows_simulated']:,} simulated in {duration(did['elapsed_s'])} with"
        f" {did['workers']} worker{'s' * (did['workers'] != 1)}, {did['rows_reused']:,} reused."
    ]
    if finished.failed:
        told.append(f"{finished.failed:,} points under a lever failed; their rows are missing here.")
    return told


def _provenance(finished: Finished, address: str) -> Chapter:
    manifest = finished.manifest
    names = (
        "sweep",
        "scenario",
        "fingerprint",
        "seed",
        "worlds",
        "days",
        "points",
        "rows",
        "edition",
        "result_hash",
    )
    told = {name.replace("_", " "): str(manifest[name]) for name in names}
    rows = Prose(
        [
            "Every row (point, lever, world and its outcomes) stands in outcomes.parquet, the points in"
            " design.parquet, in the folder of the sweep. deescalate export writes them as CSV."
        ]
    )
    links = [Link(f"{name}, beside this page", f"{address}/{name}") for name in (OUTCOMES, DESIGN) if address]
    return about.provenance(told, manifest, rows, *links)
