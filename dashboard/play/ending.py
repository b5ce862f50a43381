"""Ending: what the choices changed in the same worlds, and the path taken as a what-if to keep."""

import streamlit as st

import sim
from dashboard import requests, state, working
from dashboard.figure import figure, table, weekly
from dashboard.play import turns
from dashboard.state import playing, saved

COMPARED = ("deaths", "deaths_civilians", "lethal_events", "breaches", "confidence")
WEEKLY = ("deaths", "deaths_civilians", "lethal_events", "confidence")
NAME = "play.yaml"


def path_taken(scenario: sim.Scenario, played: playing.Turns) -> None:
    """What was held in which week."""
    st.text(sim.course(scenario, played))
    frame = sim.held(scenario, played)
    if len(frame):
        figure(
            turns.held(frame, scenario.start, sim.weeks(scenario)),
            frame,
            title="What you held",
            unit="From the first to the last day of each choice",
            alt_text=sim.course(scenario, played),
            key="held",
        )


def difference(setup: playing.Setup, played: playing.Turns, lived: requests.Request) -> None:
    """The play beside the same worlds without any lever, as far as they are lived."""
    st.subheader("What your choices changed")
    if not any(played):
        st.caption("No lever was held, so these worlds are those without any lever.")
        return
    st.caption(
        "The same worlds without any lever, to the same day, so that only your choices differ. An interval"
        " shows chance between worlds, not doubt about assumptions. In the model; not a prediction."
    )
    without = playing.run_request(setup, ((),) * len(played))
    label = "Compare with no lever at all"
    working.attend(without, setup.worlds, lambda: _differs(without, lived), label)


def _differs(without: requests.Request, lived: requests.Request) -> None:
    folders = saved.written(without.folder), saved.written(lived.folder)
    both = saved.side_by_side(*folders, ("no lever at all", "your choices"))
    for outcome in COMPARED:
        with st.container(border=True):
            st.text(both.sentences[outcome])
    chosen = {metric: both.bands[metric] for metric in WEEKLY}
    weekly(chosen, "without any lever and under your choices", "changed")
    table(both.table.round(3), "play_differences", "All outcomes, with their intervals")


def keep(setup: playing.Setup, played: playing.Turns, result_hash: str) -> None:
    """The path taken as a what-if: to download, to choose on other pages, to run on the command line."""
    st.subheader("Keep the path taken")
    text = playing.text(setup.choice, played)
    with st.container(horizontal=True):
        st.download_button(
            "Download the what-if", lambda: text, NAME, "application/yaml", key="save_play",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        if setup.choice in state.shipped():
            st.button(
                "Put it among my scenarios", icon=":material/playlist_add:", key="shelve_play",
                on_click=playing.shelve, args=(text,),
                help="Then you can choose it on the other pages: run it longer, compare it, edit it.",
            )  # fmt: skip
    if setup.choice not in state.shipped():
        st.caption(f"It extends your own file: keep it beside {playing.extended(setup.choice)}.")
    if told := playing.shelved():
        st.success(told)
    days = sim.last_day(state.loaded(state.reference(setup.choice)), len(played))
    size = f"--worlds {setup.worlds} --seed {setup.seed} --days {days}"
    st.caption(f"The same worlds on the command line; their result hash will be {result_hash}:")
    st.code(f"deescalate run {NAME} {size}", language=None, wrap_lines=True)
    with st.expander("The what-if, as text", icon=":material/description:"):
        st.code(text, language="yaml", wrap_lines=True)
