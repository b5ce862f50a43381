"""A base, what changes it, and files of such texts."""

from pathlib import Path

BASE = (Path(__file__).parent / "corpus" / "base.yaml").read_text()
OVERLAY = "extends: base.yaml\nactors: {army: {rules: {strike: {rate: 0.3}}}}\n"


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text)
    return path
