"""Answers: what a finished sweep says, by the analyses that its design allows."""

from collections.abc import Callable

import streamlit as st

import sim
from dashboard.state import sweeping

from . import levers, matters, regions, rows
from .choosing import one_of, under
from .reading import read

MATTERS, WHERE, LEVERS, PLOT, TAKE = (
    "What matters",
    "Where it holds",
    "Which lever",
    "Any two columns",
    "Take away",
)
MOST_OUTCOMES = 12  # of a sweep with more, the main ones are told
_COVERING = ("lhs", "sobol", "grid", "points")


def answers(choice: sweeping.Choice) -> None:
    """One way of reading at a time, chosen above it; in the address."""
    finished = sweeping.finished(choice.folder)
    if finished.failed:
        st.warning(
            f"{finished.failed:,} points under a lever failed and are missing.", icon=":material/warning:"
        )
    ways = _ways(finished)
    ways[one_of("Read it as", list(ways), "reading")](choice)


def _ways(finished: sim.Finished) -> dict[str, Callable[[sweeping.Choice], None]]:
    """The readings that fit the design and the levers of a sweep."""
    swept, found = finished.swept, {}
    if swept.factors:
        found[MATTERS] = _matters
    if swept.factors and swept.method in _COVERING:
        found[WHERE] = _where
    if len(swept.levers) > 1:
        found[LEVERS] = _levers
    if len(swept.factors) + len(swept.names) > 1:
        found[PLOT] = rows.pictures
    return found | {TAKE: rows.take_away}


def _matters(choice: sweeping.Choice) -> None:
    finished = sweeping.finished(choice.folder)
    st.text(
        "Which of the assumptions moves an outcome, how much of that is chance, and whether the answer is"
        " settled."
    )
    words = ["sensitivity", *_lever(finished)]
    if len(finished.swept.names) <= MOST_OUTCOMES:
        words += [word for name in finished.swept.names for word in ("--outcome", name)]
    read(choice, words, lambda found: matters.matters(found, finished.swept.method))


def _lever(finished: sim.Finished) -> list[str]:
    """Options of the command line for one lever, or for its difference from doing nothing."""
    names = list(finished.swept.levers)
    lever = under(names)
    if lever == names[0] or "none" not in names:
        return ["--lever", lever] if len(names) > 1 else []
    beside = st.toggle(
        "Its difference from doing nothing",
        key="beside",
        bind="query-params",
        help="What decides how much the lever changes, in the same worlds.",
    )
    return ["--lever", lever, *(["--against", "none"] if beside else [])]


def _where(choice: sweeping.Choice) -> None:
    finished = sweeping.finished(choice.folder)
    st.text(
        "In which region of the assumptions the futures you ask for lie, and whether that region stands when"
        " half of the points are held back."
    )
    options = _lever(finished)
    wanted = regions.wanted(finished, against="--against" in options)
    words = ["discover", "--where", wanted, *options]
    read(choice, words, lambda found: regions.regions(found, finished))


def _levers(choice: sweeping.Choice) -> None:
    finished = sweeping.finished(choice.folder)
    st.text(
        "Which lever holds up whatever is true: how it does beside doing nothing, and how far from the best"
        " lever in the same future."
    )
    threshold = levers.threshold(finished)
    read(choice, ["robust", *(["--threshold", threshold] if threshold else [])], levers.levers)
