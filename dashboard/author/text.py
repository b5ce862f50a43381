"""Text: the scenario as text to be typed, and what is wrong with it beside the lines."""

import streamlit as st

import sim
from dashboard.author.face import one_width
from dashboard.author.refused import refused
from dashboard.state import authoring


def text(draft: authoring.Draft, sound: bool) -> None:
    """The text area, undo, and a word that all is well."""
    st.text_area(
        f"The text of {draft.name}",
        height=430,
        key=authoring.EDITOR,
        on_change=authoring.typed,
        help="YAML: *two spaces deeper* means *inside of*. Checked when you leave it or press Ctrl+Enter.",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        back, unused = ":material/undo:", not authoring.may_undo()
        st.button("Undo", icon=back, on_click=authoring.undo, disabled=unused, key="undo")
        st.button("Check", icon=":material/rule:", key="check_text")
    refused(authoring.TEXT)
    if sound:
        st.success("No fault found.", icon=":material/check_circle:")
    one_width()


def faults(draft: authoring.Draft, found: authoring.Checked) -> None:
    """All that is wrong with a text, each fault below its line."""
    count = len(found.errors) + found.more
    st.error(f"{count} fault{'s' * (count > 1)}. All that is wrong with it:", icon=":material/error:")
    st.code(sim.listing(draft.text, str(draft.path), found.errors), language=None, wrap_lines=True)
    if found.more:
        st.caption(f"and {found.more} more")
    st.info(
        "Mend the text, or press *Undo*: then rules, obligations and numbers can be changed here in words"
        " again.",
        icon=":material/build:",
    )
