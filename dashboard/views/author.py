"""Author: write a scenario of one's own: change it in words or as text, check it, try it, keep it."""

import streamlit as st

import sim
from dashboard import state
from dashboard.author import begin, keep, text, trial, words
from dashboard.commands import BusyError
from dashboard.figure import rows
from dashboard.state import authoring

st.title("Author")
st.caption(
    "A scenario of your own: what if somebody acted more or less often, owed something else or remembered"
    " longer? Nothing here needs programming. In the model; not a prediction."
)
state.commands().warm()
draft = authoring.draft()
begin.begin(draft.name)


def check() -> authoring.Checked | None:
    """What is wrong with the text; None where nobody could be asked."""
    try:
        return authoring.checked(draft)
    except (BusyError, OSError, sim.RefusedError) as error:
        st.error("The text could not be checked.")
        st.code(str(error), language=None, wrap_lines=True)
        return None


def beside() -> str:
    """The scenario to compare with: the one extended, or one that is chosen."""
    parent = sim.parent_of(draft.text)
    if parent in state.shipped():
        return parent
    st.text("This scenario extends no other.")
    return st.selectbox("Compare it with", list(state.shipped()), key="beside", bind="query-params")


def differs() -> None:
    """The scenario at a glance, and its differences from what it is compared with."""
    found = sim.differing(reference, scenario)
    duties = sum(len(agreement.obligations) for agreement in scenario.agreements.values())
    counts = {
        "Actors": len(scenario.actors),
        "Rules": len(scenario.rules),
        "Obligations": duties,
        "Numbers": len(scenario.parameters),
        "Differences": len(found),
    }
    with st.grid(5, min_column_width=130):
        for label, count in counts.items():
            st.metric(label, count, border=True)
    st.text(f"Beside {base}, {reference.title}: {sim.change(reference, scenario).label}.")
    if found.empty:
        st.caption("Nothing differs yet.")
    else:
        rows(found, "differences_from_parent")


def guide() -> None:
    """The author's guide, section by section."""
    sections = sim.guide()
    with st.expander("The guide", icon=":material/menu_book:", key="guide", on_change="rerun") as fold:
        if fold.open:
            section = st.selectbox("Section", list(sections), 1, key="guide_section", bind="query-params")
            st.markdown(sections[section])


def changed() -> None:
    """What differs, and what that does to the same worlds."""
    st.header("What differs")
    differs()
    st.header("Try it")
    if sim.fingerprint(scenario) == sim.fingerprint(reference):
        st.info("Nothing differs yet that a world could feel. Change a number above, then try it here.")
        return
    st.caption(f"The same worlds under {base} and under {draft.name}, so that only the difference differs.")
    try:
        trial.trial(draft, base, scenario.days)
    except (sim.RefusedError, sim.ScenarioError, OSError) as error:
        st.error("This is refused.")
        st.code(str(error), language=None, wrap_lines=True)


checked = check()
sound = checked is not None and checked.sound
st.header("Change it")
left, right = st.columns(2, gap="large")
below = st.container()
with right:
    text.text(draft, sound)
if sound:
    scenario = authoring.scenario(draft)
    base = beside()
    reference = state.loaded(base)
    with left:
        words.words(scenario, reference, below)
    changed()
elif checked is not None:
    with left:
        text.faults(draft, checked)
st.header("Keep it")
keep.keep(draft, sound)
guide()
authoring.checks().warm()
