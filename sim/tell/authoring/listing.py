"""Listing: a text with its lines numbered, and what is wrong with it said under the lines."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from sim.scenario.errors import printable

_WIDTH = 110
_GAP = "      ⋮"


def listing(text: str, file: str, faults: Sequence[Mapping[str, Any]], around: int = 2) -> str:
    """The lines near the faults (as `check --format json` gives them), each with caret and message below.

    `file` is how the faults name this text; those of other files, or of no line, come first. `around`
    lines are shown on either side of a fault.
    """
    lines = re.split(r"\r\n|\r|\n", text)
    placed = [fault for fault in faults if fault["file"] == file and 1 <= fault["line"] <= len(lines)]
    near = {n for fault in placed for n in range(fault["line"] - around, fault["line"] + around + 1)}
    shown = [_elsewhere(fault) for fault in faults if fault not in placed]
    last = 0
    for number in sorted(n for n in near if 1 <= n <= len(lines)):
        shown += [_GAP] if number > last + 1 else []
        shown.append(f"{number:5d} | {printable(lines[number - 1])[:_WIDTH]}".rstrip())
        for fault in (fault for fault in placed if fault["line"] == number):
            shown += [f"      | {' ' * min(fault['column'] - 1, _WIDTH)}^", f"      | {_told(fault)}"]
        last = number
    return "\n".join([*shown, *([_GAP] if near and last < len(lines) else [])])


def _elsewhere(fault: Mapping[str, Any]) -> str:
    where = f"in {PurePath(fault['file']).name}, line {fault['line']}: " if fault["line"] else ""
    return where + _told(fault)


def _told(fault: Mapping[str, Any]) -> str:
    path = f"{printable(fault['path'])}: " if fault["path"] else ""
    hint = f'; did you mean "{printable(fault["hint"])}"?' if fault["hint"] else ""
    return f"{path}{fault['message']}{hint}"
