"""Verbs about sweeps: sweep, and what its results say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import FAILED, Json, Out, Workers, app, say, verb

if TYPE_CHECKING:
    from sim.experiment.sweep.sweep import Sweep

SweepFile = Annotated[
    str | None, typer.Argument(metavar="SWEEP.yaml", help="a sweep file, or the id of a shipped sweep")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="a Dask scheduler, tcp://... or tls://..., to run on")
]


@app.command()
@verb
def sweep(  # noqa: PLR0913 - the options of a verb
    file: SweepFile = None,
    *,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    insecure: Annotated[bool, typer.Option("--insecure", help="plain tcp beyond this machine")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="print the plan, and what it takes")] = False,
    large: Annotated[bool, typer.Option("--large", help="even if it is out of proportion")] = False,
    status: Annotated[
        Path | None, typer.Option("--status", metavar="DIR", help="how far a sweep is, and no more")
    ] = None,
    as_json: Json = False,
) -> None:
    """Simulate every point of a sweep; the same command continues what was interrupted."""
    from sim.experiment.refusal import RefusedError

    if (file is None) == (status is None):
        raise RefusedError("name a sweep file, or ask with --status DIR")
    if workers is not None and scheduler is not None:
        raise RefusedError("--workers counts processes here, --scheduler names a cluster: choose one")
    if status is not None:
        _tell_status(status, as_json)
        return
    from sim.experiment.sweep.read import open_sweep

    asked = open_sweep(str(file))
    if dry_run:
        _tell_plan(asked, out, workers, large=large, as_json=as_json)
    else:
        _carry_out(asked, out, (workers, scheduler, insecure), large=large, as_json=as_json)


def _tell_status(folder: Path, as_json: bool) -> None:
    from sim.experiment.sweep.run import status
    from sim.tell.sweep.sweep import standing, standing_lines

    found = status(folder)
    say(as_json, standing(found), standing_lines(found))


def _tell_plan(asked: "Sweep", out: Path | None, workers: int | None, *, large: bool, as_json: bool) -> None:
    from sim.experiment.processes import Processes
    from sim.experiment.sweep.plan import estimate, planned
    from sim.experiment.sweep.run import default_folder, looked_at
    from sim.tell.sweep.sweep import estimate_lines, plan_lines, rough_plan

    plan = planned(asked, large=large)
    folder = out or default_folder(plan.sweep)
    rough = estimate(plan, plan.left(looked_at(folder, plan.sweep)))
    lines = [*plan_lines(plan, folder), *estimate_lines(rough, Processes(workers).workers)]
    say(as_json, rough_plan(plan, folder, rough), lines)


def _carry_out(
    asked: "Sweep",
    out: Path | None,
    where: tuple[int | None, str | None, bool],
    *,
    large: bool,
    as_json: bool,
) -> None:
    from sim.experiment.folder import read_manifest
    from sim.experiment.store import told
    from sim.experiment.sweep.plan import planned
    from sim.experiment.sweep.run import default_folder, executor, run_sweep, sweep_folder
    from sim.tell.command import typed
    from sim.tell.sweep.course import course
    from sim.tell.sweep.sweep import account_lines, plan_lines, warnings

    plan = planned(asked, large=large)
    folder = out or default_folder(plan.sweep)
    with executor(*where) as hands, sweep_folder(folder, plan.sweep) as store:
        for line in [*plan_lines(plan, folder), *warnings(store)]:
            typer.echo(line, err=True)
        with course(sum(batch.rows for batch in plan.left(store.index))) as watch:
            run_sweep(plan, store, hands, watch, typed())
    manifest = read_manifest(folder)
    say(as_json, told(manifest), account_lines(manifest, folder))
    if manifest["failed"]:
        raise typer.Exit(FAILED)
