"""Map: places on a base map of Natural Earth that is part of the package; no tile, no request."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import Picture
from dashboard.theme import BORDER, GREY, INK, LAND, SHAPES, actor_colours

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


def turned(places: pd.DataFrame, shares: pd.DataFrame) -> Picture:
    """Places by the share of worlds in which they changed hands; `shares` has columns `place, share`."""
    merged = places.merge(shares, on="place", how="left").fillna({"share": 0.0})
    dots = _points(merged).mark_circle(opacity=0.9, stroke=INK, strokeWidth=0.8)
    dots = dots.encode(
        size=alt.Size("share:Q", scale=alt.Scale(domain=[0, 1], range=[25, 700]), legend=None),
        color=alt.Color(
            "share:Q",
            scale=alt.Scale(domain=[0, 1], scheme="viridis"),
            legend=alt.Legend(title="share of worlds", format="%", orient="bottom", gradientLength=180),
        ),
        tooltip=["name", "held by", alt.Tooltip("share:Q", format=".0%", title="changed hands in")],
    )
    return _drawn(dots, _labels(merged))


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
