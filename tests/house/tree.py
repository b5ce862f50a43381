"""The files of a checkout, as the checks of this folder read them; a root is laid out like this one."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("sim", "dashboard", "benchmarks")
_MADE = {"__pycache__", "build", "dist", "node_modules"}


def _belongs(name: str) -> bool:
    """Whether a folder of this name is part of the project rather than made by running it."""
    return name == ".ci" or not (name.startswith(".") or name in _MADE or name.endswith(".egg-info"))


def files(root: Path) -> Iterator[Path]:
    """Every file that belongs to the project, in path order: nothing made by running it."""
    for here, folders, found in os.walk(root):
        folder = Path(here)
        results = folder == root / "results"
        folders[:] = [] if results else sorted(name for name in folders if _belongs(name))
        names = ["README.md"] if results and "README.md" in found else [] if results else found
        yield from (
            folder / name for name in sorted(names) if name == ".gitignore" or not name.startswith(".")
        )


def python(root: Path, *rooms: str) -> Iterator[tuple[str, str]]:
    """Path below the root and text of the Python files in these rooms (everywhere when none is named)."""
    for path in files(root):
        place = path.relative_to(root)
        if path.suffix == ".py" and (not rooms or place.as_posix().startswith(tuple(f"{r}/" for r in rooms))):
            yield place.as_posix(), path.read_text(encoding="utf-8")


def parsed(root: Path, *rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Path below the root and syntax tree of the Python files in these rooms."""
    for place, text in python(root, *rooms):
        yield place, ast.parse(text)


def texts(root: Path, *suffixes: str) -> Iterator[tuple[str, str]]:
    """Path below the root and text of every UTF-8 file with one of these suffixes (any if none)."""
    for path in files(root):
        if not suffixes or path.suffix in suffixes:
            try:
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
