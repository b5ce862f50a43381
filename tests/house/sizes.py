"""Budgets of size: a file that wants to grow past its budget holds two nouns."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from .tree import CODE, parsed, python

FILE, FILE_CAP = 250, 320
FUNCTION, FUNCTION_CAP = 25, 40
LONG_SHARE, FUNCTION_MEDIAN = 0.05, 8
CLASS_CAP = 150
POSITIONAL, POSITIONAL_CAP = 4, 6
MANY_SHARE = 0.05

LARGE_FILES = frozenset({"tests/toy.py"})
"""Files allowed up to `FILE_CAP`: one whole scenario written out."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _lines(node: Function | ast.ClassDef) -> int:
    """Lines from `def` to the end, without the docstring and without functions inside a function."""
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    inner = sum(_lines(child) for child in node.body if isinstance(child, Function | ast.ClassDef))
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring - inner


def large_files(root: Path) -> list[str]:
    """Files over budget, and allowances that nothing needs."""
    lengths = {place: text.count("\n") for place, text in python(root)}
    found = [
        f"{place}: {length} lines; the budget is {FILE_CAP if place in LARGE_FILES else FILE}"
        for place, length in lengths.items()
        if length > (FILE_CAP if place in LARGE_FILES else FILE)
    ]
    return found + [f"{place}: needs no allowance" for place in LARGE_FILES if lengths.get(place, 0) <= FILE]


def long_functions(root: Path) -> list[str]:
    """Functions over the cap, or too many long ones, or a median over eight lines."""
    lengths = {
        f"{place}:{node.name}": _lines(node)
        for place, tree in parsed(root, *CODE)
        for node in _functions(tree)
    }
    found = [
        f"{name}: {lines} lines; the cap is {FUNCTION_CAP}"
        for name, lines in lengths.items()
        if lines > FUNCTION_CAP
    ]
    long = [f"{name} ({lines})" for name, lines in lengths.items() if lines > FUNCTION]
    if len(long) > LONG_SHARE * len(lengths):
        found.append(f"{len(long)} of {len(lengths)} functions exceed {FUNCTION} lines: {', '.join(long)}")
    if lengths and median(lengths.values()) > FUNCTION_MEDIAN:
        found.append(f"the median function has {median(lengths.values())} lines; aim at {FUNCTION_MEDIAN}")
    return found


def large_classes(root: Path) -> list[str]:
    """Classes over budget, methods included."""
    return [
        f"{place}:{node.name}: {span} lines; the budget is {CLASS_CAP}"
        for place, tree in parsed(root, *CODE)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and (span := (node.end_lineno or node.lineno) - node.lineno + 1) > CLASS_CAP
    ]


def many_arguments(root: Path) -> list[str]:
    """Functions with more positional arguments than the cap, or too many of them over four."""
    counts: dict[str, int] = {}
    for place, tree in parsed(root, *CODE):
        for node in _functions(tree):
            names = [argument.arg for argument in node.args.posonlyargs + node.args.args]
            counts[f"{place}:{node.name}"] = len([name for name in names if name not in {"self", "cls"}])
    found = [
        f"{name}: {count} positional arguments" for name, count in counts.items() if count > POSITIONAL_CAP
    ]
    many = [f"{name} ({count})" for name, count in counts.items() if count > POSITIONAL]
    if len(many) > MANY_SHARE * len(counts):
        found.append(
            f"{len(many)} of {len(counts)} take over {POSITIONAL} positional arguments: {', '.join(many)}"
        )
    return found
