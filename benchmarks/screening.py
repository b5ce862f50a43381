"""Which assumptions move the outcomes most, one at a time: the table of docs/explanation/screening.md.

`python -m benchmarks.screening` renews it. Each assumption of the baseline goes to the low and to the high
end of its range while all others keep their values, in the same worlds. This sees no interactions: it
chooses what a Sobol design then looks at, and is no sensitivity analysis itself.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.readme import renewed
from sim.engine.arrays import Floats
from sim.experiment.compare import comparable
from sim.experiment.draws import assumed
from sim.experiment.outcomes import outcomes_of
from sim.experiment.part import Part, outcomes_part
from sim.experiment.pool import Pool
from sim.scenario.load import load
from sim.scenario.scenario import Scenario

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "screening.md"
OUTCOMES = ("lethal_events", "deaths", "breaches", "compliance", "lasting_lull", "collapse")
WORLDS, SEED = 64, 1
PATHS_A_PART = 8  # 1,024 rows, low and high
CHOSEN, SHOWN = 12, 24


def screened(scenario: Scenario) -> list[str]:
    """Paths that are moved: assumptions with a range, but for what outcomes are measured against."""
    return [path for path in assumed(scenario) if not path.startswith("outcomes.")]


def parts(scenario: Scenario, paths: list[str]) -> Iterator[Part]:
    """Batches of a few paths each, every path at its low end and at its high end in all worlds."""
    for first in range(0, len(paths), PATHS_A_PART):
        some = paths[first : first + PATHS_A_PART]
        rows = np.repeat(np.arange(2 * len(some)), WORLDS)
        overrides = {}
        for i, path in enumerate(some):
            number = scenario.parameters[path]
            ends = {2 * i: number.low, 2 * i + 1: number.high}
            overrides[path] = np.array([ends.get(row, number.value) for row in rows.tolist()])
        yield Part(scenario, SEED, np.tile(np.arange(WORLDS), 2 * len(some)), overrides)


def swings(scenario: Scenario, paths: list[str], pool: Pool) -> pd.DataFrame:
    """Mean over worlds of outcome at high minus outcome at low; one row a path, one column an outcome.

    In standard deviations of the outcome between the worlds of the baseline; dates are shares reached.
    """
    base = outcomes_part(Part(scenario, SEED, np.arange(WORLDS)))
    kinds = outcomes_of(scenario)
    spread = {name: float(np.nanstd(comparable(base[name], kinds[name]))) for name in OUTCOMES}
    found: list[dict[str, float]] = []
    for measured in pool.run(outcomes_part, parts(scenario, paths)):
        means = {name: _means(comparable(measured[name], kinds[name])) for name in OUTCOMES}
        differing = {name: (mean[1::2] - mean[::2]) / spread[name] for name, mean in means.items()}
        found += [
            {name: float(differing[name][i]) for name in OUTCOMES}
            for i in range(len(next(iter(differing.values()))))
        ]
    return pd.DataFrame(found, index=pd.Index(paths, name="assumption"))


def _means(values: Floats) -> Floats:
    return np.nanmean(values.reshape(-1, WORLDS), axis=1)


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """The table with `score`, the root mean square over outcomes, largest first (ties by path)."""
    scored = table.assign(score=np.sqrt((table**2).mean(axis=1)))
    return scored.sort_index().sort_values("score", ascending=False, kind="stable")


def as_text(table: pd.DataFrame) -> str:
    """The first rows as a Markdown table."""
    names = [name.replace("_", " ") for name in OUTCOMES]
    lines = [f"| | assumption | score | {' | '.join(names)} |", "|--:|---|--:|" + "--:|" * len(names)]
    for place, (path, row) in enumerate(table.head(SHOWN).iterrows(), start=1):
        cells = " | ".join(f"{row[name]:+.2f}" for name in OUTCOMES)
        lines.append(f"| {place} | `{path}` | {row['score']:.2f} | {cells} |")
    small = int((table["score"] < 0.1).sum())
    return "\n".join([*lines, "", f"{small} of the {len(table)} assumptions score below 0.1.", ""])


def main() -> None:
    """Screen the baseline and renew the page."""
    scenario = load("idlib-2018-01")
    with Pool() as pool:
        table = ranked(swings(scenario, screened(scenario), pool))
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), "screening", as_text(table)), encoding="utf-8")
    sys.stdout.write("\n".join(table.index[:CHOSEN]) + "\n")


if __name__ == "__main__":
    main()
