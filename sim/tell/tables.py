"""Tables: paired differences for readers, in a terminal, in Markdown and as CSV."""

import re
from collections.abc import Iterable, Sequence
from io import StringIO
from math import isfinite
from typing import TYPE_CHECKING

from sim.experiment.compare import Difference, Pair
from sim.tell.comparison.conclusion import enough_told

from .figures import MISSING, amount, csv_cell, name_of, percent, plain_markdown, signed, span

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
PRECISION = ("outcome", "standard error", "if not paired", "half-width asked", "worlds needed", "so")
HINGES = ("outcome", "largest rank correlation", "with", "by chance below", "p", "stands out")
Row = tuple[str, ...]
Day = str | int | None


def main_differences(pair: Pair) -> list[Difference]:
    """The outcomes that a first table shows: the main ones and the falls of places, in that order."""
    by_name = {difference.outcome: difference for difference in pair.differences}
    return [by_name[name] for name in main_outcomes(by_name)]


def main_outcomes(names: Iterable[str]) -> list[str]:
    """Of these outcomes the main ones, in the order in which they are told, then the falls of places."""
    known = list(names)
    falls = [name for name in known if name.startswith("fall_")]
    return [name for name in (*MAIN, *falls) if name in known]


def rows_of(differences: Iterable[Difference]) -> list[Row]:
    """One row of text an outcome, under `COLUMNS`; a star marks what stands when all outcomes are counted."""
    return [
        (
            name_of(d.outcome, d.unit),
            amount(d.base, d.unit),
            amount(d.other, d.unit),
            signed(d.difference, d.unit),
            f"{span(d)} *" if d.stands else span(d),
            percent(d.better),
            percent(d.worse),
            percent(d.sign_share),
            percent(d.sign_turned),
        )
        for d in differences
    ]


def precision_rows(differences: Iterable[Difference], worlds: int) -> list[Row]:
    """One row of text an outcome, under `PRECISION`, as these many worlds have it."""
    return [
        (
            name_of(d.outcome, d.unit),
            *(spread(value, d.unit) for value in (d.standard_error, d.unpaired_error, d.half_width)),
            f"{d.worlds_needed:,.0f}" if isfinite(d.worlds_needed) else MISSING,
            enough_told(d, worlds),
        )
        for d in differences
    ]


def spread(value: float, unit: str) -> str:
    """A standard error or half-width, to two figures; of shares in percentage points.

    >>> spread(0.0123, "share"), spread(12.34, "deaths"), spread(1234.5, "deaths")
    ('1.2 pts', '12', '1200')
    """
    if not isfinite(value):
        return MISSING
    number = 100 * value if unit in ("share", "day") else value
    return f"{float(f'{number:.2g}'):g}{' pts' if unit in ('share', 'day') else ''}"


def hinge_rows(differences: Iterable[Difference]) -> list[Row]:
    """One row of text an outcome, under `HINGES`; outcomes without any are left out."""
    return [
        (
            name_of(d.outcome, d.unit),
            f"{d.hinge.correlation:+.2f}",
            d.hinge.path,
            f"{d.hinge.by_chance:.2f}",
            f"{d.hinge.p:.3f}",
            "yes" if d.hinge.stands_out else "no",
        )
        for d in differences
        if d.hinge.path
    ]


def parting(pair: Pair) -> str:
    """When paired worlds part, in a sentence."""
    return parting_told(pair.divergence.identical, pair.divergence.told(0), pair.divergence.told(0.5))


def parting_told(identical: float, earliest: Day, median: Day) -> str:
    """The same, of the share of identical worlds and the days by which the first and half the rest part."""
    if median is None:
        return "Every world is identical to the last event."
    same = f"{percent(identical)} of worlds are identical" if identical else "No world is identical"
    others, of_them = ("the others", " of the others") if identical else ("all", "")
    if earliest == median == "history":
        return f"{same}; {others} part in the history before day 1."
    if earliest == median:
        return f"{same}; at least half{of_them} part on day {median}, none before."
    day = "in the history before day 1" if earliest == "history" else f"on day {earliest}"
    half = "in the history" if median == "history" else f"by day {median}"
    return f"{same}; the first{of_them} parts {day}, half of them {half}."


def of_numbers(rows: Iterable[Sequence[str]]) -> list[bool]:
    """For each column whether it holds numbers, intervals or shares, and so stands to the right.

    >>> of_numbers([("deaths", "<1 %", "yes"), ("breaches", "-0.2 to +0.1 pts *", "-")])
    [False, True, False]
    """
    return [all(map(_NUMBER.match, cells)) for cells in zip(*rows, strict=True)]


_NUMBER = re.compile(rf"(day )?[<>]?[-+]?[.\d]|later$|{MISSING}$|$")


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, columns of numbers to the right; cells are shown as they stand."""
    shown = list(rows)
    lines = [columns, ["--:" if right else ":--" for right in of_numbers(shown) or [False] * len(columns)]]
    lines += [[plain_markdown(cell) for cell in row] for row in shown]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def csv_text(frame: "pd.DataFrame") -> str:
    """A frame as CSV whose text cells no spreadsheet takes for formulas."""
    text = StringIO()
    frame.map(csv_cell).rename(columns=csv_cell).to_csv(text, index=False, lineterminator="\n")
    return text.getvalue()
