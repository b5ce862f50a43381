"""Verbs about causes: attribute, why."""

from typing import Annotated

import typer

from .app import Days, Json, Out, Reference, Replace, Seed, Setting, Workers, Worlds, app, say, verb

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
    as_json: Json = False,
) -> None:
    """What causes do in the model: the same worlds with and without each, and without all."""
    from sim.experiment.attribution.attribute import Replays, attributed
    from sim.experiment.attribution.cause import Change
    from sim.experiment.pool import Pool
    from sim.experiment.run import check_size, prepared
    from sim.scenario.vary import parse_setting
    from sim.tell.attribution import document, print_attribution
    from sim.tell.attribution_folder import attribution_into, room_for
    from sim.tell.command import typed
    from sim.tell.terminal import progress_bar

    check_size(worlds, seed)
    chosen = prepared(scenario)
    changes = [*map(Change, drop or ()), *(Change(*parse_setting(text)) for text in settings or ())]
    room_for(out, replace=replace)
    rows = worlds * (1 + len(changes) + (len(changes) > 1))
    with Pool(workers) as pool, progress_bar(rows) as progress:
        run = Replays(pool, worlds, seed, days, progress)
        found = attributed(chosen, changes, run, outcomes or ())
    if out is not None:
        attribution_into(out, found, typed(), replace=replace)
        typer.echo(f"written to {out}", err=True)
    say(as_json, document(found), ()) if as_json else print_attribution(found)
