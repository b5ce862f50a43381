"""Verbs about causes: attribute, why."""

from pathlib import Path
from typing import Annotated

import typer

from .app import Counted, Days, Json, Out, Reference, Replace, Seed, Setting, Workers, Worlds, app, say, verb

Drop = Annotated[list[str] | None, typer.Option("--drop", metavar="PATH", help="leave this out")]
Outcomes = Annotated[
    list[str] | None,
    typer.Option("--outcome", metavar="O", help="an outcome, or a condition such as 'deaths > 400'"),
]


@app.command()
@verb
def attribute(  # noqa: PLR0913 - the options of a verb
    scenario: Reference,
    *,
    drop: Drop = None,
    settings: Setting = None,
    outcomes: Outcomes = None,
    worlds: Worlds = 1000,
    seed: Seed = 1,
    days: Days = None,
    out: Out = None,
    replace: Replace = False,
    workers: Workers = None,
    counted: Counted = False,
    as_json: Json = False,
) -> None:
    """What causes do in the model: the same worlds with and without each, and without all."""
    from sim.experiment.attribution.attribute import Replays, attributed
    from sim.experiment.attribution.cause import Change
    from sim.experiment.pool import Pool
    from sim.experiment.run import check_size, prepared
    from sim.scenario.vary import parse_setting
    from sim.tell.causes.attribution import document, print_attribution
    from sim.tell.causes.folder import attribution_into, room_for
    from sim.tell.command import typed
    from sim.tell.terminal import progress_bar

    check_size(worlds, seed)
    chosen = prepared(scenario)
    changes = [*map(Change, drop or ()), *(Change(*parse_setting(text)) for text in settings or ())]
    room_for(out, replace=replace)
    rows = worlds * (1 + len(changes) + (len(changes) > 1))
    with Pool(workers) as pool, progress_bar(rows, counted=counted) as progress:
        run = Replays(pool, worlds, seed, days, progress)
        found = attributed(chosen, changes, run, outcomes or ())
    if out is not None:
        attribution_into(out, found, typed(), replace=replace)
        typer.echo(f"written to {out}", err=True)
    say(as_json, document(found), ()) if as_json else print_attribution(found)


@app.command()
@verb
def why(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="the folder of a run")],
    *,
    world: Annotated[int, typer.Option(help="which world of the run")] = 0,
    day: Annotated[int | None, typer.Option(help="acts of this day; history is 0 and below")] = None,
    actor: Annotated[str | None, typer.Option(metavar="ID", help="acts of this actor")] = None,
    action: Annotated[str | None, typer.Option(metavar="ID", help="acts of this kind")] = None,
    event: Annotated[int | None, typer.Option(help="the act of this number, of those that match")] = None,
    graph: Annotated[bool, typer.Option("--graph", help="only the chain, as a Mermaid flowchart")] = False,
    as_json: Json = False,
) -> None:
    """Why an act came about in the model: its rate taken apart, its signals followed back, its draw."""
    from sim.experiment.why.why import why as explain
    from sim.tell.why.chain import mermaid
    from sim.tell.why.why import document, print_why

    found = explain(run, world, day=day, actor=actor, action=action, event=event)
    if graph and not as_json:
        typer.echo(mermaid(found), nl=False)
    elif as_json:
        say(as_json, document(found), ())
    else:
        print_why(found)
