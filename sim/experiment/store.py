"""Store: the run folder. See README.md in `results/` for what it holds."""

import datetime
import math
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint, to_yaml

from .edition import edition
from .ensemble import NOT_A_PREDICTION, Ensemble
from .folder import FolderError, read_manifest, whole_folder, write_manifest
from .pool import Pool
from .run import Progress, part_rows, simulate_worlds, until
from .tables import EventTables

_PACKAGES = ("numpy", "mesa", "pandas", "pyarrow")


def default_folder(scenario: Scenario, seed: int) -> Path:
    """`results/<id>-<first 8 of fingerprint>-<seed>` in the current folder."""
    return Path("results") / f"{scenario.id}-{fingerprint(scenario)[:8]}-{seed}"


def run_into(
    target: Path,
    scenario: Scenario,
    worlds: int,
    seed: int,
    *,
    pool: Pool,
    days: int | None = None,
    command: Sequence[str] = (),
    progress: Progress | None = None,
) -> Ensemble:
    """Simulate and write the run folder `target`, whole or not at all.

    The folder of the same scenario and seed is replaced. Raises `FolderError` for any other.
    """
    until(scenario, days)

    def simulate(tables: EventTables) -> Ensemble:
        options = {"pool": pool, "days": days, "progress": progress}
        options["chunk"] = part_rows(worlds, pool.workers)
        return simulate_worlds(scenario, worlds, seed, tables=tables, **options)

    with whole_folder(target, same_run(scenario, seed)) as folder:
        return write_run(folder, simulate, command)


def write_run(
    folder: Path, simulate: Callable[[EventTables], Ensemble], command: Sequence[str] = ()
) -> Ensemble:
    """Simulate, with event tables, and write the files of the run into an empty folder."""
    with EventTables(folder) as tables:
        ensemble = simulate(tables)
    scenario = ensemble.scenario
    (folder / "scenario.yaml").write_text(to_yaml(scenario), encoding="utf-8")
    ensemble.outcomes.to_parquet(folder / "outcomes.parquet", compression="zstd")
    ensemble.series.to_parquet(folder / "series.parquet", compression="zstd", index=False)
    provenance = {"not_a_prediction": NOT_A_PREDICTION, "edition": edition()} | made(command)
    write_manifest(folder, described(ensemble) | provenance)
    return ensemble


def same_run(scenario: Scenario, seed: int) -> Callable[[Path], None]:
    """A check that a folder holds an earlier run of this scenario with this seed, which may be replaced."""

    def check(target: Path) -> None:
        there = read_manifest(target)
        if (there.get("fingerprint"), there.get("seed")) != (fingerprint(scenario), seed):
            of = f"{there.get('scenario')}, seed {there.get('seed')}"
            raise FolderError(f"{target}: holds another run ({of}); choose another --out")

    return check


def described(ensemble: Ensemble) -> dict[str, Any]:
    """What `run --json` prints and the manifest keeps: strict JSON, missing numbers are null."""
    return {
        "scenario": ensemble.scenario.id,
        "fingerprint": fingerprint(ensemble.scenario),
        "seed": ensemble.seed,
        "worlds": len(ensemble),
        "days": ensemble.days,
        "result_hash": ensemble.result_hash,
        "elapsed_s": round(ensemble.elapsed, 3),
        "runs_per_s": round(ensemble.runs_per_s, 1),
        "outcomes": told(ensemble.summary().to_dict(orient="index")),
    }


def made(command: Sequence[str]) -> dict[str, Any]:
    """When, with what versions and by which command results were made."""
    versions = {"package": version("deescalation-simulator"), "python": platform.python_version()}
    return {
        "versions": versions | {name: version(name) for name in _PACKAGES},
        "start": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "command": list(command),
    }


def told(value: Any) -> Any:
    """The same nested value with NaN as None, as strict JSON needs."""
    if isinstance(value, dict):
        return {str(key): told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [told(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
