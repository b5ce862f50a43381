"""Controls: what can be chosen, drawn from the scenario, with the unit, range and source of each number."""

from typing import Final

import pandas as pd
import streamlit as st

import sim
from dashboard import badges, state
from dashboard.state import causes

_URL: Final = "query-params"
_NEW = "Upload a scenario of your own"


def scenario() -> str:
    """A choice among the shipped scenarios and this session's uploads; in the URL."""
    titles = state.choices()
    chosen = st.selectbox("Scenario", list(titles), key="scenario", bind=_URL, required=True)
    st.text(titles[chosen])
    return chosen


def uploader() -> None:
    """Takes in a scenario file; its faults are shown line by line."""
    with st.expander(_NEW, icon=":material/upload_file:", key="own"):
        st.caption(
            "A YAML file of at most 256 KB. It may extend a shipped scenario: `extends: idlib-2018-01`."
            " Only you see it."
        )
        file = st.file_uploader("Scenario file", type=["yaml", "yml"], max_upload_size=1, key="file")
        if file is not None and state.is_new(file.file_id):
            state.note_upload(file.file_id, state.upload(file.name, file.getvalue()))
            st.rerun()
        if file is not None:
            faults = state.upload_faults(file.file_id)
            if faults:
                st.error("This file cannot be used. All that is wrong with it:")
                st.code(faults, language=None, wrap_lines=True)
            else:
                st.success("Read without a fault. It is now among the scenarios above.")


def lever_pills(choice: str) -> list[str]:
    """Levers that may be pulled together; only for the baseline, which they are made for."""
    if choice != state.BASE:
        return []
    levers = {lever.id: lever for lever in state.levers()}
    chosen = st.pills(
        "Levers",
        list(levers),
        selection_mode="multi",
        help="Interventions of restraint, monitoring or messaging, from day 1 on.",
        key="levers",
        bind=_URL,
    )
    for name in chosen or []:
        text = f"{levers[name].title}, {levers[name].label}: {levers[name].description}"
        badges.told(text, causes.lever_mark(name))
    return list(chosen or [])


def numbers(choice: str, chosen: sim.Scenario) -> dict[str, float]:
    """Sliders for the numbers that matter most, and for any other; returns those that were moved.

    They are drawn when unfolded or moved, which the address tells: two dozen cost a browser much.
    """
    fold = st.expander("Numbers that matter most", icon=":material/tune:", key="numbers", on_change="rerun")
    moved = any(key == "more" or key.endswith(f"@{choice}") for key in st.query_params)
    if not (fold.open or moved):
        return {}
    paths = state.offered(state.reference(choice))
    with fold:
        st.caption(
            "Each with its unit, its range and where it comes from. Most are judgements of the authors."
        )
        more = st.multiselect(
            "Other numbers", sorted(set(chosen.parameters) - set(paths)), key="more", bind=_URL
        )
        keys = {path: f"{path}@{choice}" for path in (*paths, *more)}
        defaults = {keys[path]: chosen.parameters[path].value for path in keys}
        st.button("Reset all", icon=":material/restart_alt:", on_click=state.reset, args=(defaults,))
        with st.grid(2, min_column_width=320, gap="medium"):
            values = {path: _slider(path, chosen, key) for path, key in keys.items()}
    return {path: value for path, value in values.items() if value != chosen.parameters[path].value}


def _slider(path: str, chosen: sim.Scenario, key: str) -> float:
    number = chosen.parameters[path]
    kind = "assumption" if number.is_assumption else chosen.sources[number.source].publisher
    span = f"{number.low:g} to {number.high:g} {number.unit}, by default {number.value:g}"
    told = f"{path}: {span}. Source: {kind}. {number.note}"
    return st.number_input(
        f"{in_words(path)} ({number.unit}, {number.low:g} to {number.high:g})",
        min_value=number.low,
        max_value=number.high,
        value=number.value,
        step=(number.high - number.low) / 50 or None,
        format="%.4g",
        help=sim.plain_markdown(told),
        key=key,
        bind=_URL,
    )


def in_words(path: str) -> str:
    """A path for readers.

    >>> in_words("actors.russia.leverage.syrian_government")
    'russia: leverage, syrian government'
    """
    steps = [
        step.replace("_", " ") for step in path.split(".") if step not in ("actors", "rules", "agreements")
    ]
    steps = [step for step in steps if step not in ("obligations", "multiplied by")]
    return f"{steps[0]}: {', '.join(steps[1:])}" if len(steps) > 1 else steps[0]


def size(days: int, worlds: int) -> dict[str, int]:
    """Worlds, days and seed; in the URL."""
    first, second, third = st.columns(3)
    told = {"worlds": "Each is one course of chance.", "seed": "The same seed gives the same worlds."}
    chosen = {
        "worlds": first.number_input("Worlds", 1, value=worlds, key="worlds", help=told["worlds"], bind=_URL),
        "days": second.number_input("Days", 1, 1000, value=days, key="days", bind=_URL),
        "seed": third.number_input("Seed", 0, value=1, key="seed", help=told["seed"], bind=_URL),
    }
    return {name: int(number) for name, number in chosen.items()}


def sources(chosen: sim.Scenario) -> pd.DataFrame:
    """Every publication that the scenario cites, and how it was read."""
    rows = [{"id": key, **source.model_dump()} for key, source in chosen.sources.items()]
    return pd.DataFrame(rows)


def parameters(chosen: sim.Scenario) -> pd.DataFrame:
    """Every number with its range, unit and source."""
    return pd.DataFrame([{"path": path, **number.model_dump()} for path, number in chosen.parameters.items()])
