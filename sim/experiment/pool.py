"""Pool: worker processes that end with their parent, and results in the order of their tasks.

With one worker everything runs in this process. Workers are spawned, never forked: a fork copies
locked locks of other threads.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from .refusal import RefusedError, WorkerError

Task = TypeVar("Task")
Result = TypeVar("Result")
MOST_WORKERS = 256
_MMAP_THRESHOLD, _TRIM_THRESHOLD, _KEPT_BYTES = -3, -1, 1 << 23  # of glibc's mallopt


class Pool:
    """A context in which `run` maps tasks over `workers` processes (default: one a core)."""

    def __init__(self, workers: int | None = None) -> None:
        if workers is not None and not 1 <= workers <= MOST_WORKERS:
            raise RefusedError(f"workers: {workers} is not between 1 and {MOST_WORKERS}")
        self.workers = workers or _cores()
        self._executor: ProcessPoolExecutor | None = None
        self._lifeline: Any = None  # the end of a pipe whose closing ends the workers
        self._stopped = False
        self._starting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is not None:
            self.stop()
        if self._executor:
            self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = None

    def stop(self) -> None:
        """End the workers at once, and start no more; who waits for them gets a `WorkerError`."""
        with self._starting:
            self._stopped = True
            if self._lifeline:
                self._lifeline.close()

    def run(self, function: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """Results in the order of `tasks`; few are in flight at once. Raises `WorkerError`."""
        if self.workers == 1:
            yield from map(function, tasks)
            return
        waiting: deque[Future[Result]] = deque()
        try:
            for task in tasks:
                waiting.append(self._submit(function, task))
                if len(waiting) > self.workers + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise WorkerError(
                "a worker process died (out of memory?); try fewer --worlds or --workers 1"
            ) from None

    def _submit(self, function: Callable[[Task], Result], task: Task) -> "Future[Result]":
        with self._starting, _without_main():  # any submission may start a worker
            if self._stopped:
                raise WorkerError("the workers were stopped")
            if self._executor is None:
                spawn = multiprocessing.get_context("spawn")
                held, self._lifeline = spawn.Pipe(duplex=False)
                self._executor = ProcessPoolExecutor(self.workers, spawn, _watch_parent, (held,))
            return self._executor.submit(function, task)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _without_main() -> Iterator[None]:
    """Workers never need the caller's script; `spawn` would run one without a main guard again."""
    main = sys.modules["__main__"]
    kept = {name: main.__dict__.pop(name) for name in ("__file__", "__spec__") if name in main.__dict__}
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(kept)


def _watch_parent(lifeline: Any) -> None:
    """In a worker: leave interrupts to the parent, keep memory, and end when the parent stops or is gone."""
    _keep_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _keep_memory() -> None:
    """glibc returns freed arrays to the system and pages them in anew each time: keep all but the largest."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for threshold in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
        mallopt(threshold, _KEPT_BYTES)


def _end_with(lifeline: Any) -> None:
    """The other end of the pipe closes when the parent stops its workers, or dies: no lock to wait for."""
    lifeline.poll(None)
    os._exit(1)
