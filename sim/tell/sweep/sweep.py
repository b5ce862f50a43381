"""Sweep: its plan, how far it is, and what was done, in words and as documents."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.sweep.covered import settled
from sim.experiment.sweep.plan import Estimate, Plan
from sim.experiment.sweep.run import Status
from sim.experiment.sweep.store import Store
from sim.tell.figures import percent

_FAILURES_SHOWN = 10


def plan_lines(plan: Plan, folder: Path) -> list[str]:
    """What will be simulated, and where it goes."""
    sweep = plan.sweep
    levers = f" x {len(sweep.levers)} levers" if len(sweep.levers) > 1 else ""
    size = f"{len(plan.design):,} points{levers} x {sweep.worlds:,} worlds of {sweep.days} days"
    return [
        sweep.title,
        *([f"Question: {sweep.question}"] if sweep.question else []),
        f"Design: {sweep.design.method} over {len(sweep.factors)} factors; {size} = {plan.rows:,} rows",
        *(
            f"Under {name} these move nothing from day one on: {', '.join(paths)}"
            for name, paths in settled(sweep).items()
        ),
        f"Folder: {folder}",
    ]


def estimate_lines(rough: Estimate, workers: int) -> list[str]:
    """What is left, roughly."""
    if not rough.rows:
        return ["Nothing is left to simulate."]
    elapsed = f"{duration(rough.elapsed(workers))} with {workers} worker{'s' * (workers > 1)}"
    return [
        f"Left: {rough.rows:,} rows in {rough.batches:,} batches;"
        f" about {duration(rough.seconds)} of processor time ({elapsed}), {rough.bytes / 1e6:,.1f} MB on disk"
    ]


def rough_plan(plan: Plan, folder: Path, rough: Estimate) -> dict[str, Any]:
    """The plan as a document."""
    return {
        "sweep": plan.sweep.id,
        "points": len(plan.design),
        "levers": list(plan.sweep.levers),
        "worlds": plan.sweep.worlds,
        "rows": plan.rows,
        "rows_left": rough.rows,
        "batches_left": rough.batches,
        "cpu_s": round(rough.seconds, 1),
        "bytes": rough.bytes,
        "folder": str(folder),
    }


def warnings(store: Store) -> list[str]:
    """What lies in the folder and is not read."""
    damaged = [f"{part}: damaged; it is simulated again" for part in store.damaged]
    return damaged + [f"{name}: is not of this sweep; left alone and not read" for name in store.foreign]


def account_lines(manifest: Mapping[str, Any], folder: Path) -> list[str]:
    """What was done, in a few lines."""
    did = manifest["statistics"]
    rate = f", {did['rows_per_s']:,} rows/s" if did["rows_per_s"] else ""
    hands = f"{did['workers']} worker{'s' * (did['workers'] > 1)}"
    return [
        f"{manifest['title']}: {manifest['points']:,} points, {manifest['rows']:,} rows",
        NOT_A_PREDICTION,
        f"Simulated {did['rows_simulated']:,} rows in {duration(did['elapsed_s'])} with {hands}{rate};"
        f" reused {did['rows_reused']:,}",
        *_failures(manifest["failed"]),
        f"Written to {folder}",
    ]


def _failures(failed: list[dict[str, Any]]) -> list[str]:
    shown = [
        f"failed: point {f['point']}, lever {f['lever']}: {f['reason']}" for f in failed[:_FAILURES_SHOWN]
    ]
    more = len(failed) - len(shown)
    return shown + ([f"and {more} more failed"] if more else [])


def standing(found: Status) -> dict[str, Any]:
    """How far a sweep is, as a document."""
    return {
        "sweep": found.manifest["sweep"],
        "state": found.state,
        "rows": found.rows,
        "rows_stored": found.stored,
        "failed": found.manifest.get("failed", []),
        "damaged": list(found.damaged),
        "foreign": list(found.foreign),
    }


def standing_lines(found: Status) -> list[str]:
    """How far a sweep is."""
    share = found.stored / found.rows if found.rows else 1.0
    told = f"{found.stored:,} of {found.rows:,} rows ({percent(share)})"
    return [
        f"{found.manifest['sweep']}: {found.state}, {told}",
        *_failures(found.manifest.get("failed", [])),
        *(f"{part}: damaged; it will be simulated again" for part in found.damaged),
        *(f"{name}: is not of this sweep" for name in found.foreign),
    ]


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
