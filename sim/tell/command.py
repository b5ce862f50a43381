"""Command: the command line as its user typed it, and what to type next."""

import sys
from pathlib import Path

_NAME = "deescalate"


def typed() -> list[str]:
    """The command line, with the program by its name: results name no machine."""
    return [_NAME, *sys.argv[1:]]


def program() -> str:
    """How the user can call this program again from here."""
    called = Path(sys.argv[0])
    if called.name != _NAME:
        return _NAME
    if called.is_absolute() and called.is_relative_to(Path.cwd()):
        called = called.relative_to(Path.cwd())
    return str(called)


def next_steps(base: str, other: str) -> str:
    """The way from a comparison to a what-if of one's own, under a name that is still free here."""
    names = ("mine", *(f"mine-{number}" for number in range(2, 100)))
    name = next((name for name in names if not Path(f"{name}.yaml").exists()), "another")
    return (
        "Next, a what-if of your own:\n"
        f"  {program()} new {name} --from {other}\n"
        f"  {program()} compare {base} {name}"
    )
