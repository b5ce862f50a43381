"""How fast worlds are simulated: the array engine at several widths, beside the plain one-world engine.

    deescalate bench [--json]

Both run in one process, in turn, and CPU time counts, so that the ratio holds when the machine's speed
drifts. The plain engine gets its acts' draws beforehand. A row is a world of the baseline, all its days.
"""

import json
import statistics
import sys
import time
import tracemalloc
from typing import Any

import numpy as np

from sim.engine.simulate import simulate
from sim.scenario.load import load
from sim.scenario.scenario import Scenario

WIDTHS = (1, 256, 1000, 5000)
TURNS = 3
PLAIN_WORLDS = 3


def rows_per_second(scenario: Scenario, rows: int) -> float:
    """Rows of the array engine a second of CPU time."""
    begun = time.process_time()
    simulate(scenario, np.arange(rows), 1, tables=False)
    return rows / (time.process_time() - begun)


def bytes_per_row(scenario: Scenario, rows: int) -> int:
    """Most memory that a batch holds at once, per row."""
    tracemalloc.start()
    simulate(scenario, np.arange(rows), 1, tables=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak // rows


def plain_speed(scenario: Scenario) -> tuple[float, float] | None:
    """Worlds and rule evaluations a second of the plain engine; None where the tests are not there."""
    try:
        from tests.oracle.speed import evaluations_per_second, worlds_per_second
    except ImportError:
        return None
    return worlds_per_second(scenario, worlds=PLAIN_WORLDS), evaluations_per_second(
        scenario, worlds=PLAIN_WORLDS
    )


def measure(scenario: Scenario) -> dict[str, Any]:
    """Speeds in turns: plain, narrow, wide, plain again; medians count."""
    simulate(scenario, np.arange(2), 1, tables=False)
    speeds: dict[int, list[float]] = {rows: [] for rows in WIDTHS}
    plain: list[tuple[float, float]] = []
    for turn in range(TURNS):
        plain += [speed] if (speed := plain_speed(scenario)) else []
        for rows in WIDTHS:
            if turn == 0 or rows < max(WIDTHS):
                speeds[rows].append(rows_per_second(scenario, rows))
    worlds = statistics.median(w for w, _ in plain) if plain else None
    widths = [
        {
            "rows": rows,
            "rows_per_s": round(statistics.median(speeds[rows]), 1),
            "ratio_to_oracle": round(statistics.median(speeds[rows]) / worlds, 1) if worlds else None,
            "bytes_per_row": bytes_per_row(scenario, rows),
        }
        for rows in WIDTHS
    ]
    oracle = {
        "worlds_per_s": round(worlds, 2) if worlds else None,
        "evaluations_per_s": round(statistics.median(e for _, e in plain)) if plain else None,
    }
    return {"scenario": scenario.id, "days": scenario.days, "widths": widths, "oracle": oracle}


def main() -> None:
    """Print a table, or one JSON document with `--json`."""
    found = measure(load("idlib-2018-01"))
    if "--json" in sys.argv[1:]:
        print(json.dumps(found))
        return
    print(f"{found['scenario']}, {found['days']} days, one core (CPU time)")
    print(f"{'rows':>6}  {'rows/s':>8}  {'x plain':>8}  {'KB/row':>7}")
    for width in found["widths"]:
        ratio = "" if width["ratio_to_oracle"] is None else f"{width['ratio_to_oracle']:.1f}"
        kilobytes = width["bytes_per_row"] / 1000
        print(f"{width['rows']:>6}  {width['rows_per_s']:>8.1f}  {ratio:>8}  {kilobytes:>7.1f}")
    plain = found["oracle"]
    if plain["worlds_per_s"]:
        print(
            f"plain engine: {plain['worlds_per_s']} worlds/s, "
            f"{plain['evaluations_per_s']:,} rule evaluations/s"
        )


if __name__ == "__main__":
    main()
