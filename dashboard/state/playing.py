"""Playing: the turns of a play, in the URL and in the session, and the commands that live them."""

from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

import sim
from dashboard import requests
from dashboard.commands import BusyError

from .commanded import start
from .results import opened
from .scenarios import loaded, reference, shipped, upload
from .session import say_trouble, uploads

Turns = tuple[tuple[str, ...], ...]
_TURN, _NONE, _AND = "turn", "none", "~"
_MOST = 1000


class Setup(NamedTuple):
    """The worlds that a play is lived in."""

    choice: str
    worlds: int
    seed: int


def turns() -> Turns:
    """The levers held in each week so far, by the URL; after a visit to another page by the session."""
    told = st.query_params.get_all(_TURN)
    if not told and (kept := st.session_state.get("turns")):
        st.query_params[_TURN] = told = list(kept)
    st.session_state["turns"] = told
    return tuple(turn for text in told for turn in _read(text))


def _read(text: str) -> Turns:
    """What one word of the URL says: levers, and for how many weeks.

    >>> _read("hotline~joint-verification.2"), _read("none")
    ((('hotline', 'joint-verification'), ('hotline', 'joint-verification')), ((),))
    """
    names, _, times = text.partition(".")
    held = () if names == _NONE else tuple(filter(None, names.split(_AND)))
    return (held,) * (min(int(times), _MOST) if times.isdecimal() else 1)


def keep(played: Turns) -> None:
    """Make these the turns of the play."""
    told = []
    for held, weeks in groupby(played):
        times = len(list(weeks))
        told.append((_AND.join(held) or _NONE) + (f".{times}" if times > 1 else ""))
    st.session_state["turns"] = told
    st.query_params[_TURN] = told


def go_on(setup: Setup, played: Turns, key: str, weeks: int) -> None:
    """Live so many weeks more under the levers chosen in the widget `key`; what is refused says why."""
    chosen = tuple(sorted(st.session_state.get(key) or ()))
    further = (*played, *[chosen] * weeks)
    try:
        wanted = run_request(setup, further)
        keep(further)
        if not wanted.done:
            start(wanted)
    except (sim.RefusedError, sim.ScenarioError, BusyError, OSError) as error:
        say_trouble(str(error))


def shelve(told: str) -> None:
    """Put a what-if among this session's scenarios, as if it had been uploaded."""
    before = set(uploads())
    faults = upload("play.yaml", told.encode())
    name = next(iter(set(uploads()) - before), "")
    st.session_state["shelved"] = faults or f"It is among your scenarios{f' as {name}' if name else ''}."


def shelved() -> str:
    """What became of it, once."""
    return st.session_state.pop("shelved", "")


@st.cache_data(max_entries=24)
def permitted(name: str) -> list[Any]:
    """The levers that may be chosen in a scenario."""
    return sim.permitted(loaded(name))


def text(choice: str, played: Turns) -> str:
    """The what-if that the turns make. Raises `RefusedError` for turns that may not be."""
    return _text(reference(choice), extended(choice), played)


@st.cache_data(max_entries=64)
def _text(name: str, extended: str, played: Turns) -> str:
    return sim.played(loaded(name), played, extended)


def extended(choice: str) -> str:
    """What the what-if extends: a shipped scenario by its id, an uploaded one as a file beside it."""
    return choice if choice in shipped() else Path(reference(choice)).name


def what_if(choice: str, played: Turns) -> str:
    """The path of the what-if; the scenario itself where no lever was ever held."""
    told = text(choice, played)
    if not any(played):
        return reference(choice)
    return requests.written_text(told, None if choice in shipped() else Path(reference(choice)).parent)


def run_request(setup: Setup, played: Turns) -> requests.Request:
    """The same worlds until the end of the last turn: nothing later is simulated."""
    requests.check_size(setup.worlds)
    name = what_if(setup.choice, played)
    days = sim.last_day(loaded(reference(setup.choice)), len(played))
    size = {"worlds": setup.worlds, "days": days, "seed": setup.seed}
    words = ["run", name, *(word for key, number in size.items() for word in (f"--{key}", str(number)))]
    words += ["--workers", "1"]
    return requests.request(words, [sim.fingerprint(loaded(name)), {}, *size.values()])


@st.cache_resource(max_entries=16)
def week(folder: str, written: float, world: int, number: int) -> sim.Week:
    """What is reported of one week of one world of a run."""
    return sim.week_of(opened(folder, written)[0], world, number)
