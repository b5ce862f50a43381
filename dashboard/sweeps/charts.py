"""Charts of what a sweep says: indices and effects with intervals, regions, levers beside doing nothing."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import Picture
from dashboard.theme import GREY, INK, SCENARIOS

BETTER, WORSE = SCENARIOS[1], SCENARIOS[2]
COLOURS = SCENARIOS[1:]
_FAINT = ("#e9b08a", "#84909c33", "#8fbfdf")  # a little worse, not told apart, a little better
_SHAPES = ("circle", "diamond", "square", "triangle-up")
_TWO_LINES = "split(datum.label, ': ')"
_ROW, _AXIS, _KEY = 40, 90, 30  # heights: a name in two lines, an axis with its title, a line of a legend


def names_axis(names: Sequence[str], field: str = "name") -> alt.Y:
    """Names from top to bottom, in two lines where they have a colon: they fit a narrow screen."""
    axis = alt.Axis(title=None, labelExpr=_TWO_LINES, labelLimit=190, labelOverlap=False, ticks=False)
    return alt.Y(f"{field}:N", sort=list(names), axis=axis)


def _numbers(field: str, title: str, share: bool) -> alt.X:
    axis = alt.Axis(tickCount=5, format="%") if share else alt.Axis(tickCount=5)
    return alt.X(f"{field}:Q", title=title, axis=axis)


def dots(frame: pd.DataFrame, title: str, *, kinds: Sequence[str] = (), share: bool = False) -> Picture:
    """A dot at `value` with a whisker from `low` to `high` for each `name`, beside each other by `kind`."""
    names = list(dict.fromkeys(frame["name"]))
    base = alt.Chart(frame).encode(y=names_axis(names))
    colour: Any = alt.value(COLOURS[0])
    shape: Any = alt.value("circle")
    if kinds:
        legend = alt.Legend(title=None, orient="bottom", labelLimit=300, columns=1, symbolOpacity=1)
        colour = alt.Color("kind:N", scale=alt.Scale(domain=list(kinds), range=list(COLOURS)), legend=legend)
        shape = alt.Shape("kind:N", scale=alt.Scale(domain=list(kinds), range=list(_SHAPES)), legend=legend)
        base = base.encode(
            yOffset=alt.YOffset("kind:N", scale=alt.Scale(domain=list(kinds), paddingOuter=0.4))
        )
    zero = alt.Chart().mark_rule(color=GREY, strokeDash=[4, 3]).encode(x=alt.datum(0))
    whisker = base.mark_rule(strokeWidth=2.5, opacity=0.7).encode(x="low:Q", x2="high:Q", color=colour)
    dot = base.mark_point(filled=True, size=90, opacity=1)
    tips = [column for column in ("name", "kind", "told", "value", "low", "high") if column in frame]
    dot = dot.encode(x=_numbers("value", title, share), color=colour, shape=shape, tooltip=tips)
    height = _ROW * max(2, len(names)) + _AXIS + _KEY * len(kinds)
    return alt.layer(zero, whisker, dot).properties(height=height)


def spread(frame: pd.DataFrame, unit: str) -> Picture:
    """Morris: mean size of effects to the right, how uneven they are upwards."""
    base = alt.Chart(frame).encode(
        x=alt.X("mu_star:Q", title=f"mean size of the effect ({unit})", axis=alt.Axis(tickCount=5)),
        y=alt.Y("sigma:Q", title="its spread", axis=alt.Axis(tickCount=5, format=".2~g")),
    )
    dot = base.mark_point(filled=True, size=100, opacity=1, color=COLOURS[0])
    tips = ["name", "mu_star", "sigma", "by_chance"]
    label = base.mark_text(dy=-12, color=INK, limit=200).encode(text="name:N")
    return alt.layer(dot.encode(tooltip=tips), label).properties(height=300)


def parts(frame: pd.DataFrame, kinds: Sequence[str]) -> Picture:
    """What explains each outcome: stacked shares of its variance; columns `name, part, share, position`."""
    names = list(dict.fromkeys(frame["name"]))
    scale = alt.Scale(domain=list(kinds), range=[COLOURS[0], SCENARIOS[0], COLOURS[3]])
    chart = alt.Chart(frame).mark_bar()
    share = alt.X(
        "share:Q", stack="zero", title="share of the variance", scale=alt.Scale(domain=[0, 1], clamp=True),
        axis=alt.Axis(format="%", tickCount=5),
    )  # fmt: skip
    chart = chart.encode(
        x=share,
        y=names_axis(names),
        color=alt.Color("part:N", scale=scale, legend=alt.Legend(title=None, orient="bottom", columns=1)),
        order="position:O",
        tooltip=["name", "part", alt.Tooltip("share:Q", format=".0%")],
    )
    return chart.properties(height=28 * len(names) + _AXIS + _KEY * len(kinds))


def peeling(steps: pd.DataFrame, told: pd.DataFrame) -> Picture:
    """Every box on the way, by coverage and density, and those told as rings."""
    whole = alt.Scale(domain=[0, 1])
    place = {
        "x": alt.X("coverage:Q", title="coverage", scale=whole, axis=alt.Axis(format="%", tickCount=5)),
        "y": alt.Y("density:Q", title="density", scale=whole, axis=alt.Axis(format="%", tickCount=5)),
    }
    line = (
        alt.Chart(steps).mark_line(color=GREY, strokeWidth=1).encode(**place, detail="box:N", order="step:O")
    )
    dot = alt.Chart(steps).mark_point(filled=True, size=45, opacity=1, color=COLOURS[0])
    tips = ["box", "step", "coverage", "density", "factors"]
    ring = alt.Chart(told).mark_point(size=260, color=WORSE, strokeWidth=2.5).encode(**place)
    name = alt.Chart(told).mark_text(dx=14, align="left", fontWeight="bold", color=WORSE)
    layers = (line, dot.encode(**place, tooltip=tips), ring, name.encode(**place, text="name:N"))
    return alt.layer(*layers).properties(height=300)


def ranges(frame: pd.DataFrame) -> Picture:
    """A box: of each assumption it limits the whole range, and the part inside; `from, to` are 0 to 1."""
    names = list(dict.fromkeys(frame["name"]))
    ends = alt.Axis(values=[0, 1], labelExpr="datum.value ? 'highest' : 'lowest'", labelFlush=True)
    base = alt.Chart(frame).encode(y=names_axis(names))
    whole = base.mark_bar(height=8, color=GREY, opacity=0.35)
    inside = base.mark_bar(height=14, color=COLOURS[0])
    place = alt.X("from:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=ends)
    words = base.mark_text(dy=-14, align="left", color=INK).encode(x=alt.datum(0), text="told:N")
    return alt.layer(
        whole.encode(x=alt.datum(0), x2=alt.datum(1)),
        inside.encode(x=place, x2="to:Q", tooltip=["name", "told"]),
        words,
    ).properties(height=54 * len(names) + _AXIS)


def futures(
    frame: pd.DataFrame, axes: tuple[str, str], titles: tuple[str, str], box: pd.DataFrame
) -> Picture:
    """Futures in two assumptions, those of interest filled; a frame around those inside the box."""
    near = alt.Scale(zero=False, padding=8)
    kinds = ["of interest", "not of interest"]
    legend = alt.Legend(title=None, orient="bottom", symbolOpacity=1)
    dot = alt.Chart(frame).mark_point(filled=True, size=60, opacity=0.75)
    dot = dot.encode(
        x=alt.X("x:Q", title=titles[0], scale=near, axis=alt.Axis(tickCount=5)),
        y=alt.Y("y:Q", title=titles[1], scale=near, axis=alt.Axis(tickCount=5)),
        color=alt.Color("what:N", scale=alt.Scale(domain=kinds, range=[WORSE, SCENARIOS[0]]), legend=legend),
        shape=alt.Shape("what:N", scale=alt.Scale(domain=kinds, range=["circle", "cross"]), legend=legend),
        tooltip=[alt.Tooltip("x:Q", title=axes[0]), alt.Tooltip("y:Q", title=axes[1]), "what:N"],
    )
    area = alt.Chart(box).mark_rect(fillOpacity=0, stroke=INK, strokeWidth=2.5)
    return alt.layer(dot, area.encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q")).properties(height=400)


def beside_none(frame: pd.DataFrame) -> Picture:
    """Levers by outcomes: the difference from doing nothing, coloured by whether that is better or worse."""
    outcomes, levers = (list(dict.fromkeys(frame[field])) for field in ("outcome", "lever"))
    colour = alt.Color(
        "gain:Q",
        scale=alt.Scale(domain=[-1, -1e-9, 0, 1e-9, 1], range=[WORSE, *_FAINT, BETTER]),
        legend=alt.Legend(
            title=None,
            orient="bottom",
            values=[-1, 0, 1],
            labelExpr="datum.value > 0 ? 'better' : datum.value < 0 ? 'worse' : 'not told apart'",
        ),
    )
    axis = alt.Axis(
        orient="top",
        title=None,
        labelLimit=150,
        labelAngle=0,
        labelExpr="split(datum.label, '-')",
        labelLineHeight=12,
    )
    base = alt.Chart(frame).encode(
        x=alt.X("lever:N", sort=levers, axis=axis), y=names_axis(outcomes, "outcome")
    )
    ink = alt.condition("abs(datum.gain) > 0.5", alt.value("white"), alt.value(INK))
    cells = base.mark_rect().encode(color=colour, tooltip=["lever", "outcome", "told"])
    words = base.mark_text(fontSize=12).encode(text="told:N", color=ink)
    return alt.layer(cells, words).properties(height=34 * len(outcomes) + _AXIS + 2 * _KEY)


def scatter(frame: pd.DataFrame, titles: tuple[str, str]) -> Picture:
    """A dot a point; columns `point, x, y`, numbers or names of scenarios."""
    near = alt.Scale(zero=False, padding=8)
    x, y = (
        f"{axis}:Q" if pd.api.types.is_numeric_dtype(frame.dtypes[axis]) else f"{axis}:N" for axis in "xy"
    )
    across = alt.X(x, title=titles[0], scale=near) if x.endswith("Q") else alt.X(x, title=titles[0])
    up = alt.Y(y, title=titles[1], scale=near) if y.endswith("Q") else alt.Y(y, title=titles[1])
    dot = alt.Chart(frame).mark_point(filled=True, size=50, opacity=0.6, color=COLOURS[0])
    return dot.encode(x=across, y=up, tooltip=["point", "x", "y"]).properties(height=380)


def heat_map(frame: pd.DataFrame, titles: tuple[str, str, str]) -> Picture:
    """Means in the cells of two columns; columns `across, up, mean, points`."""
    colour = alt.Color(
        "mean:Q",
        scale=alt.Scale(scheme="viridis"),
        legend=alt.Legend(title=titles[2], orient="bottom", titleLimit=300, gradientLength=220),
    )
    place = {
        "x": alt.X("across:O", title=titles[0], axis=alt.Axis(labelAngle=-40, format=".3~g")),
        "y": alt.Y("up:O", title=titles[1], sort="descending", axis=alt.Axis(format=".3~g")),
    }
    tips = ["across", "up", alt.Tooltip("mean:Q", format=".4~g"), "points"]
    return alt.Chart(frame).mark_rect().encode(**place, color=colour, tooltip=tips).properties(height=400)
