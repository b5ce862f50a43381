"""Ending: what the choices changed in the same worlds, and the path taken as a what-if to keep."""

import streamlit as st

import sim
from dashboard import charts, requests, state, working
from dashboard.figure import figure, rows
from dashboard.play import turns
from dashboard.state import playing

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


def difference(setup: playing.Setup, played: playing.Turns) -> None:
    """The play beside the same worlds without any lever, as far as they are lived."""
    st.subheader("What your choices changed")
    if not any(played):
        st.caption("No lever was held, so these worlds are those without any lever.")
        return
    st.caption(
        "The same worlds without any lever, to the same day, so that only your choices differ. An interval"
        " shows chance between worlds, not doubt about assumptions. In the model; not a prediction."
    )
    request = playing.compare_request(setup, played)
    working.attend(request, 2 * setup.worlds, lambda: _differs(request), "Compare with no lever at all")


def _differs(request: requests.Request) -> None:
    found = state.compared(str(request.folder.absolute()), state.written(request))
    told = {row["outcome"]: row for row in found.document["others"][0]["differences"]}
    for outcome in COMPARED:
        with st.container(border=True):
            st.text(sim.finding("no lever at all", "your choices", told[outcome], found.document["draws"]))
    _week_by_week(request)
    st.markdown("**All outcomes**")
    columns = ["outcome", "unit", "base", "other", "difference", "low", "high", "better", "worse", "same"]
    rows(found.table[columns].round(3), "play_differences")


def _week_by_week(request: requests.Request) -> None:
    every = state.overlaid(str(request.folder.absolute()), state.written(request))
    with st.grid(2, min_column_width=330):
        for metric in WEEKLY:
            bands = every[metric]
            is_base = bands.frame["scenario"] == bands.frame["scenario"].iloc[0]
            frame = bands.frame.assign(scenario=is_base.map({True: "no lever", False: "your choices"}))
            figure(
                charts.overlaid(frame, bands.unit),
                frame,
                title=bands.title,
                unit=f"{bands.unit}; median and 50 % of worlds",
                alt_text=f"{bands.title} by week without any lever and under your choices",
                key=f"{metric}_changed",
            )


def keep(setup: playing.Setup, played: playing.Turns, result_hash: str) -> None:
    """The path taken as a what-if: to download, to choose on other pages, to run on the command line."""
    st.subheader("Keep the path taken")
    text = playing.text(setup.choice, played)
    with st.container(horizontal=True):
        st.download_button(
            "Download the what-if", text, NAME, "application/yaml", key="save_play",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        if setup.choice in state.shipped():
            st.button(
                "Put it among my scenarios", icon=":material/playlist_add:", key="shelve_play",
                on_click=playing.shelve, args=(text,),
                help="Then you can choose it on the other pages: run it longer, compare it, edit it.",
            )  # fmt: skip
    if told := playing.shelved():
        st.success(told)
    days = sim.last_day(state.loaded(state.reference(setup.choice)), len(played))
    size = f"--worlds {setup.worlds} --seed {setup.seed} --days {days}"
    st.caption(f"The same worlds on the command line; their result hash will be {result_hash}:")
    st.code(f"deescalate run {NAME} {size}", language=None, wrap_lines=True)
    with st.expander("The what-if, as text", icon=":material/description:"):
        st.code(text, language="yaml", wrap_lines=True)
