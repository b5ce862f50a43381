"""Manifest of a sweep folder: whose it is, what was asked, what came of it."""

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.experiment.edition import edition
from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.folder import MANIFEST, file_hash, write_json
from sim.experiment.lever import adds_force, change
from sim.experiment.outcomes import outcomes_of
from sim.experiment.store import made
from sim.scenario.write import fingerprint

from .carry import Carried
from .plan import Plan
from .sweep import Factor, Sweep

DESIGN, OUTCOMES = "design.parquet", "outcomes.parquet"


def identity(sweep: Sweep) -> dict[str, Any]:
    """What makes a folder this sweep's, however it is edited."""
    return {"kind": "sweep", "sweep": sweep.id, "scenario": sweep.scenario.id}


def write_sweep_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write the manifest, with the hashes of the files that it answers for."""
    there = [name for name in (DESIGN, OUTCOMES) if (folder / name).is_file()]
    files = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": file_hash(folder / name)} for name in there
    }
    write_json(folder / MANIFEST, content | {"files": files})


def asked(plan: Plan, command: Sequence[str]) -> dict[str, Any]:
    """What was asked; the same for any number of workers."""
    sweep = plan.sweep
    kinds = outcomes_of(sweep.scenario)
    return identity(sweep) | {
        "title": sweep.title,
        "question": sweep.question,
        "fingerprint": fingerprint(sweep.scenario),
        "seed": sweep.seed,
        "worlds": sweep.worlds,
        "days": sweep.days,
        "design": {
            "method": sweep.design.method,
            "points": sweep.design.points,
            "seed": sweep.design.seed,
            "levels": sweep.design.levels,
        },
        "factors": [_factor(factor) for factor in sweep.factors],
        "what_ifs": {name: fingerprint(scenario) for name, scenario in sweep.what_ifs.items()},
        "levers": {name: _lever(plan, name) for name in sweep.levers},
        "outcomes": {name: kinds[name]._asdict() for name in sweep.outcomes},
        "points": len(plan.design),
        "rows": plan.rows,
        "not_a_prediction": NOT_A_PREDICTION,
        **made(command),
        "edition": edition(),
    }


def _factor(factor: Factor) -> dict[str, Any]:
    return {"name": factor.name, "low": factor.low, "high": factor.high, "values": list(factor.values)}


def span(factor: Factor) -> tuple[float, float]:
    """Least and greatest value that a number takes in the sweep."""
    listed = [float(value) for value in factor.values]
    return (min(listed), max(listed)) if listed else (factor.low, factor.high)


def _lever(plan: Plan, name: str) -> dict[str, Any]:
    """A lever; what adds force in some future of the sweep adds force."""
    sweep, lever = plan.sweep, plan.sweep.levers[name]
    ranges = {factor.name: span(factor) for factor in sweep.factors if not factor.is_what_if}
    added = {
        path
        for what_if, base in sweep.what_ifs.items()
        for path in adds_force(base, plan.scenarios[what_if, name], ranges)
    }
    told = change(sweep.scenario, lever)._replace(adds_force=tuple(sorted(added)))._asdict()
    return {"title": lever.title, "fingerprint": fingerprint(lever), "change": told}


def came(carried: Carried, plan: Plan, result_hash: str) -> dict[str, Any]:
    """What came of it: the hash of the results, failures, and how long it took."""
    return {
        "state": "failed" if carried.failures else "complete",
        "result_hash": result_hash,
        "failed": [failure._asdict() for failure in carried.failures],
        "statistics": {
            "rows": plan.rows,
            "rows_simulated": carried.rows,
            "rows_reused": plan.rows - carried.wanted,
            "batches": carried.batches,
            "workers": carried.most_workers,
            "workers_lost": carried.lost,
            "elapsed_s": round(carried.elapsed, 3),
            "cpu_s": round(carried.cpu_s, 3),
            "rows_per_s": round(carried.rows / carried.elapsed, 1) if carried.rows else None,
            "rows_per_cpu_s": round(carried.rows / carried.cpu_s, 1) if carried.cpu_s else None,
            "machine": platform.machine(),
        },
    }
