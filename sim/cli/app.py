"""App: what all verbs share: options, errors told as messages and exit codes, one way to print."""

import atexit
import functools
import gc
import json
import os
import signal
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer
from typer.core import TyperGroup

from .wording import plain, shown

FAILED, WRONG_INPUT, INTERRUPTED = 1, 2, 130
_WRONG_USE: Any = typer.BadParameter.__mro__[1]  # the parent of all of them, which Typer does not export


class Verbs(TyperGroup):
    """The verbs: values that they cannot take are told in plain words, an interruption in one."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb that was named."""
        try:
            return super().invoke(ctx)
        except _WRONG_USE as wrong:
            wrong.message = plain(wrong.message)
            raise
        except KeyboardInterrupt:
            end("interrupted", INTERRUPTED)


app = typer.Typer(
    cls=Verbs,
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
Counted = Annotated[bool, typer.Option("--count", help="worlds done so far, in lines on standard error")]
Format = Literal["text", "json", "github"]
Json = Annotated[bool, typer.Option("--json", help="one JSON document on standard output")]


def verb(function: Callable[..., None]) -> Callable[..., None]:
    """Turn what a user got wrong into a message and an exit code, never a traceback."""

    @functools.wraps(function)
    def told(*arguments: Any, **options: Any) -> None:
        from sim.experiment.refusal import RefusedError, StoreError, WorkerError
        from sim.scenario.errors import ScenarioError

        try:
            function(*arguments, **options)
        except ScenarioError as error:
            end(str(error), WRONG_INPUT)
        except RefusedError as error:
            end(f"error: {error}", WRONG_INPUT)
        except (WorkerError, StoreError, OSError) as error:
            end(f"error: {error}", FAILED)

    return told


def end(message: str, code: int) -> NoReturn:
    """Stop with a message on standard error."""
    typer.echo(shown(message), err=True)
    raise typer.Exit(code)


def say(as_json: bool, content: object, lines: Iterable[str]) -> None:
    """One JSON document, or lines for people."""
    if as_json:
        lines = [json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)]
    for line in lines:
        typer.echo(line)


def main() -> None:
    """Run the command line; a request to terminate cleans up like an interruption."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # what else is installed changes nothing
    gc.set_threshold(100_000)  # a scenario's many small records outlive every early collection
    atexit.register(gc.freeze)  # at the end nothing need be looked for: that would take half a second
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app()
