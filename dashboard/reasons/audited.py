"""What acts at all: what the audit found of every lever, rule and obligation of a scenario."""

import streamlit as st

from dashboard import controls, state
from dashboard.badges import told
from dashboard.figure import rows
from dashboard.state import causes

_KINDS = {"rule": "Rules", "obligation": "Obligations"}


def show() -> None:
    """The standing of the audit, then everything with its badge."""
    st.text(
        "An audit changes every number, rule and obligation alone and lives the same worlds again. What"
        " changes nothing in any world is inert: a dead letter."
    )
    choice = controls.scenario()
    name = state.reference(choice)
    marks = causes.marks(name)
    st.info(marks.standing, icon=":material/fact_check:")
    if choice == state.BASE:
        _levers()
    offered = causes.candidates(name)
    for kind, title in _KINDS.items():
        paths = [path for path, (what, _) in offered.items() if what == kind]
        if not paths:
            continue
        st.subheader(title)
        fold = st.expander(
            f"{len(paths)} {title.lower()}", key=f"fold_{kind}", on_change="rerun", expanded=True
        )
        if fold.open:
            with fold:
                for path in paths:
                    told(offered[path][1], marks.of(path))
    if marks.by_path:
        st.subheader("Everything that was audited")
        rows(marks.table, "audit")


def _levers() -> None:
    st.subheader("Levers")
    for lever in state.levers():
        with st.container(border=True):
            told(f"{lever.title} ({lever.label})", causes.lever_mark(lever.id))
