"""Chances: how much of an outcome is which assumptions hold, how much which world, side by side."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sim.tell.figures import MISSING, name_of, percent
from sim.tell.pictures import GREY, PALETTE
from sim.tell.tables import Row

from .charts import WIDTH, height, names_axis, titled
from .findings import Picture, Section
from .frames import Record, ranked, records, texts
from .variance import span

COLUMNS = (
    "outcome",
    "assumptions",
    "95 % interval",
    "chance",
    "95 % interval ",
    "both together",
    "worlds that suffice",
)
_NOTHING = 1e-9  # a share that is only rounding
_PARTS = {"parameters": "assumptions", "chance": "chance", "interaction": "both together"}
GUIDE = (
    "Chance beside assumptions: of the variance over all points and worlds, the part that goes with the point"
    " (which assumptions hold), with the world (which course of chance), and with both together. Worlds that"
    " suffice: for noise in a point's mean of at most 5 % of the variance between points, in paired worlds.",
)


def chances(shares: pd.DataFrame, units: Mapping[str, str]) -> Section:
    """One section over all outcomes of one lever."""
    rows = shares.assign(name=[name_of(outcome, units[outcome]) for outcome in shares["outcome"]])
    rows.loc[rows["parameters"] < _NOTHING, ["parameters", "worlds_needed"]] = (0.0, np.nan)
    known = rows.loc[rows["parameters"].notna()]
    return Section(
        heading="Chance beside assumptions",
        sentences=(*_told(known), *_without(rows)),
        columns=COLUMNS,
        rows=[_row(row) for row in records(known)],
        note=_left_out(rows),
        pictures=(_picture(known),) if not known.empty else (),
    )


def _told(known: pd.DataFrame) -> Iterator[str]:
    """What the assumptions explain, most of all and least, and where nothing can be told."""
    sure = records(ranked(known.loc[known["parameters"] > 0], "parameters"))
    for row in sure[:1]:
        most = "" if len(known) == 1 else ", most of all"
        yield f"Which assumptions hold explains {_explained(row)}{most}."
    if none := texts(known.loc[~(known["parameters"] > 0)], "name"):
        yield f"No effect of the assumptions can be told from chance in: {', '.join(none)}."
    elif len(sure) > 1:
        yield f"It explains least of {sure[-1]['name']}: {percent(sure[-1]['parameters'])}."


def _explained(row: Record) -> str:
    within = span(row["parameters_low"], row["parameters_high"])
    return f"{percent(row['parameters'])} of the variance of {row['name']} (95 % interval {within})"


def _without(rows: pd.DataFrame) -> Iterator[str]:
    """Outcomes that have no shares, and why."""
    for row in records(rows.loc[rows["parameters"].isna()]):
        yield f"{row['name']}: {row['verdict']}."


def _row(row: Record) -> Row:
    worlds = MISSING if pd.isna(row["worlds_needed"]) else f"{row['worlds_needed']:,.0f}"
    return (
        row["name"],
        percent(row["parameters"]),
        span(row["parameters_low"], row["parameters_high"]),
        percent(row["chance"]),
        span(row["chance_low"], row["chance_high"]),
        percent(row["interaction"]),
        worlds,
    )


def _left_out(rows: pd.DataFrame) -> str:
    some = rows.loc[rows["left_out"] > 0]
    if some.empty:
        return ""
    told = ", ".join(f"{row['name']} {row['left_out']:,}" for row in records(some))
    return f"Left out for missing cells (point and world): {told}."


def _picture(known: pd.DataFrame) -> Picture:
    import altair as alt

    long = known.melt(id_vars=["name"], value_vars=list(_PARTS), var_name="part", value_name="share")
    order = list(_PARTS)
    long = long.assign(
        position=[order.index(part) for part in long["part"]], part=[_PARTS[part] for part in long["part"]]
    )
    kinds = list(_PARTS.values())
    scale = alt.Scale(domain=kinds, range=[PALETTE[0], GREY, PALETTE[4]])
    colour = alt.Color("part:N", scale=scale, sort=kinds, legend=alt.Legend(title=None, orient="bottom"))
    share = alt.X(
        "share:Q",
        stack="zero",
        title="share of the variance",
        axis=alt.Axis(format="%"),
        scale=alt.Scale(domain=[0, 1]),
    )
    names = texts(known, "name")
    chart = alt.Chart(long).mark_bar().encode(x=share, y=names_axis(names), color=colour, order="position:O")
    chart = chart.properties(width=WIDTH, height=height(names))
    caption = (
        "Shares of each outcome's variance that go with the assumptions, with chance, and with both together."
    )
    return Picture("chance", titled(chart, "What assumptions explain, and what chance does"), caption)
