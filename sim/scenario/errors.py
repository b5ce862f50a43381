"""What a file's author is told: every fault at once, with file, line, column and a suggestion."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SHOWN = 25
_WIDTH = 110


class Finding(NamedTuple):
    """A fault by its path in the scenario, before it is traced to a line.

    `word` is what was written and `choices` what might have been meant; `on_key` points at the
    name instead of the value, `point` at a field below it.
    """

    path: tuple[str | int, ...]
    message: str
    word: str = ""
    choices: Iterable[str] = ()
    on_key: bool = False
    point: str = ""

    @property
    def dotted(self) -> str:
        """The path as one string."""
        return ".".join(str(step) for step in self.path)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one place; line and column count from 1, and line 0 means no file."""

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""
    source: str = ""
    width: int = 1

    def __str__(self) -> str:
        place = (
            f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: " if self.file else ""
        )
        path = f"{printable(self.path)}: " if self.path else ""
        hint = f'; did you mean "{self.hint}"?' if self.hint else ""
        return place + path + self.message + hint + self._excerpt()

    def _excerpt(self) -> str:
        """The source line with its number and, below, a caret; long lines are cut around the column."""
        if not self.source:
            return ""
        start = max(0, self.column - 1 - _WIDTH // 2) if self.column > _WIDTH else 0
        line = printable(self.source[start : start + _WIDTH])
        carets = "^" * max(1, min(self.width, _WIDTH - (self.column - 1 - start)))
        return f"\n{self.line:5d} | {line}\n      | {' ' * (self.column - 1 - start)}{carets}"

    def as_dict(self) -> dict[str, str | int]:
        """The fault as plain fields."""
        names = ("file", "line", "column", "path", "message", "hint")
        return {name: getattr(self, name) for name in names}

    def as_github(self) -> str:
        """The fault as a workflow command that annotates a pull request."""
        text = self.message + (f'; did you mean "{self.hint}"?' if self.hint else "")
        where = f"file={_escaped(self.file, ',:')},line={self.line},col={self.column}"
        return f"::error {where},title={_escaped(self.path, ',:')}::{_escaped(text)}"


class ScenarioError(ValueError):
    """A scenario that must not run; `errors` holds every fault, in order of file and line."""

    def __init__(self, errors: Sequence[Fault]) -> None:
        self.errors = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        shown = [str(error) for error in self.errors[:SHOWN]]
        more = len(self.errors) - SHOWN
        return "\n".join([*shown, f"and {more} more"] if more > 0 else shown)

    def as_dict(self) -> dict[str, object]:
        """`{"errors": [...], "more": n}`, with at most 25 errors."""
        shown = [error.as_dict() for error in self.errors[:SHOWN]]
        return {"errors": shown, "more": max(0, len(self.errors) - SHOWN)}

    def as_github(self) -> str:
        """One workflow command a line, at most 25."""
        return "\n".join(error.as_github() for error in self.errors[:SHOWN])


def refused(message: str, path: str = "", hint: str = "", file: str = "") -> ScenarioError:
    """An error with a single fault that stands in no line."""
    return ScenarioError([Fault(file, 0, 0, path, message, hint)])


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice most like `word`, or nothing."""
    found = difflib.get_close_matches(word[:64], [str(choice) for choice in choices], 1, 0.6) if word else []
    return found[0] if found else ""


def printable(text: str) -> str:
    """The text in as many characters, those that a terminal would obey or hide replaced."""
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def quoted(text: str) -> str:
    """A short printable quotation of what was written."""
    return f'"{printable(text if len(text) <= 60 else text[:57] + "...")}"'


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
