"""Saved: the runs and comparisons that this session may see, opened, named, packed and deleted.

A run of a scenario that somebody uploaded or wrote is seen by those who have that scenario, and by everybody
once it was given a name: to name it is to show it.
"""

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import requests

from .results import opened
from .session import uploads

FIRST, SECOND = "saved", "saved_beside"
"""What is open and what is put beside it: words of the address, keys of widgets."""
_PRIVATE = ("uploads", "authoring")


def found() -> dict[str, sim.Archived]:
    """What is there, newest first, by its path below the folder of results."""
    home = Path("results")
    every = [*sim.archive(home), *sim.archive(requests.home() / "runs")]
    every.sort(key=lambda one: (bool(one.name), one.made), reverse=True)
    return {one.folder.relative_to(home).as_posix(): one for one in every if _may_see(one)}


def _may_see(one: sim.Archived) -> bool:
    """Whether it is named, or no scenario of another session can be read in it."""
    own = {str(Path(path).parent) for path, _ in uploads().values()}
    private = [f"{requests.home() / name}/" for name in _PRIVATE]
    others = [word for word in one.command if any(word.startswith(folder) for folder in private)]
    return bool(one.name) or all(str(Path(word).parent) in own for word in others)


def asked(which: str) -> str:
    """What the address asks for, whether it is there or not; after a visit to another page, the session."""
    told = str(st.query_params.get(which) or st.session_state.get(f"{which}_kept") or "")
    if told:
        st.query_params[which] = st.session_state[f"{which}_kept"] = told
    return told


def choose(which: str, key: str | None) -> None:
    """Write into the address what is chosen; nothing chosen leaves nothing there."""
    st.session_state[f"{which}_kept"] = key or ""
    if key:
        st.query_params[which] = key
    else:
        st.query_params.pop(which, None)


def taken(which: str) -> None:
    """What was chosen in the widget of the same name, written into the address."""
    choose(which, st.session_state[which])


def line(one: sim.Archived) -> str:
    """What it is, in a line."""
    if one.kind == "damaged":
        return f"{one.name or one.folder.name}: damaged"
    title = f"{one.titles[0]} beside {'; '.join(one.titles[1:])}" if one.titles[1:] else one.titles[0]
    size = f"{one.worlds:,} worlds of {one.days} days, seed {one.seed}"
    return f"{f'{one.name}: ' if one.name else ''}{title}: {size}, {when(one)}"


def when(one: sim.Archived) -> str:
    """When it was finished, to the minute."""
    return one.made[:16].replace("T", " ")


def rename(one: sim.Archived, key: str) -> None:
    """Keep it under what the widget `key` says; nothing lets it go again."""
    _do(lambda: sim.keep_as(one.folder, st.session_state.get(key) or ""), "It could not be named")


def delete(one: sim.Archived) -> None:
    """Delete it for good."""
    _do(lambda: sim.remove(one.folder), "It could not be deleted")
    st.session_state[FIRST] = None
    choose(FIRST, None)


def _do(act: Any, failed: str) -> None:
    try:
        act()
    except (sim.RefusedError, OSError) as error:
        st.session_state["saved_fault"] = f"{failed}: {error}"


def fault() -> str:
    """What went wrong, once."""
    return st.session_state.pop("saved_fault", "")


def packed(folder: Path) -> bytes:
    """All of it as a ZIP archive, put together on disk; at most `sim.MOST_PACKED` bytes."""
    with tempfile.TemporaryFile() as stream:
        sim.pack(folder, stream)
        stream.seek(0)
        return stream.read()


@st.cache_resource(max_entries=4)
def side_by_side(first: tuple[str, float], second: tuple[str, float], names: tuple[str, str]) -> Any:
    """Two runs in the same worlds; each is told by its folder and when it was finished."""
    return sim.side_by_side(opened(*first)[0], opened(*second)[0], names)


def written(folder: Path) -> tuple[str, float]:
    """A folder and when it was finished. Raises `RefusedError` for one deleted meanwhile."""
    try:
        return str(folder.absolute()), (folder / "manifest.json").stat().st_mtime
    except OSError:
        raise sim.RefusedError(f"{folder}: was deleted meanwhile") from None
