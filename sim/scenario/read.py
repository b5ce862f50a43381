"""Read YAML text into a tree, from libyaml's event stream and within hard limits.

Only the core of YAML 1.2 is read: maps, lists, text, numbers, true, false and null. Composing a
hostile document costs a crash (deep nesting) or seconds (merge keys, aliases); streaming its events
under caps costs neither. Nothing is constructed but the types named here.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal

import yaml

from .decode import FORBIDDEN, decoded, forbidden
from .errors import Fault, ScenarioError, quoted, refused
from .syntax import syntax_fault
from .tree import Mark, Node, Text

File = Literal["scenario", "sweep"]
_SECTIONS: dict[File, str] = {"scenario": "title: and actors:", "sweep": "scenario: and vary:"}
_SHARE = "; share by extends:"

DEPTH = 24
NODES = 20_000
FAULTS = 200
_NAME = 320
_DIGITS = 40

_NULL = {"~", "null", "Null", "NULL"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BEYOND = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def read(content: bytes | str, name: str, noun: File = "scenario") -> tuple[Node, list[Fault]]:
    """The tree of a YAML text that holds one scenario or one sweep, and its lesser faults.

    Raises ScenarioError where the text cannot be read to its end.
    """
    text = decoded(content, name)
    return _Reader(Text(name, text), noun).read(text)


class _Reader:
    """One pass over the events of one text."""

    def __init__(self, text: Text, noun: File) -> None:
        self.text = text
        self.noun: File = noun
        self._instead = _SHARE if noun == "scenario" else ""
        self.faults: list[Fault] = []
        self.nodes = 0

    def read(self, content: str) -> tuple[Node, list[Fault]]:
        try:
            self.events: Iterator[Any] = iter(yaml.parse(content, Loader=yaml.CSafeLoader))
            root = self._document()
        except yaml.YAMLError as error:
            raise ScenarioError([*self.faults, syntax_fault(self.text, error)]) from None
        if root is None or root.kind == "nothing":
            raise refused("the file is empty", file=self.text.name)
        if root.kind != "map":
            sections = f"a {self.noun} is a map of sections, such as {_SECTIONS[self.noun]}"
            raise ScenarioError([root.mark.fault(sections)])
        return root, self.faults

    def _stop(self, mark: Mark, message: str) -> ScenarioError:
        return ScenarioError([*self.faults, mark.fault(message)])

    def _mark(self, event: Any) -> Mark:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        stop = end.column if end.line == line else len(self.text.line(line))
        return Mark(self.text, line, column, max(1, stop - column))

    def _document(self) -> Node | None:
        root = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._stop(self._mark(event), f"a second document; a file holds one {self.noun}")
                if event.version or event.tags:
                    raise self._stop(self._mark(event), "directives are not supported")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        mark = self._mark(event)
        self.nodes += 1
        if self.nodes > NODES:
            raise self._stop(mark, f"more than {NODES} values in one file")
        if len(self.faults) > FAULTS:
            raise ScenarioError(self.faults)
        if depth > DEPTH:
            raise self._stop(mark, f"nested more than {DEPTH} levels deep")
        if isinstance(event, yaml.AliasEvent):
            return self._refused(mark, "aliases are not supported" + self._instead)
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, mark)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Node("map", self._map(depth), mark)
        else:
            node = Node("list", list(self._items(depth)), mark)
        return self._unmarked(event, node)

    def _unmarked(self, event: Any, node: Node) -> Node:
        """The node itself, unless it carries an anchor or a tag."""
        if event.anchor:
            return self._refused(node.mark, "anchors are not supported" + self._instead)
        if event.tag:
            return self._refused(node.mark, "tags are not supported")
        return node

    def _refused(self, mark: Mark, message: str) -> Node:
        self.faults.append(mark.fault(message))
        return Node("refused", None, mark)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _map(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        seen: dict[str, Mark] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            mark = self._mark(event)
            name = self._key(event, mark, depth)
            node = self._node(next(self.events), depth + 1)
            node.key = mark
            if name is None:
                continue
            same = name if name.isascii() else unicodedata.normalize("NFKC", name)
            first = seen.setdefault(same, mark)
            if first is not mark:
                self.faults.append(
                    mark.fault(f"{quoted(name)} is written twice; first on line {first.line + 1}")
                )
            else:
                entries[name] = node
        return entries

    def _key(self, event: Any, mark: Mark, depth: int) -> str | None:
        """A key's text; None for one that cannot be used, which is reported."""
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self._node(event, depth + 1)
            self.faults.append(mark.fault("a name is expected here"))
            return None
        name: str = event.value
        if event.anchor or event.tag:
            self._unmarked(event, Node("text", name, mark))
        if not event.style and name == "<<":
            self.faults.append(mark.fault("merge keys are not supported" + self._instead))
            return None
        if problem := _unusable(name):
            self.faults.append(mark.fault(problem))
            return None
        return name

    def _scalar(self, event: Any, mark: Mark) -> Node:
        value: str = event.value
        if found := FORBIDDEN.search(value):
            return self._refused(mark, forbidden(found[0]))
        if event.style:
            return Node("text", value, mark, raw=value)
        if value == "" or value in _NULL:
            return Node("null" if value else "nothing", None, mark)
        if value in _TRUTH:
            return Node("truth", _TRUTH[value], mark, raw=value)
        if value[0] in "+-.0123456789":
            return self._number(value, mark)
        return Node("text", value, mark, raw=value)

    def _number(self, value: str, mark: Mark) -> Node:
        integer = _INTEGER.fullmatch(value)
        if _BEYOND.fullmatch(value):
            return self._refused(mark, "a number must be finite")
        if not integer and not _DECIMAL.fullmatch(value):
            return Node("text", value, mark, raw=value)
        if len(value) > _DIGITS:
            return self._refused(mark, f"a number of more than {_DIGITS} characters")
        number = int(value, 0 if value[:2] in ("0o", "0x") else 10) if integer else float(value) + 0.0
        if abs(number) > 1e300:
            return self._refused(mark, "a number too large to compute with")
        return Node("number", number, mark, raw=value)


def _unusable(name: str) -> str:
    """Why a name cannot be a key, or nothing."""
    if not name:
        return "an empty name"
    if len(name) > _NAME:
        return f"a name of more than {_NAME} characters"
    if name.isascii() and name.isprintable():
        return ""
    odd = next(
        (c for c in name if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), None
    )
    return f"character U+{ord(odd):04X} is not allowed in a name" if odd else ""
