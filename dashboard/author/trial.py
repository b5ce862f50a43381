"""Trial: the scenario in the making beside the one that it extends, over the same worlds."""

import streamlit as st

from dashboard import controls, requests, state, working
from dashboard.figure import table, weekly
from dashboard.state.authoring import Draft, written

_TOLD = ("lethal_events", "deaths", "deaths_civilians")
_DRAWN = ("lethal_events", "deaths", "deaths_civilians", "top_rung")
_WORLDS = 100


def trial(draft: Draft, base: str, days: int) -> None:
    """Worlds, days and seed, a button, and what came out. Raises `RefusedError` for an absurd size."""
    size = controls.size(days, _WORLDS)
    request = state.compare_request(base, [written(draft)], draws=0, **size)
    working.attend(request, 2 * size["worlds"], lambda: _show(request), "Try it")


def _show(request: requests.Request) -> None:
    found = state.compared(str(request.folder.absolute()), state.written(request))
    (other,) = found.document["others"]
    with st.container(border=True):
        for outcome in _TOLD:
            difference = next(d for d in other["differences"] if d["outcome"] == outcome)
            st.text(difference["in_words"])
    overlaid = state.overlaid(str(found.folder), state.written(request))
    weekly({metric: overlaid[metric] for metric in _DRAWN}, "in both scenarios", "tried")
    table(found.table.round(3), "trial_differences", "All outcomes, with their intervals")
