"""Authoring: the text that a session has in hand, how it is changed, and how it is kept.

The address names the text: a reload goes on with it.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

import sim
from dashboard import BASE, requests
from dashboard.commands import BusyError

from .drafts import Checked, Draft, checked, checks, found, put, written
from .scenarios import MOST_BYTES, loaded
from .session import uploads

__all__ = ["Checked", "Draft", "checked", "checks", "written"]

FIRST_NAME = "mine"
EDITOR = "author_text"
NAME = "author_name"
"""Keys of the text area and of the name."""
TEXT, NUMBERS, KEEPING = "text", "numbers", "keeping"
"""Parts of the page to which a message can belong."""
_UNDONE = 50


def draft() -> Draft:
    """This session's text: the one in hand, else the one that the address names, else a what-if."""
    if "draft" not in st.session_state:
        named = st.query_params.get("draft", "")
        st.session_state["draft"] = found(named) or Draft(FIRST_NAME, sim.drafted(FIRST_NAME, BASE))
    current: Draft = st.session_state["draft"]
    st.query_params["draft"] = current.digest
    show(EDITOR, current.text)
    return current


def write(text: str, name: str = "") -> None:
    """Take a text, or another name, in hand; what was there before can be had back."""
    old: Draft = st.session_state["draft"]
    if len(text.encode(errors="replace")) > MOST_BYTES:
        complain(TEXT, f"a text of more than {MOST_BYTES:,} bytes is refused; the one before is still here")
        return
    new = Draft(name or old.name, text)
    if new != old:
        st.session_state.setdefault("drafts", []).append(old)
        del st.session_state["drafts"][:-_UNDONE]
        _put_in_hand(new)


def _put_in_hand(new: Draft) -> None:
    st.session_state["draft"] = new
    st.session_state.pop("complaint", None)


def typed() -> None:
    """Take what was typed into the text area."""
    write(st.session_state[EDITOR])


def renamed() -> None:
    """Give the text the name that was typed, if it can have it."""
    name = st.session_state[NAME].strip()
    try:
        sim.check_name(name)
    except sim.RefusedError as error:
        complain(KEEPING, str(error))
    else:
        write(st.session_state["draft"].text, name)


def undo() -> None:
    """Have back the text before this one."""
    if st.session_state.get("drafts"):
        _put_in_hand(st.session_state["drafts"].pop())


def complain(part: str, text: str) -> None:
    """Keep a message for a part of the page, until something is changed."""
    st.session_state["complaint"] = (part, text)


def complaint(part: str) -> str:
    """The message kept for this part of the page."""
    found, text = st.session_state.get("complaint", ("", ""))
    return text if found == part else ""


def show(key: str, value: float | str) -> None:
    """Let a widget that is not drawn yet show what the text says; what is being typed is left alone."""
    if st.session_state.get(key) != value:
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
                complain(
                    NUMBERS,
                    f"{paths[int(row)]}: a number has a value, a range and a source; none can be empty",
                )
                return
            changes.setdefault(paths[int(row)], {})[name] = "" if cell is None else cell
    amend(changes)


def may_undo() -> bool:
    """Whether there is a text before this one."""
    return bool(st.session_state.get("drafts"))


def scenario(draft: Draft) -> sim.Scenario:
    """The scenario of a text that was found sound."""
    return loaded(written(draft))


def take(chosen: Callable[[], str]) -> None:
    """Take another text in hand, unless it cannot be had."""
    try:
        write(chosen())
    except (sim.RefusedError, sim.ScenarioError, OSError) as error:
        complain(TEXT, str(error))


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
        answer = checked(Draft(old.name, text))
    except (sim.RefusedError, BusyError, OSError) as error:
        complain(NUMBERS, str(error))
        return
    if answer.sound:
        write(text)
    else:
        complain(NUMBERS, "\n".join(f"{error['path']}: {error['message']}" for error in answer.errors))


def save(draft: Draft, replace: bool) -> None:
    """Put a sound text where `deescalate` finds it by name, and among this session's scenarios."""
    try:
        path = sim.save_scenario(draft.name, draft.text, Path(), replace=replace)
        lasting = requests.home() / "uploads" / draft.digest / path.name
        put(draft, lasting)
    except (sim.RefusedError, OSError) as error:
        complain(KEEPING, str(error))
        return
    uploads()[draft.name] = (str(lasting), scenario(draft).title)
    st.session_state["saved"] = draft
    st.session_state.pop("complaint", None)


def is_saved(draft: Draft) -> bool:
    """Whether this very text was saved last."""
    return st.session_state.get("saved") == draft


def standing(draft: Draft) -> Path | None:
    """The file that already has this name where it would be saved."""
    path = Path(f"{draft.name}.yaml")
    return path if path.exists() else None
