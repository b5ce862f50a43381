"""Situation, on a page: what was reported, who disputes what, who can restrain whom, what is owed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.experiment.kept import Kept
from sim.scenario.scenario import Scenario
from sim.tell.analysis.frames import records
from sim.tell.figures import MISSING
from sim.tell.run.unfolding import flows
from sim.tell.show import obligations
from sim.tell.situation import Situation
from sim.tell.tables import Row

from . import charts
from .blocks import Block, Chapter, Figure, Heading, Prose, Table
from .drawing import drawn

if TYPE_CHECKING:
    import pandas as pd

_SAID = ("date", "status", "what", "said by", "denied by", "source")
_OWED = ("duty", "document", "due", "kept", "breached", "pending at the end")
_FLOWS = ("due", "kept", "breached", "pending")


def reported(scenario: Scenario, told: Situation) -> Chapter:
    """What was reported before day one, what was routine, and who may lean on whom."""
    rows = records(told.reported)
    routine: list[Row] = [
        (r["actor"], r["act"], r["place"], f"{r['from']} to {r['to']}", f"{r['acts a day']:g}", r["source"])
        for r in records(told.routine)
    ]
    columns = ("who", "what", "where", "when", "a day", "source")
    counts = {kind: sum(row["status"] == kind for row in rows) for kind in ("fact", "claim", "accusation")}
    some = ", ".join(f"{count} {kind}{'s' * (count != 1)}" for kind, count in counts.items())
    blocks: list[Block] = [
        Prose([f"The scenario starts on {scenario.start}. Of what was said by then it holds {some}."]),
        Table(_SAID, _said(rows), "Reported before day one", "texts", folded=len(rows) > 8),
    ]
    if routine:
        caption = "Routine before day one, acts a day on average"
        blocks.append(Table(columns, routine, caption, "texts", folded=len(routine) > 8))
    if len(told.leverage):
        blocks.append(_leverage(told.leverage))
    return Chapter("The situation on day one", blocks)


def _leverage(frame: "pd.DataFrame") -> Figure:
    rows: list[Row] = [
        (r["patron"], r["client"], f"{r['value']:.0%}", f"{r['low']:.0%} to {r['high']:.0%}", r["source"])
        for r in records(frame)
    ]
    columns = ("patron", "client", "share removed", "range", "source")
    most = max(records(frame), key=lambda r: r["value"])
    alt = f"{len(rows)} pairs; the largest: {most['patron']} over {most['client']}, {most['value']:.0%}."
    return Figure(
        "Who can restrain whom",
        [drawn(charts.leverage(frame.assign(name=frame["patron"] + " → " + frame["client"])), alt)],
        "Share of a client's rate of violence that its patron's full effort removes; thick: the range of the"
        " assumption.",
        Table(columns, rows, "Leverage", "texts", folded=True),
    )


def disputed(told: Situation) -> Chapter:
    """Statements that contradict each other, or that somebody denies, beside each other."""
    blocks: list[Block] = [
        Prose(
            [
                "Claims stand beside what contradicts them, with who made and who denied them. In the model a"
                " claim moves nothing by itself."
            ]
        )
    ]
    if not told.disputes:
        return Chapter("Who says what: contested claims", [Prose(["The scenario holds no contested claim."])])
    for dispute in told.disputes:
        blocks += [
            Heading(dispute.topic),
            Table(_SAID, _said(records(dispute.said)), "Who says what", "texts"),
        ]
    return Chapter("Who says what: contested claims", blocks)


def _said(rows: Sequence[dict[str, Any]]) -> list[Row]:
    return [
        (
            str(row["date"]),
            row["status"],
            f"{row['text']} ({row['note']})" if row["note"] else row["text"],
            row["said by"] or MISSING,
            row["denied by"] or MISSING,
            f"{row['source']} ({row['read']})",
        )
        for row in rows
    ]


def owed(kept: Kept, told: Situation) -> Chapter:
    """Every obligation in words with its document, and what became of it in a world on average."""
    totals: Any = flows(kept).groupby("obligation", observed=True)[list(_FLOWS)].sum()
    found = {str(path): row for path, row in totals.to_dict(orient="index").items()}
    paths = [path for path, _ in obligations(kept.scenario)]
    blocks: list[Block] = [
        Prose(
            [
                "A breach is what a counterparty takes for one. Duties to refrain fall due with every act, so"
                " that only their breaches are counted. Figures are means over worlds, from day 1 on, summed"
                " over all pairs of bearer and counterparty. What fell due before day 1 may be kept after it."
            ]
        )
    ]
    duties = list(zip(paths, records(told.duties), strict=True))
    if not duties:
        return Chapter("Obligations", [Prose(["The scenario holds no obligation."])])
    for agreement in dict.fromkeys(duty["agreement"] for _, duty in duties):
        own = [(path, duty) for path, duty in duties if duty["agreement"] == agreement]
        rows = [_duty(duty, found.get(path, {})) for path, duty in own]
        blocks += [Heading(f"{agreement} ({own[0][1]['in force']})"), _owed(rows)]
    return Chapter("Obligations", blocks)


def _owed(rows: Sequence[Row]) -> Table:
    return Table(_OWED, rows, "Duties, and what became of them in a world on average", "texts")


def _duty(duty: dict[str, Any], found: dict[Any, Any]) -> Row:
    figures = (f"{found[name]:,.1f}" if found.get(name) else MISSING for name in _FLOWS)
    return (duty["duty"], f"{duty['document']} ({duty['read']})", *figures)
