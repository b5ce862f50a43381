"""Keep: the name of the text, its file to take away, and saving it where `deescalate` finds it by name."""

import streamlit as st

import sim
from dashboard.author.refused import refused
from dashboard.state import authoring


def keep(draft: authoring.Draft, sound: bool) -> None:
    """Name, download and save; a file that is there already is written over only if that was ticked."""
    _name(draft)
    saved = authoring.is_saved(draft)
    stands = None if saved else authoring.standing(draft)
    replace = False
    if sound and stands is not None:
        st.warning(f"There is a file {stands} already.", icon=":material/file_present:")
        replace = st.checkbox(f"Write over {stands}", key="write_over")
    _buttons(draft, may_save=sound and not saved and (stands is None or replace), replace=replace)
    refused(authoring.KEEPING)
    if saved:
        st.success(
            f"Saved as {draft.name}.yaml; it is now among the scenarios of the other pages, too.",
            icon=":material/check_circle:",
        )
    elif sound:
        st.caption(
            f"*Save* writes {draft.name}.yaml into the folder in which the dashboard was started. After that,"
            " on the command line too:"
        )
    if sound:
        parent = sim.parent_of(draft.text)
        st.code(f"deescalate {f'compare {parent}' if parent else 'run'} {draft.name}", language=None)


def _buttons(draft: authoring.Draft, *, may_save: bool, replace: bool) -> None:
    with st.container(horizontal=True):
        st.button(
            "Save",
            type="primary",
            icon=":material/save:",
            disabled=not may_save,
            on_click=authoring.save,
            args=(draft, replace),
            key="save",
        )
        st.download_button(
            f"Download {draft.name}.yaml",
            draft.text,
            f"{draft.name}.yaml",
            "application/yaml",
            icon=":material/download:",
            on_click="ignore",
            key="download_text",
        )


def _name(draft: authoring.Draft) -> None:
    authoring.show(authoring.NAME, draft.name)
    st.text_input(
        "Its name",
        key=authoring.NAME,
        max_chars=64,
        width=320,
        on_change=authoring.renamed,
        help="a-z, 0-9, - and _, beginning with a letter. It is saved as NAME.yaml.",
    )
