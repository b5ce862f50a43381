"""Kept: what an analysis of a sweep said, read back from its folder and ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.experiment.folder import FolderError, read_json, read_manifest, verify
from sim.experiment.sweep.finished import Finished
from sim.tell.figures import name_of

from .findings import Section
from .frames import named, where
from .labels import labels
from .regrets import beside_none

_KINDS = ("sensitivity", "discovery", "robustness")


@dataclass(frozen=True, eq=False)
class KeptFindings:
    """An analysis as it was written: in words by `sections`, in numbers by `tables`, each factor with its
    `name`; `outcomes` are those of the sweep, by their heading; `names` says every factor in words."""

    kind: str
    scope: str
    asked: Mapping[str, Any]
    sections: Sequence[Section]
    guide: Sequence[str]
    warnings: Sequence[str]
    tables: Mapping[str, pd.DataFrame]
    outcomes: Mapping[str, str]
    names: Mapping[str, str]

    def section(self, heading: str) -> Section:
        """The part under a heading; an empty one where there is none."""
        return next((part for part in self.sections if part.heading == heading), Section(heading))

    def table(self, name: str, outcome: str = "") -> Any:
        """A frame, or its rows of one outcome; empty where the analysis made none."""
        frame = self.tables.get(name, pd.DataFrame())
        return where(frame, "outcome", outcome) if outcome and len(frame) else frame


def open_findings(folder: Path, finished: Finished) -> KeptFindings:
    """What an analysis of this sweep wrote into a folder.

    Raises `FolderError` for another folder, changed files, or an analysis of other results.
    """
    manifest = read_manifest(folder)
    if manifest.get("kind") not in _KINDS:
        raise FolderError(f"{folder}: holds no analysis of a sweep")
    if changed := verify(folder):
        raise FolderError(f"{folder}: changed or missing since it was written: {', '.join(changed)}")
    content = read_json(folder / "findings.json")
    if content["result_hash"] != finished.manifest.get("result_hash"):
        raise FolderError(f"{folder}: was made of other results of this sweep; ask again")
    told = labels(factor.name for factor in finished.swept.factors)
    frames = {name: pd.DataFrame(rows) for name, rows in content["tables"].items()}
    if "levers" in frames:
        frames["beside_none"] = beside_none(frames["levers"], finished.swept.kinds)
    return KeptFindings(
        kind=content["kind"],
        scope=content["scope"],
        asked=content["asked"],
        sections=[_section(part) for part in content["sections"]],
        guide=content["guide"],
        warnings=content["warnings"],
        tables={name: named(frame, told) if "factor" in frame else frame for name, frame in frames.items()},
        outcomes={name_of(name, kind.unit): name for name, kind in finished.swept.kinds.items()},
        names=told,
    )


def _section(part: Mapping[str, Any]) -> Section:
    rows = [tuple(row) for row in part["rows"]]
    return Section(part["heading"], tuple(part["sentences"]), tuple(part["columns"]), rows, part["note"])
