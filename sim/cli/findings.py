"""Verbs that read a finished sweep: sensitivity, discover, robust, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .app import Json, Out, app, say, verb

if TYPE_CHECKING:
    from sim.experiment.sweep.finished import Finished
    from sim.tell.analysis.findings import Findings

SweepFolder = Annotated[Path, typer.Argument(metavar="DIR", help="the folder of a finished sweep")]
Outcomes = Annotated[
    list[str] | None, typer.Option("--outcome", metavar="NAME", help="an outcome; may be given again")
]
Lever = Annotated[str | None, typer.Option(metavar="NAME", help="under which lever; none where left out")]
Against = Annotated[
    str | None, typer.Option(metavar="NAME", help="its paired difference from this lever, such as none")
]
Choice = Literal["balanced", "dense", "covering"]
Form = Literal["csv", "ema"]


@app.command()
@verb
def sensitivity(
    folder: SweepFolder,
    *,
    outcomes: Outcomes = None,
    lever: Lever = None,
    against: Against = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Which assumptions matter, by the analysis that the design allows, and how much is chance."""
    finished = _finished(folder)
    from sim.tell.analysis.sensitivity import sensitivity as found

    _tell(found(finished, outcomes or (), lever, against), folder, out, as_json)


def _finished(folder: Path) -> "Finished":
    """The sweep in a folder; a wrong folder is refused before the analyses, which take seconds to import."""
    from sim.experiment.sweep.finished import open_finished

    return open_finished(folder)


def _tell(findings: "Findings", folder: Path, out: Path | None, as_json: bool) -> None:
    """Write the findings, by default below the sweep's folder, and print them."""
    from sim.tell.analysis.findings import document
    from sim.tell.analysis.screen import print_findings
    from sim.tell.analysis.written import findings_into
    from sim.tell.command import typed

    target = out or folder / findings.kind
    findings_into(target, findings, typed())
    typer.echo(f"written to {target}", err=True)
    if as_json:
        say(as_json, document(findings), ())
    else:
        print_findings(findings)
        typer.echo(f"\nReport: {target / 'report.md'}")


@app.command()
@verb
def discover(  # noqa: PLR0913 - the options of a verb
    folder: SweepFolder,
    *,
    where: Annotated[
        str | None,
        typer.Option(
            metavar="CONDITION", help='such as "deaths > 500"; an outcome alone: its better quarter'
        ),
    ] = None,
    lever: Lever = None,
    against: Against = None,
    share: Annotated[float | None, typer.Option(help="of the worlds that must meet it, above 0 to 1")] = None,
    choose: Annotated[Choice, typer.Option(help="which box of a trajectory is told")] = "balanced",
    step: Annotated[int | None, typer.Option(help="this box of the trajectory, as it is")] = None,
    boxes: Annotated[int, typer.Option(min=1, max=9, help="how many boxes are sought at most")] = 3,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """In which region of the assumptions futures of interest lie (PRIM)."""
    finished = _finished(folder)
    from sim.experiment.analysis.covering import Rule
    from sim.tell.analysis.discovery import discovery

    options = {"lever": lever, "against": against, "share": share, "rule": Rule(choose, boxes, step=step)}
    _tell(discovery(finished, where, **options), folder, out, as_json)


@app.command()
@verb
def robust(
    folder: SweepFolder,
    *,
    thresholds: Annotated[
        list[str] | None,
        typer.Option("--threshold", metavar="CONDITION", help='such as "deaths <= 300"; may be given again'),
    ] = None,
    outcomes: Outcomes = None,
    levers: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME,NAME", help="the levers to rank, instead of all; `none` is always there"),
    ] = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Which lever holds up whatever is true: regret, worst futures, thresholds met."""
    finished = _finished(folder)
    from sim.tell.analysis.robustness import robustness

    named = [name.strip() for text in levers or () for name in text.split(",")]
    options = {"conditions": thresholds or (), "outcomes": outcomes or (), "levers": named}
    _tell(robustness(finished, **options), folder, out, as_json)


@app.command()
@verb
def export(
    folder: SweepFolder,
    *,
    form: Annotated[
        Form, typer.Option("--format", help="csv: one table; ema: an archive for the EMA Workbench")
    ] = "csv",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="the file to write")] = None,
    as_json: Json = False,
) -> None:
    """Write a finished sweep in a shape that other tools read; file names begin SIMULATED-."""
    from sim.experiment.refusal import RefusedError
    from sim.tell.analysis.labels import file_stem
    from sim.tell.export.ema import ema
    from sim.tell.export.table import table

    finished = _finished(folder)
    path = out or folder / "export" / file_stem(str(finished.manifest["sweep"]))
    if path.name in ("", ".."):
        raise RefusedError(f"{path}: is a folder; name the file to write")
    if out is None and path.parent.is_symlink():
        raise RefusedError(f"{path.parent}: is a link out of the sweep's folder; name the file with --out")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        written = {"csv": table, "ema": ema}[form](finished.swept, path)
    except OSError as error:
        raise RefusedError(f"{path}: cannot be written: {error.strerror}") from None
    say(as_json, {"format": form, "path": str(written)}, [f"written to {written}"])
