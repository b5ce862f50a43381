"""Charts: bands over weeks, statements over time, leverage with its range, differences with intervals."""

import datetime
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.theme import GREY, INK, SCENARIOS, STATUS_SHAPES, STATUSES

Picture = alt.Chart | alt.LayerChart | alt.FacetChart
BANDS = ("median", "low50", "high50", "low90", "high90")
_HEIGHT = 250


def fan(unit: str) -> dict[str, Any]:
    """Median, 50 % and 90 % of worlds by week, as Vega-Lite for a frame as `sim.unfolding` gives them.

    Written out, since it is drawn six times where somebody waits: Altair takes a tenth of a second for each.
    """
    week = {"field": "week", "type": "temporal"}
    tips = [week | {"format": "%-d %B"}, *(_number(name) | {"format": ".3~g"} for name in BANDS)]
    axis = {"format": "%-d %b", "tickCount": 5}
    wide = {"y": _number("low90") | {"title": unit, "scale": {"zero": True}}, "y2": {"field": "high90"}}
    half = {"y": _number("low50"), "y2": {"field": "high50"}}
    return {
        "height": _HEIGHT,
        "encoding": {"x": week | {"title": None, "axis": axis}, "tooltip": tips},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.2, "color": SCENARIOS[1]}, "encoding": wide},
            {"mark": {"type": "area", "opacity": 0.35, "color": SCENARIOS[1]}, "encoding": half},
            {
                "mark": {"type": "line", "color": SCENARIOS[1], "strokeWidth": 2.5},
                "encoding": {"y": _number("median")},
            },
        ],
    }


def dots(name: str) -> dict[str, Any]:
    """A layer for `fan`: a dot a week."""
    mark = {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": SCENARIOS[2]}
    return {"mark": mark, "encoding": {"y": _number(name), "tooltip": [_WEEK_TIP, _number(name)]}}


def counts(start: datetime.date) -> dict[str, Any]:
    """Bars by week, and a rule at day one; columns `week, lethal_events, deaths`."""
    axis = {"format": "%b %Y", "tickCount": 8}
    bars = {
        "transform": [{"calculate": "datum.week + 6 * 24 * 60 * 60 * 1000", "as": "end"}],
        "mark": {"type": "bar", "color": SCENARIOS[2]},
        "encoding": {
            "x": {"field": "week", "type": "temporal", "title": None, "axis": axis},
            "x2": {"field": "end"},
            "y": _number("lethal_events") | {"title": "events a week"},
            "y2": {"datum": 0},
            "tooltip": [_WEEK_TIP, _number("lethal_events"), _number("deaths")],
        },
    }
    day_one = {"values": [{"week": start.isoformat(), "says": "day one"}]}
    at = {"x": {"field": "week", "type": "temporal"}}
    rule = {"data": day_one, "mark": {"type": "rule", "color": GREY, "strokeDash": [4, 3]}, "encoding": at}
    text = {"type": "text", "align": "left", "baseline": "top", "dx": 5, "color": GREY, "fontSize": 13}
    said = {"data": day_one, "mark": text, "encoding": at | {"y": {"value": 0}, "text": {"field": "says"}}}
    return {"height": _HEIGHT, "layer": [bars, rule, said]}


def _number(name: str) -> dict[str, Any]:
    return {"field": name, "type": "quantitative"}


_WEEK_TIP = {"field": "week", "type": "temporal", "format": "%-d %B %Y", "title": "week from"}


def overlaid(frame: pd.DataFrame, unit: str) -> Picture:
    """Medians and 50 % bands of several scenarios; columns of `fan` and `scenario`."""
    names = list(dict.fromkeys(frame["scenario"]))
    scale = alt.Scale(domain=names, range=list(SCENARIOS[: len(names)]))
    colour = alt.Color(
        "scenario:N", scale=scale, legend=alt.Legend(title=None, orient="bottom", columns=2, symbolOpacity=1)
    )
    week = alt.X("week:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=5))
    chart = alt.Chart(frame).encode(x=week, color=colour)
    half = chart.mark_area(opacity=0.18).encode(y=alt.Y("low50:Q", title=unit), y2="high50:Q")
    dash = alt.StrokeDash("scenario:N", sort=names, legend=None)
    tips = ["scenario:N", "week:T", "median:Q"]
    middle = chart.mark_line(strokeWidth=2.5).encode(y="median:Q", strokeDash=dash, tooltip=tips)
    return alt.layer(half, middle).properties(height=_HEIGHT)


def statements(frame: pd.DataFrame) -> alt.Chart:
    """When what was said, by status; columns of `sim.situation(...).reported`."""
    order = list(STATUSES)
    shapes = [STATUS_SHAPES[status] for status in order]
    dated = frame.assign(date=pd.to_datetime(frame["date"]))
    # Those of one day and status stand above each other.
    dated["place"] = dated.groupby(["date", "status"]).cumcount()
    points = alt.Chart(dated).mark_point(filled=True, size=110, opacity=0.9, stroke=INK, strokeWidth=0.8)
    chart = points.encode(
        x=alt.X("date:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=8)),
        y=alt.Y("status:N", sort=order, title=None, axis=alt.Axis(labelFontSize=13)),
        yOffset=alt.YOffset("place:O", sort="descending"),
        color=alt.Color(
            "status:N", scale=alt.Scale(domain=order, range=list(STATUSES.values())), legend=None
        ),
        shape=alt.Shape("status:N", scale=alt.Scale(domain=order, range=shapes), legend=None),
        tooltip=["date:T", "status:N", "text:N", "said by:N", "denied by:N"],
    )
    return chart.properties(height=420)


def leverage(frame: pd.DataFrame) -> Picture:
    """What each patron can remove of a client's rate, with the range of the assumption."""
    named = frame.assign(pair=frame["patron"] + " → " + frame["client"])
    axis = alt.Axis(labelLimit=420, labelFontSize=12)
    base = alt.Chart(named).encode(y=alt.Y("pair:N", sort=list(named["pair"]), title=None, axis=axis))
    share = alt.Scale(domain=[0, 1])
    span = base.mark_rule(strokeWidth=4, opacity=0.35, color=SCENARIOS[1]).encode(
        x=alt.X("low:Q", title="share of the client's rate", scale=share, axis=alt.Axis(format="%")),
        x2="high:Q",
    )
    dot = base.mark_point(filled=True, size=110, color=SCENARIOS[1], opacity=1)
    dot = dot.encode(x="value:Q", tooltip=["patron", "client", "value", "low", "high", "source"])
    return alt.layer(span, dot).properties(height=30 * len(named) + 40)


def forest(frame: pd.DataFrame, outcome: str, unit: str) -> Picture:
    """Paired differences from the base with 95 % intervals; columns `scenario, difference, low, high`."""
    base = alt.Chart(frame).encode(
        y=alt.Y("scenario:N", sort=list(frame["scenario"]), title=None, axis=alt.Axis(labelLimit=260))
    )
    zero = (
        alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=GREY, strokeDash=[4, 3]).encode(x="zero:Q")
    )
    span = base.mark_rule(strokeWidth=3, color=SCENARIOS[1]).encode(
        x=alt.X("low:Q", title=f"difference in {outcome}, {unit}"), x2="high:Q"
    )
    dot = base.mark_point(filled=True, size=120, color=SCENARIOS[1], opacity=1)
    dot = dot.encode(x="difference:Q", tooltip=["scenario", "difference", "low", "high"])
    return alt.layer(zero, span, dot).properties(height=max(110, 46 * len(frame) + 50))


def summed_up(frame: pd.DataFrame, columns: Sequence[str]) -> str:
    """First and last values of a frame in words, for those who cannot see the picture."""
    if frame.empty:
        return "nothing to draw"
    first, last = frame.iloc[0], frame.iloc[-1]
    return "; ".join(f"{column} from {first[column]:.3g} to {last[column]:.3g}" for column in columns)
