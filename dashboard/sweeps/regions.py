"""Regions: where in the space of assumptions the futures asked for lie."""

from typing import Any

import pandas as pd
import streamlit as st

import sim
from dashboard.figure import NOT_A_PREDICTION, figure

from . import charts
from .choosing import one_of
from .matters import in_a_table, said

QUARTER, ABOVE, BELOW = "its better quarter", "above", "below"
_SIGNS = {ABOVE: ">", BELOW: "<"}


def wanted(finished: sim.Finished, *, against: bool) -> str:
    """Which futures are asked for, as the command line wants it: an outcome, or a condition on it."""
    kinds = finished.swept.kinds
    first, second, third = st.columns(3, vertical_alignment="bottom")
    outcome = first.selectbox(
        "Futures in which", list(finished.swept.names),
        format_func=lambda name: sim.name_of(name, kinds[name].unit), key="wanted", bind="query-params",
    )  # fmt: skip
    with second:
        side = one_of("is", [QUARTER, *_SIGNS], "side")
    if side not in _SIGNS:
        return str(outcome)
    unit = "share of worlds" if kinds[outcome].is_date else kinds[outcome].unit
    least = None if against else 0.0
    value = third.number_input(f"than, in {unit}", least, None, 0.0, key="than", bind="query-params")
    return f"{outcome} {_SIGNS[side]} {value:g}"


def regions(found: sim.KeptFindings, finished: sim.Finished) -> None:
    """The answer in words, then each box: what it limits, and the futures in and around it."""
    for part in found.sections:
        said(part)
        if part.heading.startswith("Box "):
            _box(found, finished, int(part.heading.removeprefix("Box ")))
            in_a_table(part, part.heading)
    steps = found.table("trajectory")
    if len(steps):
        boxes = found.table("boxes")
        told = boxes.assign(name="box " + boxes["box"].astype(str))
        figure(
            charts.peeling(steps, told[["coverage", "density", "name"]]),
            steps,
            title="How the boxes were found",
            unit=(
                "From all points (right) to smaller, denser boxes (left). Coverage: the share of the futures"
                " asked for that lie inside; density: the share of those inside that were asked for"
            ),
            alt_text=f"{len(steps)} boxes by coverage and density",
            key="peeling",
        )


def _box(found: sim.KeptFindings, finished: sim.Finished, box: int) -> None:
    limits = found.table("limits")
    own = limits.loc[limits["box"] == box] if len(limits) else limits
    if own.empty:
        return
    spans = {
        factor.name: (factor.low, factor.high) for factor in finished.swept.factors if not factor.is_what_if
    }
    frame = pd.DataFrame(
        [_span(some, spans[str(path)]) for path, some in own.groupby("factor") if path in spans]
    )
    with st.grid(2, min_column_width=330):
        if len(frame):
            figure(
                charts.ranges(frame),
                frame,
                title=f"What box {box} limits",
                unit="Grey: the range of the sweep. Blue: the part inside the box; all others are free",
                alt_text="; ".join(f"{row['name']} {row['told']}" for _, row in frame.iterrows()),
                key=f"ranges_{box}",
            )
        _futures(found, own, spans, box)


def _span(limits: Any, span: tuple[float, float]) -> dict[str, object]:
    """The part of one assumption's range that a box leaves, from 0 (lowest) to 1 (highest)."""
    ends = {str(row["side"]): float(row["value"]) for _, row in limits.iterrows()}
    low, high = ends.get("low", span[0]), ends.get("high", span[1])
    width = (span[1] - span[0]) or 1.0
    told = f"{low:.3g} to {high:.3g} of {span[0]:.3g} to {span[1]:.3g}"
    place = {"from": (low - span[0]) / width, "to": (high - span[0]) / width}
    return {"name": limits["name"].iloc[0], **place, "told": told}


def _futures(found: sim.KeptFindings, limits: Any, spans: dict[str, tuple[float, float]], box: int) -> None:
    """The futures in the two assumptions that the box limits most clearly."""
    clearest = [str(path) for path in limits.sort_values("quasi_p", kind="stable")["factor"]]
    axes = list(dict.fromkeys(path for path in [*clearest, *spans] if path in spans))[:2]
    if len(axes) < 2:
        return
    table = found.table("futures")
    frame = table[["point", *axes, "of_interest"]].set_axis(["point", "x", "y", "what"], axis=1)
    frame = frame.assign(what=frame["what"].map({True: "of interest", False: "not of interest"}))
    ends: dict[str, float] = {}
    for axis, path in zip("xy", axes, strict=True):
        own = {
            str(row["side"]): float(row["value"])
            for _, row in limits.loc[limits["factor"] == path].iterrows()
        }
        ends |= {axis: own.get("low", spans[path][0]), f"{axis}2": own.get("high", spans[path][1])}
    names = found.names
    figure(
        charts.futures(frame, (axes[0], axes[1]), (names[axes[0]], names[axes[1]]), pd.DataFrame([ends])),
        frame,
        title=f"Futures around box {box}",
        unit=f"Each mark is a future in two of the assumptions; the frame is the box. {NOT_A_PREDICTION}",
        alt_text=f"{int(table['of_interest'].sum())} of {len(table)} futures are of interest",
        key=f"futures_{box}",
    )
