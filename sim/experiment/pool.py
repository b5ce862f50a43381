"""Pool: results in the order of their tasks, from local processes. With one worker it is this process."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from types import TracebackType
from typing import Self, TypeVar

from .executors import InProcess, WorkerLost
from .processes import Processes
from .refusal import WorkerError

Task = TypeVar("Task")
Result = TypeVar("Result")
RETRIES = 3


class Pool:
    """A context in which `run` maps tasks over `workers` processes (default: one a core)."""

    def __init__(self, workers: int | None = None) -> None:
        self._executor = InProcess() if workers == 1 else Processes(workers)
        self.workers = self._executor.workers
        self._ahead = self.workers + 1 if self.workers > 1 else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._executor.__exit__(kind, error, trace)

    def stop(self) -> None:
        """End the workers at once, and start no more; who waits for them gets a `WorkerError`."""
        self._executor.stop()

    def run(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Results in the order of `tasks`; few are in flight at once. Raises `WorkerError`."""
        waiting: deque[tuple[Task, Future[Result]]] = deque()
        for task in tasks:
            waiting.append((task, self._executor.submit(function, task)))
            if len(waiting) > self._ahead:
                yield self._result(function, *waiting.popleft())
        while waiting:
            yield self._result(function, *waiting.popleft())

    def _result(self, function: Callable[[Task], Result], task: Task, future: "Future[Result]") -> Result:
        for _ in range(RETRIES):
            try:
                return future.result()
            except WorkerLost:
                future = self._executor.submit(function, task)
        try:
            return future.result()
        except WorkerLost as lost:
            raise WorkerError(f"{lost}: out of memory? Try fewer --worlds or --workers 1") from None
