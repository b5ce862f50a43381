"""The baseline beside the counted weeks around the article: a fit, not a test of foresight.

`python -m tests.scenarios.fit` prints the table that docs/explanation/rates.md shows.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Floats, Ints
from sim.engine.simulate import Record, simulate
from sim.experiment.outcomes import measure
from sim.scenario.load import load

WORLDS = 512
FIRST, WEEKS = 5, 5  # 15 January, a Monday, is day 5
AIRBASE = "fall_abu_duhur_airbase"


class Target(NamedTuple):
    """What was counted or is asked for, and what the worlds give; `met` says whether they agree."""

    name: str
    asked: str
    measured: str
    met: bool


def reported(record: Record, metric: str) -> Floats:
    """What a count would hold of a daily metric in each of the five weeks: shape `(weeks, worlds)`.

    Events are kept one by one with the reporting share, by a fixed generator; deaths as that share.
    """
    share = record.scenario.outcomes.reporting_share.value
    days = record.daily[metric][FIRST - 1 : FIRST - 1 + 7 * WEEKS].astype(np.int64)
    weekly = days.reshape(WEEKS, 7, -1).sum(axis=1)
    return weekly * share if metric.startswith("deaths") else _thinned(weekly, share)


def _thinned(weekly: Ints, share: float) -> Floats:
    return np.random.default_rng(1).binomial(weekly, share).astype(float)


def _count(name: str, counted: float, worlds: Floats) -> Target:
    low, median, high = np.quantile(worlds, (0.05, 0.5, 0.95))
    met = bool(low <= counted <= high and 1 / 1.5 <= median / counted <= 1.5)
    return Target(name, f"{counted:g}", f"{median:.0f} ({low:.0f} to {high:.0f})", met)


def targets(worlds: int = WORLDS, seed: int = 1) -> Iterator[Target]:
    """Every target beside what is measured; medians with the band of nine worlds in ten."""
    record = simulate(load("idlib-2018-01"), np.arange(worlds), seed, tables=False)
    across = reported(record, "lethal_across")
    yield _count("lethal events, government against insurgents", 97, across.sum(axis=0))
    yield _count("deaths, government against insurgents", 375, reported(record, "deaths_across").sum(axis=0))
    yield _count("lethal events, all", 109, reported(record, "lethal_events").sum(axis=0))
    yield _count("deaths, all", 471, reported(record, "deaths").sum(axis=0))
    scatter = float((across.var(axis=1, ddof=1) / across.mean(axis=1)).mean())
    yield Target("weekly scatter, variance over mean", "2 to 5", f"{scatter:.1f}", 2 <= scatter <= 5)
    fall = measure(record)[AIRBASE]
    soon, later = float((fall <= 20).mean()), float((fall <= 60).mean())
    yield Target("the airbase falls within 60 days", "over 50 %", f"{later:.0%}", later > 0.5)
    yield Target("the airbase does not fall within 20 days", "over 10 %", f"{1 - soon:.0%}", soon < 0.9)


def table(worlds: int = WORLDS) -> str:
    """The table in Markdown."""
    rows = [f"| {t.name} | {t.asked} | {t.measured} | {'yes' if t.met else 'no'} |" for t in targets(worlds)]
    return "\n".join(["| | counted or asked | simulated | met |", "|---|---|---|---|", *rows])


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
