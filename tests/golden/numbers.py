"""Measuring, reading and comparing the accepted numbers."""

import json
import math
from pathlib import Path

from sim.experiment.run import run
from sim.scenario.load import load

ACCEPTED = Path(__file__).with_name("accepted.json")
WORLDS, SEED, DAYS = 32, 1, 40
CLOSE = 1e-12

Numbers = dict[str, str | float | None]


def measure(scenario_id: str) -> Numbers:
    """The result hash of 32 worlds over 40 days, and the mean of each outcome (of dates, where they came)."""
    ensemble = run(load(scenario_id), worlds=WORLDS, seed=SEED, days=DAYS, workers=1)
    means = ensemble.outcomes.mean().to_dict()
    return {
        "result_hash": ensemble.result_hash,
        **{name: None if math.isnan(value) else float(value) for name, value in means.items()},
    }


def accepted() -> dict[str, Numbers]:
    """The numbers accepted last, by scenario; none at first."""
    return json.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.exists() else {}


def accept(numbers: dict[str, Numbers]) -> None:
    """Write numbers as the accepted ones."""
    ACCEPTED.write_text(json.dumps(numbers, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def same(before: str | float | None, now: str | float | None) -> bool:
    """Equal, or floats that agree to 1e-12 (means add up in an order that processors choose)."""
    if isinstance(before, float) and isinstance(now, float):
        return math.isclose(before, now, rel_tol=CLOSE, abs_tol=CLOSE)
    return before == now


def changes(before: Numbers, now: Numbers) -> list[str]:
    """One line for each number that differs."""
    names = sorted(before.keys() | now.keys())
    return [
        f"{name}: {before.get(name)} -> {now.get(name)}"
        for name in names
        if not same(before.get(name), now.get(name))
    ]
