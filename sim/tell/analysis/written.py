"""Written: findings as a folder: tidy tables, pictures, a document, and a report that a person can read."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.folder import FolderError, read_manifest, whole_folder, write_json, write_manifest
from sim.experiment.store import made
from sim.tell.figures import plain_markdown
from sim.tell.pictures import renderer
from sim.tell.tables import csv_text, markdown_table

from .findings import Findings, Section, document

_PPI = 144
_HEADINGS = {
    "sensitivity": "what matters",
    "discovery": "where the futures of interest lie",
    "robustness": "which lever holds up",
}


def findings_into(target: Path, findings: Findings, command: Sequence[str] = ()) -> None:
    """Write the folder `target`, whole or not at all; an earlier one of the same kind is replaced.

    Raises `FolderError` for a folder that holds anything else, or a place that cannot be written.
    """
    with whole_folder(target, _same_kind(findings.kind)) as folder:
        for picture in findings.pictures:
            picture.chart.save(folder / f"{picture.name}.png", ppi=_PPI)
        for name, frame in findings.frames.items():
            (folder / f"{name}.csv").write_text(csv_text(frame), encoding="utf-8")
        write_json(folder / "findings.json", document(findings))
        provenance = made(command)
        lines = report(findings, provenance["command"], provenance["start"])
        (folder / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
        of = {"kind": findings.kind, "sweep": findings.sweep, "asked": findings.asked}
        write_manifest(folder, of | provenance | {"not_a_prediction": NOT_A_PREDICTION})


def _same_kind(kind: str) -> Callable[[Path], None]:
    def check(target: Path) -> None:
        there = read_manifest(target).get("kind")
        if there != kind:
            raise FolderError(f"{target}: holds something other than {kind}; choose another --out")

    return check


def report(findings: Findings, command: Sequence[str], start: str) -> Iterator[str]:
    """The lines of report.md."""
    yield f"# {plain_markdown(str(findings.sweep['title']))}: {_HEADINGS[findings.kind]}\n"
    if findings.sweep["question"]:
        yield f"*{plain_markdown(str(findings.sweep['question']))}*\n"
    yield f"**{NOT_A_PREDICTION}** {plain_markdown(findings.scope)}\n"
    for warning in findings.warnings:
        yield f"> {plain_markdown(warning)}\n"
    yield "## How to read this\n"
    yield from (f"- {plain_markdown(line)}" for line in findings.guide)
    yield "- Pictures and tables here use short names; the CSV tables keep the full paths.\n"
    for section in findings.sections:
        yield from _section(section)
    yield "## Tables\n"
    yield from (f"- [{name}.csv]({name}.csv)" for name in findings.frames)
    yield "\n## Provenance\n"
    yield f"```\n{' '.join(command)}\n```\n"
    results = str(findings.sweep["result_hash"])[:16]
    yield f"{start}; results of the sweep: `{results}`. Drawn by {renderer()}."


def _section(section: Section) -> Iterator[str]:
    yield f"## {plain_markdown(section.heading)}\n"
    yield from (f"{plain_markdown(sentence)}\n" for sentence in section.sentences)
    for picture in section.pictures:
        caption = plain_markdown(picture.caption)
        yield f"![{caption}]({picture.name}.png)\n\n*{caption}*\n"
    if section.rows:
        yield markdown_table(section.columns, section.rows)
    if section.note:
        yield f"{plain_markdown(section.note)}\n"
