"""The tree of a file: each value with the line and column at which it was written."""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from .errors import SHOWN, Fault, Finding, nearest

Kind = Literal["map", "list", "text", "number", "truth", "null", "nothing", "refused"]
Path = tuple[str | int, ...]


class Text:
    """A file's name, as its author knows it, and its lines."""

    def __init__(self, name: str, content: str) -> None:
        self.name = name
        self.lines = re.split(r"\r\n|\r|\n", content)

    def line(self, number: int) -> str:
        """Line `number`, counted from 0; empty beyond the end."""
        return self.lines[number] if number < len(self.lines) else ""


class Mark(NamedTuple):
    """A position in a text; line and column count from 0."""

    text: Text
    line: int
    column: int
    width: int = 1

    def fault(self, message: str, path: str = "", hint: str = "") -> Fault:
        """A fault at this position."""
        line = self.text.line(self.line)
        return Fault(self.text.name, self.line + 1, self.column + 1, path, message, hint, line, self.width)


@dataclass(slots=True)
class Node:
    """A value: `value` holds a dict or list of nodes, or a scalar; `raw` is how a scalar was written.

    `nothing` is an empty value, `null` an explicit one, `refused` one already reported as faulty.
    """

    kind: Kind
    value: Any
    mark: Mark
    key: Mark | None = None
    raw: str = ""

    def child(self, step: str | int) -> "Node | None":
        """The node under a key or index, if there is one."""
        if self.kind == "map":
            return self.value.get(step)
        if self.kind == "list" and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def plain(self) -> Any:
        """The bare data: dicts, lists and scalars."""
        if self.kind == "map":
            return {key: node.plain() for key, node in self.value.items()}
        if self.kind == "list":
            return [node.plain() for node in self.value]
        return self.value

    def find(self, path: Path) -> "tuple[Node, bool]":
        """The node at `path`, or the nearest one above it, and whether it is the one asked for."""
        node = self
        for step in path:
            child = node.child(step)
            if child is None:
                return node, False
            node = child
        return node, True

    def where(self, path: Path, on_key: bool = False, point: str = "") -> Mark:
        """The position to point at for `path`: the value, or the name of a map, list or missing entry.

        `point` is a field below it to point at instead, if it is there.
        """
        node, found = self.find(path)
        if found and (field := node.child(point)):
            return field.mark
        by_name = on_key or not found or node.kind in ("map", "list")
        return node.key if by_name and node.key else node.mark

    def line_of(self, path: str) -> tuple[str, int]:
        """File name and line, counted from 1, of the dotted path of a Parameter."""
        mark = self.where(tuple(path.split(".")))
        return mark.text.name, mark.line + 1


def located(tree: Node, findings: list[Finding]) -> list[Fault]:
    """Findings traced to their lines, without repetition; suggestions are worked out for those shown."""
    unique = {(finding.path, finding.message): finding for finding in findings}
    placed = [(tree.where(f.path, f.on_key, f.point), f) for f in unique.values()]
    placed.sort(key=lambda pair: (pair[0].text.name, pair[0].line, pair[0].column, pair[1].message))
    return [
        mark.fault(
            finding.message, finding.dotted, nearest(finding.word, finding.choices) if i < SHOWN else ""
        )
        for i, (mark, finding) in enumerate(placed)
    ]


def as_json(tree: Node) -> str:
    """The bare data as JSON text, which pydantic reads strictly but for dates and tuples."""
    return json.dumps(tree.plain())
