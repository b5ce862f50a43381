"""One act: choose a run, a world, a day and an act; see its rate taken apart and followed back."""

from typing import Any

import pandas as pd
import streamlit as st

import sim
from dashboard import state, working
from dashboard.badges import badge
from dashboard.figure import figure, rows, table
from dashboard.state import causes

from . import charts

_URL = "query-params"
_SEEN = ["day", "who", "what", "where", "against or toward", "times", "killed", "civilians killed", "decided"]
_WIDTHS = {
    "day": 45,
    "who": 175,
    "what": 245,
    "where": 140,
    "against or toward": 175,
    "times": 55,
    "killed": 60,
    "civilians killed": 120,
}
_COLUMNS: Any = {name: st.column_config.Column(width=width) for name, width in _WIDTHS.items()}
_ANY = "any"


def show() -> None:
    """Choices, the acts that match, and one of them explained."""
    names = causes.runs()
    if not names:
        _first()
        return
    at = causes.asked_run(list(names))
    name = str(
        st.selectbox("Run", list(names), at, format_func=names.__getitem__, key="run_asked", required=True)
    )
    causes.note_run(name)
    made = causes.made(name)
    kept = causes.kept(name, made)
    left, right = st.columns([1, 3])
    world = int(left.number_input("World", 0, kept.worlds - 1, 0, 1, key="world", bind=_URL))
    day = right.slider("Day", 0, kept.days, min(7, kept.days), key="day", bind=_URL, help=_DAY)
    _, acts = causes.lived(name, made, world)
    found = _filtered(acts, day)
    if found.empty:
        st.info("No act matches. Choose another day, or any actor and any kind of act.")
        return
    event = _chosen(found)
    _explained(causes.explained(name, made, world, event), causes.run_marks(name, made), kept.scenario.id)


_DAY = "Day 0 stands for all that was reported or routine before day 1."


def _first() -> None:
    """Nothing to ask about yet: a small run is offered."""
    size = causes.FIRST
    st.info(
        f"There is no run to ask about yet. A small one of the baseline, {size['worlds']} worlds of"
        f" {size['days']} days, takes a few seconds; every run of the page *Run* can be asked about too.",
        icon=":material/info:",
    )
    working.attend(causes.first_run(), size["worlds"], _unreadable, "Make a small run")


def _unreadable() -> None:
    """The small run was made, and yet it is not among the runs that can be read."""
    st.error("The small run is damaged. Delete this folder, and it can be made again:")
    st.code(str(causes.first_run().folder), language=None)


def _filtered(acts: pd.DataFrame, day: int) -> pd.DataFrame:
    """The acts of a day, by whom and of what kind."""
    here = pd.DataFrame(acts[acts["day"] == day] if day else acts[acts["day"] < 1])
    by, kind = st.columns(2)
    who = by.selectbox("Who acts", [_ANY, *sorted(set(here["who"]))], key="who", bind=_URL)
    here = here if who == _ANY else pd.DataFrame(here[here["who"] == who])
    what = kind.selectbox("Kind of act", [_ANY, *sorted(set(here["what"]))], key="what", bind=_URL)
    return here if what == _ANY else pd.DataFrame(here[here["what"] == what])


def _chosen(found: pd.DataFrame) -> int:
    """The act that is asked about: chosen in the list, or by its row in the table."""
    told = {row["event"]: _line(row) for row in found.to_dict("records")}
    with st.container(border=True):
        st.markdown(f"**{len(found)} acts in this world**")
        st.caption("Choose a row to ask why. One course of the model among many, not what happened.")
        st.dataframe(
            found[_SEEN], hide_index=True, key="acts", selection_mode="single-row",
            on_select=lambda: causes.take(list(told)), height=min(320, 38 * (len(found) + 1)),
            alt="acts of this world that match", column_config=_COLUMNS,
        )  # fmt: skip
    event = st.selectbox(
        "Why did this happen?", list(told), _decided(found), format_func=told.__getitem__, key="act",
        bind=_URL, required=True,
    )  # fmt: skip
    return int(str(event))


def _line(row: dict[str, Any]) -> str:
    where = f", {row['where']}" if row["where"] else ""
    return f"{row['event']}: {row['what']}, {row['who']}{where}"


def _decided(found: pd.DataFrame) -> int:
    """The first act that a rule decided, if there is one."""
    decided = [place for place, how in enumerate(found["decided"]) if how == "decided by a rule"]
    return decided[0] if decided else 0


def _explained(why: sim.Explanation, marks: sim.Marks, scenario: str) -> None:
    st.subheader("Why, in the model")
    with st.container(border=True):
        st.text(f"{why.heading[0].upper()}{why.heading[1:]}\n{why.text}")
        st.text(f"It was {why.decided}{f': {why.source}' if why.source else '.'}")
        if why.sentence:
            st.text(f"The rule: {why.sentence}")
            badge(marks.of(why.path))
        _onward(why, scenario)
    if not why.sentence:
        st.info("No rule decided this act, so there is no rate to take apart.")
        return
    _rate(why)
    _signals(why)
    _tipping(why)
    _chain(why)
    st.caption(why.reading)


def _onward(why: sim.Explanation, scenario: str) -> None:
    """From what came about to what would not have: the same worlds without what decided this act."""
    if scenario in state.choices() and why.path in causes.candidates(state.reference(scenario)):
        st.button(
            "What if it were left out?",
            icon=":material/call_split:",
            on_click=causes.leave_out,
            args=(scenario, why.path),
            help="The same worlds without the rule, event or talks that decided this act.",
            key="onward",
        )


def _rate(why: sim.Explanation) -> None:
    with st.grid(4, min_column_width=150):
        st.metric("Acts expected that day", f"{why.expected:.3g}", border=True, help=_EXPECTED)
        st.metric("Chance of at least one", f"{why.probability:.1%}", border=True)
        st.metric("The draw of chance", f"{why.uniform:.3f}", border=True, help=_DRAWN)
        st.metric("Acts it made", why.made, border=True)
    figure(
        charts.factors(why.parts, why.expected, why.needed),
        why.parts,
        title="What its rate was made of",
        unit="Factors of the acts expected that day, one after the other; their logarithms add up. The broken"
        " line is where this draw begins to make an act. Parts of a number, not shares of a cause",
        alt_text="; ".join(
            f"{row['part']} times {row['factor']:.3g}" for row in why.parts.to_dict("records")
        ),
        key="factors",
    )
    st.text(why.draw)


_EXPECTED = "The mean number of such acts at this place on this day, if the day were drawn again and again."
_DRAWN = "A number from 0 to 1, drawn once for this rule, place and day. A small one makes an act."


def _signals(why: sim.Explanation) -> None:
    """What the actor saw, where that came from, and who says each number."""
    st.subheader("What the actor saw, and where it came from")
    for lever in why.levers:
        st.text(f"Lever in force: {lever}")
    with st.grid(2, min_column_width=330):
        for signal in why.signals:
            with st.container(border=True):
                st.progress(
                    min(1.0, max(0.0, signal.seen)), f"{signal.name.replace('_', ' ')}: {signal.seen:.3g}"
                )
                st.caption(signal.meaning)
                st.text("\n".join(f"• {line}" for line in signal.lines) or "Nothing fed it.")
    fold = st.expander(
        "Who says these numbers", icon=":material/menu_book:", key="numbers", on_change="rerun"
    )
    if fold.open:
        fold.text("\n".join(why.sources))


def _tipping(why: sim.Explanation) -> None:
    st.subheader("What would have tipped it")
    st.caption("Each number or signal moved alone, with the same draw and all else as it stood that morning.")
    rows(why.tips, "tips")


def _chain(why: sim.Explanation) -> None:
    st.subheader("The chain behind it")
    if why.links.empty:
        st.text("No earlier act fed what the actor saw.")
        return
    figure(
        charts.chain(why.nodes, why.links),
        why.links,
        title="What fed it, and what fed that",
        unit="Acts from left to right by day, a lane an actor; the thicker a line, the more of what the later"
        " actor remembered was left by the earlier act. Weightiest links only",
        alt_text=f"{len(why.nodes)} acts and {len(why.links)} links, told below as text",
        key="chain",
    )
    st.text("\n".join(f"{node['number']}. {node['text']}" for node in why.nodes.to_dict("records")))
    fold = st.expander(
        "The same as an indented text", icon=":material/account_tree:", key="tree", on_change="rerun"
    )
    if fold.open:
        fold.code("\n".join(why.chain), language=None, wrap_lines=True)
    table(why.nodes, "chain_acts", "The acts of the chain, as a table")
