"""Folders of results where the disk, a link or a stranger's file is in the way."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from pytest import MonkeyPatch

from sim.experiment.folder import (
    FolderError,
    check_replaceable,
    read_json,
    read_manifest,
    verify,
    whole_folder,
    write_json,
    write_manifest,
    write_whole,
)


def anyway(_: Path) -> None:
    """Whatever is there may be replaced."""


def full(*_: Any, **__: Any) -> None:
    """What a disk without room says."""
    raise OSError(28, "No space left on device")


def names(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_whole(path, b"1")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"2")
    assert (path.read_bytes(), names(tmp_path)) == (b"1", ["a.json"])
    monkeypatch.undo()
    write_whole(path, b"2")
    assert path.read_bytes() == b"2"


def test_a_folder_that_cannot_be_put_in_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    target = tmp_path / "run"
    target.mkdir()
    (target / "old").write_text("old")
    rename = Path.rename

    def failing(path: Path, to: Path) -> Path:
        return full() if ".partial-" in path.name else rename(path, to)  # type: ignore[func-returns-value]

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="No space"), whole_folder(target, anyway) as folder:
        (folder / "new").write_text("new")
    assert (names(tmp_path), names(target)) == (["run"], ["old"])


def test_a_new_folder_that_cannot_be_put_in_place_leaves_nothing(
    tmp_path: Path, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="No space"), whole_folder(tmp_path / "run", anyway):
        pass
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    check_replaceable(tmp_path, anyway)
    monkeypatch.setattr(Path, "iterdir", full)
    with pytest.raises(FolderError, match="cannot be read: No space"):
        check_replaceable(tmp_path, anyway)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "files: not hashes by name"),
        ({"a": 1}, "files: not hashes by name"),
        ({"../a": {"sha256": ""}}, 'names "../a"'),
        ({"a//b": {"sha256": ""}}, 'names "a//b"'),
        ({"a" * 5000: {"sha256": ""}}, "which is no file of this folder"),
    ],
)
def test_a_manifest_that_names_what_it_cannot(tmp_path: Path, files: Any, told: str) -> None:
    write_json(tmp_path / "manifest.json", {"files": files})
    with pytest.raises(FolderError, match=told):
        verify(tmp_path)


def test_a_file_that_is_gone_changed_or_cannot_be_read(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    for name in ("changed", "gone", "kept"):
        (tmp_path / name).write_text(name)
    write_manifest(tmp_path, {})
    assert verify(tmp_path) == []
    (tmp_path / "gone").unlink()
    (tmp_path / "changed").write_text("otherwise")
    assert verify(tmp_path) == ["changed", "gone"]
    monkeypatch.setattr("sim.experiment.folder.file_hash", full)
    assert verify(tmp_path) == ["changed", "gone", "kept"]


def test_what_is_no_document_is_not_read(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    path = tmp_path / "manifest.json"
    path.mkdir()
    with pytest.raises(ValueError, match="not an ordinary file"):
        read_json(path)
    path.rmdir()
    path.write_text("[" * 100_000)
    with pytest.raises(ValueError, match="nested too deeply"):
        read_json(path)
    path.write_text(json.dumps([1]))
    assert read_json(path) == [1]
    with pytest.raises(FolderError, match="is not one of this program"):
        read_manifest(tmp_path)
    monkeypatch.setattr("sim.experiment.folder._JSON", 2)
    with pytest.raises(ValueError, match="too large"):
        read_json(path)
