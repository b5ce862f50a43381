"""Executors: where tasks run. One protocol; in this process here, in local processes in `processes`,
on a Dask cluster in `cluster`.

A task is a function of a module and its arguments, all of which can be pickled. It may run more than
once, since a worker can be lost with it, so it must give the same result each time.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from .refusal import WorkerError

Result = TypeVar("Result")
STOPPED = "the workers were stopped"


class WorkerLost(WorkerError):  # noqa: N818 - the others are errors of a task; this is none
    """The worker that had the task is gone, and the result with it; the task may be submitted again.

    `attempts` says how many workers were lost with it: more than one where Dask tried again by itself.
    """

    def __init__(self, message: str, attempts: int = 1) -> None:
        super().__init__(message, attempts)
        self.attempts = attempts

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, eq=False)
class Shared:
    """A value that goes to each worker once, whenever it first needs it. Of the executor that made it."""

    key: int
    value: Any


class Executor(Protocol):
    """A context in which tasks run. Leaving it ends the workers; what was not finished is given up."""

    @property
    def workers(self) -> int:
        """How many tasks can run at once, now."""
        ...

    def share(self, value: object) -> Shared:
        """Something for `submit` to pass to many tasks, which costs each worker one transfer."""
        ...

    def submit(self, function: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """A future of `function(*arguments)`; an argument that is a `Shared` arrives as its value.

        The future holds the task's own exception, `WorkerLost` if its worker went with it, or a
        `WorkerError` after `stop`. Raises `WorkerError` where no task is taken any more. Any thread may call.
        """
        ...

    def stop(self) -> None:
        """End the workers at once and take no more tasks. Any thread may call."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None: ...


class InProcess:
    """Runs each task in this process, when it is submitted: the future that comes back is done."""

    workers = 1

    def __init__(self) -> None:
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.stop()

    def share(self, value: object) -> Shared:
        """The value itself."""
        return Shared(0, value)

    def submit(self, function: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """Run the task now. Raises `WorkerError` after `stop`."""
        if self._stopped:
            raise WorkerError(STOPPED)
        future: Future[Result] = Future()
        try:
            future.set_result(function(*(a.value if isinstance(a, Shared) else a for a in arguments)))
        except Exception as error:
            future.set_exception(error)
        return future

    def stop(self) -> None:
        """Take no more tasks; one that another thread is running comes to its end."""
        self._stopped = True
