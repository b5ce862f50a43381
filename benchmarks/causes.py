"""What each row of the article does in the model: the tables of docs/explanation/causes.md.

`python -m benchmarks.causes` renews them: every entry of the baseline that a row became is left out, and the
same worlds are lived again. Nothing is set to come out.
"""

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.readme import BASELINE, renewed
from sim.experiment.attribution.attribute import Replays
from sim.experiment.attribution.cause import Change, causes
from sim.experiment.compare import comparable
from sim.experiment.ensemble import Ensemble
from sim.experiment.outcomes import outcomes_of
from sim.experiment.paired import interval
from sim.experiment.pool import Pool
from sim.scenario.load import load
from sim.tell.figures import percent, signed
from tests.scenarios.article import rows

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "causes.md"
WORLDS, SEED = 256, 1
OUTCOMES = ("deaths", "breaches", "places_changed", "lasting_lull", "escalation", "collapse")
SECTIONS = ("history", "background", "talks", "calendar", "claims")
COLUMNS = ("worlds changed", "deaths", "breaches", "places taken", "lasting lull", "escalation", "collapse")
Paths = tuple[str, ...]


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

    def _of(self, paths: Paths) -> list[str]:
        """The cells of a set of paths, under `COLUMNS`."""
        other = self._run.of(causes(load(BASELINE), [Change(path) for path in paths])[-1].scenario)
        days = self._base.days
        changed = np.any(self._base.digest[:, -days:] != other.digest[:, -days:], axis=1)
        sys.stderr.write(f"{', '.join(paths)}\n")
        return [percent(float(changed.mean())), *(self._adds(other, name) for name in OUTCOMES)]

    def _adds(self, other: Ensemble, name: str) -> str:
        kind = outcomes_of(load(BASELINE))[name]
        first, second = (comparable(run.measured[name], kind) for run in (self._base, other))
        mean, low, high = (signed(end, kind.unit).removesuffix(" pts") for end in interval(first - second))
        return "0" if mean == low == high == "0" else f"{mean} ({low} to {high})"


def table(first: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    """A Markdown table with these first columns and `COLUMNS`."""
    heads = [*first, *COLUMNS]
    made = [" | ".join(heads), "|".join("---" for _ in heads), *(" | ".join(line) for line in lines)]
    return "".join(f"| {line} |\n" for line in made)


def article(effects: Effects) -> str:
    """One line a row of the article."""
    lines = []
    for row in rows():
        paths = of_row(row["row"])
        left_out = ", ".join(f"`{path}`" for path in paths) or f"none: a state, `{row['state']}`"
        cells = effects.of(paths) if paths else ["not left out", *[""] * len(OUTCOMES)]
        lines.append([row["row"], row["what"], left_out, *cells])
    return table(("row", "what", "left out"), lines)


def alone(effects: Effects) -> str:
    """One line an entry, and one a section left out whole."""
    single = [(f"`{path}`", (path,)) for s in ("history", "background", "talks") for path in entries(s)]
    whole = [(f"all of `{s}`", entries(s)) for s in ("history", "background", "claims")]
    return table(("left out",), ([name, *effects.of(paths)] for name, paths in single + whole))


def main() -> None:
    """Renew both tables."""
    with Pool() as pool:
        effects = Effects(pool)
        parts = {"article": article(effects), "entries": alone(effects)}
    text = PAGE.read_text(encoding="utf-8")
    for name, inside in parts.items():
        text = renewed(text, name, inside)
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} renewed\n")


if __name__ == "__main__":
    main()
