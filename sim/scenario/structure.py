"""From tree to records: pydantic's verdict in plain words, and at its place in the tree."""

import re
import types
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from .errors import Finding, nearest, quoted
from .merge import described
from .parameter import OUTSIDE, REVERSED, Noun
from .tree import Node, Path, as_json

Record = TypeVar("Record", bound=Noun)
_MANY = 100
_ID = "an id has a-z, 0-9, _ and -, begins with a letter, and is at most 64 characters long"
_CODE = "a code of 2 to 4 digits"
_NUMBER = "a number is expected, as {value: , low: , high: , unit: , source: }"
_BARE = (
    "a bare number; write {value: , low: , high: , unit: , source: }"
    " (only an extending file gives an inherited number a bare value)"
)

_LACKING = ("missing", _BARE)


def structured(tree: Node, record: type[Record]) -> tuple[Record | None, list[Finding]]:
    """The records of a tree, the outermost of type `record`, and what is wrong with its structure.

    Names that are merely unknown and values outside their range are repaired, so that what refers
    to them can still be checked: the records may then come with findings, and must not be run.
    """
    text = as_json(tree)
    try:
        return record.model_validate_json(text), []
    except ValidationError as error:
        findings = list(_findings(tree, record, error))
    if len(findings) > _MANY:
        return None, findings
    try:
        return record.model_validate_json(as_json(_repaired(tree, findings))), findings
    except ValidationError:
        return None, findings


def _findings(tree: Node, record: type[Noun], error: ValidationError) -> Iterator[Finding]:
    found = [_finding(tree, record, one) for one in error.errors(include_url=False, include_input=False)]
    if len(found) > _MANY:
        return (f for f in found if f)
    renamed = {(*f.path[:-1], nearest(f.word, f.choices)) for f in found if f and f.message == "unknown key"}
    kept = [f for f in found if f and not (f.message == "missing" and f.path in renamed)]
    return _with_strangers(tree, record, kept)


def _with_strangers(tree: Node, record: type[Noun], found: list[Finding]) -> Iterator[Finding]:
    """The findings, but only one, with the likely name, for all that a mistyped name lacks as a new entry."""
    lacks: dict[Path, list[str]] = {}
    for finding in found:
        if finding.message in _LACKING and len(finding.path) > 1:
            lacks.setdefault(finding.path[:-1], []).append(str(finding.path[-1]))
    told = {path: _stranger(tree, record, path, fields) for path, fields in lacks.items()}
    strangers = {path: finding for path, finding in told.items() if finding}
    yield from strangers.values()
    for finding in found:
        above = any(finding.path[: len(path)] == path for path in strangers)
        if not (above and finding.message in _LACKING):
            yield finding


def _stranger(tree: Node, record: type[Noun], path: Path, lacks: list[str]) -> Finding | None:
    """What to say of an entry that is named almost like another and lacks more fields than it has."""
    name, others = str(path[-1]), _beside(tree, record, path)
    if not nearest(name, others) or len(lacks) <= len(tree.find(path)[0].value.keys() - set(lacks)):
        return None
    message = f"no such entry yet; a new one needs in full: {', '.join(lacks)}"
    return Finding(path, message, name, others, on_key=True)


def _beside(tree: Node, record: type[Noun], path: Path) -> list[str]:
    """The other names in the map that has the entry at `path`; none in a record or a list."""
    node, found = tree.find(path[:-1])
    if not found or node.kind != "map" or _fields(tree, record, path[:-1]):
        return []
    return [name for name in node.value if name != path[-1]]


def _finding(tree: Node, record: type[Noun], error: Any) -> Finding | None:
    path, on_key = _path(tree, error["loc"])
    node, found = tree.find(path)
    if node.kind in ("refused", "nothing", "null"):
        return None
    kind = error["type"]
    if kind == "missing" or not found:
        return Finding(path, "missing")
    if kind == "extra_forbidden":
        choices = _fields(tree, record, path[:-1])
        return Finding(path, "unknown key", str(path[-1]), choices, on_key=True)
    if on_key:
        return Finding(path, f"{quoted(str(path[-1]))} is not an id: {_ID}", on_key=True)
    if kind == "union_tag_invalid":
        path = (*path, "form")
        node = tree.find(path)[0]
    message, choices = _words(kind, error, node)
    word = node.raw if choices else ""
    if message == _BARE:  # perhaps the mistyped name of an inherited one
        word, choices = str(path[-1]), _beside(tree, record, path)
    return Finding(path, message, word, choices, point="value" if kind == "value_error" else "")


def _path(tree: Node, loc: tuple[str | int, ...]) -> tuple[Path, bool]:
    """pydantic's location without the steps that it inserts, and whether a key is meant.

    They are the tags of unions, and the name of a field that is written as a bare list.
    """
    path: list[str | int] = []
    node: Node | None = tree
    for i, step in enumerate(loc):
        if step == "[key]":
            return tuple(path), True
        child = node.child(step) if node else None
        form = node.child("form") if node else None
        if child is None and form and form.value == step and i < len(loc) - 1:
            continue
        if node and node.kind == "list" and isinstance(step, str):
            continue
        path.append(step)
        node = child
    return tuple(path), False


def _words(kind: str, error: Any, node: Node) -> tuple[str, list[str]]:
    """What is wrong in plain words, and what could have been written."""
    context = error.get("ctx", {})
    if kind == "union_tag_not_found":
        return '"form" is missing; one of refrain, perform, maintain, answer_for', []
    expected = re.findall(r"'([^']*)'", str(context.get("expected", context.get("expected_tags", ""))))
    if expected:
        return f"{described(node)} is none of {', '.join(expected)}", expected
    return _sentence(kind, context, node, error["msg"]), []


def _sentence(kind: str, context: dict[str, Any], node: Node, otherwise: str) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind in ("model_type", "model_attributes_type") and context.get("class_name") == "Parameter":
        return _BARE if node.kind == "number" else f"{_NUMBER}, not {described(node)}"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"a map is expected, not {described(node)}"
    if kind == "string_pattern_mismatch":
        return f"{described(node)} is not {f'an id: {_ID}' if 'a-z' in context['pattern'] else _CODE}"
    if kind == "string_type" and node.kind == "number":
        return f'text is expected, not a number; write "{node.raw}" in quotes'
    if kind in _EXPECTED:
        return f"{_EXPECTED[kind]} is expected, not {described(node)}"
    if kind in _BOUNDS:
        limit = context[_LIMIT[kind]]
        return (
            f"{described(node)} must be {_BOUNDS[kind]} {limit if isinstance(limit, int) else f'{limit:g}'}"
        )
    if kind.startswith("date"):
        return f"{described(node)} is no date of the calendar"
    return otherwise[0].lower() + otherwise[1:]


_EXPECTED = {
    "string_type": "text",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "date_type": "a date such as 2018-01-11",
}
_BOUNDS = {"greater_than_equal": "at least", "less_than_equal": "at most"}
_LIMIT = {"greater_than_equal": "ge", "less_than_equal": "le"}


def _fields(tree: Node, record: type[Noun], path: Path) -> list[str]:
    """The keys that the record at `path` may have."""
    kind: Any = record
    node: Node | None = tree
    for step in path:
        node = node.child(step) if node else None
        kind = _record(_below(kind, step), node)
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _below(kind: Any, step: str | int) -> Any:
    """The annotation of what lies under a field, key or index."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields.get(str(step))
        return field.annotation if field else None
    inner = [a for a in get_args(kind) if a is not Ellipsis]
    return inner[-1] if inner else None


def _record(kind: Any, node: Node | None) -> Any:
    """The record or map meant by an annotation: without Annotated and None, and by its `form`."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    members = [_record(member, node) for member in get_args(kind) if member is not type(None)]
    form = node.child("form") if node else None
    for member in members:
        if (
            form
            and hasattr(member, "model_fields")
            and "form" in member.model_fields
            and form.value in get_args(member.model_fields["form"].annotation)
        ):
            return member
    return members[0]


def _repaired(tree: Node, findings: list[Finding]) -> Node:
    """A copy without unknown keys, or with their likely names, and with ranges that hold their value."""
    copy = _copy(tree)
    for finding in findings:
        parent, found = copy.find(finding.path[:-1])
        if found and finding.message == "unknown key":
            node = parent.value.pop(finding.path[-1])
            if likely := nearest(finding.word, finding.choices):
                parent.value.setdefault(likely, node)
        elif found and (OUTSIDE in finding.message or REVERSED in finding.message):
            number = parent.value[finding.path[-1]]
            ends = sorted((number.value[end] for end in ("value", "low", "high")), key=lambda n: n.value)
            number.value.update(low=ends[0], high=ends[-1])
    return copy


def _copy(node: Node) -> Node:
    if node.kind == "map":
        return replace(node, value={key: _copy(child) for key, child in node.value.items()})
    return node
