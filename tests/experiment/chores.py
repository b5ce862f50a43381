"""Tasks that workers of the tests can import: good, slow, wrong and deadly ones."""

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from sim.experiment.refusal import WorkerError


class FussyError(Exception):
    """An exception that cannot be made again from its pickle."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"{first} and {second}")


class Told:
    """A value that tells, in a file, each time that it is unpickled."""

    def __init__(self, path: Path, number: int) -> None:
        self.path, self.number = path, number

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")


def double(number: int) -> int:
    """Twice the number."""
    return 2 * number


def after(seconds: float, value: object) -> object:
    """The value, later."""
    time.sleep(seconds)
    return value


def number_of(told: Told, more: int) -> int:
    """Its number, and more."""
    return told.number + more


def wrong(message: str) -> None:
    """Raise."""
    raise ValueError(message)


def fuss() -> None:
    """Raise what cannot be made again."""
    raise FussyError(1, 2)


def lock() -> object:
    """What cannot be pickled."""
    import threading

    return threading.Lock()


def die(code: int = 3) -> None:
    """Take the process along, without a word."""
    os._exit(code)


def leave() -> None:
    """End the process in Python's own way."""
    sys.exit("gone")


def shoot() -> None:
    """What the kernel does to a process when memory is out."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_thrice(marks: Path) -> int:
    """Take the process along in the first three attempts; then how many those were."""
    made = len(list(marks.iterdir()))
    if made < 3:
        (marks / str(made)).touch()
        os._exit(3)
    return made


def late_if_even(number: int) -> int:
    """The number; an even one later."""
    time.sleep(0.1 if number % 2 == 0 else 0)
    return number


def pid() -> int:
    """Which process this is."""
    return os.getpid()


def imported(module: str) -> bool:
    """Whether this process has imported it."""
    return module in sys.modules


_NUMERIC = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MALLOC_TRIM_THRESHOLD_",
    "MALLOC_MMAP_THRESHOLD_",
)


def surroundings() -> dict[str, object]:
    """What a worker's numerics depend on."""
    return {name: os.environ.get(name) for name in _NUMERIC}


def refuse_work() -> None:
    """Raise one of the program's own errors."""
    raise WorkerError("no")
