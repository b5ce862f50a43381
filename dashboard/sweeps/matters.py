"""Matters: which assumptions move an outcome, by design: indices, effects, moves, or correlations."""

from typing import Any

import pandas as pd
import streamlit as st

import sim
from dashboard.figure import NOT_A_PREDICTION, figure

from . import charts

SHOWN, TRACED = 12, 5
ALONE, IN_ALL = "alone", "with its interactions"
CHANCE = "Chance beside assumptions"
_PARTS = {"parameters": "assumptions", "chance": "chance", "interaction": "both together"}


def matters(found: sim.KeptFindings, method: str) -> None:
    """One outcome in words, pictures and a table; then chance beside assumptions, over all outcomes."""
    headings = [part.heading for part in found.sections if part.heading in found.outcomes]
    heading = str(st.selectbox("Outcome", headings, key="outcome", bind="query-params"))
    section = found.section(heading)
    said(section)
    _DRAWN.get(method, _correlations)(found, heading)
    in_a_table(section, "by_assumption")
    chance(found)


def said(section: sim.Section) -> None:
    """What a part of an analysis says, in plain words."""
    with st.container(border=True):
        st.markdown(f"**{sim.plain_markdown(section.heading)}**")
        for sentence in section.sentences:
            st.text(sentence)


def in_a_table(section: sim.Section, key: str) -> None:
    """The table of a part, as it is written for readers."""
    if section.rows:
        columns = [
            f"{name} " if name in section.columns[:k] else name for k, name in enumerate(section.columns)
        ]
        st.dataframe(
            pd.DataFrame(list(section.rows), columns=columns), hide_index=True, alt=section.heading, key=key
        )
    if section.note:
        st.caption(sim.plain_markdown(section.note))


def _indices(found: sim.KeptFindings, heading: str) -> None:
    outcome = found.outcomes[heading]
    own: Any = (
        found.table("indices", outcome).sort_values("total", ascending=False, kind="stable").head(SHOWN)
    )
    if own["total"].isna().all():
        return
    frame = pd.concat(
        [_interval(own, field).assign(kind=kind) for field, kind in (("first", ALONE), ("total", IN_ALL))]
    )
    with st.grid(2, min_column_width=330):
        figure(
            charts.dots(frame, "share of the variance", kinds=(ALONE, IN_ALL), share=True),
            frame,
            title="How much of it each assumption explains",
            unit=f"Sobol indices with 95 % intervals, shares of the variance of the mean. {NOT_A_PREDICTION}",
            alt_text=_listed(own, "total"),
            key="indices",
        )
        _convergence(found.table("convergence", outcome), list(own["name"].head(TRACED)))


def _convergence(stages: Any, names: list[str]) -> None:
    """Total indices of the leading assumptions from a quarter, half and all of the base points."""
    some = pd.concat([stages.loc[stages["name"] == name] for name in names])
    frame = _interval(some, "total").assign(kind=[f"{count} base points" for count in some["base_points"]])
    figure(
        charts.dots(frame, "total index", kinds=list(dict.fromkeys(frame["kind"])), share=True),
        frame,
        title="Does it still move as points are added?",
        unit="Totals of the leading assumptions from fewer and from all points: settled ones stay in place",
        alt_text=f"Total indices of {len(names)} leading assumptions at three numbers of base points",
        key="convergence",
    )


def _effects(found: sim.KeptFindings, heading: str) -> None:
    own: Any = found.table("effects", found.outcomes[heading])
    own = own.sort_values("mu_star", ascending=False, kind="stable").head(SHOWN)
    frame = _interval(own, "mu_star")
    with st.grid(2, min_column_width=330):
        figure(
            charts.dots(frame, "mean size of the effect"),
            frame,
            title="How far each assumption moves it",
            unit=f"Morris mu*: over its whole range, with 95 % intervals, {heading}. {NOT_A_PREDICTION}",
            alt_text=_listed(own, "mu_star"),
            key="effects",
        )
        figure(
            charts.spread(own, heading),
            own,
            title="Does it act alone?",
            unit="Upwards (sigma): the effect bends, or depends on other assumptions",
            alt_text="Mean size of each effect and its spread",
            key="spread",
        )


def _moves(found: sim.KeptFindings, heading: str) -> None:
    outcome = found.outcomes[heading]
    order: Any = (
        found.table("swings", outcome).sort_values("swing", ascending=False, kind="stable").head(SHOWN)
    )
    steps = found.table("differences", outcome).set_index("factor").loc[order["factor"]].reset_index()
    frame = _interval(steps, "difference", "low", "high").assign(
        told=[f"{value:.4g}" if isinstance(value, float | int) else value for value in steps["value"]],
        kind=[_side(value, own) for value, own in zip(steps["value"], steps["from"], strict=True)],
    )
    figure(
        charts.dots(frame, f"difference in {heading}", kinds=sorted(set(frame["kind"]))),
        frame,
        title="Each assumption moved alone",
        unit=f"Paired differences with 95 % intervals, in the same worlds. {NOT_A_PREDICTION}",
        alt_text=_listed(order, "swing"),
        key="moves",
    )


def _side(value: object, own: object) -> str:
    if not isinstance(value, float | int) or not isinstance(own, float | int):
        return "another scenario"
    return "below the scenario's value" if value < own else "above the scenario's value"


def _correlations(found: sim.KeptFindings, heading: str) -> None:
    own: Any = found.table("correlations", found.outcomes[heading])
    own = own.loc[own["spearman"].notna()]
    own = (
        own.assign(size=own["spearman"].abs()).sort_values("size", ascending=False, kind="stable").head(SHOWN)
    )
    if own.empty:
        return
    frame = _interval(own, "spearman", "low", "high")
    figure(
        charts.dots(frame, "rank correlation"),
        frame,
        title="How it goes with each assumption",
        unit=f"Spearman's rank correlation over all points with 95 % intervals. {NOT_A_PREDICTION}",
        alt_text=_listed(own, "spearman"),
        key="correlations",
    )


def chance(found: sim.KeptFindings) -> None:
    """What assumptions explain, and what chance does, over all outcomes."""
    section, shares = found.section(CHANCE), found.table("chance")
    st.subheader("How much is chance?")
    said(section)
    names = {outcome: heading for heading, outcome in found.outcomes.items()}
    known = shares.loc[shares["parameters"].notna()]
    long = known.assign(name=known["outcome"].map(names)).melt("name", list(_PARTS), "part", "share")
    long = long.assign(position=long["part"].map(list(_PARTS).index), part=long["part"].map(_PARTS))
    if len(long):
        figure(
            charts.parts(long, list(_PARTS.values())),
            long,
            title="What explains each outcome",
            unit=f"Shares of the variance over all points and worlds. {NOT_A_PREDICTION}",
            alt_text="; ".join(
                f"{row['name']}: {row['share']:.0%} {row['part']}" for _, row in long.iterrows()
            ),
            key="chance",
        )
    in_a_table(section, "chance_table")


def _interval(frame: Any, field: str, low: str = "", high: str = "") -> Any:
    """Columns `name, value, low, high` of a number with its interval."""
    fields = [field, low or f"{field}_low", high or f"{field}_high"]
    return frame[["name", *fields]].set_axis(["name", "value", "low", "high"], axis=1)


def _listed(frame: Any, field: str) -> str:
    return "; ".join(f"{row['name']} {row[field]:.3g}" for _, row in frame.iterrows())


_DRAWN = {"sobol": _indices, "morris": _effects, "one_at_a_time": _moves}
