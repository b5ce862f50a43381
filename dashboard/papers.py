"""Papers: what the project says of itself, and the versions that this runs on."""

import platform
import re
from importlib.metadata import version
from pathlib import Path

import sim


def paper(name: str) -> str:
    """One of the papers of the project, its relative links as plain text; empty if it is not there."""
    root = Path(__file__).resolve().parents[1]
    places = (root / name, root / "docs" / "explanation" / name, root / "dashboard" / "papers" / name)
    path = next((path for path in places if path.is_file()), None)
    text = path.read_text(encoding="utf-8") if path else ""
    return re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", re.sub(r"(?m)^#", "###", text))


def versions() -> list[dict[str, str]]:
    """What this runs on."""
    names = ("deescalation-simulator", "mesa", "numpy", "pandas", "streamlit", "altair")
    found = [{"what": name, "version": version(name)} for name in names]
    return [
        *found,
        {"what": "python", "version": platform.python_version()},
        {"what": "edition", "version": sim.edition()},
    ]
