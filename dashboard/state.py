"""State: the only place with session state, cached calls and running commands.

What is shared by sessions is named by its content: who does not have a scenario cannot name its runs.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import requests
from dashboard.commands import BusyError, Command, Commands

MOST_BYTES = 256 * 1024
BASE = "idlib-2018-01"


@st.cache_data(max_entries=1)
def shipped() -> dict[str, str]:
    """Title of every shipped scenario, the baseline first."""
    titles = sim.titles()
    return {name: titles[name] for name in sorted(titles, key=lambda name: (name != BASE, name))}


def choices() -> dict[str, str]:
    """Titles of the scenarios this session can choose: the shipped ones and its own uploads."""
    return shipped() | {key: f"{title} (uploaded)" for key, (_, title) in _uploads().items()}


def reference(choice: str) -> str:
    """What the command line calls a choice."""
    path, _ = _uploads().get(choice, (choice, ""))
    return path


@st.cache_resource(max_entries=24)
def loaded(name: str) -> sim.Scenario:
    """A scenario that was read before without a fault; frozen, so that sessions may share it."""
    return sim.load(name)


@st.cache_resource(max_entries=8)
def situation(name: str) -> Any:
    """What was reported before day one."""
    return sim.situation(loaded(name))


@st.cache_data(max_entries=1)
def levers() -> list[Any]:
    """The shipped levers of the baseline."""
    return sim.levers(loaded(BASE))


@st.cache_data(max_entries=8)
def offered(name: str) -> list[str]:
    """Paths of the numbers to offer first."""
    return sim.important(loaded(name))


def upload(name: str, content: bytes) -> str:
    """Take in a file; returns its faults in words, or nothing. It is read by another process first."""
    if len(content) > MOST_BYTES:
        return f"{name}: {len(content):,} bytes are more than {MOST_BYTES:,}"
    digest = hashlib.sha256(content).hexdigest()
    stem = re.sub(r"[^a-z0-9_-]+", "-", Path(name).stem.lower()).strip("-")[:40] or "scenario"
    stem = stem if stem[0].isalpha() else f"s-{stem}"
    folder = requests.home() / "uploads" / digest[:24]
    path = folder / f"{stem}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        checked = commands().ask(["check", str(path)])
    except (OSError, BusyError) as error:
        return f"{name}: {error}"
    if checked.code:
        return checked.message.replace(str(path), name) or f"{name}: could not be read"
    _uploads()[f"{stem}-{digest[:8]}"] = (str(path), loaded(str(path)).title)
    return ""


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
    words += ["--workers", "1"] if worlds <= 512 else []
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


def command(request: requests.Request) -> Command | None:
    """This session's command for a request, running or ended."""
    return st.session_state.setdefault("commands", {}).get(request.folder.name)


def start(request: requests.Request) -> None:
    """Begin a request. Raises `BusyError` when enough is running."""
    requests.prune()
    words = [*request.words, "--out", str(request.folder), "--count"]
    st.session_state.setdefault("commands", {})[request.folder.name] = commands().start(words)


def forget(request: requests.Request) -> None:
    """Let go of a command that ended or was cancelled."""
    st.session_state.get("commands", {}).pop(request.folder.name, None)


@st.cache_resource
def commands() -> Commands:
    """What starts commands, for all sessions."""
    return Commands()


@st.cache_resource(max_entries=6)
def opened(folder: str, written: float) -> tuple[Any, Any]:  # noqa: ARG001 - part of the key
    """A run's folder and all that its pictures need; `written` tells its contents apart."""
    kept = sim.open_run(Path(folder))
    return kept, sim.unfolding(kept)


@st.cache_resource(max_entries=4)
def compared(folder: str, written: float) -> Any:  # noqa: ARG001 - part of the key
    """A comparison's folder. `written` as above."""
    return sim.open_comparison(Path(folder))


def written(request: requests.Request) -> float:
    """When the folder of a request was finished."""
    return (request.folder / "manifest.json").stat().st_mtime


def reset(keys: Mapping[str, Any]) -> None:
    """Give widgets these values; called before they are drawn."""
    for key, value in keys.items():
        st.session_state[key] = value


def _uploads() -> dict[str, tuple[str, str]]:
    return st.session_state.setdefault("uploads", {})


def is_new(file: str) -> bool:
    """Whether a file was not taken in yet."""
    return file not in st.session_state.setdefault("files", {})


def note_upload(file: str, faults: str) -> None:
    """Keep what was found wrong with a file, for this session."""
    st.session_state["files"][file] = faults


def upload_faults(file: str) -> str:
    """What was found wrong with a file; nothing where it is sound."""
    return st.session_state.get("files", {}).get(file, "")


def say_trouble(text: str) -> None:
    """Keep a message for the next drawing of this session's page."""
    st.session_state["trouble"] = text


def trouble() -> str:
    """The message kept, once."""
    return st.session_state.pop("trouble", "")


@st.cache_data(max_entries=16)
def story(folder: str, world: int) -> list[str]:
    """One world of a run in sentences."""
    return sim.story(sim.open_run(Path(folder)), world)


@st.cache_resource(max_entries=4)
def overlaid(folder: str, written: float) -> dict[str, Any]:
    """Bands by metric over the scenarios of a comparison."""
    return sim.overlaid(compared(folder, written))
