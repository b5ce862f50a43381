"""Commanded: the running commands of a session, and what starts them for all."""

import streamlit as st

from dashboard import requests
from dashboard.commands import Command, Commands


@st.cache_resource
def commands() -> Commands:
    """What starts commands, for all sessions."""
    return Commands()


def command(request: requests.Request) -> Command | None:
    """This session's command for a request, running or ended."""
    return st.session_state.setdefault("commands", {}).get(request.folder.name)


def start(request: requests.Request) -> None:
    """Begin a request. Raises `BusyError` when enough is running."""
    requests.prune()
    words = [*request.words, "--out", str(request.folder), "--count"]
    st.session_state.setdefault("commands", {})[request.folder.name] = commands().start(words)


def note_finished(request: requests.Request) -> None:
    """Remember what this session has seen finished, the latest last, so that it can be asked about."""
    name, finished = request.folder.name, st.session_state.get("finished", [])
    st.session_state["finished"] = [*(other for other in finished if other != name), name]


def forget(request: requests.Request) -> None:
    """Let go of a command that ended or was cancelled."""
    st.session_state.get("commands", {}).pop(request.folder.name, None)
