"""Plan: what a sweep asks, what it varies and from where, and what it takes."""

import os
import shutil
from pathlib import Path

import streamlit as st

import sim
from dashboard.commands import BusyError
from dashboard.figure import rows
from dashboard.state import sweeping


def asked(choice: sweeping.Choice) -> None:
    """The question, its design in sentences and numbers, its factors and levers, the file itself."""
    told = sim.question(sweeping.asked(choice.file))
    st.text(told.sweep.question)
    for sentence in told.sentences:
        st.text(sentence)
    _sizes(told)
    with st.expander(
        f"What is varied: {len(told.factors)} assumptions", icon=":material/tune:", key="varied"
    ):
        st.caption("Each with its range, the value that the scenario has, and who says so.")
        rows(told.factors, "factors")
    if len(told.levers) > 1:
        with st.expander(f"Levers: {len(told.levers)}", icon=":material/toggle_on:", key="levers_of_sweep"):
            rows(told.levers, "levers")
    _file(choice, told)


def _sizes(told: sim.Question) -> None:
    sizes = {
        "Assumptions varied": (len(told.sweep.factors), "Numbers that nobody knows exactly."),
        "Points": (told.points, "A point is one set of values for all of them: one possible truth."),
        "Levers": (len(told.sweep.levers), "Tried at every point; none is the scenario as it is."),
        "Worlds each": (told.sweep.worlds, "Courses of chance; the same ones everywhere."),
    }
    with st.grid(4, min_column_width=150):
        for label, (count, meaning) in sizes.items():
            st.metric(label, f"{count:,}", border=True, help=meaning)


def _file(choice: sweeping.Choice, told: sim.Question) -> None:
    text = sweeping.written(choice.file)
    with st.expander("The sweep file", icon=":material/description:", key="sweep_file"):
        st.caption(
            "Points, worlds, days and levers stand in this file and nowhere else: to change them, download"
            " it, edit it in any text editor, and upload it above."
        )
        st.code(text, language=None, wrap_lines=True)
        name = f"{told.sweep.id}.yaml"
        st.download_button("Download", text, name, "application/yaml", icon=":material/download:", key="yaml")


def takes(choice: sweeping.Choice, stored: int) -> bool:
    """What is left to simulate: time and room on disk. Whether it may be started."""
    try:
        plan = sweeping.plan(choice, stored)
    except BusyError:
        st.info(
            "How long it takes cannot be measured now: simulations are running. It can be started anyway."
        )
        return True
    except sim.RefusedError as error:
        st.error("This sweep is not started here.")
        st.code(str(error), language=None, wrap_lines=True)
        st.caption("Nothing was simulated. A smaller file can be uploaded; the command line allows more.")
        return False
    free = shutil.disk_usage(Path()).free  # results lie below the current folder
    st.text(
        f"Left to simulate: {plan['rows_left']:,} courses; {told_time(plan['cpu_s'])} of work for one core;"
        f" {plan['bytes'] / 1e6:,.1f} MB on disk, {free / 1e9:,.1f} GB are free."
    )
    if plan["bytes"] > free:
        st.warning("There is not enough room on this disk.", icon=":material/warning:")
    return True


def workers() -> int:
    """How many processes work on it: all that the command line lets one choose at the start."""
    cores = os.cpu_count() or 1
    return int(
        st.number_input(
            "Worker processes",
            1,
            cores,
            cores,
            key="workers",
            bind="query-params",
            help="One a core at most. Fewer leave room for other work; they change no result.",
        )
    )


def told_time(seconds: float) -> str:
    """A time as people say it.

    >>> told_time(42), told_time(700), told_time(10_000)
    ('about 42 s', 'about 12 min', 'about 2.8 h')
    """
    if seconds < 100:
        return f"about {max(1, seconds):.0f} s"
    return f"about {seconds / 60:.0f} min" if seconds < 6000 else f"about {seconds / 3600:.1f} h"
