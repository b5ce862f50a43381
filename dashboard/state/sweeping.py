"""Sweeping: the sweeps that a session can see, what each asks, and what its folder holds.

A shipped sweep is named by its id, an uploaded one by its content, any other by its folder in `results/`. The
choice stands in the address, so that a page loaded again, in another session, finds its sweep.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import requests
from dashboard.commands import BusyError
from dashboard.sweeps import background

from .commanded import commands

MOST_BYTES = 256 * 1024
MOST_ROWS = 1_000_000
RESULTS = Path("results")
_OWN = re.compile(r"own-[a-z0-9_-]{1,42}-[0-9a-f]{24}")


@dataclass(frozen=True)
class Choice:
    """A sweep: what the command line calls its file (empty where only results are there), and its folder."""

    file: str
    folder: Path

    @property
    def words(self) -> list[str]:
        """The command that begins or continues it, but for the number of workers."""
        return ["sweep", self.file, "--out", str(self.folder)]


def choices() -> dict[str, str]:
    """Titles by name: shipped sweeps, own uploads and the one in the address, folders of results."""
    found = {str(folder): f"{title} ({folder})" for folder, title in _found().items()}
    own = [*_uploads(), in_address()]
    asked = {name: f"{title} (yours)" for name in own if (title := _title(name))}
    return sim.sweep_titles() | asked | found


def _found() -> dict[Path, str]:
    """Sweeps in `results/`; of those that this page made only shipped ones as they were before."""
    there = sim.sweeps_below(RESULTS)
    elsewhere = {path: title for path, title in there.items() if not path.is_relative_to(requests.home())}
    return elsewhere | {
        path: title for path, title in sim.sweeps_below(_sweeps()).items() if _is_old(path.name)
    }


def _is_old(folder: str) -> bool:
    name, _, content = folder.rpartition("-")
    return name in sim.sweep_shelf() and content != _content(name)


def _uploads() -> list[str]:
    return st.session_state.setdefault("sweep_uploads", [])


def _title(name: str) -> str:
    """The title of an uploaded sweep; nothing where there is none."""
    file = own_file(name)
    try:
        return asked(str(file)).title or file.stem if file else ""
    except sim.ScenarioError:  # it was sound in an earlier version
        return file.stem if file else ""


def in_address() -> str:
    """The name in the address of the page."""
    return str(st.query_params.get("sweep", ""))


def choose(name: str) -> None:
    """Have this sweep chosen when the page is drawn next."""
    st.session_state["next_sweep"] = name


def at_first(key: str, value: str) -> None:
    """What a control shows before anybody chose: nothing in the address, nothing remembered."""
    if key not in st.query_params:
        st.session_state.setdefault(key, value)


def follow_choice() -> None:
    """Carry out `choose`, before the choice is drawn."""
    if name := st.session_state.pop("next_sweep", ""):
        st.session_state["sweep"] = name


def own_file(name: str) -> Path | None:
    """The uploaded file of this name; its faults were looked for before it got the name."""
    files = (_files() / name).glob("*.yaml") if _OWN.fullmatch(name) else iter(())
    return next(files, None)


def chosen(name: str) -> Choice:
    """The sweep of a name among `choices`. Raises `RefusedError` for any other."""
    if name not in choices():
        raise sim.RefusedError("This sweep is not here any more. Choose another one above.")
    file = own_file(name)
    if file is None and name not in sim.sweep_titles():
        return Choice("", Path(name))
    reference = str(file or name)
    return Choice(reference, _sweeps() / f"{name if file else asked(reference).id}-{_content(reference)}")


@st.cache_resource(max_entries=16)
def asked(reference: str) -> sim.Sweep:
    """The sweep of a file that was read before without a fault; frozen, so that sessions may share it."""
    return sim.open_sweep(reference)


@st.cache_data(max_entries=32)
def _content(reference: str) -> str:
    """A name for all that the results of a sweep depend on."""
    sweep = asked(reference)
    scenarios = [sweep.scenario, *sweep.what_ifs.values(), *sweep.levers.values()]
    text = json.dumps([sim.edition(), written(reference), [sim.fingerprint(each) for each in scenarios]])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def written(reference: str) -> str:
    """The sweep file itself."""
    path = sim.sweep_shelf().get(reference, Path(reference))
    return path.read_text(encoding="utf-8")


def upload(name: str, content: bytes) -> tuple[str, str]:
    """Take in a sweep file: its name among the choices, or its faults. Another process reads it first."""
    if len(content) > MOST_BYTES:
        return "", f"{name}: {len(content):,} bytes are more than {MOST_BYTES:,}"
    stem = re.sub(r"[^a-z0-9_-]+", "-", Path(name).stem.lower()).strip("-")[:40] or "sweep"
    stem = stem if stem[0].isalpha() else f"s-{stem}"
    own = f"own-{stem}-{hashlib.sha256(content).hexdigest()[:24]}"
    unread = _files() / f".{own}" / f"{stem}.yaml"
    try:
        unread.parent.mkdir(parents=True, exist_ok=True)
        unread.write_bytes(content)
        checked = commands().ask(["check", str(unread)])
        if checked.code:
            return "", checked.message.replace(str(unread), name) or f"{name}: could not be read"
        sim.open_sweep(unread)  # it may be sound and no sweep
        if not own_file(own):
            unread.parent.rename(unread.parent.with_name(own))
    except sim.ScenarioError as error:
        return "", str(error).replace(str(unread), name)
    except (OSError, BusyError) as error:
        return "", f"{name}: {error}"
    if own not in _uploads():
        _uploads().append(own)
    return own, ""


def plan(choice: Choice, stored: int) -> dict[str, Any]:
    """What a sweep takes, measured by another process on a few worlds; `stored` rows are there already.

    Raises `RefusedError` for a sweep out of proportion, `BusyError` where too much is running.
    """
    return _plan(tuple(choice.words), stored)


@st.cache_data(max_entries=32, show_spinner="Measuring what it takes …")
def _plan(words: tuple[str, ...], stored: int) -> dict[str, Any]:  # noqa: ARG001 - part of the key
    measured = commands().ask([*words, "--dry-run", "--json"])
    if measured.code:
        raise sim.RefusedError(measured.message)
    return json.loads(measured.output)


def begin(choice: Choice, workers: int) -> None:
    """Start or continue a sweep in the background. Raises `BusyError`, `OSError`."""
    key = background.start([*choice.words, "--workers", str(workers)], choice.folder)
    st.session_state.setdefault("sweep_keys", {})[str(choice.folder)] = key
    st.query_params["hold"] = key


def key(choice: Choice) -> str:
    """What allows this session to stop a sweep: it began it, or has the address of the page that did."""
    kept = st.session_state.get("sweep_keys", {}).get(str(choice.folder), "")
    return str(kept or st.query_params.get("hold", ""))


def finished(folder: Path) -> sim.Finished:
    """A finished sweep, verified. Raises `RefusedError` for one that is not there, damaged or too large."""
    rows = sim.pace(folder).record.rows
    if rows > MOST_ROWS:
        raise sim.RefusedError(
            f"{rows:,} rows are more than this page opens, {MOST_ROWS:,}. On the command line:"
            f" deescalate sensitivity {folder}"
        )
    return _finished(str(folder.absolute()), (folder / "manifest.json").stat().st_mtime)


@st.cache_resource(max_entries=4, show_spinner="Opening the rows …")
def _finished(folder: str, written: float) -> sim.Finished:  # noqa: ARG001 - part of the key
    return sim.open_finished(Path(folder))


def points(folder: Path) -> sim.Points:
    """The points of a finished sweep, for pictures."""
    return _points(finished(folder).manifest["result_hash"], finished(folder))


@st.cache_resource(max_entries=4)
def _points(result_hash: str, _finished: sim.Finished) -> sim.Points:  # noqa: ARG001 - part of the key
    return sim.points_of(_finished)


@st.cache_resource(max_entries=12)
def findings(folder: str, written: float, _finished: sim.Finished) -> sim.KeptFindings:  # noqa: ARG001
    """What an analysis said. `written` tells its contents apart."""
    return sim.open_findings(Path(folder), _finished)


def reading(folder: Path, words: list[str]) -> requests.Request:
    """An analysis of a finished sweep: equal questions about equal results have equal folders."""
    verb, *options = words
    identity = [finished(folder).manifest["result_hash"], options]
    return requests.request([verb, str(folder), *options], identity)


def read(request: requests.Request) -> None:
    """Begin an analysis in another process. Raises `BusyError`, `OSError`."""
    requests.prune()
    running = st.session_state.setdefault("commands", {})
    running[request.folder.name] = commands().start([*request.words, "--out", str(request.folder)])


def _sweeps() -> Path:
    return requests.home() / "sweeps"


def _files() -> Path:
    return requests.home() / "sweep-files"
