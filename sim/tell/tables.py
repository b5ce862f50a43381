"""Tables: paired differences for readers, in a terminal, in Markdown and as CSV."""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from sim.experiment.compare import Difference, Pair

from .figures import amount, csv_cell, name_of, percent, plain_markdown, signed, span

if TYPE_CHECKING:
    import pandas as pd

MAIN = (
    "lethal_events",
    "deaths",
    "deaths_civilians",
    "breaches",
    "compliance",
    "confidence",
    "highest_rung",
    "places_changed",
    "de_escalation",
    "lasting_lull",
    "escalation",
    "collapse",
)
COLUMNS = ("outcome", "base", "here", "difference", "95 % interval", "better", "worse", "sign keeps", "turns")
Row = tuple[str, ...]


def main_differences(pair: Pair) -> list[Difference]:
    """The outcomes that a first table shows: the main ones and the falls of places, in that order."""
    by_name = {difference.outcome: difference for difference in pair.differences}
    falls = [name for name in by_name if name.startswith("fall_")]
    return [by_name[name] for name in (*MAIN, *falls) if name in by_name]


def rows_of(differences: Iterable[Difference]) -> list[Row]:
    """One row of text an outcome, under `COLUMNS`."""
    return [
        (
            name_of(d.outcome, d.unit),
            amount(d.base, d.unit),
            amount(d.other, d.unit),
            signed(d.difference, d.unit),
            span(d),
            percent(d.better),
            percent(d.worse),
            percent(d.sign_share),
            percent(d.sign_turned),
        )
        for d in differences
    ]


def parting(pair: Pair) -> str:
    """When paired worlds part, in a sentence."""
    median = pair.divergence.told(0.5)
    if median is None:
        return "Every world is identical to the last event."
    earliest = pair.divergence.told(0)
    same = f"{percent(pair.divergence.identical)} of worlds are identical"
    if earliest == median == "history":
        return f"{same}; the others part in the history before day 1."
    if earliest == median:
        return f"{same}; at least half of the others part on day {median}, none before."
    day = "in the history before day 1" if earliest == "history" else f"on day {earliest}"
    half = "in the history" if median == "history" else f"by day {median}"
    return f"{same}; the first of the others parts {day}, half of them {half}."


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, first column to the left, numbers to the right; cells are shown as they stand."""
    lines = [columns, [":--", *["--:"] * (len(columns) - 1)]]
    lines += [[plain_markdown(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def csv_text(frame: "pd.DataFrame") -> str:
    """A frame as CSV whose text cells no spreadsheet takes for formulas."""
    text = StringIO()
    frame.map(csv_cell).rename(columns=csv_cell).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()
