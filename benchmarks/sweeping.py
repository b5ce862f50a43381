"""What a sweep costs beside the bare engine, and a point beside Mesa's own batch runner.

    python -m benchmarks.sweeping [--json]            shares of the bare engine's speed, cost of a point
    python -m benchmarks.sweeping --large [POINTS]    a large sweep: time, most memory of all processes

The bare engine runs as many processes as the sweep has workers, each in a loop over the same batches, so
that all share the machine alike: local processes, and a Dask scheduler with its workers, started with the
commands of docs/how-to/cluster.md. They run in turns, and medians count.
"""

import argparse
import json
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from sim.engine.simulate import simulate
from sim.experiment.cluster import connect
from sim.experiment.executors import Executor
from sim.experiment.folder import read_manifest
from sim.experiment.processes import Processes
from sim.experiment.sweep.carry import live
from sim.experiment.sweep.cells import ROWS, Batch
from sim.experiment.sweep.plan import Plan, planned
from sim.experiment.sweep.run import Silent, run_sweep, sweep_folder
from sim.experiment.sweep.sweep import NONE, Design, Factor, Sweep
from sim.scenario.load import load

VARIED = (
    "actions.air_strike.lethality",
    "actors.russia.leverage.syrian_government",
    "actors.syrian_government.rules.air_strike.rate",
    "memory.recent_fire.scale",
)
WORLDS, WORKERS, BATCHES, TURNS = 64, 2, 16, 5


def a_sweep(points: int) -> Sweep:
    """A Latin hypercube over four assumptions of the baseline, 64 worlds a point."""
    base = load("idlib-2018-01")
    ranges = {path: base.parameters[path] for path in VARIED}
    return Sweep(
        id="benchmark",
        title="Benchmark",
        question="",
        scenario=base,
        design=Design("lhs", points=points),
        factors=tuple(Factor(path, number.low, number.high) for path, number in ranges.items()),
        what_ifs={NONE: base},
        levers={NONE: base},
        worlds=WORLDS,
        seed=1,
        days=base.days,
        outcomes=("lethal_events", "deaths", "collapse"),
    )


def bare(batches: Sequence[Batch], names: Sequence[str]) -> float:
    """Seconds of one process for these batches, nothing kept."""
    scenario = load("idlib-2018-01")
    simulate(scenario, np.arange(2), 1, tables=False)
    began = time.perf_counter()
    for batch in batches:
        simulate(scenario, batch.worlds(), 1, batch.overrides(names), tables=False)
    return time.perf_counter() - began


def bare_speed(plan: Plan) -> float:
    """Rows a second and core of bare processes that share the batches."""
    batches = plan.left({})
    shares = [batches[number::WORKERS] for number in range(WORKERS)]
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("spawn")) as pool:
        seconds = list(pool.map(bare, shares, [plan.names] * WORKERS))
    rows = [sum(batch.rows for batch in share) for share in shares]
    return sum(count / took for count, took in zip(rows, seconds, strict=True)) / WORKERS


def swept_speed(plan: Plan, hands: Executor) -> float:
    """Rows a second and core of a sweep into a new folder, workers warm."""
    # More tasks than workers: Dask may hand two to the same one, and the other would import while timed.
    started = [hands.submit(live, plan.sweep.scenario, 1, np.arange(2), {}) for _ in range(4 * WORKERS)]
    for first in started:
        first.result()
    with tempfile.TemporaryDirectory() as place, sweep_folder(Path(place) / "s", plan.sweep) as store:
        carried = run_sweep(plan, store, hands, Silent())
    return carried.rows / carried.elapsed / WORKERS


@contextmanager
def dask_workers() -> Iterator[Executor]:
    """A Dask cluster on this machine, all its workers there."""
    from tests.experiment.dask_cluster import add_workers, scheduler

    with tempfile.TemporaryDirectory() as place, scheduler(Path(place)) as running:
        add_workers(running, Path(place))
        with connect(running.address) as hands:
            while hands.workers < WORKERS:
                time.sleep(1)
            yield hands


def against_bare() -> dict[str, float]:
    """Speeds in turns, and what a sweep keeps of the bare engine's."""
    plan = planned(a_sweep(BATCHES * ROWS // WORLDS))
    kinds: dict[str, Callable[[], Any]] = {
        "processes": lambda: Processes(WORKERS),
        "dask": dask_workers,
    }
    turns: dict[str, list[float]] = {"bare": [], **{kind: [] for kind in kinds}}
    for _ in range(TURNS):
        turns["bare"].append(bare_speed(plan))
        for kind, started in kinds.items():
            with started() as hands:
                turns[kind].append(swept_speed(plan, hands))
    found = {name: statistics.median(speeds) for name, speeds in turns.items()}
    return found | {f"{kind} keep": found[kind] / found["bare"] for kind in kinds}


def point_beside_mesa(rows_per_s: float) -> dict[str, float]:
    """Seconds of a core for a point of 64 worlds: here, and by Mesa's runner over one object an actor."""
    import mesa

    days = load("idlib-2018-01").days - load("idlib-2018-01").first_day + 1
    began = time.process_time()
    options: dict[str, Any] = {"number_processes": 1, "max_steps": days, "display_progress": False}
    mesa.batch_run(_plain(), {"world": [0, 1]}, **options)
    plain = (time.process_time() - began) / 2 * WORLDS
    return {"here_s": WORLDS / rows_per_s, "mesa_batch_run_s": plain, "ratio": plain * rows_per_s / WORLDS}


def _plain() -> type:
    """The plain engine of the tests as a model that Mesa's batch runner makes, steps and asks."""
    import mesa

    from tests.oracle.world import OracleWorld

    class Plain(OracleWorld):
        """One world; its last day ends it."""

        def __init__(self, world: int = 0, rng: int | None = None) -> None:
            super().__init__(load("idlib-2018-01"), rng or 1, world)
            self.datacollector = mesa.DataCollector(model_reporters={"events": lambda m: len(m.events)})

        def step(self) -> None:
            """A day, and what is asked of it."""
            super().step()
            self.datacollector.collect(self)
            self.running = self.day < self.nouns.days

    return Plain


def large(points: int) -> dict[str, Any]:
    """A sweep of so many points: time, rows a second, most memory of all processes at once."""
    plan = planned(a_sweep(points))
    with tempfile.TemporaryDirectory() as place, _Memory() as memory:
        folder = Path(place) / "s"
        with Processes(WORKERS) as hands, sweep_folder(folder, plan.sweep) as store:
            run_sweep(plan, store, hands, Silent())
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        did = read_manifest(folder)["statistics"]
    return {
        "points": points,
        "worlds": WORLDS,
        **did,
        "most_mb": memory.most,
        "disk_mb": round(size / 1e6, 1),
    }


class _Memory:
    """Watches the resident memory of this process and its children, shared pages counted in each."""

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Memory":
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watching.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._over.wait(0.5):
            total = 0
            for process in (own, *own.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.most = max(self.most, total // 1_000_000)


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--large", nargs="?", type=int, const=10_000, metavar="POINTS")
    asked = parser.parse_args()
    if asked.large:
        found = large(asked.large)
    else:
        speeds = against_bare()
        found = {"rows_per_s_and_core": speeds, "point": point_beside_mesa(speeds["processes"])}
    print(json.dumps(found) if asked.json else json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
