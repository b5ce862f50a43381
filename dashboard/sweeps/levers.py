"""Levers: which one holds up whatever is true: beside doing nothing, by regret, by a threshold."""

import streamlit as st

import sim
from dashboard.figure import NOT_A_PREDICTION, figure

from . import charts
from .choosing import one_of
from .matters import in_a_table, said

_MEETS = {"at most": "<=", "at least": ">="}
_NONE = "no threshold of mine"


def threshold(finished: sim.Finished) -> str:
    """What a lever should achieve, as the command line wants it; nothing where it is left open."""
    kinds = finished.swept.kinds
    first, second, third = st.columns(3, vertical_alignment="bottom")
    outcome = first.selectbox(
        "It should keep", [_NONE, *finished.swept.names],
        format_func=lambda name: sim.name_of(name, kinds[name].unit) if name in kinds else name,
        key="keep", bind="query-params",
        help="Beside regret: the share of futures in which a lever meets what you ask for.",
    )  # fmt: skip
    if outcome not in kinds:
        return ""
    with second:
        way = one_of("to", list(_MEETS), "meets")
    unit = "share of worlds" if kinds[outcome].is_date else kinds[outcome].unit
    value = third.number_input(f"in {unit}", 0.0, None, 0.0, key="bound", bind="query-params")
    return f"{outcome} {_MEETS[way]} {value:g}"


def levers(found: sim.KeptFindings) -> None:
    """All levers beside doing nothing; then one outcome: regret, worst future, threshold, rank."""
    said(found.sections[0])
    cells = found.table("beside_none")
    if len(cells):
        figure(
            charts.beside_none(cells),
            cells,
            title="Levers beside doing nothing, over all futures",
            unit=(
                "Mean differences in the same worlds (pts: percentage points); in brackets and grey where the"
                f" 95 % interval holds 0. {NOT_A_PREDICTION}"
            ),
            alt_text="; ".join(
                f"{row['lever']}, {row['outcome']}: {row['told']}" for _, row in cells.iterrows()
            ),
            key="beside_none",
        )
    headings = [part.heading for part in found.sections if part.heading in found.outcomes]
    if headings:
        _outcome(found, str(st.selectbox("Outcome", headings, key="outcome", bind="query-params")))
    for part in found.sections[1:]:
        if part.heading not in found.outcomes:
            said(part)
            in_a_table(part, part.heading)


def _outcome(found: sim.KeptFindings, heading: str) -> None:
    section = found.section(heading)
    said(section)
    own = found.table("levers", found.outcomes[heading]).sort_values("regret_mean", kind="stable")
    fields = ["lever", "regret_mean", "regret_mean_low", "regret_mean_high"]
    frame = own[fields].set_axis(["name", "value", "low", "high"], axis=1)
    figure(
        charts.dots(frame, f"mean regret, {heading}"),
        frame,
        title="Regret: how far from the best lever in the same future",
        unit=f"Mean over all futures and its 95 % interval; 0 is best everywhere. {NOT_A_PREDICTION}",
        alt_text="; ".join(f"{row['name']} {row['value']:.3g}" for _, row in frame.iterrows()),
        key="regret",
    )
    in_a_table(section, "criteria")
