"""Terminal: tables and progress through rich, plain text where nobody looks at a terminal.

Texts of scenarios go through `Text`, so that none is taken for markup.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import isfinite

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sim.experiment.compare import Comparison, Pair
from sim.experiment.ensemble import NOT_A_PREDICTION, Ensemble
from sim.experiment.outcomes import outcomes_of
from sim.tell.comparison.conclusion import conclusion, many_told, worlds_told

from .figures import amount, name_of, percent
from .tables import COLUMNS, MAIN, main_differences, of_numbers, parting, rows_of

_PLAIN_WIDTH = 132


def console() -> Console:
    """Standard output; as wide as our tables where it is no terminal."""
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def print_comparison(comparison: Comparison) -> None:
    """The main outcomes of every other scenario beside the base."""
    out, base = console(), comparison.base
    title = f"{base.scenario.title}: {len(base):,} paired worlds of {base.days} days, seed {base.seed}"
    out.print(Text(title, style="bold"))
    out.print(Text(NOT_A_PREDICTION))
    for pair in comparison.pairs:
        _print_pair(out, comparison, pair)
    out.print(Text(reading(comparison), style="dim"))


def _print_pair(out: Console, comparison: Comparison, pair: Pair) -> None:
    scenario = pair.ensemble.scenario
    out.print()
    heading = Text(scenario.id, style="bold cyan")
    heading.append(f"  {scenario.title} ({pair.change.label})", style="not bold default")
    out.print(heading)
    out.print(Text(parting(pair)))
    shown = main_differences(pair)
    out.print(table(COLUMNS, rows_of(shown)))
    for sentence in (conclusion(comparison, pair, "deaths"), many_told(pair), worlds_told(comparison, shown)):
        out.print(Text(sentence))


def reading(comparison: Comparison) -> str:
    """How to read the tables, in a few sentences."""
    return (
        "Dates show the share of worlds that reach them. Intervals show chance between worlds only"
        f" (bootstrap). The last columns are the shares of {comparison.draws} draws from the ranges of the"
        " assumptions in which the difference keeps its sign, and turns it; --draws asks for more."
        " --precision OUTCOME=HALF_WIDTH says how narrow an interval should be."
    )


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table with its columns of numbers to the right."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, right in zip(columns, of_numbers(rows) or [False] * len(columns), strict=True):
        made.add_column(Text(name), justify="right" if right else "left", no_wrap=True)
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table of texts, wrapped where they are long."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        made.add_column(Text(name))
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def print_ensemble(ensemble: Ensemble) -> None:
    """The main outcomes of one run."""
    out, scenario = console(), ensemble.scenario
    worlds = f"{len(ensemble):,} worlds of {ensemble.days} days, seed {ensemble.seed}"
    out.print(Text(f"{scenario.title}: {worlds}", style="bold"))
    out.print(Text(NOT_A_PREDICTION))
    kinds, summary = outcomes_of(scenario), ensemble.summary()
    names = [name for name in summary.index if name in MAIN or name.startswith("fall_")]
    rows = []
    for name in names:
        unit, line = kinds[name].unit, summary.loc[name]
        levels = [level_of(float(line[level]), unit) for level in ("q05", "q50", "q95")]
        middle = percent(float(line["share"])) if unit == "day" else amount(float(line["mean"]), unit)
        rows.append((name_of(name, unit), middle, *levels))
    out.print(table(("outcome", "mean or share", "5 %", "median", "95 %"), rows))


def level_of(value: float, unit: str) -> str:
    """A quantile; of a date its day, where that many worlds have reached it."""
    if unit != "day":
        return amount(value, unit)
    return f"day {value:.0f}" if isfinite(value) else "later"


@contextmanager
def progress_bar(total: int | None, *, counted: bool = False) -> Iterator[Callable[[int], None]]:
    """A bar of worlds done on standard error, where that is a terminal; `counted` in lines for programs.
    `total` is None where nobody knows it beforehand."""
    if counted:
        yield _count(total)
        return
    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("worlds"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("worlds", total=total)
        yield lambda done: progress.advance(task, done)


def _count(total: int | None) -> Callable[[int], None]:
    """Prints `DONE of TOTAL` on standard error whenever worlds are done."""
    so_far = 0

    def tell(done: int) -> None:
        nonlocal so_far
        so_far += done
        typer.echo(f"{so_far} of {total}", err=True)

    return tell
