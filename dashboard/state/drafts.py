"""Drafts: texts in the making, the files in which they lie, and what another process finds wrong with them.

A text lies in a folder named by its content: nobody who does not have the text can name it.
"""

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import requests
from dashboard.commands import READING, Command, Commands

_MOST_CHECKS = 4
_KEPT_TEXTS = 300


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


def written(draft: Draft) -> str:
    """The path of a file with this text."""
    if not draft.path.is_file():
        _prune()
        put(draft, draft.path)
    return str(draft.path)


def checked(draft: Draft) -> Checked:
    """What another process finds wrong with a text.

    Raises `BusyError` or OSError where it could not be asked, `RefusedError` where it had no answer.
    """
    return _checked(written(draft))


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


def put(draft: Draft, path: Path) -> None:
    """Write a text, all of it or nothing: another session may have the same in hand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{secrets.token_hex(8)}")
    hidden.write_text(draft.text, encoding="utf-8", errors="replace", newline="")
    hidden.replace(path)


def found(named: str) -> Draft | None:
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
