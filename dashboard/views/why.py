"""Why: one act taken apart, causes left out, what each row of the article does, what the audit found."""

import streamlit as st

import sim
from dashboard import state
from dashboard.reasons import act, audited, cause, reported

ASKED = {
    "Why one act?": act.show,
    "What if not?": cause.show,
    "What did the reports do?": reported.show,
    "What acts at all?": audited.show,
}

st.title("Why")
st.caption("Why things come about in the model, and what would not have without something. Not a prediction.")
state.commands().warm()
asked = st.segmented_control(
    "Question", list(ASKED), default=next(iter(ASKED)), key="asked", bind="query-params", required=True,
    label_visibility="collapsed",
)  # fmt: skip
try:
    ASKED[asked]()
except (sim.RefusedError, sim.ScenarioError, OSError) as error:
    st.error("This cannot be answered.")
    st.code(str(error), language=None, wrap_lines=True)
