"""Causes: runs to ask about, their worlds lived again, causes left out, and what the audit found.

A world is lived again inside the server: its scenario was read and lived by a process of its own before, it
is one world, and every question about it is then answered at once.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import requests

from .results import run_request
from .scenarios import BASE, loaded, reference

FIRST = {"worlds": 16, "days": 90, "seed": 1}
MOST_DAYS = 400
ACT, NOT, REPORTS, AUDIT = "Why one act?", "What if not?", "What did the reports do?", "What acts at all?"
_NAME = re.compile(r"[0-9a-f]{24}")


def first_run() -> requests.Request:
    """A small run of the baseline, for those who have none yet."""
    return run_request(BASE, [], {}, **FIRST)


def runs() -> dict[str, str]:
    """Runs to choose among, by name: this session's, the one in the address, the small one, and those that
    the command line left in results/. Nobody else's: a run here has a name that nobody can guess."""
    asked, mine = st.query_params.get("run", ""), st.session_state.get("finished", [])
    names = dict.fromkeys([*reversed(mine), asked, first_run().folder.name])
    own = {name: line for name in names if _NAME.fullmatch(name) and (line := sim.run_line(folder_of(name)))}
    below = sim.runs_below(Path("results"))
    others = {path: line for path, line in below.items() if not path.is_relative_to(requests.home())}
    return own | {
        path.relative_to("results").as_posix(): f"{line}, in {path}" for path, line in others.items()
    }


def asked_run(names: Sequence[str]) -> int:
    """Which of these runs the address asks for; the first where it asks for none of them."""
    asked = st.query_params.get("run", "")
    return names.index(asked) if asked in names else 0


def note_run(name: str) -> None:
    """Keep the run in the address, also where it is the first: what is first differs between sessions."""
    if st.query_params.get("run") != name:
        st.query_params["run"] = name


def folder_of(name: str) -> Path:
    """The folder of a run among `runs()`."""
    return requests.home() / "runs" / name if _NAME.fullmatch(name) else Path("results") / name


def made(name: str) -> float:
    """When a run among `runs()` was finished. Raises `OSError` where it is gone."""
    return (folder_of(name) / "manifest.json").stat().st_mtime


@st.cache_resource(max_entries=8, show_spinner="Checking the run")
def kept(name: str, made: float) -> sim.Kept:  # noqa: ARG001 - part of the key
    """A run among `runs()`, its files checked. Raises `RefusedError` for one that cannot be trusted."""
    found = sim.open_run(folder_of(name))
    if found.days > MOST_DAYS:
        raise sim.RefusedError(
            f"a world of {found.days} days is not lived again here, {MOST_DAYS} days at most;"
            " on the command line: deescalate why"
        )
    return found


@st.cache_resource(max_entries=6, show_spinner="Living this world again, day by day")
def lived(name: str, made: float, world: int) -> tuple[sim.LivedWorld, Any]:  # noqa: ARG001 - part of the key
    """A world of a run, and the table of its acts. Raises `RefusedError` as `sim.lived` does."""
    found = sim.lived(folder_of(name), world)
    return found, found.acts()


@st.cache_resource(max_entries=32, show_spinner=False)
def explained(name: str, made: float, world: int, event: int) -> sim.Explanation:
    """One act of a world, taken apart."""
    return lived(name, made, world)[0].explained(event)


def take(events: Sequence[int]) -> None:
    """Ask about the act whose row was chosen in the table of these acts."""
    rows = st.session_state["acts"]["selection"]["rows"]
    if rows and rows[0] < len(events):
        st.session_state["act"] = events[rows[0]]


def leave_out(scenario: str, path: str) -> None:
    """Go on to the question what a scenario would do without the thing at a path."""
    st.session_state.update(asked=NOT, scenario=scenario, drop=[path])


@st.cache_data(max_entries=8)
def candidates(name: str) -> dict[str, tuple[str, str]]:
    """What can be left out of a scenario: its kind and what it says, by path."""
    return {each.path: (each.kind, each.text) for each in sim.candidates(loaded(name))}


@st.cache_data(max_entries=8)
def outcomes(name: str) -> dict[str, str]:
    """The outcomes of a scenario in words."""
    return sim.outcome_names(loaded(name))


def attribution_request(
    choice: str, drop: Sequence[str], condition: str, *, worlds: int, days: int, seed: int
) -> requests.Request:
    """Causes left out of the same worlds, each alone and all together; all outcomes, and one condition.

    Raises `RefusedError` for an absurd size.
    """
    requests.check_size(worlds * (1 + len(drop) + (len(drop) > 1)))
    name = reference(choice)
    words = ["attribute", name, "--worlds", str(worlds), "--seed", str(seed), "--days", str(days)]
    for path in drop:
        words += ["--drop", path]
    asked = [*outcomes(name), condition] if condition else []
    for outcome in asked:
        words += ["--outcome", outcome]
    words += ["--workers", "1"] if worlds <= 512 else []
    identity = [sim.fingerprint(loaded(name)), list(drop), condition, worlds, days, seed]
    return requests.request(words, identity)


@st.cache_resource(max_entries=4, show_spinner=False)
def attributed(folder: str, written: float) -> sim.KeptAttribution:  # noqa: ARG001 - part of the key
    """What a finished attribution found."""
    return sim.open_attribution(Path(folder))


@st.cache_resource(max_entries=24, show_spinner=False)
def marks(name: str) -> sim.Marks:
    """What the audit found in a scenario."""
    return sim.audited(loaded(name))


def lever_mark(lever: str) -> sim.Mark:
    """What the audit found of a shipped lever as a whole; of several interventions, of the first."""
    found = marks(lever)
    pulled = [mark for mark in found.by_path.values() if mark.kind == "intervention"]
    return pulled[0] if pulled else found.of(lever)


@st.cache_resource(max_entries=8, show_spinner=False)
def run_marks(name: str, made: float) -> sim.Marks:
    """What the audit found in the scenario of a run."""
    return sim.audited(kept(name, made).scenario)


@st.cache_resource(max_entries=1, show_spinner=False)
def article() -> Any:
    """What each row of the article does, as it was found once."""
    return sim.article_effects()
