"""A sweep that is stopped, or whose folder is full, linked away, locked, or from another time."""

import builtins
import errno
from pathlib import Path
from typing import Any

import pytest
from pytest import MonkeyPatch

from sim.experiment.folder import MANIFEST, FolderError, write_json
from sim.experiment.refusal import StoreError, WorkerError
from sim.experiment.sweep.manifest import asked
from sim.experiment.sweep.record import recorded
from sim.experiment.sweep.run import sweep_folder
from sim.experiment.sweep.store import PARTS, Store, is_busy
from tests.experiment.sweep.small import Hands, plan, sweep
from tests.experiment.sweep.test_run import result_hash, swept


def full(*_: Any, **__: Any) -> None:
    """What a disk without room says."""
    raise OSError(errno.ENOSPC, "No space left on device")


def stopping(_: Any, __: Any) -> None:
    """What a task says once nobody takes tasks any more."""
    raise WorkerError("the workers were stopped")


def test_workers_that_were_stopped_end_the_sweep(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="stopped"):
        swept(sweep(), tmp_path / "s", Hands(stopping))
    swept(sweep(), tmp_path / "s")
    swept(sweep(), tmp_path / "other")
    assert result_hash(tmp_path / "s") == result_hash(tmp_path / "other")


def test_a_full_disk_ends_the_sweep_in_a_sentence(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "put", full)
    with pytest.raises(StoreError, match=r"cannot be written any further: No space.*parts so far are safe"):
        swept(sweep(), tmp_path / "s")
    monkeypatch.undo()
    assert not swept(sweep(), tmp_path / "s").failures


def test_fewer_worlds_than_are_stored_are_taken_from_what_there_is(tmp_path: Path) -> None:
    swept(sweep(), tmp_path / "s")
    hands = Hands()
    swept(sweep(worlds=2), tmp_path / "s", hands)
    swept(sweep(worlds=2), tmp_path / "fresh")
    assert hands.rows == 0
    assert result_hash(tmp_path / "s") == result_hash(tmp_path / "fresh")
    with sweep_folder(tmp_path / "s", sweep()) as store:
        key = next(iter(store.index))
        assert store.gathered(key, 5, ("deaths",)) is not None
        assert store.gathered(key, 6, ("deaths",)) is None
        with pytest.raises(FolderError, match="has no unheard; remove that file"):
            store.gathered(key, 5, ("unheard",))


def test_worlds_in_several_parts_are_taken_only_as_far_as_they_are_asked_for(tmp_path: Path) -> None:
    swept(sweep(worlds=2), tmp_path / "s")
    swept(sweep(worlds=5), tmp_path / "s")
    with sweep_folder(tmp_path / "s", sweep()) as store:
        key = next(key for key, places in store.index.items() if len(places) > 1)
        two, five = (store.gathered(key, worlds, ("deaths",)) for worlds in (2, 5))
        assert two is not None and five is not None
        assert two.tolist() == five[:, :2].tolist()


def test_parts_that_are_linked_away_are_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / PARTS).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderError, match="is a link out of the folder"):
        swept(sweep(), tmp_path / "s")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_is_busy_while_somebody_works_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    assert not is_busy(folder)
    with sweep_folder(folder, sweep()):
        assert is_busy(folder)
        with pytest.raises(FolderError, match="another process works"), sweep_folder(folder, sweep()):
            pass
    assert not is_busy(folder)


def test_without_locks_the_work_is_done_all_the_same(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    """A system that knows none, and a file system that refuses them."""
    swept(sweep(), tmp_path / "usual")
    real = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == "fcntl":
            raise ImportError(name)
        return real(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    swept(sweep(), tmp_path / "unknown")
    monkeypatch.undo()
    monkeypatch.setattr("fcntl.flock", lambda *_: full())
    swept(sweep(), tmp_path / "refused")
    monkeypatch.undo()
    assert len({result_hash(tmp_path / name) for name in ("usual", "unknown", "refused")}) == 1


def test_what_a_dead_process_was_writing_is_removed(tmp_path: Path) -> None:
    swept(sweep(), tmp_path / "s")
    left = tmp_path / "s" / ".design.parquet.partial-1"
    left.write_text("torn")
    swept(sweep(), tmp_path / "s")
    assert not left.exists()


def test_a_folder_under_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot be"):
        swept(sweep(), tmp_path / "file" / "s")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "run"}, "holds no sweep"),
        ({"rows": "many"}, "rows cannot be so"),
        ({"rows": 7}, "rows: not points x levers x worlds"),
        ({"title": "a\u202eb"}, "characters that hide"),
    ],
)
def test_a_record_that_cannot_be_believed(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    write_json(tmp_path / MANIFEST, asked(plan(), []) | {"state": "unfinished", "files": {}} | change)
    with pytest.raises(FolderError, match=told):
        recorded(tmp_path)


def test_a_record_of_a_sweep_that_was_not_begun_answers_for_nothing(tmp_path: Path) -> None:
    write_json(tmp_path / MANIFEST, asked(plan(), []) | {"state": "unfinished", "files": {}})
    assert recorded(tmp_path).stored(10) == 0
    swept(sweep(), tmp_path / "s")
    assert recorded(tmp_path / "s").stored(0) == len(plan().design) * 10
