"""What did the reports do: every row of the article left out of the same worlds, in one picture."""

import streamlit as st

from dashboard.figure import figure, table
from dashboard.state import causes

from . import charts


def show() -> None:
    """All outcomes at a glance, then one of them with its intervals."""
    found = causes.article()
    if found is None:
        st.info("These figures are not part of this installation. `make causes` in a checkout makes them.")
        return
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
    events = found.frame[found.frame["changed"] != "0 %"]
    size = f"{found.worlds} worlds of {found.days} days, seed {found.seed}"
    figure(
        charts.grid(events),
        found.frame,
        title="What each row of the article adds to the outcomes",
        unit=f"Mean with it minus mean without it in {size}; falls and dates in percentage points of worlds."
        " Orange raises, blue lowers, by size within its column; large figures: the interval leaves out 0",
        alt_text=f"{events['row'].nunique()} rows of the article by {events['outcome'].nunique()} outcomes",
        key="article",
    )
    still = sorted(set(found.frame["row"]) - set(events["row"]))
    st.caption(
        f"{len(still)} rows are claims only ({', '.join(still)}): they move nothing by themselves, and every"
        " world stays the same to the last event."
    )
    outcome = str(
        st.selectbox(
            "One outcome, with intervals",
            list(dict.fromkeys(events["outcome"])),
            key="of",
            bind="query-params",
        )
    )
    chosen = events[events["outcome"] == outcome]
    figure(
        charts.ranked(chosen, f"adds to {outcome}, {chosen['unit'].iloc[0]}"),
        chosen[["row", "what", "left out", "adds", "low", "high", "unit"]],
        title=f"What each row adds to {outcome}",
        unit="With the 95 % interval over worlds (chance only); filled where it leaves out 0. Of so many"
        " intervals some leave out 0 by chance",
        alt_text="; ".join(f"{row['row']} {row['told']}" for row in chosen.to_dict("records")),
        key="article_outcome",
    )
    table(found.states, "states", "Rows that are a state, not an event, and cannot be left out")
