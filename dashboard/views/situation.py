"""Situation: 10 January 2018 in two minutes: who holds what, who said what, who owes whom."""

import streamlit as st

from dashboard import charts, controls, opening, state
from dashboard.figure import figure, rows, table

st.title("The situation")
choice = controls.scenario()
scenario = state.loaded(state.reference(choice))
found = opening.situation(state.reference(choice))
pictures = opening.pictures(state.reference(choice))

st.text(scenario.description)
st.text(f"Day 1 is {scenario.start:%-d %B %Y}; everything on this page was reported before.")
st.info(
    "A real war, in which hundreds of thousands died. This explores under which conditions an area like this"
    " calms down, and why. **It is not a prediction.** Claims are shown as claims. Civilians killed stand"
    " beside all killed.",
    icon=":material/info:",
)
with st.grid(4, min_column_width=150):
    st.metric("Places", len(found.places), border=True)
    st.metric("Edges between sides", len(found.fronts), border=True)
    st.metric("Statements kept", len(found.reported), border=True)
    st.metric("Disputed matters", len(found.disputes), border=True)

figure(
    pictures["places"],
    found.places,
    title="Who held what",
    unit="Holder on the evening before day 1; broken lines join neighbours held by different sides; blue"
    " squares are observation posts, orange rings bases of a guarantor, grey crosses places where a strike"
    " was reported",
    alt_text=f"Map of {len(found.places)} places by holder; {len(found.fronts)} edges between two sides",
    key="places",
)

st.header("What was said")
figure(
    pictures["statements"],
    found.reported,
    title="Statements by date and standing",
    unit="One mark a statement. A claim or an accusation moves nothing in the model by itself",
    alt_text="; ".join(f"{n} {status}s" for status, n in found.reported["status"].value_counts().items()),
    key="statements",
)
st.subheader("Side by side: what is disputed")
for number, dispute in enumerate(found.disputes):
    with st.container(border=True):
        for _, said in dispute.said.iterrows():
            denied = f" Denied by {said['denied by']}." if said["denied by"] else ""
            by = f" ({said['said by']})" if said["said by"] else ""
            st.text(f"{said['status'].capitalize()}, {said['date']:%-d %B %Y}: {said['text']}{by}.{denied}")
        table(dispute.said, f"dispute_{number + 1}", "Sources and notes")

st.header("Who answers for whom")
figure(
    pictures["leverage"],
    found.leverage,
    title="Leverage of patrons over clients",
    unit="Share of a client's rate that the patron's full effort removes; bars are ranges",
    alt_text=charts.summed_up(found.leverage, ["value"]),
    key="leverage",
)

st.header("What was agreed")
for agreement, duties in found.duties.groupby("agreement", sort=False):
    with st.container(border=True):
        st.text(f"{agreement} ({duties['in force'].iloc[0]})")
        for _, duty in duties.iterrows():
            st.text(f"• {duty['duty']}")
table(found.duties, "obligations", "Obligations with their documents")
table(found.routine, "routine", "What was routine before day 1")
with st.expander("All sources", icon=":material/menu_book:", on_change="rerun", key="sources") as fold:
    if fold.open:
        rows(controls.sources(scenario), "all_sources")
state.commands().warm()  # who has read this may go on to a run
