"""Course: how a long piece of work goes on, for somebody who waits for it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.experiment.sweep.carry import Failure, Watch

_PAUSE_S = 30.0  # between lines where nobody looks at a terminal


@contextmanager
def course(rows: int) -> Iterator[Watch]:
    """Hears of rows done and failures: a bar on a terminal, else a line on standard error now and then."""
    screen = Console(stderr=True)
    if not screen.is_terminal:
        yield _Lines(rows)
        return
    columns = (
        TextColumn("rows"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}"),
    )
    with Progress(*columns, console=screen, transient=True, speed_estimate_period=120) as progress:
        yield _Bar(progress, rows)


class _Told:
    """Counts what happened."""

    def __init__(self, rows: int) -> None:
        self.rows, self.stored, self.failures, self.began = rows, 0, 0, time.monotonic()

    @property
    def rate(self) -> float:
        """Rows a second so far."""
        return self.stored / max(time.monotonic() - self.began, 1e-9)

    @property
    def trouble(self) -> str:
        """Failures in words, if there are any."""
        return f"{self.failures} failed" if self.failures else ""

    def say(self, text: str) -> None:
        """A line on standard error."""
        typer.echo(text, err=True)

    def failed(self, failure: Failure) -> None:
        """A point failed for good."""
        self.failures += 1
        self.say(f"failed: point {failure.point}, lever {failure.lever}: {failure.reason}")

    def lost(self, reason: str) -> None:
        """A worker was lost."""
        self.say(f"{reason}: trying again")


class _Bar(_Told):
    def __init__(self, progress: Progress, rows: int) -> None:
        super().__init__(rows)
        self._progress = progress
        self._task = progress.add_task("rows", total=rows, rate="", failed="")

    def say(self, text: str) -> None:
        """A line above the bar, as it is."""
        self._progress.console.print(text, markup=False, highlight=False)

    def done(self, rows: int) -> None:
        """So many more rows."""
        self.stored += rows
        self._progress.update(self._task, advance=rows, rate=f"{self.rate:,.0f} rows/s", failed=self.trouble)


class _Lines(_Told):
    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self._said = self.began

    def done(self, rows: int) -> None:
        """So many more rows."""
        self.stored += rows
        if time.monotonic() - self._said >= _PAUSE_S:
            self._said = time.monotonic()
            left = (self.rows - self.stored) / self.rate
            ending = f"; {self.trouble}" if self.trouble else ""
            self.say(
                f"{self.stored:,} of {self.rows:,} rows, {self.rate:,.0f} rows/s, {left:,.0f} s left{ending}"
            )
