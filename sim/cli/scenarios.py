"""Verbs about scenarios: list, show, check, schema, new, diff."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .app import WRONG_INPUT, Format, Json, Reference, app, say, verb


@app.command("list")
@verb
def list_(as_json: Json = False) -> None:
    """Shipped scenarios: id, title, start, days."""
    from sim.scenario.load import load, shelf

    shipped = [load(name) for name in sorted(shelf())]
    content = [{"id": s.id, "title": s.title, "start": str(s.start), "days": s.days} for s in shipped]
    say(as_json, content, (f"{s.id:24} {s.start} {s.days:4} days  {s.title}" for s in shipped))


@app.command()
@verb
def show(scenario: Reference, as_json: Json = False) -> None:
    """The resolved scenario in words: actors, obligations, rules with their rates, sources."""
    from sim.engine.simulate import day_one_rates
    from sim.scenario.load import load
    from sim.tell.show import lines, shown

    chosen = load(scenario)
    rates = day_one_rates(chosen)
    say(as_json, shown(chosen, rates), lines(chosen, rates))


@app.command()
@verb
def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="files, or ids of scenarios")],
    format_: Annotated[Format, typer.Option("--format", help="how to tell errors")] = "text",
    as_json: Json = False,
) -> None:
    """Validate scenarios: all errors at once, with file, line and column."""
    from sim.tell.faults import as_text, faults_of, none_found

    wrong = faults_of(paths)
    told: Format = "json" if as_json else format_
    text = as_text(wrong, told)
    if text:
        typer.echo(text, err=told == "text")
    if wrong:
        raise typer.Exit(WRONG_INPUT)
    typer.echo(none_found(paths), err=told != "text")


@app.command()
@verb
def schema(
    sweep: Annotated[bool, typer.Option("--sweep", help="of sweep files instead")] = False,
) -> None:
    """The JSON Schema of scenario files, for editors."""
    from sim.experiment.sweep.schema import sweep_schema_text
    from sim.scenario.schema import schema_text

    typer.echo(sweep_schema_text() if sweep else schema_text(), nl=False)


@app.command()
@verb
def new(
    name: Annotated[str, typer.Argument(help="name of the new scenario, written to ./NAME.yaml")],
    parent: Annotated[str, typer.Option("--from", metavar="ID", help="the scenario it extends")],
    as_json: Json = False,
) -> None:
    """Write a what-if that extends a scenario."""
    from sim.tell.authoring.draft import new_scenario
    from sim.tell.command import program

    path = new_scenario(name, parent, Path())
    told = f"{path} extends {parent}. Change it, then: {program()} compare {parent} {name}"
    say(as_json, {"path": str(path), "extends": parent}, [told])


@app.command()
@verb
def diff(first: Reference, second: Reference, as_json: Json = False) -> None:
    """What differs between two scenarios, path by path."""
    from sim.scenario.load import load
    from sim.scenario.vary import differences

    found = differences(load(first), load(second))
    content = [dict(zip(("path", "before", "after"), row, strict=True)) for row in found]
    say(as_json, content, (f"{path}: {json.dumps(a)} -> {json.dumps(b)}" for path, a, b in found))
