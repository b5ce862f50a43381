"""Why: one act taken apart, causes left out, what each row of the article does, what the audit found."""

import streamlit as st

import sim
from dashboard import state
from dashboard.reasons import act, audited, cause, reported
from dashboard.state import causes

ASKED = {
    causes.ACT: act.show,
    causes.NOT: cause.show,
    causes.REPORTS: reported.show,
    causes.AUDIT: audited.show,
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
