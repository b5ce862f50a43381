"""Refused: why something was not done, said where it was asked for."""

import streamlit as st

from dashboard.state import authoring


def refused(part: str) -> None:
    """The message kept for a part of the page, if there is one."""
    if told := authoring.complaint(part):
        st.warning("This was not done, and nothing has changed:", icon=":material/block:")
        st.code(told, language=None, wrap_lines=True)
