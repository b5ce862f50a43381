"""Reading: an analysis of a finished sweep: begun by itself, waited for, shown, or told why not."""

from collections.abc import Callable

import streamlit as st

import sim
from dashboard import requests, state
from dashboard.commands import BusyError, Command
from dashboard.state import sweeping


def read(choice: sweeping.Choice, words: list[str], show: Callable[[sim.KeptFindings], None]) -> None:
    """Show what `deescalate WORDS` says of the sweep; another process works it out, once for all."""
    request = sweeping.reading(choice.folder, words)
    if request.done:
        state.forget(request)
        _show(choice, request, show)
        return
    running = state.command(request)
    if running is None:
        try:
            sweeping.read(request)
        except (BusyError, OSError) as error:
            _refused(request, str(error), "Try again")
            return
        st.rerun()
    if running.code is None:
        _wait(request, running)
    else:
        _refused(request, running.message or "It ended without a word.", "Ask again")


def _show(
    choice: sweeping.Choice, request: requests.Request, show: Callable[[sim.KeptFindings], None]
) -> None:
    finished = sweeping.finished(choice.folder)
    found = sweeping.findings(str(request.folder.absolute()), state.written(request), finished)
    for warning in found.warnings:
        st.caption(sim.plain_markdown(warning))
    show(found)
    with st.expander("How to read this", icon=":material/menu_book:", key=f"guide_{found.kind}"):
        for line in (found.scope, *found.guide):
            st.text(line)
        st.caption("The same on the command line:")
        st.code(" ".join(["deescalate", *request.words]), language=None, wrap_lines=True)


@st.fragment(run_every=0.5)
def _wait(request: requests.Request, running: Command) -> None:
    if running.code is not None:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(
            f"Reading what was simulated: {running.seconds:.0f} s so far.", icon=":material/hourglass_top:"
        )
        st.button("Stop reading", on_click=running.cancel, key=f"stop_{request.folder.name}")


def _refused(request: requests.Request, reason: str, label: str) -> None:
    st.warning("There is no answer of this kind.", icon=":material/info:")
    st.code(reason.removeprefix("error: "), language=None, wrap_lines=True)
    st.button(label, icon=":material/replay:", on_click=state.forget, args=(request,), key="ask_again")
