"""Scenarios: what a session can choose, read before by another process, and what is known of each."""

import hashlib
import re
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard import BASE, requests
from dashboard.commands import BusyError

from .commanded import commands
from .session import uploads

MOST_BYTES = 256 * 1024


@st.cache_data(max_entries=1)
def shipped() -> dict[str, str]:
    """Title of every shipped scenario, the baseline first."""
    titles = sim.titles()
    return {name: titles[name] for name in sorted(titles, key=lambda name: (name != BASE, name))}


def choices() -> dict[str, str]:
    """Titles of the scenarios this session can choose: the shipped ones and its own uploads."""
    return shipped() | {key: f"{title} (yours)" for key, (_, title) in uploads().items()}


def reference(choice: str) -> str:
    """What the command line calls a choice."""
    path, _ = uploads().get(choice, (choice, ""))
    return path


@st.cache_resource(max_entries=24)
def loaded(name: str) -> sim.Scenario:
    """A scenario that was read before without a fault; frozen, so that sessions may share it."""
    return sim.load(name)


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
    uploads()[f"{stem}-{digest[:8]}"] = (str(path), loaded(str(path)).title)
    return ""
