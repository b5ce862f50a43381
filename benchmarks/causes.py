"""What each row of the article does in the model: docs/explanation/causes.md, and causes.json beside it.

`make causes` renews both: every entry of the baseline that a row became is left out, and the same worlds are
lived again. Nothing is set to come out. `stale()` says whether the model has changed since; `--tables` writes
the page again from the figures that are kept.
"""

import json
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.readme import BASELINE, renewed
from sim.experiment.attribution.attribute import Replays
from sim.experiment.attribution.cause import Change, causes
from sim.experiment.compare import comparable
from sim.experiment.edition import edition
from sim.experiment.ensemble import NOT_A_PREDICTION, Ensemble
from sim.experiment.outcomes import outcomes_of
from sim.experiment.paired import interval
from sim.experiment.pool import Pool
from sim.scenario.load import load
from sim.scenario.write import fingerprint
from sim.tell.figures import percent, signed
from tests.scenarios.article import rows

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "causes.md"
RECORD = PAGE.with_name("causes.json")
WORLDS, SEED = 256, 1
OUTCOMES = (
    "deaths", "deaths_civilians", "breaches", "places_changed", "lasting_lull", "escalation", "collapse",
)  # fmt: skip
SECTIONS = ("history", "background", "talks", "calendar", "claims")
COLUMNS = (
    "worlds changed", "deaths", "civilian deaths", "breaches", "places taken", "lasting lull", "escalation",
    "collapse",
)  # fmt: skip
Paths = tuple[str, ...]
Line = dict[str, Any]


def entries(section: str) -> Paths:
    """The paths of a section of the baseline."""
    return tuple(f"{section}.{name}" for name in getattr(load(BASELINE), section))


def of_row(row: str) -> Paths:
    """The entries of the baseline that an article's row became; what is state is no entry."""
    scenario = load(BASELINE)
    nouns = {
        f"{section}.{name}": noun for section in SECTIONS for name, noun in getattr(scenario, section).items()
    }
    return tuple(path for path, noun in nouns.items() if row in noun.article)


class Effects:
    """What sets of entries add to the outcomes, each set left out of the same worlds once."""

    def __init__(self, pool: Pool) -> None:
        self._run = Replays(pool, WORLDS, SEED)
        self._base = self._run.of(load(BASELINE))
        self.of = cache(self._of)

    def _of(self, paths: Paths) -> Line:
        """The share of worlds changed from day 1 on, and what is added to each outcome."""
        other = self._run.of(causes(load(BASELINE), [Change(path) for path in paths])[-1].scenario)
        days = self._base.days
        changed = np.any(self._base.digest[:, -days:] != other.digest[:, -days:], axis=1)
        sys.stderr.write(f"{', '.join(paths)}\n")
        return {"changed": float(changed.mean()), "effects": [self._adds(other, name) for name in OUTCOMES]}

    def _adds(self, other: Ensemble, name: str) -> Line:
        kind = outcomes_of(load(BASELINE))[name]
        first, second = (comparable(run.measured[name], kind) for run in (self._base, other))
        adds, low, high = interval(first - second)
        return {"outcome": name, "unit": kind.unit, "adds": adds, "low": low, "high": high}


def article(effects: Effects) -> list[Line]:
    """One line a row of the article; a row that is a state was not left out."""
    lines = []
    for row in rows():
        told = {key: row[key] for key in ("row", "what", "said_by", "status", "state")}
        paths = of_row(row["row"])
        done = effects.of(paths) if paths else {"changed": None, "effects": []}
        lines.append(told | {"left_out": list(paths)} | done)
    return lines


def alone(effects: Effects) -> list[Line]:
    """One line an entry, and one a section left out whole."""
    single = [(path, (path,)) for s in ("history", "background", "talks") for path in entries(s)]
    whole = [(f"all of {s}", entries(s)) for s in ("history", "background", "claims")]
    return [{"name": name, "left_out": list(paths)} | effects.of(paths) for name, paths in single + whole]


def cells(line: Line) -> list[str]:
    """A line's cells under `COLUMNS`."""
    if line["changed"] is None:
        return ["not left out", *[""] * len(OUTCOMES)]
    return [percent(line["changed"]), *map(_cell, line["effects"])]


def _cell(effect: Line) -> str:
    mean, low, high = (
        signed(effect[end], effect["unit"]).removesuffix(" pts") for end in ("adds", "low", "high")
    )
    return "0" if mean == low == high == "0" else f"{mean} ({low} to {high})"


def table(first: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """A Markdown table with these first columns and `COLUMNS`."""
    heads = [*first, *COLUMNS]
    made = [" | ".join(heads), "|".join("---" for _ in heads), *(" | ".join(line) for line in lines)]
    return "".join(f"| {line} |\n" for line in made)


def article_table(lines: Iterable[Line]) -> str:
    """The rows of the article in Markdown."""
    return table(("row", "what", "left out"), ([*_about(line), *cells(line)] for line in lines))


def _about(line: Line) -> tuple[str, str, str]:
    left_out = ", ".join(f"`{path}`" for path in line["left_out"])
    return line["row"], line["what"], left_out or f"none: a state, `{line['state']}`"


def alone_table(lines: Iterable[Line]) -> str:
    """The entries, each alone, in Markdown."""
    return table(("left out",), ([_name(line["name"]), *cells(line)] for line in lines))


def _name(name: str) -> str:
    words, _, last = name.rpartition(" ")
    return f"{words} `{last}`".strip()


def stale() -> list[str]:
    """What has changed since the figures were made: the code, the baseline; empty when they are current."""
    if not RECORD.exists():
        return ["there are no figures yet"]
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    found = [] if record["edition"] == edition() else ["the code of the model"]
    return found if record["fingerprint"] == fingerprint(load(BASELINE)) else [*found, BASELINE]


def figures() -> Line:
    """All that page and picture show, with the fingerprint and edition it was made from."""
    with Pool() as pool:
        effects = Effects(pool)
        found = {"rows": article(effects), "entries": alone(effects)}
    made = {"edition": edition(), "scenario": BASELINE, "fingerprint": fingerprint(load(BASELINE))}
    size = {"worlds": WORLDS, "seed": SEED, "days": load(BASELINE).days}
    return made | size | found | {"not_a_prediction": NOT_A_PREDICTION}


def main() -> None:
    """Renew figures and tables; with `--tables` only the tables, from the figures that are kept."""
    kept = "--tables" in sys.argv[1:]
    found = json.loads(RECORD.read_text(encoding="utf-8")) if kept else figures()
    parts = {"article": article_table(found["rows"]), "entries": alone_table(found["entries"])}
    text = PAGE.read_text(encoding="utf-8")
    for name, inside in parts.items():
        text = renewed(text, name, inside)
    RECORD.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} and {RECORD.name} renewed\n")


if __name__ == "__main__":
    main()
