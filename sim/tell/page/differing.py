"""Differing: how outcomes differ from the base's: in a glance, one by one with a picture, all of them."""

from collections.abc import Sequence

from sim.experiment.compare import Difference
from sim.tell.figures import amount, name_of, signed, span
from sim.tell.tables import COLUMNS, Row, rows_of

from . import charts
from .besides import Beside
from .blocks import Block, Chapter, Figure, Heading, Prose, Table
from .drawing import drawn

_FIRST = ("lethal_events", "deaths", "deaths_civilians", "lasting_lull")
_TOLD = ("deaths", "deaths_civilians")
_READING = (
    "Better and worse are shares of worlds; the rest has the same value. A star marks an interval that leaves"
    " 0 out also when all outcomes of the scenario are counted (sign flips; Benjamini and Hochberg 1995)."
    " Sign keeps and turns are the shares of draws from the ranges of all assumptions in which the difference"
    " has that sign, or the other; in the rest there is none."
)
_DOTS = (
    "A dot is the mean difference from the base over paired worlds, its line the 95 % interval (chance"
    " between worlds only). Dates are told as shares of worlds that reach them."
)


def in_short(others: Sequence[Beside]) -> Chapter:
    """The first outcomes of all scenarios in a table, and the plain sentences on the toll of each."""
    names = [name for name in _FIRST if all(name in other.sentences for other in others)]
    rows: list[Row] = [
        (other.title, *(_glance(other[name]) for name in names), other.label) for other in others
    ]
    columns = ("scenario", *(name_of(name, others[0][name].unit) for name in names), "what it is")
    blocks: list[Block] = [
        Table(columns, rows, "Mean paired differences from the base, 95 % intervals", "texts")
    ]
    for other in others:
        told = [other.sentences[name] for name in _TOLD if name in other.sentences]
        blocks += [Heading(other.title), Prose(told, "answer"), Prose([other.parted, other.counted], "note")]
    return Chapter("In short", blocks)


def _glance(d: Difference) -> str:
    return f"{signed(d.difference, d.unit)} ({span(d)}){' *' if d.stands else ''}"


def one_by_one(others: Sequence[Beside]) -> Chapter:
    """Each main outcome: a picture of all differences with their intervals, and a sentence for each."""
    blocks: list[Block] = [Prose([_DOTS])]
    for name in others[0].sentences:
        found = [(place, other) for place, other in enumerate(others, start=1) if name in other.sentences]
        blocks.append(_forest(name, found))
    return Chapter("Differences, one by one", blocks)


def _forest(name: str, found: Sequence[tuple[int, Beside]]) -> Figure:
    import pandas as pd

    first = found[0][1][name]
    points = 100 if first.unit in ("share", "day") else 1
    rows = [(other.title, place, *_ends(other[name], points)) for place, other in found]
    frame = pd.DataFrame(rows, columns=["name", "place", "difference", "low", "high"])
    told = "percentage points" if points == 100 else first.unit
    alt = "; ".join(
        f"{other.title}: {signed(d.difference, d.unit)} ({span(d)})"
        for _, other in found
        for d in [other[name]]
    )
    words = name_of(name, first.unit)
    return Figure(
        words,
        [drawn(charts.forest(frame, f"difference, {told}"), alt)],
        f"In the model, beside {amount(first.base, first.unit)} in the base.",
        table=Table(
            COLUMNS, [(other.title, *rows_of([other[name]])[0][1:]) for _, other in found], words, folded=True
        ),
        sentences=[other.sentences[name] for _, other in found],
    )


def _ends(d: Difference, points: int) -> tuple[float, float, float]:
    return points * d.difference, points * d.low, points * d.high


def all_outcomes(others: Sequence[Beside], base: str) -> Chapter:
    """Every outcome of every scenario, in tables; `base` is the base's title."""
    columns = [base if name == "base" else name for name in COLUMNS]
    blocks: list[Block] = [Prose([_READING])]
    for other in others:
        rows = rows_of(other.differences)
        blocks.append(Table(columns, rows, f"{other.title}: all outcomes", folded=True))
    return Chapter("All outcomes", blocks)
