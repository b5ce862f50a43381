"""Counted: what others counted by week, alone before a run, and beside the worlds of one after it."""

from typing import Any

import pandas as pd
import streamlit as st

import sim
from dashboard import charts
from dashboard.figure import figure

_WEEKS_BEFORE = 26
_SOURCE = "Sundberg and Melander 2013, UCDP GED (CC BY 4.0)"
_EVE = 4  # weeks, as many as rates are anchored on
_TOLD = {"lethal_events": "Lethal events", "deaths": "Deaths"}


@st.cache_data(max_entries=8)
def weeks(_scenario: sim.Scenario, fingerprint: str, days: int) -> pd.DataFrame | None:  # noqa: ARG001 - a key
    """What was counted before day one and in as many days after it; None of another area."""
    return sim.counted_by_week(_scenario, days, _WEEKS_BEFORE)


def alone(scenario: sim.Scenario, days: int) -> None:
    """What was counted around day one, where it was: all that is known before anything is simulated."""
    found = weeks(scenario, sim.fingerprint(scenario), days)
    if found is None or found.empty:
        return
    st.subheader("What was counted")
    st.caption(f"In greater Idlib, as far as it was reported. {_SOURCE}. Nothing here is simulated.")
    _eve(scenario)
    figure(
        charts.counts(scenario.start),
        found,
        title="Lethal events by week, before and after day one",
        unit="events a week",
        alt_text=f"Lethal events counted by week: {charts.summed_up(found, ['lethal_events'])}",
        key="counted_by_week",
    )


def _eve(scenario: sim.Scenario) -> None:
    """Sums of the weeks just before day one, where all of them were counted."""
    sums = sim.counted_before(scenario, _EVE)
    if sums is None:
        return
    with st.grid(4, min_column_width=170):
        for name, told in _TOLD.items():
            st.metric(told, f"{sums[name]:,}", border=True)
    st.caption(f"Above: sums of the {_EVE} weeks before day one.")


def beside(scenario: sim.Scenario, found: sim.Unfolding) -> None:
    """What would be counted in the worlds of a run, beside what was counted in these weeks."""
    if not found.counted:
        return
    st.subheader("Beside what was counted")
    st.caption(sim.counted_told(scenario.outcomes.reporting_share.value))
    inside = sim.within(found.counted)
    with st.grid(2, min_column_width=330):
        for name, bands in found.counted.items():
            met, of = inside[name]
            figure(
                _with_dots(bands.unit),
                bands.frame,
                title=f"{bands.title}: {met} of {of} counted weeks lie in the range of 90 % of worlds",
                unit=f"{bands.unit}; median, 50 % and 90 % of worlds; dots: counted",
                alt_text=f"{bands.title} by week: {charts.summed_up(bands.frame, ['median', 'counted'])}",
                key=f"{name}_beside_counted",
            )


def _with_dots(unit: str) -> dict[str, Any]:
    drawn = charts.fan(unit)
    return drawn | {"layer": [*drawn["layer"], charts.dots("counted")]}
