"""Worker: what runs inside a worker process. It imports nothing large: that is left to the first task."""

import ctypes
import os
import pickle
import queue
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from .executors import Shared
from .refusal import WorkerError

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_MMAP_THRESHOLD, _TRIM_THRESHOLD, _KEPT_BYTES = -3, -1, 1 << 23  # of glibc's mallopt


def serve(pipe: Any) -> None:
    """Answer the tasks that come through the pipe; end when it closes, at work or not.

    It closes when the parent stops its workers, or dies: no lock that a dying process could keep.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # interrupts are left to the parent
    os.environ.update(ONE_THREAD)
    keep_memory()
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    shared: dict[int, Any] = {}
    try:
        pipe.send_bytes(b"")
        while True:
            pipe.send_bytes(_answer(tasks.get(), shared))
    except OSError:
        os._exit(1)


def keep_memory() -> None:
    """glibc returns freed arrays to the system and pages them in anew each time: keep all but the largest."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    for threshold in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
        mallopt(threshold, _KEPT_BYTES)


def decoded(message: bytes) -> Any:
    """What the other end of the pipe pickled: this program itself, never a file."""
    return pickle.loads(message)  # noqa: S301


def outcome(answer: bytes) -> tuple[bool, Any]:
    """True and the result that `perform` pickled, or False and the exception, its traceback noted."""
    good, result, trace = decoded(answer)
    if not good:
        result.add_note(trace)
    return good, result


def _receive(pipe: Any, tasks: "queue.SimpleQueue[bytes]") -> None:
    try:
        while True:
            tasks.put(pipe.recv_bytes())
    except (EOFError, OSError):
        os._exit(1)


def _answer(message: bytes, shared: dict[int, Any]) -> bytes:
    try:
        needed, function, arguments = decoded(message)
        shared.update({key: decoded(value) for key, value in needed.items()})
    except Exception as error:
        return _failure(error)
    return perform(function, arguments, shared)


def perform(function: Callable[..., Any], arguments: tuple[Any, ...], shared: Mapping[int, Any]) -> bytes:
    """Do a task; what came of it, pickled: `(True, result, "")` or `(False, exception, traceback)`."""
    try:
        values = (shared[a.key] if isinstance(a, Shared) else a for a in arguments)
        return pickle.dumps((True, function(*values), ""))
    except Exception as error:
        return _failure(error)


def _failure(error: Exception) -> bytes:
    """Some exceptions cannot be pickled, and some cannot be made again from what was: then a plain one."""
    trace = traceback.format_exc()
    try:
        told = pickle.dumps((False, error, trace))
        decoded(told)
    except Exception:
        return pickle.dumps((False, WorkerError(f"{type(error).__name__}: {error}"), trace))
    return told
