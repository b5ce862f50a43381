"""Words: a scenario's rules, obligations and other numbers as sentences, sliders, tables and pictures."""

from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import sim
from dashboard.author.pictures import over_a_signal
from dashboard.author.refused import refused
from dashboard.figure import figure
from dashboard.state import authoring

_URL: Final = "query-params"
_RULES, _DUTIES, _OTHERS = "Rules", "Obligations", "Other numbers"
_FIRST = "syrian_government"
_COLUMNS = ("number", "value", "low", "high", "unit", "source", "meaning", "note")
_SECTIONS = {
    "actors": "Actors: strength, leverage, confidence, objectives, tempo",
    "actions": "Actions: how deadly, how hidden, what they change",
    "agreements": "Agreements: terms and renewal",
    "background": "Background: what was routine before day one",
    "ground": "Ground: what decides an assault",
    "history": "History: deaths and suspects of reported events",
    "memory": "Memory: how long things are remembered",
    "outcomes": "Outcomes: what they are measured against",
    "perception": "Perception: how claims are weighed",
    "places": "Places: how much they draw acts, who is present",
    "talks": "Talks: how far ahead they are felt, what they relieve",
}


def words(scenario: sim.Scenario, base: sim.Scenario, below: DeltaGenerator) -> None:
    """What is to be changed, chosen by what it is; its numbers go into the place `below`."""
    parts = [_RULES, _DUTIES, _OTHERS]
    part = st.segmented_control("What to change", parts, default=_RULES, key="part", bind=_URL, required=True)
    chosen = {_RULES: _rule, _DUTIES: _duty, _OTHERS: _section}[part](scenario, base)
    if chosen is None:
        st.info("There is none in this scenario.")
    else:
        with below:
            _table(scenario, chosen, part.lower().replace(" ", "_"))


def _rule(scenario: sim.Scenario, base: sim.Scenario) -> pd.DataFrame | None:
    owners = {path.split(".")[1] for path in scenario.rules}
    actors = [actor for actor in scenario.actors if actor in owners]
    if not actors:
        return None
    who, what = st.columns(2)
    with who:
        actor = _chosen("Who", sorted(actors, key=lambda actor: (actor != _FIRST, actor)), "who")
    with what:
        rule = _chosen("Does what", list(scenario.actors[actor].rules), "does")
    path = f"actors.{actor}.rules.{rule}"
    with st.container(border=True):
        st.text(sim.rule_told(scenario, path))
    _rate(scenario, f"{path}.rate")
    frame = sim.numbers(scenario, path)
    if scenario.rules[path].multiplied_by:
        _response(scenario, base, path, dict(zip(frame["path"], frame["meaning"], strict=True)))
    return frame


def _rate(scenario: sim.Scenario, path: str) -> None:
    """The rate of a rule as a slider over its range."""
    rate = scenario.parameters[path]
    if rate.low == rate.high:
        return
    key = f"slider@{path}"
    authoring.show(key, rate.value)
    st.slider(
        "How often, while no signal speaks (acts a day)",
        rate.low,
        rate.high,
        step=(rate.high - rate.low) / 100,
        format="%.3g",
        key=key,
        on_change=authoring.slid,
        args=(key, path),
        help=f"From {sim.often(rate.low)} to {sim.often(rate.high)}: what its author holds plausible."
        " Moving it writes the number into the text. A wider range: low and high in the table.",
    )


def _table(scenario: sim.Scenario, frame: pd.DataFrame, name: str) -> None:
    """Numbers with range, unit and source, to be edited; an edit goes into the text if it stays sound."""
    key = authoring.table_key(name)
    st.markdown("**Its numbers**")
    refused(authoring.NUMBERS)
    number = st.column_config.NumberColumn
    st.data_editor(
        frame,
        hide_index=True,
        column_order=[name for name in _COLUMNS if name != "meaning" or any(frame["meaning"])],
        disabled=["number", "meaning", "unit"],
        column_config={
            "number": st.column_config.TextColumn("number", pinned=True),
            "value": number("value", format="%.4g", help="What is used."),
            "low": number("low", format="%.4g", help="Least plausible value; sweeps and sliders stay above."),
            "high": number("high", format="%.4g", help="Greatest plausible value."),
            "source": st.column_config.SelectboxColumn(
                "source", options=["assumption", *scenario.sources], help="assumption: a judgement"
            ),
            "meaning": st.column_config.TextColumn("what it is", width="large"),
            "note": st.column_config.TextColumn("note", width="large"),
        },
        key=key,
        on_change=authoring.edited,
        args=(key, list(frame["path"])),
    )
    st.caption(
        "Click twice into value, low, high, source or note to change it. What is changed here is written into"
        " the text as what differs, and only if the scenario stays free of faults."
    )


def _response(scenario: sim.Scenario, base: sim.Scenario, path: str, meanings: dict[str, str]) -> None:
    signals = list(scenario.rules[path].multiplied_by)
    signal = _chosen("Its rate over", signals, "over")
    told = meanings[f"{path}.multiplied_by.{signal}"]
    frame = sim.response(scenario, path, signal)
    before = base.rules.get(path)
    known = before is not None and signal in before.multiplied_by
    ends = f"{frame['rate'].iloc[0]:.3g} to {frame['rate'].iloc[-1]:.3g} acts a day"
    figure(
        over_a_signal(frame, sim.response(base, path, signal) if known else None, _last(signal)),
        frame,
        title=f"More or less with {_last(signal)}: {ends}",
        unit="From none of it (0) to all of it (1), other signals at 0; the band is the plausible range"
        f"{', the broken line what is extended' if known else ''}. 1 means: {told}.",
        alt_text=f"Rate over {_last(signal)}: {ends}",
        key="response",
    )


def _duty(scenario: sim.Scenario, _: sim.Scenario) -> pd.DataFrame | None:
    told = dict(sim.obligations(scenario))
    if not told:
        return None
    path = _chosen("Obligation", list(told), "duty")
    with st.container(border=True):
        st.text(told[path])
    return sim.numbers(scenario, path)


def _section(scenario: sim.Scenario, _: sim.Scenario) -> pd.DataFrame:
    without = {"actors": "rules", "agreements": "obligations"}
    frames = {name: sim.numbers(scenario, name, without.get(name, "")) for name in _SECTIONS}
    sections = [name for name, frame in frames.items() if not frame.empty]
    told = _SECTIONS.__getitem__
    section = st.radio("Section", sections, key="section", bind=_URL, format_func=told)
    return frames[section if section in sections else sections[0]]


def _chosen(label: str, options: list[str], key: str) -> str:
    """A choice in the address; the first where the text no longer has what was chosen."""
    chosen = st.selectbox(label, options, key=key, bind=_URL, format_func=_last)
    return chosen if chosen in options else options[0]


def _last(path: str) -> str:
    return path.split(".")[-1].replace("_", " ")
