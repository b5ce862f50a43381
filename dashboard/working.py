"""Working: a request on its way: begin, progress with time left, cancel, and what went wrong in words."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard import requests, state
from dashboard.commands import BusyError, Command

INTERRUPTED = 130
_LOOK_S = 1.0
_ROWS_A_SECOND = 60.0  # a cautious first guess of what one core does


def attend(request: requests.Request, rows: int, show: Callable[[], Any], label: str) -> None:
    """Show what a request made, or a button that begins it, or how far it is."""
    if request.done:
        state.forget(request)
        state.note_finished(request)
        st.caption(
            "Finished. The same request again is answered from here at once; the address above leads back."
        )
        show()
        return
    running = state.command(request)
    if running is None:
        st.button(
            label, type="primary", icon=":material/play_arrow:", on_click=_begin, args=(request,), key="begin"
        )
        st.caption(f"About {max(3, rows / _ROWS_A_SECOND):,.0f} s of work for one core.")
        _trouble()
    elif running.code is None:
        _watch(request, running, rows)
    else:
        _ended(request, running, label)


def _begin(request: requests.Request) -> None:
    try:
        state.start(request)
    except (BusyError, OSError) as error:
        state.say_trouble(str(error))


def _trouble() -> None:
    if told := state.trouble():
        st.error("It could not be started.")
        st.code(told, language=None, wrap_lines=True)


@st.fragment(run_every=_LOOK_S)
def _watch(request: requests.Request, running: Command, rows: int) -> None:
    """A bar that moves by itself; when the command has ended the whole page is drawn again."""
    done, total = running.progress
    seconds = left(running.seconds, done, total or rows)
    share = min(0.98, running.seconds / (running.seconds + seconds))
    st.progress(share, f"{done:,} of {total or rows:,} worlds done; about {seconds:,.0f} s left")
    st.button("Cancel", icon=":material/cancel:", on_click=_cancel, args=(request, running), key="cancel")
    # Each look costs the browser a drawing, so there are few; but the end is seen at once. A click waits
    # for the rest of a look.
    until = time.monotonic() + 0.8 * _LOOK_S
    while not (ended := request.done or running.code is not None) and time.monotonic() < until:
        time.sleep(0.02)
    if ended:
        st.rerun()


def left(seconds: float, done: int, rows: int) -> float:
    """Seconds left, by what was done so far, else by a guess."""
    rate = done / seconds if done else _ROWS_A_SECOND
    return max(0.5, rows / rate - seconds) if done else max(0.5, rows / rate + 2 - seconds)


def _cancel(request: requests.Request, running: Command) -> None:
    running.cancel()
    state.forget(request)
    state.say_trouble("cancelled; nothing was kept")


def _ended(request: requests.Request, running: Command, label: str) -> None:
    """A command that ended without a result: its message, and a way on."""
    st.error("This did not work." if running.code != INTERRUPTED else "This was interrupted.")
    st.code(running.message or "It ended without a word.", language=None, wrap_lines=True)
    st.button(f"{label} again", icon=":material/replay:", on_click=state.forget, args=(request,), key="again")
