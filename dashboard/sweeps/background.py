"""Background: a sweep in a process of its own, which goes on without page, session and server.

Beside the sweep's folder lie a lock and a log. The process holds the lock from before its first instruction
to its end, however it ends: it inherits it open. So the lock says whether it lives, and its number, written
into the lock's file, is believed only while the lock is held.
"""

import contextlib
import hmac
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from dashboard.commands import BusyError

_PATIENCE_S = 10.0
_LOOK_S = 1.0  # somebody may be looking at the lock
_MOST_SAID = 8000
_COMMAND = (sys.executable, "-P", "-m", "sim.cli")  # -P: a folder named sim below the current one is not ours


def start(words: list[str], folder: Path) -> str:
    """Run `deescalate WORDS`, which fills `folder`, and return the key that allows to stop it.

    Raises `BusyError` where it runs already, or another sweep does; `OSError` where nothing can be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if any(is_running(other) for other in _begun(folder.parent)):
        raise BusyError("a sweep is running on this machine already; start this one when it ends")
    key = secrets.token_urlsafe(12)
    with _held(folder) as lock, _log(folder).open("wb") as log:
        process = subprocess.Popen(
            [*_COMMAND, *words],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=[lock],
        )
        os.pwrite(lock, json.dumps({"pid": process.pid, "key": key}).encode(), 0)
    threading.Thread(target=process.wait, daemon=True).start()  # so that it does not stay as a zombie
    return key


def is_running(folder: Path) -> bool:
    """Whether the process that fills this folder lives."""
    try:
        lock = os.open(_lock(folder), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _taken(lock, alone=False)
    finally:
        os.close(lock)


def may_stop(folder: Path, key: str) -> bool:
    """Whether this key was given to whoever started the process that runs."""
    return hmac.compare_digest(str(_written(folder).get("key", "")).encode(), key.encode()) and bool(key)


def stop(folder: Path, key: str) -> bool:
    """Ask the process to end, as Ctrl-C does, and wait for it; whether it ended. What is finished stays."""
    number = _written(folder).get("pid")
    if may_stop(folder, key) and isinstance(number, int) and is_running(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)
    patience = time.monotonic() + _PATIENCE_S
    while is_running(folder) and time.monotonic() < patience:
        time.sleep(0.05)
    return not is_running(folder)


def said(folder: Path) -> str:
    """The end of what the last process said; nothing where none ever ran."""
    try:
        with _log(folder).open("rb") as log:
            log.seek(max(0, os.fstat(log.fileno()).st_size - _MOST_SAID))
            return log.read().decode(errors="replace").strip()
    except OSError:
        return ""


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[int]:
    """The lock, taken and empty; it stays taken as long as a process has it open. Raises `BusyError`."""
    lock = os.open(_lock(folder), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        patience = time.monotonic() + _LOOK_S
        while not _taken(lock, alone=True):
            if time.monotonic() > patience:
                raise BusyError("this sweep is running already")
            time.sleep(0.02)
        os.ftruncate(lock, 0)
        yield lock
    finally:
        os.close(lock)


def _taken(lock: int, *, alone: bool) -> bool:
    """Take the lock, unless a process has it; those who only look share it for a moment.

    Raises `BusyError` on a system without such locks.
    """
    try:
        import fcntl
    except ImportError:
        raise BusyError("this system has no file locks: run the sweep on the command line") from None
    try:
        fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written(folder: Path) -> dict[str, object]:
    try:
        found = json.loads(_lock(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _begun(home: Path) -> list[Path]:
    """Folders beside which a lock lies."""
    return [home / path.name.removeprefix(".").removesuffix(".lock") for path in home.glob(".*.lock")]


def _lock(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")


def _log(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.log")
