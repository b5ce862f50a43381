"""Cluster: the workers of a Dask scheduler that somebody started. docs/how-to/cluster.md tells how.

Dask runs the task of a lost worker again by itself, and computes what else was lost with it; a task
whose workers keep dying is a `WorkerLost`. `distributed` is an extra, imported only when asked for.
"""

import itertools
import pickle
import platform
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from importlib.metadata import version
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from .edition import edition
from .executors import STOPPED, Shared, WorkerLost
from .refusal import RefusedError, WorkerError
from .security import check_address, client_security
from .worker import decoded, keep_memory, outcome, perform

if TYPE_CHECKING:
    import distributed

Result = TypeVar("Result")
REACHED = 10.0  # seconds in which a scheduler is to answer
JOINED = 30.0  # seconds in which a first worker is to join it
HOW_TO = "see docs/how-to/cluster.md"
_PACKAGES = ("dask", "distributed", "numpy")
_keys = itertools.count(1)


def connect(address: str, insecure: bool = False, *, joined: float = JOINED) -> "Cluster":
    """The workers of the Dask scheduler at `tcp://HOST:PORT` (this machine) or `tls://HOST:PORT`.

    `insecure` allows tcp to other machines. Raises `RefusedError` when `distributed` is not installed,
    nothing answers within `REACHED` seconds, no worker is there within `joined`, certificates are
    missing, or somebody there runs another Python, `distributed`, NumPy or edition of this program.
    """
    check_address(address, insecure)
    try:
        from distributed import Client
    except ImportError:
        raise RefusedError(
            "scheduler: Dask is not installed here: pip install 'deescalation-simulator[dask]'"
        ) from None
    security = client_security() if address.startswith("tls://") else None
    client = _reached(Client, address, security)
    try:
        _check_workers(client, address, joined)
    except BaseException:
        client.close()
        raise
    return Cluster(client, address)


def _reached(client: Any, address: str, security: Any) -> "distributed.Client":
    """Dask's client. Made in a thread: it waits for ever where a connection is taken and nothing said."""
    options = {"timeout": REACHED, "set_as_default": False, "direct_to_workers": False, "security": security}
    found: Future[distributed.Client] = Future()

    def make() -> None:
        try:
            found.set_result(client(address, **options))
        except BaseException as error:
            found.set_exception(error)

    threading.Thread(target=make, daemon=True).start()
    try:
        return found.result(REACHED + 2)
    except ImportError as error:
        raise RefusedError(f"scheduler: {address}: {error}; {HOW_TO}") from None
    except OSError as error:  # of which a timeout is one
        raise RefusedError(
            f"scheduler: {address}: no Dask scheduler answers there within {REACHED:g} s"
            f" ({str(error) or type(error).__name__}); {HOW_TO}"
        ) from None


def _check_workers(client: "distributed.Client", address: str, joined: float) -> None:
    """Raise `RefusedError` unless a worker comes, and all there is runs what is run here."""
    try:
        client.wait_for_workers(1, timeout=joined)
    except TimeoutError:
        raise RefusedError(
            f"scheduler: {address}: no worker joined within {joined:g} s; start one: dask worker {address}"
            f" --nthreads 1; {HOW_TO}"
        ) from None
    versions: Any = client.get_versions()
    scheduler = versions["scheduler"]["packages"]
    python, packages = _minor(scheduler["python"]), {name: scheduler.get(name) for name in _PACKAGES[:2]}
    _require(address, "the scheduler", {"python": python, **packages})
    answers: Any = client.run(_versions, on_error="return")
    for place, found in answers.items():
        if isinstance(found, BaseException):
            raise RefusedError(f"scheduler: {address}: {place} does not have this program: {found}; {HOW_TO}")
        _require(address, place, found)


def _require(address: str, place: str, versions: dict[str, str]) -> None:
    own = _versions()
    for name, there in versions.items():
        if there != own[name]:
            what = f"{place} has {name} {there}, and here is {own[name]}"
            raise RefusedError(f"scheduler: {address}: {what}: results could differ; {HOW_TO}")


def _versions() -> dict[str, str]:
    """What must be equal wherever a part of a sweep is simulated."""
    packages = {name: version(name) for name in _PACKAGES}
    return packages | {"python": _minor(platform.python_version()), "edition": edition()}


def _minor(python: str) -> str:
    return ".".join(python.split(".")[:2])


class Cluster:
    """The executor of a Dask cluster. Workers may come and go."""

    def __init__(self, client: "distributed.Client", address: str) -> None:
        self._client, self._address = client, address
        self._guard = threading.Lock()
        self._flying: dict[Future[Any], distributed.Future[Any]] = {}
        self._shared: dict[int, distributed.Future[Any]] = {}
        self._stopped = False
        self._threads, self._counted = 1, -1.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.stop()
        with suppress(OSError):
            self._client.close()

    @property
    def workers(self) -> int:
        """Threads of all workers, counted once a second; one while there are none: a task waits for them."""
        if time.monotonic() > self._counted + 1 and self._client.status == "running":
            with suppress(OSError):  # the scheduler is gone: the tasks tell
                threads: Any = self._client.nthreads()
                self._threads = max(1, sum(threads.values()))
            self._counted = time.monotonic()
        return self._threads

    def share(self, value: object) -> Shared:
        """The value, pickled once. It becomes the result of a task, so that it survives its workers."""
        return Shared(next(_keys), pickle.dumps(value))

    def submit(self, function: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """Send the task to the scheduler. Raises `WorkerError` after `stop` or when the scheduler is gone."""
        future: Future[Result] = Future()
        try:
            bare = tuple(Shared(a.key, None) if isinstance(a, Shared) else a for a in arguments)
            task = pickle.dumps((function, bare))
        except Exception as error:
            future.set_exception(error)
            return future
        with self._guard:
            if self._stopped or self._client.status in ("closing", "closed"):
                raise WorkerError(STOPPED if self._stopped else self._gone())
            try:
                shared = {a.key: self._sent(a) for a in arguments if isinstance(a, Shared)}
                remote = self._client.submit(_do, edition(), task, shared, pure=False)
            except Exception as error:  # it closed just now
                raise WorkerError(f"{self._gone()} ({error})") from None
            self._flying[future] = remote
        future.add_done_callback(self._given_up)
        remote.add_done_callback(lambda remote: self._settle(future, remote))
        return future

    def stop(self) -> None:
        """Take no more tasks and ask for no results; what a worker is at, it finishes for nobody."""
        with self._guard:
            self._stopped = True
            flying, self._flying = self._flying, {}
            self._shared.clear()
        for future in flying:
            if future.set_running_or_notify_cancel():
                future.set_exception(WorkerError(STOPPED))
        if flying and self._client.status == "running":
            with suppress(Exception):  # it may be gone by now, and then so are they
                self._client.cancel(list(flying.values()))

    def _sent(self, shared: Shared) -> "distributed.Future[Any]":
        """The task that holds a shared value; again if it was lost for good."""
        held = self._shared.get(shared.key)
        if held is None or held.status in ("cancelled", "error", "lost"):
            held = self._client.submit(decoded, shared.value, pure=False)
            self._shared[shared.key] = held
        return held

    def _settle(self, future: "Future[Any]", remote: "distributed.Future[Any]") -> None:
        """Hand over what became of a task, unless nobody waits for it any more."""
        from distributed import KilledWorker

        with self._guard:
            if self._flying.get(future) is None:
                return
        settle = future.set_exception
        try:
            good, found = outcome(remote.result())
            settle = future.set_result if good else future.set_exception
        except KilledWorker as killed:
            attempts = killed.allowed_failures + 1
            found = WorkerLost(f"{attempts} workers died with the same task", attempts)
        except CancelledError:
            found = WorkerError(self._gone())
        except Exception as error:
            found = error
        with self._guard:
            if self._flying.pop(future, None) is None:
                return
        if future.set_running_or_notify_cancel():
            settle(found)

    def _given_up(self, future: "Future[Any]") -> None:
        """Somebody cancelled the future: wake who waits for it, and tell the scheduler."""
        with self._guard:
            remote = self._flying.pop(future, None)
        if remote is not None and future.cancelled():
            future.set_running_or_notify_cancel()
            with suppress(Exception):  # as in `stop`
                remote.cancel()

    def _gone(self) -> str:
        return f"the connection to the scheduler at {self._address} is lost; what was finished is safe"


def _do(expected: str, task: bytes, shared: dict[int, Any]) -> bytes:
    """Do a task in a worker. Dask's nanny sets what makes arrays slow: `keep_memory` sets it back."""
    keep_memory()
    if edition() != expected:
        raise WorkerError(f"a worker of another edition joined: {edition()}, and the sweep has {expected}")
    function, arguments = decoded(task)
    return perform(function, arguments, shared)
