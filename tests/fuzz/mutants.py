"""Mutants of a YAML text: of its tree, of its lines, of its bytes."""

import datetime
from collections.abc import Callable
from random import Random
from typing import Any

import yaml

from sim.scenario.read import File, read

from . import nasty

Spot = tuple[Any, Any]
"""A map or list, and a key or index in it."""


def mutant(text: str, chance: Random, noun: File = "scenario") -> bytes:
    """The text with one to four faults, of one of three kinds."""
    many = chance.choice((1, 1, 1, 2, 4))
    kind = chance.random()
    if kind < 0.55:
        return _of_tree(text, chance, noun, many)
    if kind < 0.85:
        return _of_lines(text, chance, many)
    return _of_bytes(text.encode(), chance, many)


def _of_tree(text: str, chance: Random, noun: File, many: int) -> bytes:
    content = read(text, "x", noun)[0].plain()
    for _ in range(many):
        chance.choice(TREE)(content, chance)
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110).encode(
        errors="surrogatepass"
    )


class _Dumper(yaml.CSafeDumper):
    """Writes no anchors: what is the same twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def spots(content: Any) -> list[Spot]:
    """Every place in nested maps and lists."""
    found: list[Spot] = []
    todo = [content]
    while todo:
        holder = todo.pop()
        for key, inner in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            found.append((holder, key))
            if isinstance(inner, dict | list):
                todo.append(inner)
    return found


def _spot(content: Any, chance: Random) -> Spot:
    return chance.choice(spots(content) or [(content, "title")])


def _delete(content: Any, chance: Random) -> None:
    holder, key = _spot(content, chance)
    if isinstance(holder, list) or key in holder:
        del holder[key]


def _replace(content: Any, chance: Random) -> None:
    holder, key = _spot(content, chance)
    holder[key] = nasty.value(chance)


def _rename(content: Any, chance: Random) -> None:
    """A key misspelt, or another name; the rest of the map keeps its order."""
    holder, key = _spot(content, chance)
    if isinstance(holder, dict):
        name = nasty.misspelt(str(key), chance) if chance.random() < 0.6 else chance.choice(nasty.TEXTS)
        entries = {name if one == key else one: inner for one, inner in holder.items()}
        holder.clear()
        holder.update(entries)


def _misspell(content: Any, chance: Random) -> None:
    """A text that names something, misspelt."""
    texts = [(holder, key) for holder, key in spots(content) if isinstance(holder[key], str)]
    if texts:
        holder, key = chance.choice(texts)
        holder[key] = nasty.misspelt(holder[key], chance)


def _scale(content: Any, chance: Random) -> None:
    """A number made larger, smaller, negative, or text."""
    numbers = [(h, k) for h, k in spots(content) if isinstance(h[k], int | float) and h[k] is not True]
    if numbers:
        holder, key = chance.choice(numbers)
        factor = chance.choice((-1, 0, 10, 0.1, 1e6, 1 + 1e-9, "text"))
        holder[key] = str(holder[key]) if factor == "text" else holder[key] * factor


def _move(content: Any, chance: Random) -> None:
    """What stands at one place put at another as well."""
    (holder, key), (source, other) = _spot(content, chance), _spot(content, chance)
    if not _holds(source[other], holder):
        holder[key] = source[other]


def _holds(outer: Any, inner: Any) -> bool:
    if outer is inner:
        return True
    below = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
    return any(_holds(one, inner) for one in below)


def _wrap(content: Any, chance: Random) -> None:
    holder, key = _spot(content, chance)
    holder[key] = [holder[key]] if chance.random() < 0.5 else {"value": holder[key]}


def _later(content: Any, chance: Random) -> None:
    """A date moved by days or years."""
    days = chance.choice((-4000, -366, -30, -1, 1, 30, 59, 60, 90, 4000, 10**5))
    dated = [(h, k, date) for h, k in spots(content) if (date := _date(h[k]))]
    if dated:
        holder, key, date = chance.choice(dated)
        try:
            holder[key] = (date + datetime.timedelta(days=days)).isoformat()
        except OverflowError:
            holder[key] = "9999-99-99"


def _date(written: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written)
    except (TypeError, ValueError):
        return None


def _add(content: Any, chance: Random) -> None:
    holder, _ = _spot(content, chance)
    if isinstance(holder, dict):
        holder[chance.choice(nasty.TEXTS)] = nasty.value(chance)
    else:
        holder.append(nasty.value(chance))


def _many(content: Any, chance: Random) -> None:
    """An entry many times under other names."""
    holder, key = _spot(content, chance)
    if isinstance(holder, dict):
        holder.update({f"{str(key)[:40]}-{i}": holder.get(key) for i in range(chance.choice((3, 70, 450)))})
    else:
        holder.extend([holder[key]] * chance.choice((1, 50, 3000)))


def _sections(content: Any, chance: Random) -> None:
    """A field that few scenarios have, with something plausible or not."""
    name = chance.choice(
        ("extends", "inert_because", "id", "vary", "design", "levers", "interventions", "claims")
    )
    content[name] = chance.choice(
        (nasty.value(chance), "base", "toy", "toy.yaml", "../toy.yaml", "idlib-2018-01")
    )


Tree = Callable[[Any, Random], None]
TREE: tuple[Tree, ...] = (
    *(_delete, _delete, _replace, _replace, _replace, _rename, _rename, _misspell, _misspell, _scale, _scale),
    *(_move, _move, _wrap, _later, _later, _add, _many, _sections),
)


def _of_lines(text: str, chance: Random, many: int) -> bytes:
    lines = text.split("\n")
    for _ in range(many):
        at = chance.randrange(len(lines))
        lines[at : at + 1] = _line(lines[at], lines, chance)
    joined = chance.choice(("\n", "\n", "\n", "\n", "\r\n", "\r")).join(lines)
    return joined.encode(errors="surrogatepass")


def _line(line: str, lines: list[str], chance: Random) -> list[str]:
    """What one line becomes."""
    token = chance.choice(nasty.TOKENS)
    key, colon, _ = line.partition(":")
    cut = chance.randrange(len(line) + 1)
    bare = line.lstrip(" ")
    return chance.choice(
        (
            [],
            [line, line],
            [line, chance.choice(lines)],
            [" " * chance.randrange(12) + bare],
            ["\t" + bare],
            [f"{key}: {token}"],
            [f"{key}{colon} {token}"],
            [line[:cut] + token + line[cut:]],
            [line[:cut], line[cut:]],
            [line[:cut]],
            [token, line],
            [line.replace(":", "", 1)],
            [line + " " + token],
        )
    )


def _of_bytes(content: bytes, chance: Random, many: int) -> bytes:
    for _ in range(many):
        at, length = chance.randrange(len(content) + 1), chance.choice((1, 1, 2, 10, 200))
        piece = chance.choice(nasty.BYTES)
        content = chance.choice(
            (
                content[:at] + piece + content[at:],
                content[:at] + content[at + length :],
                content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :],
                content[:at] + content[at : at + length] * chance.choice((2, 50)) + content[at:],
                content[:at],
                piece + content,
                content.decode(errors="replace").encode("utf-16" if chance.random() < 0.3 else "utf-8"),
            )
        )
    return content
