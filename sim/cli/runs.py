"""Verbs that simulate and compare: run, compare, bench."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from .app import (
    WRONG_INPUT,
    Counted,
    Days,
    Json,
    Out,
    Reference,
    Replace,
    Seed,
    Setting,
    Workers,
    Worlds,
    app,
    end,
    say,
    verb,
)

HalfWidths = Annotated[
    list[str] | None, typer.Option(metavar="OUTCOME=HALF_WIDTH", help="how narrow an interval should be")
]


@app.command()
@verb
def run(  # noqa: PLR0913 - the options of a verb
    scenario: Reference,
    *,
    worlds: Worlds = 1000,
    seed: Seed = 1,
    days: Days = None,
    settings: Setting = None,
    out: Out = None,
    workers: Workers = None,
    counted: Counted = False,
    as_json: Json = False,
) -> None:
    """Simulate many worlds of a scenario and write the run folder."""
    from sim.experiment.pool import Pool
    from sim.experiment.run import check_size, prepared, workers_for
    from sim.experiment.store import default_folder, described, run_into
    from sim.scenario.vary import parse_setting
    from sim.tell.command import typed
    from sim.tell.terminal import print_ensemble, progress_bar

    check_size(worlds, seed)
    chosen = prepared(scenario, dict(parse_setting(text) for text in settings or ()))
    target = out or default_folder(chosen, seed)
    hands = workers_for(worlds) if workers is None else workers
    with Pool(hands) as pool, progress_bar(worlds, counted=counted) as progress:
        options = {"pool": pool, "days": days, "command": typed(), "progress": progress}
        ensemble = run_into(target, chosen, worlds, seed, **options)
    typer.echo(f"written to {target}", err=True)
    say(as_json, described(ensemble), ()) if as_json else print_ensemble(ensemble)


@app.command()
@verb
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
    precision: HalfWidths = None,
    workers: Workers = None,
    counted: Counted = False,
    as_json: Json = False,
) -> None:
    """Paired differences of scenarios in the same worlds, and how sure they are."""
    from sim.experiment.compare import common_days, compare_only
    from sim.experiment.doubt import Doubt, most_rows
    from sim.experiment.pool import Pool
    from sim.experiment.precision import precision_of
    from sim.experiment.run import check_size, prepared
    from sim.tell.command import typed
    from sim.tell.comparison.report import as_json as document
    from sim.tell.comparison.report import compare_into
    from sim.tell.terminal import print_comparison, progress_bar

    check_size(worlds, seed)
    scenarios = [prepared(name) for name in (base, *others)]
    lived, asked = common_days(scenarios, days), precision_of(precision or (), scenarios[0])
    rows = worlds * len(scenarios) + most_rows(draws, len(others))
    with Pool(workers) as pool, progress_bar(rows, counted=counted) as progress:
        doubt = Doubt(pool, seed, draws, days=lived, progress=progress)
        if out is None:
            comparison = compare_only(scenarios, worlds, doubt, asked)
        else:
            how = {"replace": replace, "command": typed()}
            comparison = compare_into(out, scenarios, worlds, doubt, precision=asked, **how)
    if not as_json:
        print_comparison(comparison)
    say(as_json, document(comparison), _next(out, base, others[0]))


def _next(out: Path | None, base: str, other: str) -> Iterator[str]:
    """Where the report lies, if one was written, and what to type next."""
    from sim.tell.command import next_steps

    if out is not None:
        yield f"\nReport: {out / 'report.md'}"
    yield f"\n{next_steps(base, other)}"


@app.command()
@verb
def bench(as_json: Json = False) -> None:
    """How fast worlds are simulated, beside the plain one-world engine (from a checkout)."""
    script = Path(__file__).resolve().parents[2] / "benchmarks" / "bench.py"
    if not script.is_file():
        end("error: bench runs from a checkout only", WRONG_INPUT)
    done = subprocess.run([sys.executable, str(script), *(["--json"] if as_json else [])], check=False)
    raise typer.Exit(done.returncode)
