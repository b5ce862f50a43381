"""Nasty values: what a number, a name, a date or a line of YAML should not be."""

from random import Random
from typing import Any

NUMBERS: tuple[Any, ...] = (
    *(0, 1, -1, 2, 0.5, -0.0, 1e-300, 5e-324, 1e300, -1e300, 1.7e308, 2**31, 2**63, 2**64, -(2**63), 10**30),
    *(float("nan"), float("inf"), float("-inf"), 0.1 + 0.2, 1000, 1001, 49.999999999999996, 1_000_000),
)
TEXTS = (
    *("", " ", "x", "X", "null", "~", "true", "no", "1", "1e5", "nan", ".inf", "2018-01-11", "2018-02-30"),
    *("0000-01-01", "9999-12-31", "2018-1-1", "2018-01-11T00:00:00Z", "12:30:00", "0x1F", "0o17", "1_000"),
    *("a.b.c", "actors", "__class__", "{value}", "%s", "${HOME}", "$(id)", "../../x", "C:\\x", "<b>x</b>"),
    *(
        "é",
        "ｔｏｙ",
        "إدلب",
        "a\u0301",
        "\u202eesrever",
        "\u200b",
        "\ufeff",
        "\x00",
        "\x1b[31m",
        "\x85",
        "a\rb",
    ),
    *(
        "a\tb",
        "a\nb",
        "-",
        "- a",
        ": ",
        "#",
        "a: b",
        "[",
        "]",
        "{",
        "}",
        "&a",
        "*a",
        "!!int",
        "|",
        ">",
        "@",
        "`",
    ),
    *("assumption", "toy", "army", "none", "what_if", "extends", "k" * 65, "k" * 400, "\U0001f54a"),
)
DATES = ("1899-12-31", "1900-01-01", "2018-01-10", "2018-01-11", "2018-03-12", "2018-04-10", "2200-01-01")
TOKENS = (
    *(
        "&a 1",
        "*a",
        "<<: *a",
        "!!python/object/apply:os.system [id]",
        "!!int x",
        "!x y",
        "? a",
        "- - - -",
        ".nan",
    ),
    *(
        ".inf",
        "-.Inf",
        "1e999",
        "1e-999",
        "9" * 45,
        "0x" + "f" * 50,
        "0b1",
        "+1",
        "1.",
        ".",
        "..",
        "0o9",
        "1e",
        "--1",
    ),
    *(
        "|",
        ">",
        "'",
        '"',
        "'a",
        '"\\x00"',
        '"\\u202e"',
        '"\\ud800"',
        '"\\N"',
        '"\\',
        "[[[[",
        "{{{{",
        "[" * 40,
        "}",
    ),
    *(
        "null",
        "~",
        "",
        "{}",
        "[]",
        "{a: }",
        "[,]",
        "{,}",
        "a: b: c",
        "\t",
        "# x",
        "---",
        "...",
        "%YAML 1.2",
        "--- x",
    ),
    *(
        "k" * 5000,
        "[" + "a," * 300 + "]",
        "{a: " * 30 + "1" + "}" * 30,
        "\ufeff",
        "\x00",
        "\x1b",
        "\u200e",
        "\u2028",
    ),
)
BYTES = (
    *(
        b"\xff",
        b"\x00",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xfe\xff",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\t",
        b"\x0b",
    ),
    *(
        b"\xc2\x85",
        b"\xe2\x80\xa8",
        b"\xf4\x90\x80\x80",
        b"\xc0\xaf",
        b"- ",
        b": ",
        b"? ",
        b"#",
        b"[",
        b"{",
        b'"',
        b"'",
    ),
)


def number(chance: Random) -> Any:
    """A number that a parameter hardly can be, or any at all."""
    if chance.random() < 0.7:
        return chance.choice(NUMBERS)
    value = 10 ** chance.uniform(-6, 6) * chance.choice((1, 1, -1))
    return round(value) if chance.random() < 0.5 else value


def scalar(chance: Random) -> Any:
    """A number, text, date, truth or nothing."""
    return chance.choice(
        (number(chance), number(chance), chance.choice(TEXTS), chance.choice(DATES), True, None)
    )


def value(chance: Random, depth: int = 0) -> Any:
    """A scalar, or lists and maps of such, sometimes deep ones."""
    if depth > 3 or chance.random() < 0.7:
        return scalar(chance)
    if chance.random() < 0.1:
        return nested(chance.choice((5, 23, 24, 25, 60)), chance.random() < 0.5)
    some = range(chance.choice((0, 1, 2, 5)))
    if chance.random() < 0.5:
        return [value(chance, depth + 1) for _ in some]
    return {str(chance.choice(TEXTS)): value(chance, depth + 1) for _ in some}


def nested(depth: int, lists: bool) -> Any:
    """Lists in lists, or maps in maps."""
    inner: Any = 1
    for _ in range(depth):
        inner = [inner] if lists else {"a": inner}
    return inner


def misspelt(word: str, chance: Random) -> str:
    """A word with a letter lost, doubled, swapped or changed."""
    at = chance.randrange(len(word)) if word else 0
    first, letter, rest = word[:at], word[at : at + 1], word[at + 1 :]
    return chance.choice(
        (first + rest, first + letter * 2 + rest, first + rest[:1] + letter + rest[1:], word.upper())
    )
