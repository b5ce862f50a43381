"""Command line: talks to people and holds no rules. Each verb imports what it needs when it runs."""

import functools
import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

app = typer.Typer(
    name="deescalate",
    help="Simulates how a de-escalation area calms down or escalates. It explores; it does not predict.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Reference = Annotated[str, typer.Argument(metavar="SCENARIO", help="an id, a name made by `new`, or a path")]
Worlds = Annotated[int, typer.Option(help="how many worlds")]
Seed = Annotated[int, typer.Option(help="seed of chance")]
Days = Annotated[int | None, typer.Option(help="days from day 1 on, instead of the scenario's")]
Setting = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="another value")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="the folder to write")]
Replace = Annotated[bool, typer.Option("--replace", help="replace other results in that folder")]
Workers = Annotated[int | None, typer.Option(help="worker processes, by default one a core")]
Format = Literal["text", "json", "github"]
Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]
FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130


def _verb(function: Callable[..., None]) -> Callable[..., None]:
    """Turn what a user got wrong into a message and an exit code, never a traceback."""

    @functools.wraps(function)
    def told(*arguments: Any, **options: Any) -> None:
        from sim.experiment.refusal import RefusedError, WorkerError
        from sim.scenario.errors import ScenarioError

        try:
            function(*arguments, **options)
        except KeyboardInterrupt:
            _end("interrupted", INTERRUPTED)
        except ScenarioError as error:
            _end(str(error), WRONG_INPUT)
        except RefusedError as error:
            _end(f"error: {error}", WRONG_INPUT)
        except (WorkerError, OSError) as error:
            _end(f"error: {error}", FAILED)

    return told


def _end(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _say(as_json: bool, content: object, lines: Iterable[str]) -> None:
    """One JSON document, or lines for people."""
    if as_json:
        lines = [json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)]
    for line in lines:
        typer.echo(line)


@app.command("list")
@_verb
def list_(as_json: Json = False) -> None:
    """Shipped scenarios: id, title, start, days."""
    from sim.scenario.load import load, shelf

    shipped = [load(name) for name in sorted(shelf())]
    content = [{"id": s.id, "title": s.title, "start": str(s.start), "days": s.days} for s in shipped]
    _say(as_json, content, (f"{s.id:24} {s.start} {s.days:4} days  {s.title}" for s in shipped))


@app.command()
@_verb
def show(scenario: Reference, as_json: Json = False) -> None:
    """The resolved scenario in words: actors, obligations, rules with their rates, sources."""
    from sim.engine.simulate import day_one_rates
    from sim.scenario.load import load
    from sim.tell.show import lines, shown

    chosen = load(scenario)
    rates = day_one_rates(chosen)
    _say(as_json, shown(chosen, rates), lines(chosen, rates))


@app.command()
@_verb
def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="files, or ids of scenarios")],
    format_: Annotated[Format, typer.Option("--format", help="how to tell errors")] = "text",
    as_json: Json = False,
) -> None:
    """Validate scenarios: all errors at once, with file, line and column."""
    from sim.tell.faults import as_text, faults_of

    wrong = faults_of(paths)
    told: Format = "json" if as_json else format_
    text = as_text(wrong, told)
    if text:
        typer.echo(text, err=told == "text")
    if wrong:
        raise typer.Exit(WRONG_INPUT)
    typer.echo(f"no errors found in {len(paths)} scenario{'s' * (len(paths) > 1)}", err=told != "text")


@app.command()
@_verb
def schema() -> None:
    """The JSON Schema of scenario files, for editors."""
    from sim.scenario.schema import schema_text

    typer.echo(schema_text(), nl=False)


@app.command()
@_verb
def new(
    name: Annotated[str, typer.Argument(help="name of the new scenario, written to ./NAME.yaml")],
    parent: Annotated[str, typer.Option("--from", metavar="ID", help="the scenario it extends")],
    as_json: Json = False,
) -> None:
    """Write a what-if that extends a scenario."""
    from sim.tell.command import program
    from sim.tell.draft import new_scenario

    path = new_scenario(name, parent, Path())
    told = f"{path} extends {parent}. Change it, then: {program()} compare {parent} {name}"
    _say(as_json, {"path": str(path), "extends": parent}, [told])


@app.command()
@_verb
def diff(first: Reference, second: Reference, as_json: Json = False) -> None:
    """What differs between two scenarios, path by path."""
    from sim.scenario.load import load
    from sim.scenario.vary import differences

    found = differences(load(first), load(second))
    content = [dict(zip(("path", "before", "after"), row, strict=True)) for row in found]
    _say(as_json, content, (f"{path}: {json.dumps(a)} -> {json.dumps(b)}" for path, a, b in found))


@app.command()
@_verb
def run(
    scenario: Reference,
    *,
    worlds: Worlds = 1000,
    seed: Seed = 1,
    days: Days = None,
    settings: Setting = None,
    out: Out = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Simulate many worlds of a scenario and write the run folder."""
    from sim.experiment.pool import Pool
    from sim.experiment.run import check_size, prepared
    from sim.experiment.store import default_folder, described, run_into
    from sim.scenario.vary import parse_setting
    from sim.tell.command import typed
    from sim.tell.terminal import print_ensemble, progress_bar

    check_size(worlds, seed)
    chosen = prepared(scenario, dict(parse_setting(text) for text in settings or ()))
    target = out or default_folder(chosen, seed)
    with Pool(workers) as pool, progress_bar(worlds) as progress:
        options = {"pool": pool, "days": days, "command": typed(), "progress": progress}
        ensemble = run_into(target, chosen, worlds, seed, **options)
    typer.echo(f"written to {target}", err=True)
    _say(as_json, described(ensemble), ()) if as_json else print_ensemble(ensemble)


@app.command()
@_verb
def compare(  # noqa: PLR0913 - the options of a verb
    base: Annotated[str, typer.Argument(metavar="BASE", help="the scenario to compare with")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="one or more other scenarios")],
    *,
    worlds: Worlds = 1000,
    seed: Seed = 1,
    days: Days = None,
    out: Out = None,
    replace: Replace = False,
    draws: Annotated[int, typer.Option(help="draws from the ranges of the assumptions")] = 64,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Paired differences of scenarios in the same worlds, and how sure they are."""
    from sim.experiment.compare import common_days, compare_only
    from sim.experiment.doubt import Doubt, most_rows
    from sim.experiment.pool import Pool
    from sim.experiment.run import check_size, prepared
    from sim.tell.command import next_steps, typed
    from sim.tell.report import as_json as document
    from sim.tell.report import compare_into
    from sim.tell.terminal import print_comparison, progress_bar

    check_size(worlds, seed)
    scenarios = [prepared(reference) for reference in (base, *others)]
    lived = common_days(scenarios, days)
    rows = worlds * len(scenarios) + most_rows(draws, len(others))
    with Pool(workers) as pool, progress_bar(rows) as progress:
        doubt = Doubt(pool, seed, draws, days=lived, progress=progress)
        if out is None:
            comparison = compare_only(scenarios, worlds, doubt)
        else:
            comparison = compare_into(out, scenarios, worlds, doubt, replace=replace, command=typed())
    if as_json:
        _say(as_json, document(comparison), ())
        return
    print_comparison(comparison)
    if out is not None:
        typer.echo(f"\nReport: {out / 'report.md'}")
    typer.echo(f"\n{next_steps(base, others[0])}")


@app.command()
@_verb
def bench(as_json: Json = False) -> None:
    """How fast worlds are simulated, beside the plain one-world engine (from a checkout)."""
    script = Path(__file__).resolve().parents[1] / "benchmarks" / "bench.py"
    if not script.is_file():
        _end("error: bench runs from a checkout only", WRONG_INPUT)
    done = subprocess.run([sys.executable, str(script), *(["--json"] if as_json else [])], check=False)
    raise typer.Exit(done.returncode)


def main() -> None:
    """Run the command line; a request to terminate cleans up like an interruption."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # what else is installed changes nothing
    gc.set_threshold(100_000)  # a scenario's many small records outlive every early collection
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app()


if __name__ == "__main__":
    main()
