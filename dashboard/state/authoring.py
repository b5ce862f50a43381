"""Authoring: the text that a session writes, what another process finds wrong with it, and what is kept.

A text lies in a folder named by its content, and the address names that folder: a reload goes on with it,
and nobody who does not have the text can name it.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import BASE, requests
from dashboard.commands import READING, BusyError, Command, Commands

from .scenarios import MOST_BYTES, loaded
from .session import uploads

FIRST_NAME = "mine"
EDITOR = "author_text"
NAME = "author_name"
"""Keys of the text area and of the name."""
_MOST_CHECKS = 4
_KEPT_TEXTS = 300
_UNDONE = 50


@dataclass(frozen=True)
class Draft:
    """A text in the making and the name that it is to have."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """Names its content."""
        return hashlib.sha256(f"{self.name}\n{self.text}".encode()).hexdigest()[:32]

    @property
    def path(self) -> Path:
        """Where it lies; the file is written when it is first asked for."""
        return _home() / self.digest / f"{self.name}.yaml"


@dataclass(frozen=True)
class Checked:
    """What is wrong with a text, as `check --format json` says it; nothing where it is sound."""

    errors: tuple[Mapping[str, Any], ...] = ()
    more: int = 0

    @property
    def sound(self) -> bool:
        """Whether it may run."""
        return not self.errors


@st.cache_resource
def checks() -> Commands:
    """What starts checks, for all sessions; they do not wait for simulations."""
    return Commands(READING, _MOST_CHECKS)


def draft() -> Draft:
    """This session's text: the one in hand, else the one that the address names, else a what-if."""
    if "draft" not in st.session_state:
        named = st.query_params.get("draft", "")
        st.session_state["draft"] = _found(named) or Draft(FIRST_NAME, sim.drafted(FIRST_NAME, BASE))
    found: Draft = st.session_state["draft"]
    st.query_params["draft"] = found.digest
    st.session_state[EDITOR] = found.text
    return found


def write(text: str, name: str = "") -> None:
    """Take a text, or another name, in hand; what was there before can be had back."""
    old: Draft = st.session_state["draft"]
    if len(text.encode(errors="replace")) > MOST_BYTES:
        complain(f"a text of more than {MOST_BYTES:,} bytes is refused; the one before is still here")
        return
    new = Draft(name or old.name, text)
    if new != old:
        st.session_state.setdefault("drafts", []).append(old)
        del st.session_state["drafts"][:-_UNDONE]
        st.session_state["draft"] = new


def typed() -> None:
    """Take what was typed into the text area."""
    write(st.session_state[EDITOR])


def renamed() -> None:
    """Give the text the name that was typed, if it can have it."""
    name = st.session_state[NAME].strip()
    try:
        sim.check_name(name)
    except sim.RefusedError as error:
        complain(str(error))
    else:
        write(st.session_state["draft"].text, name)


def undo() -> None:
    """Have back the text before this one."""
    if st.session_state.get("drafts"):
        st.session_state["draft"] = st.session_state["drafts"].pop()


def complain(text: str) -> None:
    """Keep a message for the next drawing of the page."""
    st.session_state["complaint"] = text


def complaint() -> str:
    """The message kept, once."""
    return st.session_state.pop("complaint", "")


def show(key: str, value: float | str) -> None:
    """Let a widget that is not drawn yet show what the text says."""
    st.session_state[key] = value


def slid(key: str, path: str) -> None:
    """Write into the text what a slider was moved to."""
    amend({path: {"value": float(f"{st.session_state[key]:.6g}")}})


def table_key(name: str) -> str:
    """Key of a table of numbers; another one after each edit, so that it shows what the text says."""
    return f"{name}_{st.session_state.get('edits', 0)}_{st.session_state['draft'].digest[:8]}"


def edited(key: str, paths: Sequence[str]) -> None:
    """Write into the text what was changed in a table whose rows have these paths."""
    st.session_state["edits"] = st.session_state.get("edits", 0) + 1
    changes: dict[str, dict[str, float | str]] = {}
    for row, cells in st.session_state[key]["edited_rows"].items():
        for name, cell in cells.items():
            if cell is None and name != "note":
                complain(f"{paths[int(row)]}: a number has a value, a range and a source; none can be empty")
                return
            changes.setdefault(paths[int(row)], {})[name] = "" if cell is None else cell
    amend(changes)


def may_undo() -> bool:
    """Whether there is a text before this one."""
    return bool(st.session_state.get("drafts"))


def written(draft: Draft) -> str:
    """The path of a file with this text."""
    if not draft.path.is_file():
        _prune()
        draft.path.parent.mkdir(parents=True, exist_ok=True)
        draft.path.write_text(draft.text, encoding="utf-8", errors="replace", newline="")
    return str(draft.path)


def checked(draft: Draft) -> Checked:
    """What another process finds wrong with a text.

    Raises `BusyError` or OSError where it could not be asked, `RefusedError` where it had no answer.
    """
    return _checked(written(draft))


def scenario(draft: Draft) -> sim.Scenario:
    """The scenario of a text that was found sound."""
    return loaded(written(draft))


def text_of(choice: str) -> str:
    """The text of a shipped scenario, or of one of this session's own."""
    path, _ = uploads().get(choice, ("", ""))
    return (Path(path) if path else sim.shelf()[choice]).read_text(encoding="utf-8-sig")


def amend(changes: Mapping[str, Mapping[str, float | str]]) -> None:
    """Write fields of numbers, by path, into the text; if it would not be sound any more, say why instead."""
    old: Draft = st.session_state["draft"]
    text = old.text
    try:
        for path, fields in changes.items():
            text = sim.amended(text, path, fields)
        found = checked(Draft(old.name, text))
    except (sim.RefusedError, BusyError, OSError) as error:
        complain(str(error))
        return
    if found.sound:
        write(text)
    else:
        complain("\n".join(f"{error['path']}: {error['message']}" for error in found.errors))


def save(draft: Draft, replace: bool) -> None:
    """Put a sound text where `deescalate` finds it by name, and among this session's scenarios.

    Raises `RefusedError` for a name that is taken or cannot be written.
    """
    path = sim.save_scenario(draft.name, draft.text, Path(), replace=replace)
    uploads()[draft.name] = (written(draft), scenario(draft).title)
    st.session_state["kept"] = f"Saved as {path}; it is now among the scenarios of the other pages, too."


def kept() -> str:
    """What was saved by the last click, once."""
    return st.session_state.pop("kept", "")


def standing(draft: Draft) -> Path | None:
    """The file that already has this name where it would be saved."""
    path = Path(f"{draft.name}.yaml")
    return path if path.exists() else None


@st.cache_data(max_entries=256, show_spinner=False)
def _checked(path: str) -> Checked:
    command = checks().ask(["check", path, "--format", "json"])
    checks().warm()
    return _answer(command)


def _answer(command: Command) -> Checked:
    try:
        said = json.loads(command.output)
        return Checked(tuple(said["errors"]), said["more"])
    except (ValueError, KeyError):
        raise sim.RefusedError(command.message or "the check ended without an answer") from None


def _home() -> Path:
    return requests.home() / "authoring"


def _found(named: str) -> Draft | None:
    """The text of a folder that the address names, if it is there and as it was."""
    if not re.fullmatch(r"[0-9a-f]{32}", named):
        return None
    for path in (_home() / named).glob("*.yaml"):
        found = Draft(path.stem, path.read_bytes().decode(errors="replace"))
        if found.digest == named:
            return found
    return None


def _prune() -> None:
    folders = sorted(_home().glob("*"), key=lambda path: path.stat().st_mtime)
    for folder in folders[: -_KEPT_TEXTS + 1]:
        shutil.rmtree(folder, ignore_errors=True)
