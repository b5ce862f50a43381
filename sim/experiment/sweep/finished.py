"""Finished sweeps, read back: verified against their hashes before anything is believed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiment.analysis.swept import Swept
from sim.experiment.folder import FolderError, read_manifest, verify
from sim.experiment.lever import Change
from sim.experiment.outcomes import Outcome

from .manifest import DESIGN, OUTCOMES
from .store import same_sweep
from .sweep import Factor


@dataclass(frozen=True)
class Finished:
    """The tables of a sweep and what its manifest says of them.

    `failed` counts points under a lever that could not be simulated: their rows are missing.
    """

    manifest: dict[str, Any]
    swept: Swept
    changes: dict[str, Change]
    failed: int


def open_finished(folder: Path) -> Finished:
    """The sweep in a folder. Raises `FolderError` unless it is there, finished and undamaged."""
    same_sweep({"kind": "sweep"})(folder)
    manifest = read_manifest(folder)
    if manifest.get("state") not in ("complete", "failed"):
        raise FolderError(f"{folder}: the sweep is not finished; run it again to continue")
    if damaged := verify(folder):
        raise FolderError(f"{folder}: {', '.join(damaged)}: missing or damaged; run the sweep again")
    try:
        return Finished(
            manifest=manifest,
            swept=_swept(folder, manifest),
            changes={name: _change(told["change"]) for name, told in manifest["levers"].items()},
            failed=len(manifest["failed"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise FolderError(f"{folder}: its manifest is of another version: {error}") from None


def _swept(folder: Path, manifest: dict[str, Any]) -> Swept:
    return Swept(
        design=pd.read_parquet(folder / DESIGN, partitioning=None),
        outcomes=pd.read_parquet(folder / OUTCOMES, partitioning=None),
        factors=tuple(_factor(told) for told in manifest["factors"]),
        method=manifest["design"]["method"],
        kinds={name: Outcome(**told) for name, told in manifest["outcomes"].items()},
    )


def _factor(told: dict[str, Any]) -> Factor:
    return Factor(told["name"], told["low"], told["high"], tuple(told["values"]))


def _change(told: dict[str, Any]) -> Change:
    listed: dict[str, Any] = {
        key: tuple(item) if isinstance(item, list) else item for key, item in told.items()
    }
    return Change(**listed)
