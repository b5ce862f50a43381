"""Verb report: a run, a comparison or a finished sweep as one HTML file."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from .app import Json, app, say, verb


@app.command()
@verb
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="the folder of a run, a comparison or a finished sweep")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE.html", help="the file to write, by default DIR.html"),
    ] = None,
    world: Annotated[
        int | None, typer.Option(help="the world of a run whose story is told, by default a median one")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="write over another file")] = False,
    as_json: Json = False,
) -> None:
    """One HTML file to read, print and pass on: no request leaves it."""
    from sim.experiment.ensemble import NOT_A_PREDICTION
    from sim.tell.page.report import report as write

    done = write(folder, out, world=world, replace=replace)
    content = asdict(done) | {"path": str(done.path), "not_a_prediction": NOT_A_PREDICTION}
    say(as_json, content, [f"{done.path}: {done.title}, {done.bytes / 1e6:.1f} MB"])
