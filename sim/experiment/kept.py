"""Kept: a run folder read back, after its files were compared with what its manifest says of them."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.scenario.errors import printable
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.shelf import is_id

from .folder import FolderError, read_json, read_manifest, verify


@dataclass(frozen=True)
class Kept:
    """A finished run: its folder and manifest; tables are read when asked for, with the columns asked for."""

    folder: Path
    manifest: dict[str, Any]

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return load(self.folder / "scenario.yaml")

    @property
    def worlds(self) -> int:
        """How many worlds were lived."""
        return int(self.manifest["worlds"])

    @property
    def days(self) -> int:
        """How many days from day 1 on."""
        return int(self.manifest["days"])

    def date(self, day: int) -> datetime.date:
        """The date of a day; day 1 is the scenario's start."""
        return self.scenario.start + datetime.timedelta(days=day - 1)

    def table(self, name: str, columns: list[str] | None = None, where: Any = None) -> Any:
        """A frame of `outcomes`, `series`, `events`, `judgements` or `ledger`.

        `where` filters as Parquet readers do: triples of column, comparison and value. Raises
        `FolderError` where the file is gone or broken.
        """
        import pandas as pd
        import pyarrow as pa

        try:
            return pd.read_parquet(self.folder / f"{name}.parquet", columns=columns, filters=where)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as error:
            raise FolderError(
                f"{self.folder / name}.parquet: cannot be read: {printable(str(error))}"
            ) from None


def open_run(folder: Path) -> Kept:
    """The run that a folder holds. Raises `FolderError` for another folder, and for changed files."""
    manifest = read_manifest(folder)
    if not {"result_hash", "worlds", "days", "outcomes"} <= manifest.keys():
        raise FolderError(f"{folder}: holds no run")
    if not all(type(manifest[name]) is int and manifest[name] > 0 for name in ("worlds", "days")):
        raise FolderError(f"{folder}: its manifest is damaged: worlds, days: no whole numbers")
    _unchanged(folder)
    return Kept(folder, manifest)


@dataclass(frozen=True)
class KeptComparison:
    """A finished comparison: its folder, the document that `compare --json` prints, and its runs by id."""

    folder: Path
    document: dict[str, Any]
    runs: dict[str, Kept]

    @cached_property
    def table(self) -> Any:
        """A frame with one row a scenario and outcome, numbers as in the document."""
        import pandas as pd

        others = self.document["others"]
        return pd.DataFrame([{"scenario": o["scenario"], **d} for o in others for d in o["differences"]])


def open_comparison(folder: Path) -> KeptComparison:
    """The comparison that a folder holds, the base's run first. Raises `FolderError` as `open_run` does."""
    manifest = read_manifest(folder)
    if manifest.get("kind") != "comparison":
        raise FolderError(f"{folder}: holds no comparison")
    _unchanged(folder)
    try:
        document = read_json(folder / "comparison.json")
        ids = [document["base"]["scenario"], *(other["scenario"] for other in document["others"])]
        differences = [difference for other in document["others"] for difference in other["differences"]]
        told = [difference["outcome"] for difference in differences]
        if not all(isinstance(difference["in_words"], str) for difference in differences):
            raise TypeError("words that are no text")
    except (OSError, ValueError, TypeError, KeyError):
        raise FolderError(f"{folder}: its comparison.json is damaged, or of another version") from None
    if not all(isinstance(name, str) and is_id(name) for name in (*ids, *told)):
        raise FolderError(f"{folder}: its comparison.json names something that is no scenario or outcome")
    return KeptComparison(folder, document, {name: open_run(folder / "runs" / name) for name in ids})


def _unchanged(folder: Path) -> None:
    if changed := verify(folder):
        raise FolderError(f"{folder}: changed or missing since it was written: {', '.join(changed)}")
