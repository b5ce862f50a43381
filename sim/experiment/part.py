"""Part: some consecutive worlds of a run, simulated in one batch, by any process."""

import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.arrays import Array, Floats, Ints, Words
from sim.scenario.scenario import Scenario

from .outcomes import measure

if TYPE_CHECKING:
    from sim.engine.record import Record

Progress = Callable[[int], None]  # is told the day that was lived

SERIES = (
    "violent_events",
    "lethal_events",
    "deaths",
    "deaths_civilians",
    "lethal_across",
    "deaths_across",
    "breaches",
    "due",
    "kept",
    "missed",
    "pending",
    "captures",
    "wrong_author",
    "top_rung",
    "confidence",
)


@dataclass(frozen=True)
class Part:
    """What to simulate: rows are `worlds` in order; `tables` is a folder for event tables, or None."""

    scenario: Scenario
    seed: int
    worlds: Ints
    overrides: dict[str, Floats] = field(default_factory=dict)
    tables: Path | None = None
    number: int = 0


@dataclass(frozen=True)
class Simulated:
    """What came out of a part: `measured` `(rows,)`, `daily` `(rows, days)`, `digest` `(rows, days)`."""

    worlds: Ints
    first_day: int
    measured: dict[str, Floats]
    daily: dict[str, Array]
    digest: Words


def simulate_part(part: Part, progress: Progress | None = None) -> Simulated:
    """Simulate a part; its event tables go to files in its folder."""
    record = _lived(part, progress)
    if part.tables is not None:
        from .tables import write_part

        write_part(record, part.tables, part.number)
    return Simulated(
        worlds=part.worlds,
        first_day=record.first_day,
        measured=measure(record, part.overrides),
        daily={name: _compact(record.daily[name]) for name in SERIES},
        digest=np.ascontiguousarray(record.digest.T),
    )


def outcomes_part(part: Part) -> dict[str, Floats]:
    """Simulate a part and keep only its outcomes."""
    return measure(_lived(part), part.overrides)


def _lived(part: Part, progress: Progress | None = None) -> "Record":
    from sim.engine.simulate import simulate

    gc.collect()  # a model and its agents know each other: the last part's arrays wait in that cycle
    tables = part.tables is not None
    return simulate(part.scenario, part.worlds, part.seed, part.overrides, tables=tables, progress=progress)


def _compact(daily: Array) -> Array:
    """Rows first, counts in 32 bits: ten thousand worlds are to fit in memory."""
    dtype = np.float64 if daily.dtype.kind == "f" else np.int32
    return np.ascontiguousarray(daily.T.astype(dtype))
