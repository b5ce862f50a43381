"""Labels: parameter paths and outcomes as short words that fit tables and pictures; tables for programs keep
the paths."""

import re
from collections import Counter
from collections.abc import Iterable

_SECTIONS = {"actors", "actions", "agreements", "background", "calendar", "history", "places", "talks"}
_SILENT = {"rules", "obligations"}
_LINKS = {
    "multiplied_by": "× ",
    "leverage": "leverage over ",
    "confidence": "confidence in ",
    "objectives": "objective ",
    "suspects": "suspect ",
    "changes": "effect ",
}
_FURTHEST = 52


def label(path: str) -> str:
    """A parameter's path in words.

    >>> label("actors.syrian_government.rules.air_strike.rate")
    'syrian government: air strike, rate'
    >>> label("actors.syrian_government.rules.air_strike.multiplied_by.talks_near")
    'syrian government: air strike × talks near'
    >>> label("actors.russia.leverage.syrian_government"), label("perception.doubt"), label("what_if")
    ('russia: leverage over syrian government', 'perception: doubt', 'what-if')
    """
    if path == "what_if":
        return "what-if"
    section, *rest = path.split(".")
    named = rest if section in _SECTIONS and rest else [section, *rest]
    head, *parts = (part for part in named if part not in _SILENT)
    told, link = "", ""
    for part in parts:
        if part in _LINKS and part != parts[-1]:
            link = _LINKS[part]
            continue
        between = " " if link.startswith("×") else ", "
        told += (between if told else "") + link + _words(part)
        link = ""
    return shortened(f"{_words(head)}: {told}" if told else _words(head))


def labels(paths: Iterable[str]) -> dict[str, str]:
    """A label for each path; paths whose labels would be the same keep their full names."""
    found = {path: label(path) for path in paths}
    often = Counter(found.values())
    return {path: told if often[told] == 1 else path for path, told in found.items()}


def shortened(text: str, furthest: int = _FURTHEST) -> str:
    """The text, or its two ends where it is too long.

    >>> shortened("abcdefghij", 7)
    'abc…hij'
    """
    if len(text) <= furthest:
        return text
    half = (furthest - 1) // 2
    return f"{text[: furthest - 1 - half]}…{text[-half:]}"


def file_stem(outcome: str) -> str:
    """An outcome's name as part of a file's, whatever was written there.

    >>> file_stem("fall_abu_duhur"), file_stem("../x")
    ('fall_abu_duhur', 'x')
    """
    return re.sub(r"[^a-z0-9_-]", "", outcome)


def _words(name: str) -> str:
    return name.replace("_", " ").replace("half life", "half-life")
