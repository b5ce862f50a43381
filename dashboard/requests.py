"""Requests: command lines and the folders that they make, named by content: equal requests, equal folders."""

import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sim

MOST_WORLDS = 5000
KEPT_FOLDERS = 40


@dataclass(frozen=True)
class Request:
    """A command line and the folder that it makes; equal requests make equal folders."""

    words: tuple[str, ...]
    folder: Path

    @property
    def done(self) -> bool:
        """Whether the folder is there; folders are written whole or not at all."""
        return (self.folder / "manifest.json").is_file()


def home() -> Path:
    """Where the dashboard's runs and uploads lie."""
    return Path("results") / "dashboard"


def check_size(worlds: int) -> None:
    """Raise `RefusedError` for more worlds than a page waits for."""
    if worlds > MOST_WORLDS:
        raise sim.RefusedError(
            f"{worlds:,} worlds are refused: this page simulates at most {MOST_WORLDS:,} at a time, which"
            " takes about a minute. More of them: deescalate run on the command line"
        )


def written_text(text: str, folder: Path | None = None) -> str:
    """The path of a what-if with this content, in `folder` where it extends a file there."""
    folder = folder or home() / "levers"
    path = folder / f"levers-{hashlib.sha256(text.encode()).hexdigest()[:12]}.yaml"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        hidden = path.with_name(f".{path.name}.{os.getpid()}")
        hidden.write_text(text, encoding="utf-8")
        hidden.replace(path)
    return str(path)


def request(words: list[str], identity: list[Any]) -> Request:
    """The request of a command line; `identity` says all that its result depends on."""
    text = json.dumps([words[0], sim.edition(), *identity], sort_keys=True)
    return Request(tuple(words), home() / "runs" / hashlib.sha256(text.encode()).hexdigest()[:24])


def prune() -> None:
    """Keep the newest folders, and those that somebody gave a name; any other can be made again."""
    folder = home() / "runs"
    if folder.is_dir():
        found = sorted(
            (path for path in folder.iterdir() if not path.name.startswith(".") and not sim.kept_as(path)),
            key=lambda path: path.stat().st_mtime,
        )
        for path in found[: max(0, len(found) - KEPT_FOLDERS + 1)]:
            hidden = path.with_name(f".{path.name}.deleted")
            with contextlib.suppress(OSError):  # another session was quicker
                path.rename(hidden)
                shutil.rmtree(hidden)
