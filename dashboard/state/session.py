"""Session: what a session remembers from one drawing of its page to the next."""

from collections.abc import Mapping
from typing import Any

import streamlit as st


def reset(keys: Mapping[str, Any]) -> None:
    """Give widgets these values; called before they are drawn."""
    for key, value in keys.items():
        st.session_state[key] = value


def uploads() -> dict[str, tuple[str, str]]:
    """Path and title of what was uploaded, by choice."""
    return st.session_state.setdefault("uploads", {})


def is_new(file: str) -> bool:
    """Whether a file was not taken in yet."""
    return file not in st.session_state.setdefault("files", {})


def note_upload(file: str, faults: str) -> None:
    """Keep what was found wrong with a file, for this session."""
    st.session_state["files"][file] = faults


def upload_faults(file: str) -> str:
    """What was found wrong with a file; nothing where it is sound."""
    return st.session_state.get("files", {}).get(file, "")


def say_trouble(text: str) -> None:
    """Keep a message for the next drawing of this session's page."""
    st.session_state["trouble"] = text


def trouble() -> str:
    """The message kept, once."""
    return st.session_state.pop("trouble", "")


def plays(key: str) -> bool:
    """Whether the days of a slider go by themselves."""
    return bool(st.session_state.get(f"{key}_plays"))


def play(key: str, last: int) -> None:
    """Let the days go by, from the first where the slider stands at the last."""
    st.session_state[f"{key}_plays"] = True
    if st.session_state.get(key, last) >= last:
        st.session_state[key] = 1


def stop(key: str, _last: int = 0) -> None:
    """Stand still."""
    st.session_state[f"{key}_plays"] = False


def advance(key: str, last: int) -> bool:
    """A day on, before the slider is drawn; whether that is the last, where it stands still."""
    st.session_state[key] = min(last, st.session_state.get(key, last) + 1)
    if st.session_state[key] == last:
        stop(key)
    return st.session_state[key] == last
