"""Opened: a run that is there, checked, and one of its worlds played again and held against it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.experiment.act import Act
from sim.experiment.ensemble import Ensemble
from sim.experiment.folder import FolderError, read_manifest, verify
from sim.experiment.refusal import RefusedError
from sim.experiment.run import check_size, until
from sim.experiment.tables import EVERY_WORLD
from sim.scenario.errors import ScenarioError, printable
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint

from .replay import Replay, replay

_COLUMNS = ("event", "day", "rule", "actor", "action", "target", "from_place", "place", "count", "deaths",
            "deaths_civilians", "captured", "hidden")  # fmt: skip


class Opened(NamedTuple):
    """The scenario of a run as it was lived, its seed and how many worlds it has."""

    scenario: Scenario
    seed: int
    worlds: int


def opened(folder: Path) -> Opened:
    """A run folder. Raises `FolderError` for one that is none, or not as it was written."""
    manifest = read_manifest(folder)
    numbers = [manifest.get(name) for name in ("seed", "worlds", "days")]
    files = manifest.get("files")
    listed = isinstance(files, dict) and all(isinstance(stated, dict) for stated in files.values())
    if "kind" in manifest or not listed or not all(type(number) is int for number in numbers):
        inside = sorted(path.name for path in folder.glob("runs/*") if path.is_dir())
        hint = f"; choose one of its runs: {folder / 'runs' / inside[0]}" if inside else ""
        raise FolderError(f"{folder}: holds no single run{hint}")
    changed = verify(folder)
    if changed:
        raise FolderError(f"{folder}: not as it was written: {', '.join(changed)}")
    seed, worlds, days = (int(number or 0) for number in numbers)
    check_size(worlds, seed)
    return Opened(until(_scenario(folder, manifest), days), seed, worlds)


def _scenario(folder: Path, manifest: dict[str, Any]) -> Scenario:
    try:
        scenario = load(str(folder / "scenario.yaml"))
    except ScenarioError as error:
        raise FolderError(f"{folder}: its scenario does not load here: {error}") from None
    if fingerprint(scenario) != manifest.get("fingerprint"):
        raise FolderError(f"{folder}: its scenario is not the one that its manifest names")
    return scenario


def played_again(run: "Path | Ensemble", world: int) -> Replay:
    """A world of a run, lived again to the same bits.

    Raises `RefusedError` for a world that the run does not have, or one that comes out otherwise here.
    """
    if isinstance(run, Ensemble):
        source = Opened(until(run.scenario, run.days), run.seed, len(run))
    else:
        source = opened(run)
    if not 0 <= world < source.worlds:
        raise RefusedError(f"world: {world} is not between 0 and {source.worlds - 1}, the worlds of this run")
    again = replay(source.scenario, source.seed, world)
    parts = _digests_part(run, again) if isinstance(run, Ensemble) else _events_part(run, again)
    if parts is not None:
        raise RefusedError(
            f"world {world} comes out otherwise here, from day {parts} on: the run was made by another"
            " edition of the simulator; run it again"
        )
    return again


def _digests_part(run: Ensemble, again: Replay) -> int | None:
    differs = np.flatnonzero(run.digest[again.world] != again.record.digest[:, 0])
    return int(differs[0]) + run.first_day if len(differs) else None


def _events_part(folder: Path, again: Replay) -> int | None:
    """The first day on which the acts are not those of the run's events."""
    try:
        stored, here = sorted(_stored(folder, again.world)), sorted(map(_told, again.acts))
        return None if stored == here else min(row[1] for row in {*stored} ^ {*here})
    except TypeError:
        raise FolderError(f"{folder}: its events cannot be read: a column of another kind") from None


def _stored(folder: Path, world: int) -> Iterator[tuple[Any, ...]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    own = [("world", "in", [EVERY_WORLD, world])]
    try:
        table = pq.read_table(folder / "events.parquet", columns=list(_COLUMNS), filters=own)
        columns = [table[name].to_pylist() for name in _COLUMNS]
    except (pa.ArrowException, OSError, KeyError, ValueError) as error:
        raise FolderError(f"{folder}: its events cannot be read: {printable(str(error))}") from None
    for row in zip(*columns, strict=True):
        yield tuple("" if cell is None else cell for cell in row)


def _told(act: Act) -> tuple[Any, ...]:
    """An act as the columns of the table have it."""
    return (act.event, act.day, act.path, *(getattr(act, name) for name in _COLUMNS[3:]))
