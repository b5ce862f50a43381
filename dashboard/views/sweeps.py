"""Sweeps: many sets of assumptions at once: which of them matters, where it holds, which lever holds up."""

import streamlit as st

import sim
from dashboard import state
from dashboard.state import sweeping
from dashboard.sweeps import answers, course, plan

st.title("Sweeps")
st.caption(
    "Nobody knows the numbers behind a conflict exactly. A sweep simulates many sets of them, in the same"
    " worlds, and says which of them a result hangs on. In the model; not a prediction."
)
state.commands().warm()


def _choose() -> str:
    sweeping.follow_choice()
    titles = sweeping.choices()
    asked = sweeping.in_address()
    if asked and asked not in titles:
        st.warning(
            "The sweep in this address is not here any more: its folder was removed, or the file was never"
            " uploaded here. Choose another one.",
            icon=":material/search_off:",
        )
    name = str(st.selectbox("Question", list(titles), key="sweep", bind="query-params"))
    st.markdown(f"**{sim.plain_markdown(titles.get(name, name))}**")
    return name


def _uploader() -> None:
    with st.expander("Ask a question of your own", icon=":material/upload_file:", key="own_sweep"):
        st.caption(
            "A sweep file is a short YAML file of at most 256 KB: a scenario, what to vary, how many worlds."
            " Take the file of a shipped question as a start: it stands below it. Only who has the address of"
            " yours sees it."
        )
        file = st.file_uploader("Sweep file", type=["yaml", "yml"], max_upload_size=1, key="sweep_upload")
        if file is not None and state.is_new(file.file_id):
            own, faults = sweeping.upload(file.name, file.getvalue())
            state.note_upload(file.file_id, faults)
            if own:
                sweeping.choose(own)
            st.rerun()
        if file is not None:
            _read(state.upload_faults(file.file_id))


def _read(faults: str) -> None:
    if faults:
        st.error("This file cannot be used. All that is wrong with it:")
        st.code(faults, language=None, wrap_lines=True)
    else:
        st.success("Read without a fault. It is chosen above.")


def _draw(choice: sweeping.Choice) -> None:
    pace = course.so_far(choice)
    if pace and pace.state in ("complete", "failed"):
        _finished(choice, pace)
        return
    if choice.file:
        plan.asked(choice)
    elif pace:
        st.text(pace.record.question)
    st.subheader("Simulate it")
    course.course(choice, pace)


def _finished(choice: sweeping.Choice, pace: sim.Pace) -> None:
    record = pace.record
    levers = f" under each of {len(record.levers)} levers" if len(record.levers) > 1 else ""
    st.text(record.question)
    st.caption(
        f"Finished: {record.points:,} points{levers}, {record.worlds:,} worlds of {record.days} days each."
    )
    if choice.file:
        with st.expander("What was asked", icon=":material/help:", key="asked", on_change="rerun") as fold:
            if fold.open:
                plan.asked(choice)
    if pace.of_another_edition:
        st.info("It was simulated by another version of the simulator; its numbers are of that version.")
    if record.failed and choice.file:
        course.course(choice, pace)
    answers.answers(choice)


name = _choose()
_uploader()
try:
    _draw(sweeping.chosen(name))
except (sim.RefusedError, sim.ScenarioError, OSError) as error:
    st.error("This sweep cannot be shown.")
    st.code(str(error), language=None, wrap_lines=True)
    st.caption("Choose another one above; a damaged folder can be removed, and its sweep started again.")
