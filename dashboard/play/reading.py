"""Reading: what a mediator can read at the end of a week: reports of one world, all worlds, the ledger."""

import streamlit as st

import sim
from dashboard import requests, state
from dashboard.figure import figure, rows, table
from dashboard.play import turns
from dashboard.state import playing


def read(request: requests.Request, played: playing.Turns, weeks: int) -> None:
    """All of the week just lived; `weeks` is how many the play has."""
    kept, found = state.opened(str(request.folder.absolute()), state.written(request))
    if whole := len(next(iter(found.bands.values())).frame):
        _cards(found, whole)
    reports, course, ledger = st.tabs(["Reports of the week", "All worlds so far", "The ledger"])
    with reports:
        _reports(kept, request, len(played))
    with course:
        _course(found, played, weeks)
    with ledger:
        st.caption(
            "A world on average, from day 1 to today: what fell due, was kept, was breached; what is pending."
        )
        rows(found.ledger.round(2), "ledger_so_far")


def _cards(found: sim.Unfolding, week: int) -> None:
    st.subheader(f"Week {week} in all worlds")
    st.caption(
        "The median over worlds; below it the range of nine in ten worlds, and what the median was before."
    )
    with st.grid(5, min_column_width=140):
        for card in sim.week_cards(found, week):
            st.metric(
                card.name, card.middle, card.spread, delta_color="off", delta_arrow="off",
                border=True, help=card.meaning,
            )  # fmt: skip


def _reports(kept: sim.Kept, request: requests.Request, week: int) -> None:
    world = int(st.number_input("World", 0, kept.worlds - 1, 0, 1, key="play_world", bind="query-params"))
    st.caption(
        f"World {world} is one of {kept.worlds}, never *the* course of events. This is what its observers"
        " have: acts that were not made public are not told, and an unknown author stays unknown."
    )
    told = playing.week(str(request.folder.absolute()), state.written(request), world, week)
    st.text(told.toll)
    parts = {
        "Accusations": told.accusations,
        "Claims that the excluded group was hit": told.claims,
        "Places taken": told.ground,
        "Said and done in public": told.words,
    }
    for name, lines in parts.items():
        st.markdown(f"**{name}**")
        st.text("\n".join(f"• {line}" for line in lines) or "None were reported.")
    table(told.attacks, "reports_of_the_week", "Events that killed, were claimed so or have no known author")
    table(told.ledger, "ledger_of_the_week", "Duties this week: due, kept, breached, and pending at its end")


def _course(found: sim.Unfolding, played: playing.Turns, weeks: int) -> None:
    if next(iter(found.bands.values())).frame.empty:
        st.caption("No whole week was lived.")
        return
    st.caption("Whole weeks only; a broken line: from here on something else was held.")
    turned = [n + 1 for n, held in enumerate(played) if held != (played[n - 1] if n else ())]
    with st.grid(2, min_column_width=330):
        for name, bands in found.bands.items():
            figure(
                turns.so_far(bands.frame, bands.unit, weeks=weeks, turned=turned),
                bands.frame,
                title=bands.title,
                unit=f"{bands.unit}; median, 50 % and 90 % of worlds",
                alt_text=f"{bands.title} in the {len(bands.frame)} weeks lived so far",
                key=f"{name}_so_far",
            )
