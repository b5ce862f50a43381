"""Folders of results: written whole or not at all, and never over somebody else's.

Everything is written to a hidden folder beside the target, forced to disk, then renamed. An error
or an interruption removes the hidden folder and leaves what was there before.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from sim.scenario.errors import printable, quoted

from .refusal import RefusedError

MANIFEST = "manifest.json"
_JSON = 64 * 1024 * 1024
"""Bytes of a document at most: far beyond any that is written here."""


class FolderError(RefusedError):
    """The folder cannot be written: it holds something else, or the place cannot be written to."""


@contextmanager
def whole_folder(target: Path, may_replace: Callable[[Path], None]) -> Iterator[Path]:
    """A new folder to write to, which becomes `target` when the block ends without an error.

    `may_replace` raises `FolderError` for a target that exists and must stay; it is asked before
    anything is written. Raises `FolderError` where the place is not writable.
    """
    target = target.absolute()
    check_replaceable(target, may_replace)
    hidden = target.with_name(f".{target.name}.partial-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        hidden.mkdir()
    except OSError as error:
        raise FolderError(f"{target}: cannot be written: {error.strerror}") from None
    try:
        yield hidden
        _to_disk(hidden)
        _put(hidden, target)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def check_replaceable(target: Path, may_replace: Callable[[Path], None]) -> None:
    """Raise `FolderError` unless `target` is free, an empty folder, or may be replaced."""
    try:
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            raise FolderError(f"{target}: is not a folder")
        occupied = target.is_dir() and any(target.iterdir())
    except OSError as error:
        raise FolderError(f"{target}: cannot be read: {error.strerror}") from None
    if occupied:
        may_replace(target)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file `path`, all of it or none, when the block ends."""
    hidden = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        with hidden.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        hidden.replace(path)
    except BaseException:
        hidden.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, all of it or none, over what was there."""
    with whole_file(path) as stream:
        stream.write(content)


def _put(hidden: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old-{os.getpid()}")
    if target.exists():
        target.rename(old)
    try:
        hidden.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _to_disk(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some file systems cannot sync a folder
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    """Write `manifest.json`: `content` and, under `files`, size and SHA-256 of every file in the folder."""
    files = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": file_hash(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    write_json(folder / MANIFEST, content | {"files": files})


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder. Raises `FolderError` where there is none that can be read."""
    try:
        manifest = read_json(folder / MANIFEST)
    except (OSError, ValueError):
        raise FolderError(f"{folder}: holds no results of this program; choose another folder") from None
    if not isinstance(manifest, dict):
        raise FolderError(f"{folder}: its {MANIFEST} is not one of this program")
    return manifest


def verify(folder: Path) -> list[str]:
    """Files that the manifest names and that are missing or changed. Raises `FolderError` for no manifest."""
    files: Any = read_manifest(folder).get("files", {})
    if not isinstance(files, dict) or not all(isinstance(stated, dict) for stated in files.values()):
        raise FolderError(f"{folder}: its {MANIFEST} is damaged: files: not hashes by name")
    if strange := [name for name in files if not _within(name)]:
        raise FolderError(
            f"{folder}: its {MANIFEST} names {quoted(strange[0])}, which is no file of this folder"
        )
    return [name for name, stated in files.items() if not _is_as_stated(folder / name, stated)]


def _within(name: str) -> bool:
    """Whether a name can be that of a file below a folder."""
    parts = name.split("/")
    return printable(name) == name and len(name) < 4096 and not {"", ".", ".."} & set(parts)


def _is_as_stated(path: Path, stated: dict[str, Any]) -> bool:
    try:
        return path.is_file() and file_hash(path) == stated.get("sha256")
    except OSError:
        return False


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_json(path: Path) -> Any:
    """The content of a JSON file. Raises `OSError`, or `ValueError` for a file that is none."""
    if path.exists() and not path.is_file():
        raise ValueError("not an ordinary file")
    if path.stat().st_size > _JSON:
        raise ValueError("too large")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def write_json(path: Path, content: object) -> None:
    """Write strict JSON: NaN is refused."""
    text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    write_whole(path, f"{text}\n".encode())
