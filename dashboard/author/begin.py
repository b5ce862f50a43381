"""Begin: what a text can begin with: a what-if, another scenario's text, the guide's, a skeleton, a file."""

from functools import partial
from typing import Final

import streamlit as st

import sim
from dashboard import state
from dashboard.state import authoring

WHAT_IF: Final = "A what-if: a scenario, but for what I change"
TEXT: Final = "The whole text of a scenario"
GUIDE: Final = "The first what-if of the guide"
SKELETON: Final = "A complete scenario with next to nothing in it"
FILE: Final = "A file of mine"
_TOLD = {
    WHAT_IF: "Short: it names the scenario that it extends, and says only what differs. Best to begin with.",
    TEXT: "A copy, to be changed anywhere. The baseline is long.",
    GUIDE: "Five lines: Russia holds Damascus back about three times as often.",
    SKELETON: "Two invented towns, one ceasefire, every section that a scenario needs.",
    FILE: "A YAML file of at most 256 KB, also one with faults: they are shown, to be mended here.",
}


def begin(name: str) -> None:
    """Choices, and a button that takes the chosen text in hand under this name."""
    with st.expander("Begin with something else", icon=":material/note_add:", key="author_begin"):
        kind = st.selectbox("Begin with", list(_TOLD), key="begin_with")
        st.caption(_TOLD[kind])
        if kind == FILE:
            _file()
            return
        chosen = _scenario(kind)
        text = partial(_text, kind, chosen, name)
        st.button(
            "Begin", icon=":material/edit_note:", on_click=authoring.take, args=(text,), key="begin_text"
        )
        st.caption("It takes the place of the text below. *Undo* brings that back.")


def _scenario(kind: str) -> str:
    if kind not in (WHAT_IF, TEXT):
        return ""
    titles = state.shipped() if kind == WHAT_IF else state.choices()
    return st.selectbox("Scenario", list(titles), format_func=titles.__getitem__, key="begin_from")


def _text(kind: str, chosen: str, name: str) -> str:
    if kind == WHAT_IF:
        return sim.drafted(name, chosen)
    if kind == TEXT:
        return authoring.text_of(chosen)
    return sim.first_what_if() if kind == GUIDE else sim.skeleton()


def _file() -> None:
    file = st.file_uploader("Scenario file", type=["yaml", "yml"], max_upload_size=1, key="author_file")
    if file is not None and state.is_new(file.file_id):
        state.note_upload(file.file_id, "")
        authoring.write(file.getvalue().decode("utf-8-sig", errors="replace"))
        st.rerun()
