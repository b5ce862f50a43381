"""Charts of a page: small ones, legible on a telephone, each drawn at the size at which it is read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.tell.pictures import GREY, PALETTE

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

WIDTH, HEIGHT = 290, 170
_ROW = 36
DASH = [5, 3]


def fan(frame: "pd.DataFrame", unit: str) -> Any:
    """Median, 50 % and 90 % of worlds by week; columns as `Bands.frame`; a dot for what was `counted`."""
    import altair as alt

    layers = [*_bands(frame, unit, PALETTE[0])]
    if "counted" in frame:
        dots = alt.Chart(frame).mark_point(filled=True, size=60, opacity=1, color=PALETTE[1])
        layers.append(dots.encode(x=_week(), y="counted:Q"))
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def beside(base: "pd.DataFrame", other: "pd.DataFrame", unit: str, colour: int, top: float) -> Any:
    """The bands of a scenario over the half band and median of the base, in grey, on a scale up to `top`."""
    import altair as alt

    scale = alt.Scale(domain=[0, top])
    grey = alt.Chart(base)
    under = grey.mark_area(opacity=0.3, color=GREY).encode(
        x=_week(), y=alt.Y("low50:Q", scale=scale), y2="high50:Q"
    )
    over = grey.mark_line(color=GREY, strokeDash=DASH, strokeWidth=2).encode(x=_week(), y="median:Q")
    layers = (under, *_bands(other, unit, colour_of(colour), scale), over)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def colour_of(place: int) -> str:
    """The colour of a scenario by its place in a comparison: the base is 0, and grey."""
    return GREY if place == 0 else PALETTE[(place - 1) % len(PALETTE)]


def _bands(frame: "pd.DataFrame", unit: str, colour: str, scale: Any = None) -> "tuple[alt.Chart, ...]":
    import altair as alt

    chart = alt.Chart(frame).encode(x=_week())
    axis = alt.Axis(format="%") if unit == "share" else alt.Axis()
    y = alt.Y("low90:Q", title=unit, scale=scale or alt.Scale(zero=True), axis=axis)
    return (
        chart.mark_area(opacity=0.2, color=colour).encode(y=y, y2="high90:Q"),
        chart.mark_area(opacity=0.35, color=colour).encode(y="low50:Q", y2="high50:Q"),
        chart.mark_line(color=colour, strokeWidth=2.5).encode(y="median:Q"),
    )


def _week() -> "alt.X":
    import altair as alt

    return alt.X("week:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=4))


def forest(frame: "pd.DataFrame", unit: str) -> Any:
    """Mean paired differences with 95 % intervals; columns `name, place, difference, low, high`."""
    import altair as alt

    scale = alt.Scale(domain=list(frame["name"]), range=[colour_of(int(place)) for place in frame["place"]])
    colour = alt.Color("name:N", scale=scale, legend=None)
    zero = alt.Chart().mark_rule(color=GREY, strokeDash=DASH).encode(x=alt.datum(0))
    x = alt.X("low:Q", title=unit, axis=alt.Axis(tickCount=5, labelOverlap=True))
    return alt.layer(zero, *_spans(frame, "difference", x, colour)).properties(
        width=WIDTH, height=_ROW * len(frame)
    )


def leverage(frame: "pd.DataFrame") -> Any:
    """What each patron can remove of a client's rate: a dot in the range of the assumption; columns `name,
    value, low, high`."""
    import altair as alt

    x = _share("low", "share of the client's rate")
    layers = _spans(frame, "value", x, alt.value(PALETTE[0]))
    return alt.layer(*layers).properties(width=WIDTH, height=_ROW * len(frame))


def _spans(frame: "pd.DataFrame", middle: str, x: Any, colour: Any) -> "list[alt.Chart]":
    """A row for each `name`: the name, below it a dot at `middle` on a line from `low` to `high`.

    Names stand above their rows, so that long ones need no margin.
    """
    import altair as alt

    row = alt.Y("name:N", sort=list(frame["name"]), axis=None, scale=alt.Scale(type="band", padding=0))
    base = alt.Chart(frame).encode(y=row)
    words = base.mark_text(align="left", dy=-_ROW / 4, fontSize=11, limit=WIDTH).encode(
        text="name:N", x=alt.value(4)
    )
    span = base.mark_rule(strokeWidth=3, yOffset=_ROW / 5).encode(x=x, x2="high:Q", color=colour)
    dot = base.mark_point(filled=True, size=80, opacity=1, yOffset=_ROW / 5)
    return [words, span, dot.encode(x=f"{middle}:Q", color=colour)]


def _share(field: str, title: str) -> "alt.X":
    import altair as alt

    axis = alt.Axis(format="%", tickCount=5)
    return alt.X(f"{field}:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=axis)


def reached(frame: "pd.DataFrame", places: Sequence[int]) -> Any:
    """Share of worlds that have reached a date by each day; columns `day, share, scenario`, one a place."""
    import altair as alt

    names = list(dict.fromkeys(frame["scenario"]))
    scale = alt.Scale(domain=names, range=[colour_of(place) for place in places])
    dashes = alt.Scale(domain=names, range=[[1, 0] if place else DASH for place in places])
    share = alt.Y("share:Q", title="share of worlds", axis=alt.Axis(format="%", tickCount=5))
    chart = alt.Chart(frame).mark_line(interpolate="step-after", strokeWidth=2)
    return chart.encode(
        x=alt.X("day:Q", title="day"),
        y=share.scale(domain=[0, 1]),
        color=alt.Color("scenario:N", scale=scale, legend=None),
        strokeDash=alt.StrokeDash("scenario:N", scale=dashes, legend=None),
    ).properties(width=WIDTH, height=HEIGHT)


def shares(frame: "pd.DataFrame", title: str) -> Any:
    """A bar for each `name`, as long as its `share` of worlds."""
    import altair as alt

    y = alt.Y("name:N", sort=list(frame["name"]), axis=alt.Axis(labelLimit=150, title=None, ticks=False))
    bars = alt.Chart(frame).mark_bar(color=PALETTE[0], height=12).encode(x=_share("share", title), y=y)
    return bars.properties(width=210, height=20 * len(frame))
