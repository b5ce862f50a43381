"""Charts of reasons: a rate factor by factor, a chain of acts from left to right, effects row by row."""

from textwrap import shorten

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
    base = alt.Chart(bars).encode(y=alt.Y("part:N", sort=names, title=None, axis=alt.Axis(labelLimit=230)))
    ends = [*bars["start"], *bars["end"], needed] if needed == needed else [*bars["start"], *bars["end"]]
    scale = alt.Scale(type="log", domain=[min(ends) / 1.6, max(ends) * 1.6], nice=False)
    axis = alt.Axis(format="~g", tickCount=5, grid=True)
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
    return alt.layer(spans, words, *_line(needed)).properties(height=28 * len(bars) + 60)


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
    """Acts as numbered marks, a lane an actor, days from left to right; lines are what fed what."""
    days = [f"day {day}" for day in sorted(nodes["day"].unique())]
    drawn = nodes.assign(
        when="day " + nodes["day"].astype(str), deep=nodes.groupby(["day", "who"]).cumcount()
    )
    lanes = list(dict.fromkeys(nodes["who"]))
    ids = list(dict.fromkeys(nodes["actor"]))
    x = alt.X("when:O", sort=days, title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, orient="top"))
    y = alt.Y("who:N", sort=lanes, title=None, axis=alt.Axis(labelLimit=200, grid=True))
    spots = alt.Chart(drawn).encode(x=x, y=y)
    marks = spots.mark_point(filled=True, size=560, opacity=1, stroke=INK, strokeWidth=0.8).encode(
        color=alt.Color("who:N", scale=alt.Scale(domain=lanes, range=actor_colours(ids)), legend=None),
        shape=alt.Shape(
            "decided:N",
            scale=alt.Scale(domain=list(_ORIGINS), range=list(_ORIGINS.values())),
            legend=alt.Legend(title=None, orient="bottom", columns=2, symbolFillColor=GREY, labelLimit=260),
        ),
        tooltip=["number", "text"],
    )
    numbers = spots.mark_text(color="white", fontSize=11, fontWeight="bold").encode(text="number:N")
    return alt.layer(_lines(drawn, links, (x, y)), marks, numbers).properties(height=62 * len(lanes) + 110)


def _lines(nodes: pd.DataFrame, links: pd.DataFrame, axes: tuple[alt.X, alt.Y]) -> alt.Chart:
    """A line for each link, thicker the more of the memory the earlier act left."""
    ends = nodes.set_index("event")
    rows = [
        {"link": number, "end": end, "when": ends.loc[event, "when"], "who": ends.loc[event, "who"],
         "through": link["through"], "share": link["share"]}
        for number, link in enumerate(links.to_dict("records"))
        for end, event in enumerate((link["earlier"], link["later"]))
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["link", "end", "when", "who", "through", "share"])
    lines = alt.Chart(frame).mark_line(opacity=0.75, color=GREY, interpolate="monotone")
    width = alt.StrokeWidth("share:Q", scale=alt.Scale(domain=[0, 1], range=[1, 7]), legend=None)
    return lines.encode(
        x=axes[0], y=axes[1], detail="link:N", order="end:Q", strokeWidth=width, tooltip=["through"]
    )


def grid(frame: pd.DataFrame) -> Picture:
    """Every row of the article and outcome as a cell, shaded by its size within its outcome."""
    most = frame.groupby("outcome")["adds"].transform(lambda adds: adds.abs().max()).replace(0, 1)
    figures = [f"{adds:+.1f}" if adds else "0" for adds in frame["adds"]]
    titles = [
        f"{row}  {shorten(what, 72, placeholder=' …')}"
        for row, what in zip(frame["row"], frame["what"], strict=True)
    ]
    cells = frame.assign(shade=frame["adds"] / most, figure=figures, title=titles)
    outcomes, rows = list(dict.fromkeys(cells["outcome"])), list(dict.fromkeys(cells["row"]))
    band = alt.Y(
        "row:N", sort=rows, title=None, axis=None, scale=alt.Scale(paddingInner=0.5, paddingOuter=0.35)
    )
    wraps = "split(replace(datum.label, ' reached', ''), ' ')"
    column = alt.X(
        "outcome:N", sort=outcomes, title=None, axis=alt.Axis(orient="top", labelAngle=0, labelExpr=wraps)
    )
    base = alt.Chart(cells).encode(x=column, y=band)
    colour = alt.Color(
        "shade:Q", scale=alt.Scale(domain=[-1, 0, 1], range=[LOWERS, "#8a949e18", RAISES]), legend=None
    )
    boxes = base.mark_rect(cornerRadius=2).encode(
        color=colour,
        tooltip=[
            "row",
            "what",
            "status",
            "left out",
            "outcome",
            "unit",
            alt.Tooltip("told", title="adds"),
            "changed",
        ],
    )
    clear = alt.condition("datum.clear == 'yes'", alt.value(13), alt.value(10))
    numbers = base.mark_text(color=INK).encode(text="figure:N", size=clear)
    lines = alt.Chart(cells.drop_duplicates("row")).mark_text(align="left", dy=-17, fontSize=11.5, color=GREY)
    return alt.layer(boxes, numbers, lines.encode(y=band, x=alt.value(2), text="title:N")).properties(
        height=47 * len(rows)
    )


def ranked(frame: pd.DataFrame, title: str) -> Picture:
    """One outcome: what each row adds, with its 95 % interval; filled where the interval leaves out 0."""
    base = alt.Chart(frame).encode(y=alt.Y("row:N", sort=list(frame["row"]), title=None))
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
