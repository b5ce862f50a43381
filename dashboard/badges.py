"""Badges: what the audit found of a lever or rule, in a word beside it and in a sentence on hovering."""

from typing import Any

import streamlit as st

import sim

_COLOURS: Any = {"acts": "green", "inert, declared": "orange", "inert": "red", "not audited": "gray"}
_ICONS = {"acts": ":material/check:", "not audited": ":material/help:"}


def badge(mark: sim.Mark) -> None:
    """A word of the audit's, grey where nobody looked, with a clock where the model has changed since."""
    icon = ":material/history:" if mark.is_stale else _ICONS.get(mark.finding, ":material/block:")
    colour = "gray" if mark.is_stale else _COLOURS[mark.finding]
    st.badge(f"audit: {mark.badge}", icon=icon, color=colour, help=sim.plain_markdown(mark.told))


def told(text: str, mark: sim.Mark) -> None:
    """A text with its badge above it."""
    with st.container(gap="xsmall"):
        badge(mark)
        st.text(text)
