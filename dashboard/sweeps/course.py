"""Course: a sweep on its way, from the disk alone: begin, how far it is, stop, go on, what went wrong."""

import streamlit as st

import sim
from dashboard import state
from dashboard.commands import BusyError
from dashboard.state import sweeping

from . import background, plan


def course(choice: sweeping.Choice, pace: sim.Pace | None) -> None:
    """What a page shows of a sweep that is not finished."""
    if background.is_running(choice.folder) or (pace and pace.state == "running"):
        _watch(choice)
        return
    label = "Start"
    if pace is None:
        _failed_to_begin(choice)
    elif pace.state == "failed":
        label = "Try the failed points again"
    else:
        _stopped(choice, pace)
        label = "Continue"
    if choice.file and plan.takes(choice, pace.stored if pace else 0):
        _start(choice, label)


def _start(choice: sweeping.Choice, label: str) -> None:
    workers = plan.workers()
    st.button(
        label,
        type="primary",
        icon=":material/play_arrow:",
        on_click=_begin,
        args=(choice, workers),
        key="start",
    )
    st.caption(
        "It runs in the background: you may close this page. What is finished is kept, whatever happens; a"
        " sweep that was stopped goes on from there. The same on the command line:"
    )
    st.code(" ".join(["deescalate", *choice.words]), language=None, wrap_lines=True)
    if told := state.trouble():
        st.error("It could not be started.")
        st.code(told, language=None, wrap_lines=True)


def _begin(choice: sweeping.Choice, workers: int) -> None:
    try:
        sweeping.begin(choice, workers)
    except (BusyError, OSError) as error:
        state.say_trouble(str(error))


@st.fragment(run_every=1.0)
def _watch(choice: sweeping.Choice) -> None:
    """A bar that moves by itself; when the process has ended the whole page is drawn again."""
    mine = background.is_running(choice.folder)
    try:
        pace = so_far(choice)
    except sim.RefusedError:  # the folder was taken away: the page says so
        st.rerun()
    if not mine and not (pace and pace.state == "running"):
        st.rerun()
    if pace is None or pace.state != "running":
        st.progress(0.0, "Starting: the scenarios are read, the points are drawn …")
    else:
        st.progress(pace.share, _told(pace))
    _failures(background.said(choice.folder) if mine else "")
    _stop_button(choice, mine)


def so_far(choice: sweeping.Choice) -> sim.Pace | None:
    """How far a sweep is; None where nothing was begun. Raises `RefusedError` for another folder."""
    if not (choice.folder / "manifest.json").exists():
        return None
    return sim.pace(choice.folder, background.is_running(choice.folder) or None)


def _told(pace: sim.Pace) -> str:
    done = f"{pace.stored:,} of {pace.record.rows:,} courses simulated"
    if pace.seconds_left is None:
        return f"{done}; how fast it goes shows in a few seconds"
    return f"{done}; {pace.rows_per_s:,.0f} a second; {plan.told_time(pace.seconds_left)} left"


def _failures(said: str) -> None:
    lines = [line for line in said.splitlines() if line.startswith("failed:") or "trying again" in line]
    if lines:
        st.warning(f"{len(lines)} troubles so far; the rest goes on.", icon=":material/warning:")
        st.code("\n".join(lines[-10:]), language=None, wrap_lines=True)


def _stop_button(choice: sweeping.Choice, mine: bool) -> None:
    key = sweeping.key(choice)
    if mine and background.may_stop(choice.folder, key):
        st.button("Stop", icon=":material/stop_circle:", on_click=_stop, args=(choice, key), key="stop")
        st.caption("Stopping loses nothing: what is finished stays, and it can go on later.")
    else:
        where = "in another window of this page" if mine else "on a command line"
        st.caption(f"It was started {where} and can be stopped there.")


def _stop(choice: sweeping.Choice, key: str) -> None:
    if not background.stop(choice.folder, key):
        state.say_trouble("It did not end yet; it stops as soon as it can.")


def _stopped(choice: sweeping.Choice, pace: sim.Pace) -> None:
    st.progress(pace.share, f"Stopped at {pace.stored:,} of {pace.record.rows:,} courses")
    said = background.said(choice.folder)
    if not said.endswith("interrupted"):
        st.warning("It ended before it was finished. What was simulated is kept.", icon=":material/warning:")
        st.code(_last_words(said), language=None, wrap_lines=True)
    if not choice.file:
        st.text("Continue it on the command line, with the command that began it.")


def _failed_to_begin(choice: sweeping.Choice) -> None:
    said = background.said(choice.folder)
    if said and not said.endswith("interrupted"):
        st.error("It ended before anything was simulated.")
        st.code(_last_words(said), language=None, wrap_lines=True)


def _last_words(said: str) -> str:
    lines = said.splitlines()[-6:]
    return "\n".join(lines) or "It ended without a word: killed, or the machine went down."
