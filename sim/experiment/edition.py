"""Edition: which simulator this is, to the byte. Results of two editions are never mixed."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_LIBRARY = Path(__file__).resolve().parents[1]
_DECIDING = ("scenario/**/*.py", "engine/**/*.py", "experiment/outcomes.py", "experiment/windows.py")


@cache
def edition() -> str:
    """The package's version, and a digest of the code that decides what a world is and what is measured.

    Equal on every machine with the same files, wherever they lie; other code is free to differ.
    """
    return f"{version('deescalation-simulator')}+{digest(_LIBRARY)}"


def digest(library: Path) -> str:
    """SHA-256 over names and bytes of the deciding files below `library`, in order of name: 64 hex digits."""
    found = hashlib.sha256()
    files = {path.relative_to(library).as_posix(): path for some in _DECIDING for path in library.glob(some)}
    for name, path in sorted(files.items()):
        content = path.read_bytes()
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()
