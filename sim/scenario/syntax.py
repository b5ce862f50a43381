"""Syntax: what libyaml complains of, in plain words and at a place in the file."""

from typing import Any

import yaml

from .errors import Fault, printable
from .tree import Mark, Text

_WORDS = {
    "mapping values are not allowed in this context": 'a ":" where none may stand; write text with a colon'
    " in quotes",
    "did not find expected key": "neither a name nor the end of the value before; check quotes and"
    " indentation",
    "did not find expected '-' indicator": 'a "- " is expected, as on the lines of this list before',
    "did not find expected node content": "a value is expected here",
    "could not find expected ':'": 'a name needs ": " after it, an entry of a list "- " before it',
    "found invalid Unicode character escape code": "no character has this number",
    "did not find expected <document start>": "what stands here belongs to nothing; check indentation, and"
    ' the space after ":"',
    "did not find expected alphabetic or numeric character": "text that begins with * or & goes in quotes",
    "found unknown escape character": "no such escape in double quotes; single quotes take a backslash as"
    " it is",
    "did not find expected comment or line break": "only a comment may follow | or > on its line",
}
_OPEN = {"while parsing a flow mapping": "{", "while parsing a flow sequence": "["}


def syntax_fault(text: Text, error: yaml.YAMLError) -> Fault:
    """Why a text is not YAML. At its end, what is still open there is pointed at instead."""
    problem, context = (str(getattr(error, name, None) or "") for name in ("problem", "context"))
    at, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    here = _mark(text, at)
    if text.line(here.line)[: here.column + 1].strip(" ").startswith("\t"):
        return here.fault("not YAML: a tab in the indentation; use spaces")
    if context == "while scanning a quoted scalar" and "end of stream" in problem:
        return _mark(text, begun).fault("not YAML: the quotation that begins here does not end")
    if context in _OPEN:
        return _unclosed(text, here, _mark(text, begun), _OPEN[context])
    if context == "while scanning a simple key":
        here = _mark(text, begun)
    if problem == "found character that cannot start any token":
        character = printable(text.line(here.line)[here.column : here.column + 1])
        return here.fault(f'not YAML: no text begins with "{character}" unless it stands in quotes')
    return here.fault(f"not YAML: {_WORDS.get(problem, problem or 'unreadable')}")


def _unclosed(text: Text, here: Mark, begun: Mark, bracket: str) -> Fault:
    end = {"{": "}", "[": "]"}[bracket]
    if any(line.strip() for line in (text.line(here.line)[here.column :], *text.lines[here.line + 1 :])):
        of = "" if begun.line == here.line else f" of line {begun.line + 1}"
        return here.fault(f'not YAML: "," or "{end}" is expected: the "{bracket}"{of} is still open')
    return begun.fault(f'not YAML: the "{bracket}" that begins here is never closed')


def _mark(text: Text, at: Any) -> Mark:
    """A mark of libyaml, which counts a line more at the end of some texts."""
    if at is None:
        return Mark(text, 0, 0)
    line = min(at.line, len(text.lines) - 1)
    column = at.column if line == at.line else len(text.lines[line])
    return Mark(text, line, min(column, len(text.lines[line])))
