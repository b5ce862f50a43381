"""Wording: a command-line value of the wrong kind, told as everything else is told, whatever Typer says."""

import re

from sim.scenario.errors import printable

_PLAIN: tuple[tuple[str, str], ...] = (
    (r"Input should be a valid integer.*", "a whole number is expected"),
    (r"Input should be a valid number.*", "a number is expected"),
    (r"Input should be greater than or equal to (\S+)", r"at least \1 is expected"),
    (r"Input should be less than or equal to (\S+)", r"at most \1 is expected"),
    (r"Value error, (.*?)\.?", r"\1"),
)


def plain(message: str) -> str:
    """A message about a value without the words of the library that read it.

    >>> plain("Input should be a valid integer, unable to parse string as an integer")
    'a whole number is expected'
    >>> plain("Value error, 'x' is not one of 'csv', 'ema'.")
    "'x' is not one of 'csv', 'ema'"
    """
    for pattern, words in _PLAIN:
        if found := re.fullmatch(pattern, message, flags=re.DOTALL):
            return shown(found.expand(words))
    return shown(message)


def shown(message: str) -> str:
    """A message whose lines hold nothing that a terminal would obey or hide, whatever a user typed."""
    return "\n".join(map(printable, message.split("\n")))
