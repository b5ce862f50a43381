"""Run: an ensemble of worlds, in parts, whose results depend on neither parts nor workers."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from sim.engine.arrays import Ints
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.vary import vary, with_days

from .ensemble import Ensemble
from .part import Part, Simulated, simulate_part
from .pool import Pool
from .processes import cores
from .refusal import RefusedError
from .tables import EventTables

CHUNK = 512  # most rows of a part when one run is shared among workers
NARROW = 64  # fewest, unless there are no more: narrower parts cost as much
WIDE = 1024  # when runs go on side by side: wider parts pay their fixed costs once
MOST_WORLDS = 100_000
MOST_SEED = 2**63 - 1
Progress = Callable[[int], None]


def run(
    scenario: Scenario | str,
    worlds: int = 1000,
    seed: int = 1,
    *,
    days: int | None = None,
    settings: Mapping[str, float] | None = None,
    workers: int | None = None,
    chunk: int = CHUNK,
    progress: Progress | None = None,
) -> Ensemble:
    """Simulate worlds 0..worlds-1 of a scenario (or the id of a shipped one).

    `days` and `settings` (path to value) replace what the scenario says. `workers` is a number of
    processes, by default one a core where the run is long enough to be worth it. `progress` hears of
    worlds done. Raises `RefusedError` for a number out of range, `ScenarioError` for a wrong scenario.
    """
    check_size(worlds, seed, chunk)
    chosen = prepared(scenario, settings)
    with Pool(1 if workers is None and worlds <= chunk else workers) as pool:
        return simulate_worlds(chosen, worlds, seed, days=days, pool=pool, chunk=chunk, progress=progress)


def simulate_worlds(
    scenario: Scenario,
    worlds: int,
    seed: int,
    *,
    pool: Pool,
    days: int | None = None,
    chunk: int = CHUNK,
    tables: EventTables | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """The same with a pool of workers that is already there; event tables are written where asked for."""
    began = time.perf_counter()
    lived = until(scenario, days)
    parts = _parts(lived, np.arange(worlds), seed, chunk, tables.folder if tables else None)
    done: list[Simulated] = []
    for simulated in pool.run(simulate_part, parts):
        if tables:
            tables.take(len(done))
        done.append(simulated)
        if progress:
            progress(len(simulated.worlds))
    return _joined(scenario, seed, done, time.perf_counter() - began)


def part_rows(worlds: int, workers: int) -> int:
    """Rows of a part such that each worker has some."""
    return min(CHUNK, max(NARROW, -(-worlds // workers)))


def workers_for(worlds: int) -> int:
    """One worker a core, but none without a part of its own."""
    return min(cores(), -(-worlds // NARROW))


def prepared(scenario: Scenario | str, settings: Mapping[str, float] | None = None) -> Scenario:
    """The scenario that runs: loaded if named, with settings replaced."""
    chosen = load(scenario) if isinstance(scenario, str) else scenario
    return vary(chosen, settings) if settings else chosen


def until(scenario: Scenario, days: int | None) -> Scenario:
    """The scenario as it is lived until another last day: the days that both have are the same."""
    return scenario if days in (None, scenario.days) else with_days(scenario, days)


def check_size(worlds: int, seed: int, chunk: int = CHUNK) -> None:
    """Raise `RefusedError` unless a run of this size can be held in memory."""
    if worlds < 1:
        raise RefusedError(f"worlds: {worlds}: at least 1 is needed")
    if worlds > MOST_WORLDS:
        raise RefusedError(
            f"worlds: {worlds} is more than {MOST_WORLDS}: a run is held in memory; run several seeds instead"
        )
    if not 0 <= seed <= MOST_SEED:
        raise RefusedError(f"seed: {seed} is not between 0 and {MOST_SEED}")
    if chunk < 1:
        raise RefusedError(f"chunk: {chunk}: at least 1 is needed")


def _parts(scenario: Scenario, worlds: Ints, seed: int, chunk: int, tables: Path | None) -> Iterator[Part]:
    for number, first in enumerate(range(0, len(worlds), chunk)):
        yield Part(scenario, seed, worlds[first : first + chunk], tables=tables, number=number)


def _joined(scenario: Scenario, seed: int, done: list[Simulated], elapsed: float) -> Ensemble:
    first = done[0]
    return Ensemble(
        scenario=scenario,
        seed=seed,
        worlds=np.concatenate([part.worlds for part in done]),
        days=next(iter(first.daily.values())).shape[1],
        first_day=first.first_day,
        measured={name: np.concatenate([part.measured[name] for part in done]) for name in first.measured},
        daily={name: np.concatenate([part.daily[name] for part in done]) for name in first.daily},
        digest=np.concatenate([part.digest for part in done]),
        elapsed=elapsed,
    )
