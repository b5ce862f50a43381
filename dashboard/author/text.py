"""Text: the scenario as text to be typed, and what is wrong with it beside the lines."""

import streamlit as st

import sim
from dashboard.author.face import one_width
from dashboard.state import authoring


def text(draft: authoring.Draft, found: authoring.Checked | None) -> None:
    """The text area, undo, and all faults at once, each below its line."""
    st.text_area(
        "The same as text",
        height=430,
        key=authoring.EDITOR,
        on_change=authoring.typed,
        help="YAML: *two spaces deeper* means *inside of*. Checked when you leave it or press Ctrl+Enter.",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Undo",
            icon=":material/undo:",
            on_click=authoring.undo,
            disabled=not authoring.may_undo(),
            key="undo",
        )
        st.button("Check", icon=":material/rule:", key="check_text")
    one_width()
    if found is None:
        return
    if found.sound:
        st.success("No fault found.", icon=":material/check_circle:")
        return
    count = len(found.errors) + found.more
    st.error(f"{count} fault{'s' * (count > 1)}. All that is wrong with it:", icon=":material/error:")
    st.code(sim.listing(draft.text, str(draft.path), found.errors), language=None, wrap_lines=True)
    if found.more:
        st.caption(f"and {found.more} more")
