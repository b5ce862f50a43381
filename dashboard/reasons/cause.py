"""What if not: leave something out of a scenario, live the same worlds again, see what that changes."""

import shlex
from collections.abc import Callable

import streamlit as st

import sim
from dashboard import charts, controls, requests, state, working
from dashboard.badges import told
from dashboard.figure import figure, rows, table
from dashboard.state import causes

_URL = "query-params"
MOST = 4
_FIRST = ["history.drone_raid"]


def show() -> None:
    """Choices, the command on its way, and what it found."""
    st.text(
        "Leave something out, and the same worlds are lived again with the same draws of chance. What"
        " differs then is what it does in the model, not what it did in the war."
    )
    choice = controls.scenario()
    name = state.reference(choice)
    offered = causes.candidates(name)
    drop = st.multiselect(
        "Leave out", list(offered), [path for path in _FIRST if path in offered], format_func=_named(offered),
        max_selections=MOST, key="drop", bind=_URL,
        help="An event, what was routine, talks, a claim, a lever, a rule or an obligation. Several are left"
        " out one by one and all together.",
    )  # fmt: skip
    for path in drop:
        told(offered[path][1], causes.marks(name).of(path))
    size = controls.size(state.loaded(name).days, 100)
    condition = st.text_input(
        "Also ask whether (optional)", placeholder="deaths > 1200", key="whether", bind=_URL,
        help="An outcome, a sign and a number: how often this happens only with what is left out, how often"
        " only without it.",
    )  # fmt: skip
    if not drop:
        st.info("Choose at least one thing to leave out.")
        return
    request = causes.attribution_request(choice, drop, condition.strip(), **size)
    runs = 1 + len(drop) + (len(drop) > 1)
    working.attend(request, size["worlds"] * runs, lambda: _found(request), "Leave it out and compare")


def _named(offered: dict[str, tuple[str, str]]) -> Callable[[str], str]:
    return lambda path: f"{offered[path][0]}: {_short(path)}"


def _short(path: str) -> str:
    """What is left out, in a few words; its kind is said beside it."""
    section, _, name = path.partition(".")
    return controls.in_words(path) if section in ("actors", "agreements") else name.replace("_", " ")


def _titled(name: str) -> str:
    """A cause as a heading; several together have no path."""
    words = _short(name) if "." in name else name
    return words[:1].upper() + words[1:]


def _found(request: requests.Request) -> None:
    """What leaving them out did."""
    found = causes.attributed(str(request.folder.absolute()), state.written(request))
    names = [cause.name for cause in found.causes]
    _picture(found)
    for number, tab in enumerate(st.tabs(names) if len(names) > 1 else [st.container()]):
        with tab:
            _cause(found.causes[number], f"cause_{number}")
    if not found.interactions.empty:
        st.subheader("All together, beyond the sum of each alone")
        st.caption("Above 0 where one stands in for the other; below 0 where one needs the other.")
        rows(found.interactions.round(3), "interactions")
    st.caption(found.reading)
    st.caption("The same on the command line:")
    st.code(shlex.join(["deescalate", *request.words]), language=None, wrap_lines=True)


def _picture(found: sim.KeptAttribution) -> None:
    names = found.outcomes
    outcome = str(st.selectbox("Outcome", names, min(1, len(names) - 1), key="outcome", bind=_URL))
    effects = found.effects_on(outcome)
    figure(
        charts.forest(effects.rename(columns=_DRAWN), outcome, str(effects["unit"].iloc[0])),
        effects.round(3),
        title=f"What each adds to {outcome}",
        unit="Mean over worlds with it minus mean without it, paired, with the 95 % interval over worlds",
        alt_text="; ".join(f"{row['cause']} adds {row['adds']:.3g}" for row in effects.to_dict("records")),
        key="adds",
    )
    for cause in found.causes:
        st.text(f"{_titled(cause.name)}. {cause.sentence(outcome)}")


_DRAWN = {"cause": "scenario", "adds": "difference"}


def _cause(cause: sim.CauseKept, key: str) -> None:
    st.subheader(_titled(cause.name))
    st.text(cause.parting)
    if cause.changes_nothing:
        return
    st.markdown("**What it adds to the outcomes**")
    rows(cause.effects.round(3), f"{key}_effects")
    st.markdown("**How often it decides**")
    st.caption(_DECIDES)
    rows(cause.happenings, f"{key}_happenings")
    if cause.has_story:
        _story(cause, key)


_DECIDES = (
    "Necessary: of the worlds where it happens with the cause, the share where it would not without."
    " Sufficient: of those where it does not happen without the cause, the share where it does with it."
    " Prevented: of those where it happens without the cause, the share where it does not with it. In"
    " brackets the 95 % interval, then the number of worlds counted."
)


def _story(cause: sim.CauseKept, key: str) -> None:
    st.markdown("**One world told twice**")
    st.caption(f"{cause.story_heading}. The world that parts on the median day, not the most striking one.")
    for day in cause.story.to_numpy().tolist():
        with st.container(border=True):
            st.text(f"Day {day[0]}: {day[1]} acts in both courses")
            left, right = st.columns(2)
            left.caption("Only with it")
            left.text(day[2] or "–")
            right.caption("Only without it")
            right.text(day[3] or "–")
    if cause.judgements:
        fold = st.expander(
            "Judgements that differ", icon=":material/gavel:", key=f"{key}_said", on_change="rerun"
        )
        if fold.open:
            fold.text("\n".join(cause.judgements))
    table(cause.story, f"{key}_story", "The two courses as a table")
