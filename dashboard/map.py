"""Map: places on a base map of Natural Earth that is part of the package; no tile, no request."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import Picture
from dashboard.theme import BORDER, GREY, INK, LAND, SCENARIOS, SHAPES, actor_colours

_HEIGHT = 820  # with its legends
_NAMED = ("city", "airbase", "naval base")


def area(situation: Any) -> Picture:
    """Holders by colour and shape, front edges, posts, bases, and places struck in reported history."""
    places, fronts = situation.places, situation.fronts
    edges = _chart(fronts).mark_rule(strokeDash=[3, 3], strokeWidth=2, color=INK)
    edges = edges.encode(longitude="lon1:Q", latitude="lat1:Q", longitude2="lon2:Q", latitude2="lat2:Q")
    holders = _points(places).mark_point(filled=True, size=130, opacity=1, stroke=INK, strokeWidth=0.8)
    ids = sorted(places["holder"].unique())
    names = [str(places.loc[places["holder"] == actor, "held by"].iloc[0]) for actor in ids]
    kinds = list(SHAPES)
    holders = holders.encode(
        color=alt.Color(
            "held by:N",
            scale=alt.Scale(domain=names, range=actor_colours(ids)),
            legend=alt.Legend(
                title="Held by", orient="bottom", columns=1, labelLimit=420, symbolStrokeWidth=0.8
            ),
        ),
        shape=alt.Shape(
            "kind:N",
            scale=alt.Scale(domain=kinds, range=list(SHAPES.values())),
            legend=alt.Legend(
                title="Kind of holder",
                orient="bottom",
                columns=1,
                symbolFillColor=GREY,
                symbolStrokeWidth=0.8,
            ),
        ),
        tooltip=["name", "held by", "type", "post", "base of", "struck", "reported dead"],
    )
    return _drawn(edges, *_rings(places), holders, _labels(places))


def ground(places: pd.DataFrame, shares: pd.DataFrame) -> Picture:
    """Places by the shares of worlds in which they are lost and struck; columns `place, lost, struck`."""
    merged = (
        places.drop(columns="struck")
        .merge(shares, on="place", how="left")
        .fillna({"lost": 0.0, "struck": 0.0})
    )
    tips = [
        "name",
        alt.Tooltip("held by", title="held at first by"),
        alt.Tooltip("lost:Q", format=".0%", title="held by another in"),
        alt.Tooltip("struck:Q", format=".0%", title="struck in the last week in"),
    ]
    crosses = _points(merged[merged["struck"] > 0]).mark_point(
        shape="cross", size=420, color=INK, strokeWidth=2
    )
    crosses = crosses.encode(opacity=alt.Opacity("struck:Q", scale=alt.Scale(domain=[0, 1]), legend=None))
    dots = _sized(merged, "lost", [0, 1], alt.Scale(domain=[0, 1], scheme="viridis"), title="share of worlds")
    return _drawn(crosses, dots.encode(tooltip=tips), _labels(merged))


def apart(places: pd.DataFrame, differences: pd.DataFrame) -> Picture:
    """Places by how the share of worlds in which they are lost differs; columns of `sim.places_apart`."""
    merged = places.merge(differences, on="place", how="left").fillna({"difference": 0.0})
    most = max(0.01, merged["difference"].abs().max().item())
    merged["size"] = merged["difference"].abs()
    scale = alt.Scale(domain=[-most, 0, most], range=[SCENARIOS[1], "#dddddd", SCENARIOS[2]])
    dots = _sized(merged, "difference", [0, most], scale, title="difference in share", by="size")
    tips = [alt.Tooltip(f"{name}:Q", format=".0%") for name in ("base", "other")]
    tips.append(alt.Tooltip("difference:Q", format="+.1%"))
    return _drawn(
        dots.encode(tooltip=["name", alt.Tooltip("held by", title="held at first by"), *tips]),
        _labels(merged),
    )


def _sized(
    frame: pd.DataFrame, colour: str, span: list[float], scale: alt.Scale, title: str, *, by: str = ""
) -> alt.Chart:
    """Dots whose size and colour tell a share."""
    legend = alt.Legend(title=title, format="%", orient="bottom", gradientLength=180)
    dots = _points(frame).mark_circle(opacity=0.9, stroke=INK, strokeWidth=0.8)
    return dots.encode(
        size=alt.Size(f"{by or colour}:Q", scale=alt.Scale(domain=span, range=[25, 700]), legend=None),
        color=alt.Color(f"{colour}:Q", scale=scale, legend=legend),
    )


def _rings(places: Any) -> list[alt.Chart]:
    """Posts, bases and struck places as rings of their own around the holder."""
    posts, bases, struck = (
        places[places["post"] != ""],
        places[places["base of"] != ""],
        places[places["struck"] > 0],
    )
    dash = alt.StrokeDash("post:N", scale=alt.Scale(domain=["standing", "planned"], range=[[1, 0], [2, 2]]))
    dash = dash.legend(title="Observation post", orient="bottom", symbolType="square")
    return [
        _points(posts)
        .mark_point(shape="square", size=420, strokeWidth=1.6, color="#0072B2")
        .encode(strokeDash=dash),
        _points(bases).mark_point(shape="circle", size=420, strokeWidth=1.6, color="#D55E00"),
        _points(struck).mark_point(shape="cross", size=520, strokeWidth=1.4, color=GREY),
    ]


def _labels(places: Any) -> alt.Chart:
    named = places[places["type"].isin(_NAMED)]
    return _points(named).mark_text(align="left", dx=10, dy=-7, fontSize=11, color=GREY).encode(text="name:N")


def _points(places: Any) -> alt.Chart:
    return _chart(places).encode(longitude="longitude:Q", latitude="latitude:Q")


def _chart(frame: Any) -> alt.Chart:
    return alt.Chart(frame)


def _drawn(*layers: Any) -> Picture:
    land = alt.Chart(alt.Data(values=_land())).mark_geoshape(
        fill=LAND, stroke=BORDER, strokeWidth=0.7, clip=True
    )
    # Without bounds of its own the projection is fitted to the land, which was cut to the region shown.
    return alt.layer(land, *layers).project("mercator").properties(height=_HEIGHT)


@cache
def _land() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("region.geojson")
    return json.loads(path.read_text(encoding="utf-8"))["features"]
