"""Texts made to break a reader: too deep, too wide, too long, hidden, or quadratic."""

from collections.abc import Callable, Iterator

from .extending import BASE

_ONE = "{value: 1, low: 1, high: 1, unit: %s, source: assumption}"
_PLACE = (
    "{name: x, latitude: 1, longitude: 1, type: town, holder: %s, neighbours: [%s], source: toy, weight: "
    + _ONE % "weight"
    + "}"
)
_ACTOR = "{name: x, side: opposition, kind: faction, source: toy, strength: " + _ONE % "fighters" + "}"


def texts() -> Iterator[tuple[str, str | bytes]]:
    """(name, text) of each; all are refused."""
    yield "open lists", "[" * 60_000
    yield "open maps", "{" * 60_000
    yield "open lists on lines", "a: [\n" + "[\n" * 60_000
    yield "nested maps", "{a: " * 60_000
    yield "nested dashes", "- " * 60_000
    yield "nested question marks", "? " * 60_000
    yield "wide list", "a: [" + "a," * 100_000 + "]"
    yield "empty questions", "? a\n: b\n" * 30_000
    yield "many names", "\n".join(f"k{i}: 1" for i in range(20_000))
    yield "many anchors", "\n".join(f"k{i}: &a{i} 1" for i in range(14_000))
    yield "merge bomb", "a: &a {x: 1}\n" + "\n".join(f"{c}: {{<<: [*a, *a, *a, *a]}}" for c in "bcdefghijk")
    yield "alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]"
    yield "long number", "days: " + "9" * 5_000
    yield "long exponent", "days: 1e" + "9" * 30
    yield "long name", "k" * 200_000 + ": 1"
    yield "open quote", '"' + "a" * 200_000
    yield "half a megabyte", "#" * 500_000
    yield "two byte text", "title: x".encode("utf-16")
    yield "no text", b"\x89PNG\r\n\x1a\n\x00\x00"
    yield "broken byte", b"title: \xff"
    yield "null byte", b"title: \x00"
    yield "escape sequence", "title: \x1b[31mred"
    yield "reversed text", "title: \u202eesrever"
    yield "tag of Python", "title: !!python/object/apply:os.system [id]"
    yield "nothing", b""
    yield "mark of byte order alone", b"\xef\xbb\xbf"
    yield "many places of nobody", _section("places", 900, lambda i: _PLACE % ("nobody", f"p{i + 1}"))
    yield (
        "many neighbours",
        _section("places", 2, lambda i: _PLACE % ("army", ", ".join(["p0", "p1"] * 10_000))),
    )
    yield "many unknown sources", _section("sources", 5_000, lambda i: "{}")
    yield (
        "many paths",
        BASE.replace("set:", "set:\n" + "\n".join(f"      actors.x{i}.y.z: 1" for i in range(5_000))),
    )
    yield (
        "many actors",
        _section(
            "actors",
            700,
            lambda i: _ACTOR,
        ),
    )


def _section(name: str, many: int, entry: Callable[[int], str]) -> str:
    """The base with many more entries in one section."""
    lines = "\n".join(f"  {name[0]}{i}: {entry(i)}" for i in range(many))
    return BASE.replace(f"\n{name}:\n", f"\n{name}:\n{lines}\n", 1)
