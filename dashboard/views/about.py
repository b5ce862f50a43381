"""About: the model in one page, what its numbers rest on, limits, ethics, changes, citation, versions."""

import pandas as pd
import streamlit as st

import sim
from dashboard import controls, papers, state
from dashboard.figure import rows

scenario = state.loaded(state.BASE)

st.title("About")
st.markdown(
    """
A ceasefire area has **guarantors** who answer for **clients** they do not fully control, an **exclusion
clause** that lets one side strike a listed group, attacks whose **author** is hidden and disputed, and
**talks** ahead that make ground worth taking now. Under which conditions, and under which restraint,
monitoring or messaging, does it calm down, and why? The simulator plays many worlds with and without a
change and shows what differs, how surely, and through which assumptions. **It explains and explores. It is
not a prediction.**
"""
)
model, numbers, limits, rest = st.tabs(
    ["The model", "What the numbers rest on", "Limits and ethics", "Versions"],
    key="about",
    bind="query-params",
)
with model:
    st.markdown(
        """
**A world** is one course of chance. A day in it goes like this: what was scheduled happens; every actor
sees what it can see; each of its rules then acts with a rate; acts change places, memories and confidence;
observers judge who did it and whether the excluded group was really the target; obligations fall due and
are kept or breached.

**A rule** is a rate and its multipliers: *rate × multiplier^signal × …* A signal is 0 when nothing unusual
is going on and 1 at full strength. So a rule says in numbers what a sentence would say: more with fresh
grievance, less with the guarantor's effort.

**An obligation** is to refrain, to perform, to maintain or to answer for somebody. The ledger says of each
what fell due, was kept, was breached.

**A comparison** plays the same worlds under two scenarios: chance is named, so only the difference differs.
"""
    )
with numbers:
    counted = sim.counted_sources(scenario)
    with st.grid(4, min_column_width=170):
        for kind, count in counted.items():
            st.metric(kind.capitalize(), count, border=True)
    st.markdown(
        "*Verified in source*: a page was read that says so. *From memory*: a publication is named, but no"
        " page was read. *Assumption*: a judgement of the authors, with a wide range. Every number below can"
        " be changed on the page *Run*."
    )
    rows(controls.parameters(scenario), "parameters")
    st.subheader("Publications")
    rows(controls.sources(scenario), "publications")
with limits:
    st.markdown(
        papers.paper("ethics.md") or "The page on ethics and limits is part of the source distribution."
    )
with rest:
    st.subheader("Cite")
    st.code(papers.paper("CITATION.cff") or "deescalation-simulator, Apache-2.0", language="yaml")
    st.subheader("Versions")
    rows(pd.DataFrame(papers.versions()), "versions")
    st.subheader("Changes")
    st.markdown(papers.paper("CHANGELOG.md") or "The changes are part of the source distribution.")
