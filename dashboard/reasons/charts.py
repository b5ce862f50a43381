"""Charts of reasons: a rate factor by factor, a chain of acts from left to right, effects row by row."""

import json
from textwrap import shorten
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import Picture
from dashboard.theme import GREY, INK, SCENARIOS, actor_colours

RAISES, LOWERS, WHOLE = SCENARIOS[2], SCENARIOS[1], SCENARIOS[0]
_ORIGINS = {
    "decided by a rule": "circle",
    "reported before day 1": "square",
    "routine before day 1": "triangle-up",
    "known in advance": "diamond",
    "decided by confidence, at talks": "cross",
}


def factors(parts: pd.DataFrame, expected: float, needed: float) -> Picture:
    """A product as bars one after the other on a logarithmic axis; `parts` as `sim.Explanation` has them."""
    bars = _bars(parts, expected)
    names = list(bars["part"])
    base = alt.Chart(bars).encode(
        y=alt.Y("part:N", sort=names, title=None, axis=alt.Axis(labelLimit=175, labelOverlap=False))
    )
    ends = [*bars["start"], *bars["end"], needed] if needed == needed else [*bars["start"], *bars["end"]]
    scale = alt.Scale(type="log", domain=[min(ends) / 1.6, max(ends) * 1.6], nice=False)
    axis = alt.Axis(format="~g", tickCount=5, grid=False)
    colour = alt.Color(
        "way:N",
        scale=alt.Scale(domain=["raises", "lowers", "all together"], range=[RAISES, LOWERS, WHOLE]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    tips = [
        "part",
        "path",
        "value",
        *(alt.Tooltip(f"{n}:Q", format=".4g") for n in ("factor", "adds", "end")),
    ]
    spans = base.mark_bar(height=15, cornerRadius=2).encode(
        x=alt.X("low:Q", scale=scale, axis=axis, title="acts expected that day"),
        x2="high:Q", color=colour, tooltip=tips,
    )  # fmt: skip
    words = base.mark_text(align="left", dx=6, color=GREY, fontSize=12).encode(x="high:Q", text="times:N")
    return alt.layer(spans, words, *_line(needed)).properties(height=30 * len(bars) + 90)


def _bars(parts: pd.DataFrame, expected: float) -> pd.DataFrame:
    total = {
        "part": "all together",
        "path": "",
        "value": "",
        "factor": expected,
        "start": 1.0,
        "end": expected,
    }
    bars = pd.concat([parts, pd.DataFrame([total])], ignore_index=True)
    bars["low"], bars["high"] = bars[["start", "end"]].min(axis=1), bars[["start", "end"]].max(axis=1)
    bars["way"] = ["raises" if factor >= 1 else "lowers" for factor in bars["factor"][:-1]] + ["all together"]
    bars["times"] = [f"×{factor:.3g}" for factor in bars["factor"][:-1]] + [f"= {expected:.3g}"]
    return bars


def _line(needed: float) -> list[alt.Chart]:
    """Where an act begins with this draw."""
    if needed != needed:
        return []
    frame = pd.DataFrame({"needed": [needed], "told": ["from here on, this draw makes an act"]})
    line = alt.Chart(frame).mark_rule(strokeDash=[5, 3], strokeWidth=2, color=INK)
    return [line.encode(x="needed:Q", tooltip=["told", alt.Tooltip("needed:Q", format=".4g")])]


def chain(nodes: pd.DataFrame, links: pd.DataFrame) -> Picture:
    """Acts as numbered marks, a lane an actor, days from left to right; curves are what fed what."""
    days, lanes = sorted(set(nodes["day"])), list(dict.fromkeys(nodes["who"]))
    ids = list(dict.fromkeys(nodes["actor"]))
    kinds = [kind for kind in _ORIGINS if kind in set(nodes["decided"])]
    drawn = nodes.assign(
        x=[days.index(day) for day in nodes["day"]], y=[lanes.index(who) for who in nodes["who"]]
    )
    drawn["y"] += drawn.groupby(["x", "y"]).cumcount() * 0.3
    across = _places([f"day {day}" for day in days], "x", orient="top", labelOverlap=True)
    down = _places(lanes, "y", labelLimit=130, grid=True)
    spots = alt.Chart(drawn).encode(x=across, y=down)
    marks = spots.mark_point(filled=True, size=520, opacity=1, stroke=INK, strokeWidth=0.8).encode(
        color=alt.Color("who:N", scale=alt.Scale(domain=lanes, range=actor_colours(ids)), legend=None),
        shape=alt.Shape(
            "decided:N",
            scale=alt.Scale(domain=kinds, range=[_ORIGINS[kind] for kind in kinds]),
            legend=alt.Legend(title=None, orient="bottom", columns=2, symbolFillColor=GREY, labelLimit=260),
        ),
        tooltip=["number", "text"],
    )
    numbers = spots.mark_text(color="white", fontSize=11, fontWeight="bold").encode(text="number:N")
    height = 66 * len(lanes) + 120
    return alt.layer(_curves(drawn, links, (across, down)), marks, numbers).properties(height=height)


def _places(names: list[str], field: str, **axis: Any) -> Any:
    """An axis on which the whole numbers have names."""
    scale = alt.Scale(domain=[-0.4, len(names) - 0.4], nice=False, reverse=field == "y")
    axis = {"values": list(range(len(names))), "labelExpr": f"{json.dumps(names)}[datum.value]"} | axis
    kind = alt.Y if field == "y" else alt.X
    return kind(f"{field}:Q", scale=scale, axis=alt.Axis(title=None, ticks=False, domain=False, **axis))


def _curves(nodes: pd.DataFrame, links: pd.DataFrame, axes: tuple[Any, Any]) -> alt.Chart:
    """A curve for each link, bent so that none hides another; thicker the more of the memory was left."""
    at = {row["event"]: (row["x"], row["y"]) for row in nodes.to_dict("records")}
    rows = []
    for number, link in enumerate(links.to_dict("records")):
        (x1, y1), (x2, y2) = at[link["earlier"]], at[link["later"]]
        bend = min(0.6, 0.14 * (x2 - x1))
        middle = ((x1 + x2) / 2, (y1 + y2) / 2 - bend)
        points = enumerate(((x1, y1), middle, (x2, y2)))
        told = {"link": number, "through": link["through"], "share": link["share"]}
        rows += [told | {"place": place, "x": x, "y": y} for place, (x, y) in points]
    lines = alt.Chart(pd.DataFrame(rows)).mark_line(opacity=0.75, color=GREY, interpolate="basis")
    width = alt.StrokeWidth("share:Q", scale=alt.Scale(domain=[0, 1], range=[1, 7]), legend=None)
    return lines.encode(
        x=axes[0], y=axes[1], detail="link:N", order="place:Q", strokeWidth=width, tooltip=["through"]
    )


def grid(frame: pd.DataFrame) -> Picture:
    """Every row of the article and outcome as a cell, the fuller the larger it is within its outcome."""
    cells = _cells(frame)
    outcomes, rows = list(dict.fromkeys(cells["outcome"])), list(dict.fromkeys(cells["row"]))
    padding = alt.Scale(paddingInner=0.5, paddingOuter=0.35)
    band = alt.Y("row:N", sort=rows, title=None, axis=None, scale=padding)
    wraps = "split(replace(datum.label, ' reached', ''), ' ')"
    small = alt.ExprRef("width < 480 ? 8 : 12")
    heads = alt.Axis(orient="top", labelAngle=0, labelExpr=wraps, labelFontSize=small, labelOverlap=False)
    base = alt.Chart(cells).encode(x=alt.X("outcome:N", sort=outcomes, title=None, axis=heads), y=band)
    ways = alt.Scale(domain=["raises", "lowers", "neither"], range=[RAISES, LOWERS, WHOLE])
    full = alt.Scale(domain=[0, 1], range=[0.07, 1])
    boxes = base.mark_rect(cornerRadius=2).encode(
        color=alt.Color("way:N", scale=ways, legend=None),
        opacity=alt.Opacity("fullness:Q", scale=full, legend=None),
        tooltip=["row", "what", "status", "left out", "outcome", "unit", alt.Tooltip("told", title="adds")],
    )
    numbers = base.mark_text().encode(
        text="figure:N",
        size=alt.condition("datum.clear == 'yes'", alt.value(13), alt.value(10)),
        color=alt.condition("datum.fullness > 0.55", alt.value("white"), alt.value(INK)),
    )
    lines = alt.Chart(cells.drop_duplicates("row")).mark_text(
        align="left", dy=-17, fontSize=11.5, color=GREY, limit=alt.ExprRef("width - 4")
    )
    titles = lines.encode(y=band, x=alt.value(2), text="title:N")
    return alt.layer(boxes, numbers, titles).properties(height=47 * len(rows))


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    """What a cell shows: its figure, which way it goes and how large it is within its outcome."""
    sizes = frame["adds"].abs()
    most = sizes.groupby(frame["outcome"]).transform("max").replace(0, 1)
    rounded = [round(adds, 1) for adds in frame["adds"]]
    names = zip(frame["row"], frame["what"], strict=True)
    return frame.assign(
        fullness=sizes / most,
        figure=[f"{adds:+.1f}" if adds else "0" for adds in rounded],
        way=["raises" if adds > 0 else "lowers" if adds < 0 else "neither" for adds in rounded],
        title=[f"{row}  {shorten(what, 72, placeholder=' …')}" for row, what in names],
    )


def ranked(frame: pd.DataFrame, title: str) -> Picture:
    """One outcome: what each row adds, with its 95 % interval; filled where the interval leaves out 0."""
    base = alt.Chart(frame).encode(
        y=alt.Y("row:N", sort=list(frame["row"]), title=None, axis=alt.Axis(labelOverlap=False))
    )
    zero = (
        alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=GREY, strokeDash=[4, 3]).encode(x="zero:Q")
    )
    span = base.mark_rule(strokeWidth=3, color=LOWERS, opacity=0.6).encode(
        x=alt.X("low:Q", title=title), x2="high:Q"
    )
    fill = alt.condition("datum.clear == 'yes'", alt.value(LOWERS), alt.value("transparent"))
    dot = base.mark_point(size=90, opacity=1, stroke=LOWERS, strokeWidth=1.6)
    dot = dot.encode(
        x="adds:Q", fill=fill, tooltip=["row", "what", "left out", alt.Tooltip("told", title="adds")]
    )
    return alt.layer(zero, span, dot).properties(height=22 * len(frame) + 40)
