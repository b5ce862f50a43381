"""Results: requests of this session's choices and what their folders hold, read once."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import requests

from .scenarios import loaded, reference


def run_request(
    choice: str,
    chosen: Sequence[str],
    settings: Mapping[str, float],
    *,
    worlds: int,
    days: int,
    seed: int,
) -> requests.Request:
    """The run of a scenario with levers and settings. Raises `RefusedError` for an absurd size."""
    requests.check_size(worlds)
    name = reference(choice)
    if chosen:
        name = requests.written_text(sim.with_levers(name, chosen))
    settings = dict(sorted(settings.items()))
    words = ["run", name, "--worlds", str(worlds), "--seed", str(seed), "--days", str(days)]
    for path, value in settings.items():
        words += ["--set", f"{path}={value!r}"]
    return requests.request(words, [sim.fingerprint(loaded(name)), settings, worlds, days, seed])


def compare_request(
    base: str, others: Sequence[str], *, worlds: int, days: int, seed: int, draws: int
) -> requests.Request:
    """A comparison over the same worlds. Raises `RefusedError` for an absurd size."""
    requests.check_size(worlds * (1 + len(others)))
    names = [reference(choice) for choice in (base, *others)]
    words = ["compare", *names, "--worlds", str(worlds), "--seed", str(seed), "--days", str(days)]
    words += ["--draws", str(draws)]
    prints = [sim.fingerprint(loaded(name)) for name in names]
    return requests.request(words, [prints, worlds, days, seed, draws])


def written(request: requests.Request) -> float:
    """When the folder of a request was finished."""
    return (request.folder / "manifest.json").stat().st_mtime


@st.cache_resource(max_entries=6)
def opened(folder: str, written: float) -> tuple[Any, Any]:  # noqa: ARG001 - part of the key
    """A run's folder and all that its pictures need; `written` tells its contents apart."""
    kept = sim.open_run(Path(folder))
    return kept, sim.unfolding(kept)


@st.cache_resource(max_entries=4)
def compared(folder: str, written: float) -> Any:  # noqa: ARG001 - part of the key
    """A comparison's folder. `written` as above."""
    return sim.open_comparison(Path(folder))


@st.cache_data(max_entries=16)
def story(folder: str, written: float, world: int) -> list[str]:
    """One world of a run in sentences."""
    return sim.story(opened(folder, written)[0], world)


@st.cache_resource(max_entries=4)
def overlaid(folder: str, written: float) -> dict[str, Any]:
    """Bands by metric over the scenarios of a comparison."""
    return sim.overlaid(compared(folder, written))


@st.cache_data(max_entries=8)
def places(folder: str, written: float) -> Any:
    """Shares of worlds in which places are lost and struck, by place and day."""
    return sim.places_by_day(opened(folder, written)[0])


@st.cache_data(max_entries=4)
def places_apart(folder: str, written: float) -> Any:
    """How places differ between the scenarios of a comparison, by place and day."""
    return sim.places_apart(compared(folder, written))
