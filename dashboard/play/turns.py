"""Turns: charts of a play: what was held in which week, and all worlds week by week as far as lived."""

import datetime
from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts import Picture
from dashboard.theme import GREY, SCENARIOS

_WEEK = pd.Timedelta(days=7)
_HEIGHT = 210


def held(frame: pd.DataFrame, start: datetime.date, weeks: int) -> Picture:
    """A bar from the first to the last week of each lever; columns `lever, from, to` (dates)."""
    bars = alt.Chart(frame).mark_bar(height=16, cornerRadius=3, color=SCENARIOS[1]).encode(
        x=_weeks("from:T", start, weeks),
        x2="to:T",
        y=alt.Y("lever:N", title=None, axis=alt.Axis(labelLimit=300), sort=list(frame["lever"].unique())),
        tooltip=["lever:N", alt.Tooltip("from:T", format="%-d %b"), alt.Tooltip("to:T", format="%-d %b")],
    )  # fmt: skip
    return bars.properties(height=alt.Step(30))


def so_far(frame: pd.DataFrame, unit: str, *, weeks: int, turned: Sequence[int]) -> Picture:
    """Median, 50 % and 90 % of worlds in each week lived, on an axis as long as the whole play.

    `frame` as `sim.unfolding` gives it; `turned` are the weeks from which on something else was held.
    """
    start = frame["week"].iloc[0]
    frame = frame.assign(to=frame["week"] + _WEEK, middle=frame["week"] + _WEEK / 2)
    tips = ["week:T", *(alt.Tooltip(f"{name}:Q", format=".3~g") for name in _LEVELS)]
    chart = alt.Chart(frame).encode(tooltip=tips)
    span = {"x": _weeks("week:T", start, weeks), "x2": "to:T"}
    wide = chart.mark_rect(opacity=0.2, color=SCENARIOS[1]).encode(
        **span, y=alt.Y("low90:Q", title=unit, scale=alt.Scale(zero=True)), y2="high90:Q"
    )
    half = chart.mark_rect(opacity=0.35, color=SCENARIOS[1]).encode(**span, y="low50:Q", y2="high50:Q")
    steps = chart.mark_rule(color=SCENARIOS[1], strokeWidth=2.5).encode(**span, y="median:Q")
    marks = pd.DataFrame({"week": [start + (week - 1) * _WEEK for week in turned]})
    rules = alt.Chart(marks).mark_rule(color=GREY, strokeDash=[4, 3]).encode(x="week:T")
    return alt.layer(wide, half, steps, rules).properties(height=_HEIGHT)


_LEVELS = ("low90", "low50", "median", "high50", "high90")


def _weeks(field: str, start: datetime.date, weeks: int) -> alt.X:
    """The axis of the whole play."""
    ends = [str(pd.Timestamp(start) + number * _WEEK) for number in (0, weeks)]
    return alt.X(field, title=None, scale=alt.Scale(domain=ends), axis=alt.Axis(format="%-d %b", tickCount=5))
