"""Screen: findings on a terminal, as plain text where nobody looks at one."""

from rich.padding import Padding
from rich.text import Text

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.tell.terminal import console, table

from .findings import Findings


def print_findings(findings: Findings) -> None:
    """What was asked, then each part: its answer, its table. Texts of scenarios stay texts."""
    out = console()
    out.print(Text(str(findings.sweep["title"]), style="bold"))
    if findings.sweep["question"]:
        out.print(Text(f"Question: {findings.sweep['question']}"))
    out.print(Text(findings.scope))
    out.print(Text(NOT_A_PREDICTION))
    for warning in findings.warnings:
        out.print(Text(warning, style="yellow"))
    for section in findings.sections:
        out.print()
        out.print(Text(section.heading, style="bold cyan"))
        for sentence in section.sentences:
            out.print(Text(sentence))
        if section.rows:
            out.print(table(section.columns, section.rows))
        if section.note:
            out.print(Padding(Text(section.note, style="dim"), (0, 0, 0, 1)))
    out.print()
    for line in findings.guide:
        out.print(Text(line, style="dim"))
