"""What did the reports do: every row of the article left out of the same worlds, in one picture."""

import pandas as pd
import streamlit as st

import sim
from dashboard.figure import figure, table
from dashboard.state import causes

from . import charts


def show() -> None:
    """All outcomes at a glance, then one of them with its intervals."""
    found = causes.article()
    if found is None:
        st.info("These figures are not part of this installation. `make causes` in a checkout makes them.")
        return
    _introduced(found)
    moving = found.moving
    _glance(found, moving)
    st.caption(
        f"{len(found.still)} rows change no world at all ({', '.join(found.still)}): a claim moves nothing by"
        " itself."
    )
    outcomes = list(dict.fromkeys(moving["outcome"]))
    outcome = st.selectbox("One outcome, with intervals", outcomes, key="of", bind="query-params")
    _ranked(pd.DataFrame(moving[moving["outcome"] == outcome]), str(outcome))
    table(found.states, "states", "Rows that are a state, not an event, and cannot be left out")


def _introduced(found: sim.ArticleEffects) -> None:
    st.text(
        "The baseline is seeded from one newspaper report. Each of its statements that became an event, a"
        " routine or talks in the scenario was left out, and the same worlds were lived again."
    )
    if found.stale:
        st.warning(
            f"Stale: since these figures were made, this has changed: {', '.join(found.stale)}. `make causes`"
            " renews them.",
            icon=":material/history:",
        )


def _glance(found: sim.ArticleEffects, moving: pd.DataFrame) -> None:
    size = f"{found.worlds} worlds of {found.days} days, seed {found.seed}"
    figure(
        charts.grid(moving),
        found.frame,
        title="What each row of the article adds to the outcomes",
        unit=f"Mean with it minus mean without it in {size}; falls and dates in percentage points of worlds."
        " Orange raises, blue lowers, by size within its column; large figures: the interval leaves out 0",
        alt_text=f"{moving['row'].nunique()} rows of the article by {moving['outcome'].nunique()} outcomes",
        key="article",
    )


def _ranked(chosen: pd.DataFrame, outcome: str) -> None:
    figure(
        charts.ranked(chosen, f"adds to {outcome}, {chosen['unit'].iloc[0]}"),
        pd.DataFrame(chosen[["row", "what", "left out", "adds", "low", "high", "unit"]]),
        title=f"What each row adds to {outcome}",
        unit="With the 95 % interval over worlds (chance only); filled where it leaves out 0. Of so many"
        " intervals some leave out 0 by chance",
        alt_text="; ".join(f"{row['row']} {row['told']}" for row in chosen.to_dict("records")),
        key="article_outcome",
    )
