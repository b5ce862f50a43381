"""Processes: local workers that each do one task at a time and end with their parent.

They are forked from a server that has only imported what they need (`ready`), never from this process:
that would copy locked locks of its threads. Where there is no such server they are spawned. Each has one
pipe, so that a worker that dies takes only its own task along: `concurrent.futures` gives up the whole pool.
"""

import contextlib
import itertools
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from multiprocessing import forkserver
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

from .executors import STOPPED, Shared, WorkerLost
from .refusal import RefusedError, WorkerError
from .worker import outcome, serve

Result = TypeVar("Result")
MOST_WORKERS = 256
_STARTS = 3  # attempts to start a worker before all is given up
_PROCESSES = threading.Lock()  # `multiprocessing` keeps one list of children for all threads
_FORKING = "forkserver" in multiprocessing.get_all_start_methods()
_keys = itertools.count(1)


class _Task(NamedTuple):
    future: "Future[Any]"
    function: Callable[..., Any]
    arguments: tuple[Any, ...]


class Processes:
    """The executor of local processes, started as tasks come: at most `workers`, default one a core."""

    def __init__(self, workers: int | None = None) -> None:
        if workers is not None and not 1 <= workers <= MOST_WORKERS:
            raise RefusedError(f"workers: {workers} is not between 1 and {MOST_WORKERS}")
        self.workers = cores() if workers is None else workers
        self._changed = threading.Condition()  # guards what follows
        self._waiting: deque[_Task] = deque()
        self._idle = 0
        self._threads: list[threading.Thread] = []
        self._hired: set[_Worker] = set()
        self._ended = ""  # why no task is taken any more

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.stop()
        for thread in self._threads:
            thread.join()

    def share(self, value: object) -> Shared:
        """The value, pickled once; raises what pickling raises."""
        return Shared(next(_keys), pickle.dumps(value))

    def submit(self, function: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """Put the task in the queue. Raises `WorkerError` after `stop` or when no worker can start."""
        future: Future[Result] = Future()
        with self._changed:
            if self._ended:
                raise WorkerError(self._ended)
            self._waiting.append(_Task(future, function, arguments))
            self._changed.notify()
            if len(self._waiting) > self._idle and len(self._threads) < self.workers:
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
        return future

    def stop(self) -> None:
        """End the workers at once, and start no more; who waits for them gets a `WorkerError`."""
        self._end(STOPPED)

    def _end(self, why: str) -> None:
        with self._changed:
            self._ended = self._ended or why
            waiting, self._waiting = self._waiting, deque()
            hired = list(self._hired)
            self._changed.notify_all()
        for worker in hired:
            worker.kill()
        for task in waiting:
            if task.future.set_running_or_notify_cancel():
                task.future.set_exception(WorkerError(self._ended))

    def _serve(self) -> None:
        """One thread: hands tasks to its worker, one after the other."""
        if hasattr(signal, "pthread_sigmask"):  # its workers inherit this: no interrupt while they start
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        worker = None
        while task := self._next():
            worker = self._do(task, worker)
            del task  # and with it a result that may be large
        if worker:
            self._dismiss(worker)

    def _next(self) -> _Task | None:
        with self._changed:
            self._idle += 1
            try:
                while True:
                    self._changed.wait_for(lambda: self._ended or self._waiting)
                    if self._ended:
                        return None
                    task = self._waiting.popleft()
                    if task.future.set_running_or_notify_cancel():
                        return task
            finally:
                self._idle -= 1

    def _do(self, task: _Task, worker: "_Worker | None") -> "_Worker | None":
        """Have a task done; the worker for the next one, unless it is gone."""
        try:
            worker = self._living(worker)
        except (OSError, WorkerError) as error:
            task.future.set_exception(error)
            return None
        try:
            good, answer = worker.do(task.function, task.arguments)
        except WorkerLost as lost:
            code = self._dismiss(worker)
            stopped = WorkerError(self._ended) if self._ended else None
            task.future.set_exception(stopped or WorkerLost(f"{lost} (exit code {code})"))
            return None
        except Exception as error:  # of pickling
            good, answer = False, error
        (task.future.set_result if good else task.future.set_exception)(answer)
        return worker

    def _living(self, worker: "_Worker | None") -> "_Worker":
        """This worker, or a new one if it died at rest. Raises `WorkerError`, `OSError`."""
        if worker and worker.lives():
            return worker
        code = self._dismiss(worker) if worker else None
        for _ in range(_STARTS):
            worker = _Worker()
            with self._changed:
                self._hired.add(worker)
            if not self._ended and worker.started():
                return worker
            code = self._dismiss(worker)
            if self._ended:
                break
        self._end(f"worker processes cannot start: {_STARTS} in a row ended at once, with exit code {code}")
        raise WorkerError(self._ended)

    def _dismiss(self, worker: "_Worker") -> int | None:
        with self._changed:
            self._hired.discard(worker)
        return worker.end()


class _Worker:
    """One process and the pipe to it."""

    def __init__(self) -> None:
        starting = _starting()
        self._pipe, its = starting.Pipe()
        self._process = starting.Process(target=serve, args=(its,), daemon=True)
        self._has: set[int] = set()  # keys of shared values
        with _PROCESSES, _without_main():
            self._process.start()
        its.close()  # so that the pipe ends when the process does

    def started(self) -> bool:
        """Wait for its first sign of life; False if it died before."""
        try:
            return self._pipe.recv_bytes() == b""
        except (EOFError, OSError):
            return False

    def lives(self) -> bool:
        with _PROCESSES:
            return self._process.is_alive()

    def do(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
        """True and the result, or False and the exception. Raises `WorkerLost`."""
        needed = {a.key: a.value for a in arguments if isinstance(a, Shared) and a.key not in self._has}
        bare = tuple(Shared(a.key, None) if isinstance(a, Shared) else a for a in arguments)
        message = pickle.dumps((needed, function, bare))
        try:
            self._pipe.send_bytes(message)
            answer = self._pipe.recv_bytes()
        except (EOFError, OSError):
            raise WorkerLost("a worker process died with its task") from None
        good, result = outcome(answer)
        if good:  # else it may have failed before it had them
            self._has |= needed.keys()
        return good, result

    def kill(self) -> None:
        """End it at once, from any thread."""
        with _PROCESSES, contextlib.suppress(ValueError):  # closed already
            self._process.kill()

    def end(self) -> int | None:
        """Kill it unless it is dead, and leave nothing of it behind; its exit code."""
        self.kill()
        with _PROCESSES:
            self._process.join()
            code = self._process.exitcode
            self._process.close()
        self._pipe.close()
        return code


def prepare() -> None:
    """Start what workers are forked from, so that the first of them need not wait for its imports."""
    if _FORKING and cores() > 1:
        _starting()
        forkserver.ensure_running()


def _starting() -> Any:
    """How workers start: forked from a server that is ready, which ends with this process; else spawned."""
    if not _FORKING:
        return multiprocessing.get_context("spawn")
    starting = multiprocessing.get_context("forkserver")
    starting.set_forkserver_preload(["sim.experiment.ready"])
    return starting


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Workers never need the caller's script; `spawn` would run one without a main guard again."""
    main = sys.modules["__main__"]
    kept = {name: main.__dict__.pop(name) for name in ("__file__", "__spec__") if name in main.__dict__}
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(kept)
