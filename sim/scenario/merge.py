"""What an extending file changes: maps merge, everything else is replaced, null removes."""

from dataclasses import replace

from .errors import Fault, nearest, quoted
from .tree import Node

PARAMETER = {"value", "low", "high"}


class Merge:
    """Lays one tree over another and collects the faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def over(self, base: Node, change: Node, path: str = "") -> Node:
        """The base with the change laid over it; every node keeps its own file and line."""
        if base.kind == change.kind == "map":
            return self._maps(base, change, path)
        if change.kind == "number" and _is_parameter(base):
            return replace(base, value={**base.value, "value": change}, mark=change.mark, key=change.key)
        return self.alone(change, path)

    def _maps(self, base: Node, change: Node, path: str) -> Node:
        entries = dict(base.value)
        for key, node in change.value.items():
            below = f"{path}.{key}" if path else key
            if node.kind == "null" and key in entries:
                del entries[key]
            elif key in entries:
                entries[key] = self.over(entries[key], node, below)
            else:
                entries[key] = self.alone(node, below, nearest(key, base.value))
        return replace(change, value=entries)

    def alone(self, node: Node, path: str = "", hint: str = "") -> Node:
        """The node itself, where nothing is inherited: nothing can be removed below it."""
        if node.kind in ("null", "nothing"):
            self.faults.append(node.mark.fault(_WHY[node.kind], path, hint))
            return replace(node, kind="refused")
        if node.kind == "map":
            entries = {key: self.alone(n, f"{path}.{key}" if path else key) for key, n in node.value.items()}
            return replace(node, value=entries)
        if node.kind == "list":
            return replace(node, value=[self.alone(n, f"{path}.{i}") for i, n in enumerate(node.value)])
        return node


_WHY = {
    "null": "null removes what is inherited, and nothing is inherited here",
    "nothing": "nothing is written here; null would remove what is inherited",
}


def _is_parameter(node: Node) -> bool:
    return node.kind == "map" and node.value.keys() >= PARAMETER


def described(node: Node) -> str:
    """What was written, in words."""
    if node.kind == "text":
        return f"the text {quoted(node.raw)}"
    written = {"number": f"the number {node.raw}", "truth": node.raw, "map": "a map", "list": "a list"}
    return written.get(node.kind, "nothing")
