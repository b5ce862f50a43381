"""Weekly: pictures of the bands over worlds by week, alone or beside the base's, with their figures."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.tell.analysis.frames import most, records, where
from sim.tell.figures import MISSING, amount
from sim.tell.pictures import BANDS
from sim.tell.run.weeks import Bands, counted_told, within
from sim.tell.tables import Row

from . import charts
from .blocks import Block, Drawing, Figure, Gallery, Key, Prose, Table
from .drawing import drawn

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("week from", "5 %", "25 %", "median", "75 %", "95 %")
_BANDS = "Line: the median over worlds; dark band: half of the worlds; light band: nine of ten."
_SHARE = "share"


def reading() -> Prose:
    """How to read the pictures."""
    return Prose([f"{_BANDS} Bands are drawn week by week: no single world need follow one."])


def too_short(days: int) -> Prose:
    """Where there is nothing to draw."""
    return Prose([f"The run has {days} days: no whole week to draw."])


def alone(bands: Mapping[str, Bands]) -> list[Figure]:
    """A figure for each metric of one run."""
    return [
        Figure(
            found.title,
            [drawn(charts.fan(found.frame, found.unit), _summed_up(found.frame, found.unit))],
            f"In the model, {found.unit}.",
            Table(_COLUMNS, _rows(found.frame, found.unit), found.title, folded=True),
        )
        for found in bands.values()
    ]


def beside_counts(counted: Mapping[str, Bands], share: float) -> list[Block]:
    """What would be counted in the worlds of one run, with a dot for what was counted in each week."""
    figures = [
        Figure(
            f"{found.title}: {met} of {weeks} counted weeks lie in the range of 90 % of worlds",
            [drawn(charts.fan(found.frame, found.unit), _summed_up_with_counts(found))],
            f"Bands: in the model, {found.unit}. Dots: counted.",
            Table((*_COLUMNS, "counted"), _counted_rows(found), found.title, folded=True),
        )
        for found, (met, weeks) in zip(counted.values(), within(counted).values(), strict=True)
    ]
    return [Prose([counted_told(share)]), Gallery(figures)]


def _counted_rows(found: Bands) -> list[Row]:
    counts = [_count(row["counted"]) for row in records(found.frame)]
    return [(*row, count) for row, count in zip(_rows(found.frame, found.unit), counts, strict=True)]


def beside(bands: Mapping[str, Bands], titles: Mapping[str, str]) -> list[Figure]:
    """A figure for each metric of a comparison, with a picture for each other scenario over the base.

    The frames have a column `scenario`; `titles` are those of the scenarios, the base's first.
    """
    return [_beside(found, titles) for found in bands.values()]


def _beside(found: Bands, titles: Mapping[str, str]) -> Figure:
    base, *others = titles
    frames = {name: where(found.frame, "scenario", name) for name in titles}
    top = most(found.frame, "high90") or 1.0
    drawings = [
        _over(frames[base], frames[name], found.unit, (place, titles[name]), top)
        for place, name in enumerate(others, start=1)
    ]
    rows = [(name, *row) for name in titles for row in _rows(frames[name], found.unit)]
    return Figure(
        found.title,
        drawings,
        f"In the model, {found.unit}. Grey: half of the worlds of the base; grey and dashed: its median.",
        Table(("scenario", *_COLUMNS), rows, found.title, folded=True),
    )


def _over(
    base: "pd.DataFrame", other: "pd.DataFrame", unit: str, named: tuple[int, str], top: float
) -> Drawing:
    place, title = named
    alt = f"{title}: {_summed_up(other, unit)} Base: {_summed_up(base, unit)}"
    return drawn(charts.beside(base, other, unit, place, top), alt, title)


def keys(titles: Sequence[str]) -> list[Key]:
    """What the colours of a comparison mean; the base is grey and dashed."""
    return [Key(title, place, dashed=place == 0) for place, title in enumerate(titles)]


def _summed_up(frame: "pd.DataFrame", unit: str) -> str:
    """The median and the range of nine of ten worlds in the first and last week, for who cannot see it."""
    if not len(frame):
        return "no whole week."
    ends = [records(frame)[place] for place in (0, -1)]
    first, last = (
        f"{_told(row['median'], unit)} ({_told(row['low90'], unit)} to {_told(row['high90'], unit)})"
        for row in ends
    )
    return f"median from {first} in the first week to {last} in the last."


def _summed_up_with_counts(found: Bands) -> str:
    """The same, with what was counted in these weeks."""
    first, last = (_count(records(found.frame)[place]["counted"]) for place in (0, -1))
    return f"{_summed_up(found.frame, found.unit)} Counted: {first} in the first week, {last} in the last."


def _rows(frame: "pd.DataFrame", unit: str) -> list[Row]:
    return [
        (f"{row['week']:%Y-%m-%d}", *(_told(row[name], unit) for name in BANDS)) for row in records(frame)
    ]


def _count(value: float) -> str:
    return MISSING if value != value else f"{value:,.0f}"


def _told(value: float, unit: str) -> str:
    """A level of a band; of a share in percent."""
    if value != value:
        return MISSING
    return amount(value, _SHARE if unit.startswith(_SHARE) else unit)
