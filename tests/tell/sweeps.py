"""Finished sweeps without a folder: tables whose answer is known, with a manifest as in a folder."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.engine.arrays import Floats
from sim.experiment.analysis.swept import Swept
from sim.experiment.lever import Change
from sim.experiment.sweep.finished import Finished
from sim.experiment.sweep.sweep import NONE, Method
from tests.experiment.analysis.made import DATE, NUMBER, design, factors, numbers, swept

HOSTILE = "=1+1 <b>bold</b> [red]![x](http://example.org)"
MOVED = pd.DataFrame(
    {
        "point": range(5),
        "a": [0.5, 0.0, 1.0, 0.5, 0.5],
        "b": [0.5, 0.5, 0.5, 0.0, 1.0],
        "moved": ["", "a", "a", "b", "b"],
    }
)
RESTRAINT = Change(True, ("restraint",))
SETTING = Change(False, ())


def finished(one: Swept, changes: Mapping[str, Change] | None = None, **more: Any) -> Finished:
    """The sweep as read back; `more` goes over the manifest."""
    manifest = {
        "sweep": "known",
        "title": "Known answer",
        "question": "Which?",
        "scenario": "toy",
        "points": len(one.design),
        "worlds": len(one.worlds),
        "days": 1,
        "seed": 1,
        "result_hash": "0" * 64,
        "levers": {name: {} for name in one.levers},
    }
    return Finished(manifest | more, one, dict(changes or {}), more.get("failures", 0))


def steep(method: Method, size: int, worlds: int = 6) -> Finished:
    """Deaths are ten times factor a plus chance, whatever b is; collapse never comes."""
    varied = factors(2)
    drawn = MOVED if method == "one_at_a_time" else design(method, size, varied)
    tables = {NUMBER: deaths(numbers(drawn, varied), worlds), DATE: np.full((len(drawn), worlds), np.nan)}
    return finished(swept(drawn, varied, method, tables))


def deaths(values: Floats, worlds: int) -> Floats:
    """Ten times the first factor, and a chance for each world `(points, worlds)`."""
    return 100 + 10 * values[:, :1] + np.linspace(-0.1, 0.1, worlds)


def under_levers(worlds: int = 6) -> Finished:
    """Doing nothing, a lever that saves five in every future, one that changes nothing, and a setting."""
    varied = factors(2)
    drawn = design("lhs", 24, varied)
    table = deaths(numbers(drawn, varied), worlds)
    shifts = {NONE: 0.0, "idle": 0.0, "saves": -5.0, "setting": 3.0}
    tables = {(lever, NUMBER): table + shift for lever, shift in shifts.items()}
    changes = {NONE: Change(True, ()), "idle": RESTRAINT, "saves": RESTRAINT, "setting": SETTING}
    return finished(swept(drawn, varied, "lhs", tables), changes)
