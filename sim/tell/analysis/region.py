"""Region: pictures of what PRIM found: how it peeled, and a box in its two most restricting assumptions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.engine.arrays import Bools
from sim.experiment.analysis.condition import met
from sim.experiment.analysis.discovery import Discovery
from sim.experiment.analysis.swept import Swept
from sim.tell.pictures import GREY, PALETTE

from .charts import numbers_axis, titled
from .findings import Picture
from .frames import records, texts, where

if TYPE_CHECKING:
    pass

_MOST_POINTS = 1500
_OF_INTEREST, _OTHER = "of interest", "not of interest"


def peeling(found: Discovery) -> Picture:
    """Coverage and density of each box along the trajectories, and of the boxes told."""
    names = [sorted(set(text.split(", ")) - {""}) for text in found.trajectory["factors"]]
    steps = found.trajectory.assign(limited=[str(len(limited)) for limited in names])
    told = found.boxes.assign(name="box " + found.boxes["box"].astype(str))
    caption = (
        "Peeling: from all points (right) to smaller and denser boxes (left); rings are the boxes told, after"
        " limits that say nothing were taken back. A later box is sought among the points that earlier ones"
        " left."
    )
    title = f"{found.condition}: coverage and density of boxes"
    return Picture("peeling", titled(_peeled(steps, told), title), caption)


def _peeled(steps: pd.DataFrame, told: pd.DataFrame) -> Any:
    import altair as alt

    counts = sorted(texts(steps, "limited"), key=int)
    legend = alt.Legend(title="assumptions limited")
    colour = alt.Color("limited:O", sort=counts, scale=alt.Scale(scheme="viridis"), legend=legend)
    share = alt.Scale(domain=[0, 1])
    place = {
        "x": numbers_axis("coverage", "coverage: share of the points of interest in the box", scale=share),
        "y": alt.Y("density:Q", title="density: of interest in the box", scale=share),
    }
    line = alt.Chart(steps).mark_line(color="#BBBBBB", strokeWidth=1)
    ring = alt.Chart(told).mark_point(size=230, color=PALETTE[1], strokeWidth=2.5)
    name = alt.Chart(told).mark_text(dx=-16, align="right", fontWeight="bold", color=PALETTE[1])
    layers = (
        line.encode(**place, detail="box:N", order="step:O"),
        alt.Chart(steps).mark_point(filled=True, size=45, opacity=1).encode(**place, color=colour),
        ring.encode(**place),
        name.encode(**place, text="name:N"),
    )
    return alt.layer(*layers).properties(width=420, height=280)


def region(
    swept: Swept, found: Discovery, box: int, told: Mapping[str, str], against: str
) -> tuple[Picture, ...]:
    """The box and the points in the two numbers that it limits most clearly, if it limits any."""
    limits = where(found.limits, "box", box)
    numbers = [factor.name for factor in swept.factors if not factor.is_what_if]
    clearest = limits.loc[limits["factor"].isin(numbers)].sort_values("quasi_p", kind="stable")
    limited = texts(clearest, "factor")
    if not limited or len(numbers) < 2:
        return ()
    first, second = [*limited, *(name for name in numbers if name not in limited)][:2]
    points = _points(swept, found, limits, (first, second), against)
    chart = _drawn(points, _rectangle(limits, (first, second), points), told[first], told[second])
    others = len(set(limits["factor"]) - {first, second})
    also = f", limited by {others} more" if others else ""
    caption = (
        f"Box {box} in two of the assumptions{also}: points are futures{_some(points)}; faint ones lie"
        " outside the box."
    )
    return (Picture(f"box-{box}", titled(chart, f"Box {box}: {found.condition}"), caption),)


def _points(
    swept: Swept, found: Discovery, limits: pd.DataFrame, axes: tuple[str, str], against: str
) -> pd.DataFrame:
    """Independent points with an outcome: place `x, y`, whether of interest, whether inside the box."""
    design = futures(swept, found, against)
    return pd.DataFrame(
        {
            "x": design[axes[0]].to_numpy(np.float64),
            "y": design[axes[1]].to_numpy(np.float64),
            "what": np.where(design["of_interest"], _OF_INTEREST, _OTHER),
            "seen": np.where(_inside(design, limits), 1.0, 0.45),
        }
    )


def futures(swept: Swept, found: Discovery, against: str) -> pd.DataFrame:
    """Independent points with an outcome, some if there are many: `point`, the factors, `of_interest`."""
    wanted = met(found.condition, swept, found.lever, against)
    there = np.flatnonzero(swept.independent & ~np.isnan(wanted))
    there = there[np.linspace(0, len(there) - 1, min(len(there), _MOST_POINTS)).astype(int)]
    design = swept.design.iloc[there][["point", *(factor.name for factor in swept.factors)]]
    return design.assign(of_interest=wanted[there] > 0)


def _inside(design: pd.DataFrame, limits: pd.DataFrame) -> Bools:
    found = np.ones(len(design), bool)
    for limit in records(limits):
        column = design[limit["factor"]].to_numpy()
        if limit["side"] == "without":
            found &= column != limit["value"]
        elif limit["side"] == "low":
            found &= column >= float(limit["value"])
        else:
            found &= column <= float(limit["value"])
    return found


def _rectangle(limits: pd.DataFrame, axes: tuple[str, str], points: pd.DataFrame) -> pd.DataFrame:
    """The box in two dimensions; an open side ends with the points."""
    ends: dict[str, float] = {}
    for axis, factor in zip("xy", axes, strict=True):
        held = points[axis].to_numpy(np.float64)
        own = {row["side"]: float(row["value"]) for row in records(where(limits, "factor", factor))}
        ends[axis] = own.get("low", float(held.min()))
        ends[f"{axis}2"] = own.get("high", float(held.max()))
    return pd.DataFrame([ends])


def _drawn(points: pd.DataFrame, rectangle: pd.DataFrame, first: str, second: str) -> Any:
    import altair as alt

    near = alt.Scale(zero=False, padding=12)
    colour = alt.Color(
        "what:N",
        scale=alt.Scale(domain=[_OF_INTEREST, _OTHER], range=[PALETTE[1], PALETTE[5]]),
        legend=alt.Legend(title=None, orient="bottom"),
    )
    shape = alt.Shape(
        "what:N", scale=alt.Scale(domain=[_OF_INTEREST, _OTHER], range=["circle", "cross"]), legend=None
    )
    seen = alt.Opacity("seen:Q", scale=None, legend=None)
    dots = alt.Chart(points).mark_point(filled=True, size=45)
    dots = dots.encode(
        x=numbers_axis("x", first, scale=near),
        y=alt.Y("y:Q", title=second, scale=near, axis=alt.Axis(tickCount=6)),
        color=colour,
        shape=shape,
        opacity=seen,
    )
    area = alt.Chart(rectangle).mark_rect(fill=None, fillOpacity=0, stroke=GREY, strokeWidth=2)
    return alt.layer(dots, area.encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q")).properties(
        width=420, height=300
    )


def _some(points: pd.DataFrame) -> str:
    return f" ({_MOST_POINTS:,} of them, evenly chosen)" if len(points) == _MOST_POINTS else ""
