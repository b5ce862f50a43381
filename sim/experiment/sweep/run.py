"""Run a sweep into its folder; running it again continues where it stopped."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.experiment.executors import Executor, InProcess
from sim.experiment.folder import read_manifest, whole_file
from sim.experiment.processes import Processes
from sim.experiment.refusal import StoreError

from .carry import Carried, Failure, Watch, carry_out
from .finished import Finished, open_finished
from .manifest import DESIGN, OUTCOMES, asked, came, identity, write_sweep_manifest
from .plan import Plan, planned
from .read import open_sweep
from .record import recorded
from .store import Index, Store, is_busy, opened, same_sweep
from .sweep import Sweep
from .table import write_table


def sweep(
    reference: str | Path, out: Path | str | None = None, workers: int | None = None, *, large: bool = False
) -> Finished:
    """Carry out the sweep of a file, or of a shipped id, and read its folder back.

    What an earlier call left there is used. Raises `ScenarioError` for a wrong file, `RefusedError`
    for a sweep out of proportion (unless `large`) or a folder of something else, `StoreError` when
    the disk is full.
    """
    plan = planned(open_sweep(reference), large=large)
    folder = Path(out) if out else default_folder(plan.sweep)
    with executor(workers) as hands, sweep_folder(folder, plan.sweep) as store:
        run_sweep(plan, store, hands, Silent())
    return open_finished(folder)


def default_folder(asked_for: Sweep) -> Path:
    """`results/<id>` in the current folder."""
    return Path("results") / asked_for.id


@contextmanager
def executor(workers: int | None, scheduler: str | None = None, insecure: bool = False) -> Iterator[Executor]:
    """Hands for a sweep: a cluster, this process, or processes of this machine (default: one a core)."""
    if scheduler:
        from sim.experiment.cluster import connect

        with connect(scheduler, insecure=insecure) as cluster:
            yield cluster
        return
    with InProcess() if workers == 1 else Processes(workers) as local:
        yield local


@contextmanager
def sweep_folder(folder: Path, asked_for: Sweep) -> Iterator[Store]:
    """The verified store of a sweep in `folder`, held against other processes.

    Raises `FolderError` for a folder of something else, or one that cannot be written or is in use.
    """
    with opened(folder, same_sweep(identity(asked_for))) as store:
        yield store


def looked_at(folder: Path, asked_for: Sweep) -> Index:
    """What the folder holds for this sweep, without touching it. Raises `FolderError` as above."""
    store = Store(folder)
    if folder.is_dir() and any(folder.iterdir()):
        same_sweep(identity(asked_for))(folder)
        store.survey()
    return store.index


def run_sweep(
    plan: Plan, store: Store, hands: Executor, watch: Watch, command: Sequence[str] = ()
) -> Carried:
    """Simulate what is missing and write the tables. Raises `StoreError` when the disk is full."""
    folder, content = store.folder, asked(plan, command)
    left = sum(batch.rows for batch in plan.left(store.index))
    with _told_of(folder):
        begun = {"left": left, "stored": store.rows}
        write_sweep_manifest(folder, content | {"state": "unfinished", "begun": begun})
        if left:
            (folder / OUTCOMES).unlink(missing_ok=True)  # of the sweep as it was
        with whole_file(folder / DESIGN) as stream:
            plan.design.to_parquet(stream, compression="zstd", index=False)
    carried = carry_out(plan, store, hands, watch)
    with _told_of(folder):
        result_hash = write_table(folder / OUTCOMES, plan, store)
        write_sweep_manifest(folder, content | came(carried, plan, result_hash))
    return carried


@contextmanager
def _told_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(
            f"{folder}: cannot be written: {reason}; finished parts are safe, the same command continues"
        ) from None


class Silent:
    """Nobody watches."""

    def done(self, rows: int) -> None:
        """Rows are stored."""

    def failed(self, failure: Failure) -> None:
        """A point failed."""

    def lost(self, reason: str) -> None:
        """A worker was lost."""


@dataclass(frozen=True)
class Status:
    """How far a sweep is: rows asked for and stored; `state` is running, unfinished, complete or failed."""

    manifest: dict[str, Any]
    rows: int
    stored: int
    state: str
    damaged: tuple[str, ...]
    foreign: tuple[str, ...]


def status(folder: Path) -> Status:
    """How far the sweep in a folder is. Raises `FolderError` where there is none."""
    record, store = recorded(folder), Store(folder)
    store.survey()
    running = record.state == "unfinished" and is_busy(folder)
    state, stored = "running" if running else record.state, record.stored(store.rows)
    told = tuple(store.damaged), tuple(store.foreign)
    return Status(read_manifest(folder), record.rows, stored, state, *told)
