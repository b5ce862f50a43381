"""Command lines made by chance, for every verb that the program has, and the judge of what comes of them."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import typer
from typer.testing import CliRunner

from sim.cli import app

from . import nasty
from .judge import Find, readable
from .yard import RATE, snapshot

VERBS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
SERVERS = ("dashboard", "bench")
"""Verbs that start another program: their command line is read, the program is not started."""
DEAR = {"audit": ("--of", RATE), "attribute": (), "run": (), "compare": ("--draws", "2"), "sweep": ()}
FAILS = {"audit", "sweep", "compare"}
"""Verbs that may end with 1."""
PATHS = (
    *(
        ".",
        "..",
        "/",
        "",
        "file",
        "thesis",
        "loop",
        "way-out",
        "pipe.yaml",
        "run",
        "both",
        "done",
        "half",
        "fresh",
    ),
    *(
        "done/outcomes",
        "run/manifest.json",
        "fresh/deep",
        "file/below",
        "~",
        "x" * 300,
        "\x00",
        "a\nb",
        "\udcff",
        "-",
    ),
)
SCENARIOS = (
    *(
        "toy",
        "toy.yaml",
        "./toy.yaml",
        "calm",
        "calm",
        "broken.yaml",
        "small.yaml",
        "pipe.yaml",
        "way-out.yaml",
    ),
    *("tyo", "idlib-2018-1", "no-such", "run/scenario.yaml", "../outside/chapter.yaml"),
)
PATHS_OF_NUMBERS = (
    RATE,
    "ground.post",
    "days",
    "actors",
    f"{RATE}x",
    "actors.army",
    "history.raid",
    "__class__",
    "",
)
OUTCOMES = ("deaths", "collapse", "lethal_events", "death", "compliance", "world", "")
LEVERS = ("none", "calm", "clam", "none,calm", ",", "")


def _condition(chance: Random) -> str:
    sign = chance.choice((">", "<", ">=", "<=", "=", "==", "~", ""))
    return f"{chance.choice(OUTCOMES)} {sign} {_plain(chance)}"


def _setting(chance: Random) -> str:
    return f"{chance.choice(PATHS_OF_NUMBERS)}{chance.choice(('=', '=', '=', '', '=='))}{_plain(chance)}"


def _plain(chance: Random) -> str:
    """A number as somebody types it, most often a small one."""
    if chance.random() < 0.5:
        return chance.choice(("0", "1", "2", "3", "0.5", "0.1", "10"))
    return str(
        chance.choice((nasty.number(chance), "nan", "1e999", "-inf", "1e3", "0x1", "１", "1,5", "", "x"))
    )


def _small(chance: Random) -> str:
    """A count that costs nothing, or none."""
    return chance.choice(
        ("1", "1", "2", "2", "3", "0", "-1", "-3", "1.5", "1e3", "nan", "99999999999", "x", "")
    )


def _seed(chance: Random) -> str:
    return chance.choice(("1", "7", str(2**63 - 1), str(2**63), "-1", "9" * 60, "x", "0x1"))


KINDS: dict[str, Any] = {
    "scenario": lambda c: c.choice(SCENARIOS),
    "place": lambda c: c.choice(PATHS),
    "path": lambda c: c.choice(PATHS_OF_NUMBERS),
    "setting": _setting,
    "condition": _condition,
    "outcome": lambda c: c.choice(OUTCOMES),
    "lever": lambda c: c.choice(LEVERS),
    "small": _small,
    "seed": _seed,
    "number": _plain,
    "name": lambda c: c.choice(
        ("mine", "Mine", "toy", "../x", "x" * 65, "idlib-2018-01", "con", "a/b", "é", "-")
    ),
    "id": lambda c: c.choice(("army", "amry", "raid", "strike", "")),
    "address": lambda c: c.choice(("127.0.0.1:1", "tcp://203.0.113.7:1", "tls://", "tcp://", "http://x", "")),
    "workers": lambda c: c.choice(("1", "1", "1", "0", "-1", "9999", "x")),
    "text": lambda c: c.choice(nasty.TEXTS),
}
MEANT = {
    **dict.fromkeys(("scenario", "base", "others", "first", "second", "parent", "paths", "file"), "scenario"),
    **dict.fromkeys(("folder", "run", "out", "status"), "place"),
    **dict.fromkeys(("drop", "of"), "path"),
    **dict.fromkeys(("worlds", "days", "draws", "boxes", "step", "day", "world", "event"), "small"),
    **dict.fromkeys(("where", "thresholds"), "condition"),
    **dict.fromkeys(("lever", "levers", "against"), "lever"),
    **dict.fromkeys(("actor", "action"), "id"),
    **dict.fromkeys(("share", "port"), "number"),
    **{"settings": "setting", "precision": "setting", "outcomes": "outcome", "seed": "seed", "name": "name"},
    **{"scheduler": "address", "workers": "workers"},
}
"""What each option and argument takes; any other takes any text."""
CHOICES = {
    "form": ("csv", "ema", "ged", "acled", "cameo", "ema", "behaviorspace", "xml", ""),
    "format_": ("text", "json", "github", "JSON", ""),
    "choose": ("balanced", "dense", "covering", "x"),
}


def line(chance: Random) -> list[str]:
    """The words of a command line; the first is most often a verb."""
    verb = chance.choice(sorted(VERBS))
    if verb in DEAR and chance.random() < 0.4:
        verb = chance.choice(sorted(VERBS))
    if chance.random() < 0.02:
        return [chance.choice((*nasty.TEXTS, nasty.misspelt(verb, chance))), "--help"][
            : chance.choice((1, 2))
        ]
    words = [verb]
    for parameter in VERBS[verb].params:
        words += _words(parameter, chance)
    words += _affordable(verb, words)
    if chance.random() < 0.1:
        chance.shuffle(words[1:])
        words.insert(
            chance.randrange(1, len(words) + 1), chance.choice(("--", "-", "--help", "--x", *nasty.TEXTS))
        )
    return words


def _words(parameter: Any, chance: Random) -> list[str]:
    """An argument, or an option with its value or without."""
    kind = MEANT.get(str(parameter.name), "text")
    how_many = chance.choice((0, 1, 1, 1, 1, 1, 1, 2 if parameter.nargs == -1 else 1))
    if parameter.param_type_name == "argument":
        return [_value(kind, chance) for _ in range(how_many)]
    if parameter.name in ("worlds", "days", "workers", "draws") or chance.random() > 0.22:
        return []
    name = chance.choice((*parameter.opts, *parameter.secondary_opts))
    if getattr(parameter, "is_flag", False):
        return [name]
    choices = CHOICES.get(str(parameter.name))
    value = chance.choice(choices) if choices else _value(kind, chance)
    return chance.choice(([name, value], [name, value], [f"{name}={value}"]))


def _value(kind: str, chance: Random) -> str:
    made: str = KINDS["text" if chance.random() < 0.1 else kind](chance)
    return made


def _affordable(verb: str, words: list[str]) -> list[str]:
    """Options that keep a run small."""
    chance, known = Random(ascii(words)), {p.name for p in VERBS[verb].params}
    small = ["worlds", "days", "draws", "workers"] if verb in DEAR else []
    found = [w for name in small if name in known for w in (f"--{name}", KINDS[MEANT[name]](chance))]
    return found + ([*DEAR[verb]] if verb == "audit" else [])


def judged_line(words: list[str], yard: Path) -> str:
    """Run a command line in this process, in the yard. Raises `Find`."""
    before, outside = snapshot(yard), snapshot(yard.parent / "outside")
    done = CliRunner().invoke(app, words)
    told = f"deescalate {' '.join(map(ascii, words))}\n{done.stderr}"
    if done.exception and not isinstance(done.exception, SystemExit):
        raise Find(f"{type(done.exception).__name__}: {done.exception}\n{told}") from done.exception
    _answered(words, done.exit_code, (done.stdout, done.stderr), told)
    if done.exit_code == 2 and snapshot(yard) != before:
        raise Find(f"refused, but something was written\n{told}")
    if snapshot(yard.parent / "outside") != outside or {p.name for p in yard.parent.iterdir()} != {
        "yard",
        "outside",
    }:
        raise Find(f"written outside\n{told}")
    return f"exit {done.exit_code}"


def _answered(words: list[str], code: int, said: tuple[str, str], told: str) -> None:
    """Exit codes and streams are as documented."""
    out, err = said
    if code not in (0, 2) and not (code == 1 and words[0] in FAILS):
        raise Find(f"exit {code}\n{told}")
    if code == 2 and ((out and words[0] != "check") or not (out + err).strip()):
        raise Find(f"exit 2, on standard output {out[:200]!r}\n{told}")
    if code == 2:
        readable(err)
    if (
        code == 0
        and "--json" in words
        and words[0] not in SERVERS
        and not {"--help", "-h", "--"} & set(words)
    ):
        try:
            json.loads(out)
        except ValueError:
            raise Find(f"not one JSON document: {out[:200]!r}\n{told}") from None


def same_in_a_process(words: list[str], code: int) -> None:
    """The command line as a process of its own ends with the same code, without a traceback."""
    if any("\x00" in word or not word.isprintable() for word in words):
        return
    command = [sys.executable, "-m", "sim.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode != code or "Traceback" in done.stderr:
        raise Find(f"exit {done.returncode} in a process, {code} here: {words}\n{done.stderr[-2000:]}")
