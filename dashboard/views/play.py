"""Play: one week a turn: read what is reported, choose what is held from tomorrow on, live on."""

import datetime

import streamlit as st

import sim
from dashboard import controls, requests, state, working
from dashboard.play import ending, reading
from dashboard.state import playing

st.title("Play")
st.caption(
    "You mediate. Each turn is one week: read what is reported, choose what is held from the next day on, and"
    " the same worlds go on. In the model; not a prediction."
)
state.commands().warm()
played = playing.turns()
week = len(played)
with st.expander("The worlds of this play", expanded=not week, icon=":material/public:"):
    choice = controls.scenario()
    left, right = st.columns(2)
try:
    scenario = state.loaded(state.reference(choice))
except (sim.RefusedError, sim.ScenarioError, OSError) as error:
    st.error("This scenario cannot be read any more.")
    st.code(str(error), language=None, wrap_lines=True)
    st.stop()
worlds = left.number_input(
    "Worlds", 1, value=64, key="play_worlds", bind="query-params",
    help="Each is one course of chance. All of them are lived at once.",
)  # fmt: skip
seed = right.number_input(
    "Seed", 0, value=1, key="play_seed", bind="query-params", help="The same seed gives the same worlds."
)
setup = playing.Setup(choice, int(worlds), int(seed))
weeks = sim.weeks(scenario)


def date_of(day: int) -> str:
    """A day as a date in words."""
    date = scenario.start + datetime.timedelta(days=day - 1)
    return f"{date.day} {date:%B %Y}"


def _where() -> None:
    """Where in the play this is."""
    day = sim.last_day(scenario, min(week, weeks))
    st.header(f"Evening of {date_of(day)}")
    st.progress(day / scenario.days, f"Week {week} of {weeks}, day {day} of {scenario.days}")
    if not week:
        st.info(
            "Before the first turn, read the page *Situation*. Days once lived do not change. Nothing beyond"
            " today is simulated: not even this program knows more than you. At any time you can see what the"
            " same worlds would have done without any lever.",
            icon=":material/info:",
        )


def _decision() -> None:
    """What is held from tomorrow on."""
    levers = {lever.id: lever for lever in playing.permitted(state.reference(choice))}
    first, key = date_of(sim.last_day(scenario, week) + 1), f"held_in_week_{week + 1}"
    with st.container(border=True):
        st.subheader(f"Your decision: what is held from {first} on")
        chosen = st.pills(
            "Levers",
            list(levers),
            selection_mode="multi",
            default=[name for name in (played[-1] if played else ()) if name in levers],
            format_func=lambda name: levers[name].title,
            help="Only restraint, monitoring and messaging that add no force.",
            key=key,
        )
        for name in chosen:
            st.text(f"{levers[name].title}, {levers[name].label}: {levers[name].description}")
        if chosen:
            st.caption(f"Where this says “from day one”, here it is from {first} on.")
        else:
            st.caption("Nothing is held." if levers else "No shipped lever fits this scenario.")
        _buttons(key)
        if told := state.trouble():
            st.error("This week was not lived.")
            st.code(told, language=None, wrap_lines=True)


def _buttons(key: str) -> None:
    with st.container(horizontal=True):
        st.button(
            f"Live week {week + 1}", type="primary", icon=":material/play_arrow:", key="live",
            on_click=playing.go_on, args=(setup, played, key, 1),
        )  # fmt: skip
        st.button(
            "Live on to the end like this", icon=":material/fast_forward:", key="to_the_end",
            on_click=playing.go_on, args=(setup, played, key, weeks - week),
        )  # fmt: skip


def _back() -> None:
    with st.container(horizontal=True):
        if week <= weeks:
            st.button(
                f"Take week {week} back", icon=":material/undo:", key="undo",
                on_click=playing.keep, args=(played[:-1],),
            )  # fmt: skip
        st.button(
            "Begin again", icon=":material/restart_alt:", key="restart", on_click=playing.keep, args=((),)
        )


def _lived(request: requests.Request) -> None:
    """The week just lived, the next decision, and what can be said at its end."""
    state.forget(request)
    state.note_finished(request)
    if week == weeks:
        st.success("The last day is lived. Below: what your choices changed, and the path to keep.")
    reading.read(request, played, weeks)
    if week < weeks:
        _decision()
    _back()
    ending.path_taken(scenario, played)
    ending.difference(setup, played, request)
    kept, _ = state.opened(str(request.folder.absolute()), state.written(request))
    ending.keep(setup, played, kept.manifest["result_hash"])


try:
    _where()
    if not week:
        _decision()
    else:
        request = playing.run_request(setup, played)
        if request.done:
            _lived(request)
        else:
            working.attend(request, setup.worlds, lambda: None, f"Live {week} week{'s' * (week > 1)}")
            _back()
except (sim.RefusedError, sim.ScenarioError, OSError) as error:
    st.error("This is refused.")
    st.code(str(error), language=None, wrap_lines=True)
    if week:
        _back()
