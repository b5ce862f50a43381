"""Listing: a text with its lines numbered, and what is wrong with it said under the lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.scenario.errors import printable

_WIDTH = 110


def listing(text: str, faults: Sequence[Mapping[str, Any]], around: int = 2) -> str:
    """The lines near the faults (as `check --format json` gives them), each with caret and message below.

    What stands in no line of this text comes first. `around` lines are shown on either side of a fault.
    """
    lines = text.splitlines()
    placed = [fault for fault in faults if 1 <= fault["line"] <= len(lines)]
    near = {n for fault in placed for n in range(fault["line"] - around, fault["line"] + around + 1)}
    told = [_told(fault) for fault in faults if fault not in placed]
    last = 0
    for number in sorted(n for n in near if 1 <= n <= len(lines)):
        told += ["      ⋮"] if number > last + 1 else []
        told.append(f"{number:5d} | {printable(lines[number - 1])[:_WIDTH]}".rstrip())
        for fault in placed:
            if fault["line"] == number:
                told += [f"      | {' ' * min(fault['column'] - 1, _WIDTH)}^", f"      | {_told(fault)}"]
        last = number
    return "\n".join([*told, *(["      ⋮"] if near and last < len(lines) else [])])


def _told(fault: Mapping[str, Any]) -> str:
    path = f"{printable(fault['path'])}: " if fault["path"] else ""
    hint = f'; did you mean "{printable(fault["hint"])}"?' if fault["hint"] else ""
    return f"{path}{fault['message']}{hint}"
