"""Charts: what the pictures of all analyses share: bars and dots with whiskers, titles, axes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.tell.pictures import GREY, PALETTE

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

WIDTH = 380
_LABELS = 330
_ROW = 26


def titled(chart: Any, title: str, subtitle: str = "") -> Any:
    """The chart under its title, which says what it shows and that it predicts nothing."""
    import altair as alt

    lines = [*([subtitle] if subtitle else []), NOT_A_PREDICTION]
    heading = alt.TitleParams(title, subtitle=lines, anchor="start", subtitleColor=GREY, offset=12)
    return chart.properties(title=heading).configure_view(stroke="#dddddd")


def names_axis(names: Sequence[str], field: str = "name") -> "alt.Y":
    """A vertical axis of names in this order, wide enough to read them."""
    import altair as alt

    axis = alt.Axis(labelLimit=_LABELS, labelPadding=8, title=None, ticks=False)
    return alt.Y(f"{field}:N", sort=list(names), axis=axis, scale=alt.Scale(type="band", padding=0.15))


def numbers_axis(field: str, title: str, **more: Any) -> "alt.X":
    """A horizontal axis of numbers whose labels do not touch."""
    import altair as alt

    return alt.X(f"{field}:Q", title=title, axis=alt.Axis(tickCount=6, labelFlush=False), **more)


def offset(field: str, kinds: Sequence[str]) -> "alt.YOffset":
    """Places beside each other within a row, in the order of `kinds`."""
    import altair as alt

    return alt.YOffset(f"{field}:N", sort=list(kinds), scale=alt.Scale(domain=list(kinds), type="band"))


def height(names: Sequence[str], row: int = _ROW) -> int:
    """The height of a chart with a row for each name."""
    return max(3, len(names)) * row


def bars(frame: "pd.DataFrame", names: Sequence[str], kinds: Sequence[str], title: str) -> Any:
    """A bar for each `name` and `kind` as long as its `value`, with a whisker from `low` to `high`."""
    import altair as alt

    colour = alt.Color(
        "kind:N",
        sort=list(kinds),
        scale=alt.Scale(domain=list(kinds), range=list(PALETTE[: len(kinds)])),
        legend=alt.Legend(title=None, orient="bottom", labelLimit=_LABELS),
    )
    place = {"y": names_axis(names), "yOffset": offset("kind", kinds)}
    base = alt.Chart(frame).encode(**place)
    bar = base.mark_bar().encode(x=numbers_axis("value", title), color=colour)
    return alt.layer(bar, _whiskers(base)).properties(width=WIDTH, height=alt.Step(13))


def dots(frame: "pd.DataFrame", names: Sequence[str], title: str, colour: "alt.Color | None" = None) -> Any:
    """A dot for each row at its `value`, with a whisker from `low` to `high`, and a line at 0."""
    import altair as alt

    base = alt.Chart(frame).encode(y=names_axis(names))
    drawn = alt.value(PALETTE[0]) if colour is None else colour
    zero = alt.Chart().mark_rule(color=GREY, strokeDash=[4, 3]).encode(x=alt.datum(0))
    dot = base.mark_point(filled=True, size=70, opacity=1)
    dot = dot.encode(x=numbers_axis("value", title), color=drawn)
    return alt.layer(zero, _whiskers(base), dot).properties(width=WIDTH, height=height(names))


def _whiskers(base: "alt.Chart") -> "alt.Chart":
    return base.mark_rule(color="black", strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
