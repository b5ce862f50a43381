"""Whatever write, sync or rename fails or is the last, the folder goes on from where it was."""

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.refusal import StoreError
from sim.experiment.sweep.run import status
from tests.experiment.sweep.small import Hands, plan
from tests.experiment.sweep.test_run import result_hash, swept

Strike = Callable[[str], None]
PLAN = plan()


class _Stream:
    """A file whose every write strikes first; half of it is written by then."""

    def __init__(self, stream: Any, strike: Strike) -> None:
        self._stream, self._strike = stream, strike

    def write(self, content: Any) -> int:
        """Write in two halves."""
        content = bytes(content)
        self._stream.write(content[: len(content) // 2])
        self._stream.flush()
        self._strike("write")
        self._stream.write(content[len(content) // 2 :])
        return len(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> "_Stream":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


@contextmanager
def struck(strike: Strike) -> Iterator[None]:
    """Every write, fsync and rename calls `strike` first."""
    fsync, replace, opened = os.fsync, os.replace, io.open

    def synced(descriptor: int) -> None:
        strike("fsync")
        fsync(descriptor)

    def renamed(*places: Any, **more: Any) -> None:
        strike("rename")
        replace(*places, **more)

    def writing(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        stream = opened(file, mode, *rest, **more)
        return _Stream(stream, strike) if "w" in mode else stream

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", synced)
        patch.setattr(os, "replace", renamed)
        patch.setattr(io, "open", writing)
        patch.setattr(builtins, "open", writing)
        yield


class Counted:
    """Strikes at operation number `at`, and counts."""

    def __init__(self, at: int, blow: Callable[[], None]) -> None:
        self.at, self.blow, self.kinds = at, blow, list[str]()

    def __call__(self, kind: str) -> None:
        self.kinds.append(kind)
        if len(self.kinds) == self.at:
            self.blow()


def _full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """The hash of the undisturbed sweep, and its operations in order."""
    folder = tmp_path_factory.mktemp("whole") / "s"
    counted = Counted(-1, _full)
    with struck(counted):
        swept(PLAN, folder)
    assert {"write", "fsync", "rename"} == set(counted.kinds)
    return result_hash(folder), counted.kinds


@pytest.mark.slow
def test_a_disk_that_fails_at_any_operation(tmp_path: Path, whole: tuple[str, list[str]]):
    expected, kinds = whole
    for at in range(1, len(kinds) + 1):
        folder = tmp_path / f"{at}"
        told = True
        with struck(Counted(at, _full)):
            try:
                swept(PLAN, folder)
            except StoreError as error:
                assert "No space left" in str(error) and "same command" in str(error)
            else:
                told = False
        assert told or kinds[at - 1] == "fsync", at  # a folder that cannot be synced stops nothing
        assert result_hash_of_resumed(folder) == expected


@pytest.mark.slow
def test_a_process_that_dies_at_any_operation(tmp_path: Path, whole: tuple[str, list[str]]):
    expected, kinds = whole
    for at in range(1, len(kinds) + 1):
        folder = tmp_path / f"{at}"
        child = os.fork()
        if not child:
            with struck(Counted(at, lambda: os._exit(9))):
                swept(PLAN, folder)
            os._exit(0)
        _, code = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(code) == 9, at
        assert result_hash_of_resumed(folder) == expected


def result_hash_of_resumed(folder: Path) -> str:
    """Go on without faults: nothing that was stored is simulated again, nothing is left lying about."""
    stored = status(folder).stored if (folder / "manifest.json").exists() else 0
    hands = Hands()
    swept(PLAN, folder, hands)
    assert hands.rows == 40 - stored
    assert not [path for path in folder.rglob("*") if ".partial-" in path.name]
    assert not status(folder).foreign
    return result_hash(folder)
