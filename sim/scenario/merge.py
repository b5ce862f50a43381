"""What an extending file changes: maps merge, everything else is replaced, null removes."""

from collections.abc import Callable
from dataclasses import replace

from .errors import Fault, nearest, quoted
from .tree import Node

PARAMETER = {"value", "low", "high"}


class Merge:
    """Lays one tree over another and collects the faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._removed: list[str] = []

    def extended(self, base: Node, change: Node) -> Node:
        """The base with the change laid over it, without what the base says of things that are removed."""
        self._removed = []
        found = self.over(base, change)
        for path in tuple(self._removed):
            self._forget(found, change, path)
        return found

    def _forget(self, found: Node, change: Node, path: str) -> None:
        """Leaves out the inherited declarations and claims about `path`, and what is said of those."""
        for section, about in _SAID.items():
            for key in _inherited(found, change, section):
                entries = found.value[section].value
                if key in entries and f"{about(key, entries[key])}.".startswith(f"{path}."):
                    del entries[key]
                    self._forget(found, change, f"{section}.{key}")

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
                self._removed.append(below)
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


def _declared(key: str, _: Node) -> str:
    return key


def _claimed(_: str, claim: Node) -> str:
    about = claim.value.get("about") if claim.kind == "map" else None
    return str(about.value) if about is not None else ""


# Sections that say something of a path, and how an entry names it.
_SAID: dict[str, Callable[[str, Node], str]] = {"inert_because": _declared, "claims": _claimed}


def _inherited(found: Node, change: Node, section: str) -> list[str]:
    """Entries of a section that the change does not write itself."""
    whole, own = found.value.get(section), change.value.get(section)
    if whole is None or whole.kind != "map":
        return []
    return sorted(whole.value.keys() - (own.value.keys() if own is not None and own.kind == "map" else ()))


def _is_parameter(node: Node) -> bool:
    return node.kind == "map" and node.value.keys() >= PARAMETER


def described(node: Node) -> str:
    """What was written, in words."""
    if node.kind == "text":
        return f"the text {quoted(node.raw)}"
    written = {"number": f"the number {node.raw}", "truth": node.raw, "map": "a map", "list": "a list"}
    return written.get(node.kind, "nothing")
