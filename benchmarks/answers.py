"""What the shipped sweeps answer, as the parts of docs/explanation/answers.md: `make answers` renews them.

The sweeps run into results/<id>, or go on there, so that a second call simulates nothing.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import sim
from benchmarks.readme import renewed
from sim.experiment.sweep.finished import Finished
from sim.tell.analysis.discovery import discovery
from sim.tell.analysis.findings import Findings
from sim.tell.analysis.robustness import robustness
from sim.tell.analysis.sensitivity import sensitivity
from sim.tell.figures import plain_markdown
from sim.tell.tables import markdown_table

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "answers.md"
MAIN = ("deaths", "lethal_events", "lasting_lull")
MOST_ROWS = 8


def told(findings: Findings) -> Iterator[str]:
    """The sentences and the first rows of each section, without pictures."""
    for warning in findings.warnings:
        yield f"> {plain_markdown(warning)}\n"
    for section in findings.sections:
        yield f"**{plain_markdown(section.heading)}**\n"
        yield from (f"{plain_markdown(sentence)}\n" for sentence in section.sentences)
        if section.rows:
            yield markdown_table(section.columns, section.rows[:MOST_ROWS]).rstrip() + "\n"
            more = len(section.rows) - MOST_ROWS
            if more > 0:
                yield f"{more} more rows are in the tables that the command writes.\n"


def asked(finished: Finished) -> str:
    """The question, and what was simulated for it."""
    manifest = finished.manifest
    size = f"{manifest['points']:,} points, {manifest['rows']:,} rows of {manifest['days']} days"
    return f"*{plain_markdown(manifest['question'])}* {size}; results `{manifest['result_hash'][:16]}`.\n"


def part(finished: Finished, found: Sequence[Findings]) -> str:
    """A part of the page."""
    lines = [asked(finished), *(line for findings in found for line in told(findings))]
    return "\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Run what is missing, and rewrite the page."""
    folders = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "results"
    text = PAGE.read_text(encoding="utf-8")
    leverage, matters, levers = (
        sim.sweep(name, folders / name)
        for name in ("guarantor-leverage", "what-matters", "levers-under-uncertainty")
    )
    text = renewed(text, "guarantor-leverage", part(leverage, [sensitivity(leverage, MAIN)]))
    text = renewed(text, "what-matters", part(matters, [sensitivity(matters, MAIN)]))
    found = [robustness(levers), discovery(levers, "deaths", lever="hotline", against="none")]
    text = renewed(text, "levers-under-uncertainty", part(levers, found))
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
