"""Amend: writes numbers into the text of a scenario and leaves every other character as it was."""

import itertools
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.experiment.refusal import RefusedError
from sim.scenario.errors import ScenarioError
from sim.scenario.read import read
from sim.scenario.shelf import is_id
from sim.scenario.tree import Mark, Node

Fields = Mapping[str, float | str]
"""What a Parameter is to have: `value`, `low`, `high`, `unit`, `source`, `note`, or some of them."""

_BY_HAND = "write this one into the text by hand"


class _Edit(NamedTuple):
    """`written` takes the place of the characters from `start` to `end`."""

    start: int
    end: int
    written: str


def amended(text: str, path: str, fields: Fields) -> str:
    """The text, in which the Parameter at a dotted path has these fields.

    What is there is changed where it stands. What is not is added: in a what-if as the override of what
    the scenario extended says. Raises `RefusedError` where the text has faults of its own, or is written
    in a way in which this cannot be done without touching anything else.
    """
    tree = _sound(text)
    steps = path.split(".")
    edits = _edits(text, tree, steps, fields)
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.written + text[edit.end :]
    if _sound(text).plain() != _with(tree.plain(), steps, fields):
        raise RefusedError(f"{path}: the text around it is unusual; {_BY_HAND}")
    return text


def _sound(text: str) -> Node:
    try:
        tree, faults = read(text, "the text")
    except ScenarioError as error:
        raise RefusedError(str(error)) from None
    if faults:
        raise RefusedError(str(ScenarioError(faults)))
    return tree


def _edits(text: str, tree: Node, steps: list[str], fields: Fields) -> list[_Edit]:
    node, left = tree, list(steps)
    while left and (child := node.child(left[0])) is not None:
        node, left = child, left[1:]
    if left:
        return [_inserted(text, node, left, _content(fields))]
    if node.kind == "number":
        whole = _content({"value": node.value, **fields})
        return [_replaced(text, node, whole)]
    old = {field: node.child(field) for field in fields}
    edits = [_replaced(text, there, _scalar(fields[field])) for field, there in old.items() if there]
    new = [field for field, there in old.items() if there is None]
    return [*edits, *(_inserted(text, node, [field], _scalar(fields[field])) for field in new)]


def _replaced(text: str, node: Node, written: str) -> _Edit:
    start = _offset(text, node.mark)
    return _Edit(start, start + node.mark.width, written)


def _inserted(text: str, parent: Node, steps: list[str], content: str) -> _Edit:
    """A new entry: last in a map on one line, first in one of several lines, last of the sections."""
    if parent.kind != "map":
        raise RefusedError(f"{'.'.join(steps)}: nothing can be added there; {_BY_HAND}")
    start = _offset(text, parent.mark)
    if text[start] == "{":
        return _in_line(text, parent, start + 1, _flow(steps, content))
    column = min(child.key.column for child in parent.value.values() if child.key)
    entry = "".join(f"{' ' * (column + 2 * i)}{step}:\n" for i, step in enumerate(steps))
    entry = f"{entry[:-1]} {content}\n"
    if parent.key is None:
        ended = "" if text.endswith("\n") else "\n"
        return _Edit(len(text), len(text), ended + entry)
    start = _line(text, parent.key.line + 1)
    return _Edit(start, start, entry)


def _in_line(text: str, parent: Node, start: int, entry: str) -> _Edit:
    last = max(parent.value.values(), key=lambda child: child.mark[1:3], default=None)
    if last is None or last.kind in ("map", "list"):
        return _Edit(start, start, f"{entry}, " if last else entry)
    end = _offset(text, last.mark) + last.mark.width
    return _Edit(end, end, f", {entry}")


def _flow(steps: list[str], content: str) -> str:
    first, *rest = steps
    return f"{first}: {{{_flow(rest, content)}}}" if rest else f"{first}: {content}"


def _content(fields: Fields) -> str:
    """A bare number where only the value is given; else a map on one line, in the usual order."""
    if fields.keys() == {"value"}:
        return _scalar(fields["value"])
    order = ("value", "low", "high", "unit", "source", "note")
    return "{" + ", ".join(f"{key}: {_scalar(fields[key])}" for key in order if key in fields) + "}"


def _scalar(value: float | str) -> str:
    """A number in at most twelve digits, or a text, quoted where that is needed."""
    if isinstance(value, str):
        return value if is_id(value) and value not in ("null", "true", "false") else json.dumps(value)
    return f"{value:.12g}"


def _line(text: str, number: int) -> int:
    """Where a line begins, counted from 0; the end of the text beyond the last."""
    ends = (match.end() for match in re.finditer(r"\r\n|\r|\n", text))
    return next(itertools.islice(itertools.chain([0], ends), number, None), len(text))


def _offset(text: str, mark: Mark) -> int:
    return _line(text, mark.line) + mark.column


def _with(content: dict[str, Any], steps: list[str], fields: Fields) -> dict[str, Any]:
    """The bare data as they are to be."""
    new = {key: value if isinstance(value, str) else float(f"{value:.12g}") for key, value in fields.items()}
    step, *rest = steps
    old = content.get(step)
    if rest:
        return {**content, step: _with(old or {}, rest, fields)}
    if isinstance(old, dict):
        return {**content, step: {**old, **new}}
    if old is None or new.keys() == {"value"}:
        return {**content, step: new["value"] if new.keys() == {"value"} else new}
    return {**content, step: {"value": old, **new}}
