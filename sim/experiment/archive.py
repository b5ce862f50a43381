"""Archive: finished runs and comparisons below a folder: where each comes from, and which are damaged.

Only manifests are read here; whether every file is as it was written is found out when one is opened.
"""

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from sim.scenario.shelf import is_id

from .folder import MANIFEST, FolderError, read_manifest, write_whole
from .refusal import RefusedError

MOST_PACKED = 100 * 1024 * 1024
"""Bytes that a packed folder may have: it passes through memory on its way to a browser."""
_NAME, _MOST_NAME = "kept-as.txt", 80
_TITLE = re.compile(r"(?m)^title: (.+)$")
_HEAD = 4096
Kind = Literal["run", "comparison", "damaged"]


@dataclass(frozen=True)
class Archived:
    """A folder of results: titles and ids of its scenarios, the base first, provenance, size in bytes, name.

    `fault` says what is damaged; where it does, the rest may be missing.
    """

    folder: Path
    kind: Kind
    fault: str = ""
    titles: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    fingerprint: str = ""
    seed: int = 0
    worlds: int = 0
    days: int = 0
    edition: str = ""
    made: str = ""
    result_hash: str = ""
    size: int = 0
    name: str = ""
    command: tuple[str, ...] = ()


def archive(folder: Path) -> list[Archived]:
    """The runs and comparisons that lie in `folder`, newest first; other things there are passed over."""
    found = [one for path in _folders(folder) if (one := _archived(path))]
    return sorted(found, key=lambda one: (one.made, one.folder), reverse=True)


def _folders(folder: Path) -> Iterator[Path]:
    """Folders in which results may lie; links are not followed."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if not path.name.startswith(".") and not path.is_symlink() and (path / MANIFEST).is_file():
                yield path


def _archived(folder: Path) -> Archived | None:
    """What a folder holds; nothing where it is neither a run nor a comparison."""
    try:
        manifest = read_manifest(folder)
        if "kind" not in manifest and "result_hash" not in manifest:
            return None
        return _run(folder, manifest) if "kind" not in manifest else _comparison(folder, manifest)
    except FolderError as error:
        return Archived(folder, "damaged", str(error), name=kept_as(folder))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Archived(folder, "damaged", f"its {MANIFEST} is damaged", name=kept_as(folder))


def _run(folder: Path, manifest: dict[str, Any]) -> Archived:
    told = _common(folder, manifest, "run", [str(manifest["scenario"])])
    told |= {key: str(manifest[key]) for key in ("fingerprint", "result_hash")}
    return Archived(folder, **told)


def _comparison(folder: Path, manifest: dict[str, Any]) -> Archived | None:
    if manifest["kind"] != "comparison":
        return None
    prints = {str(name): str(text) for name, text in manifest["scenarios"].items()}
    told = _common(folder, manifest, "comparison", list(prints))
    told["fingerprint"] = next(iter(prints.values()))
    return Archived(folder, **told)


def _common(folder: Path, manifest: dict[str, Any], kind: Kind, scenarios: list[str]) -> dict[str, Any]:
    files = {str(name): int(stated["bytes"]) for name, stated in manifest["files"].items()}
    fault = _fault(folder, files)
    if not all(is_id(name) for name in scenarios):
        raise ValueError("a scenario without an id")
    runs = [folder] if kind == "run" else [folder / "runs" / name for name in scenarios]
    return {
        "kind": "damaged" if fault else kind,
        "fault": fault,
        "titles": tuple(
            _title(run / "scenario.yaml") or name for run, name in zip(runs, scenarios, strict=True)
        ),
        "scenarios": tuple(scenarios),
        "seed": int(manifest["seed"]),
        "worlds": int(manifest["worlds"]),
        "days": int(manifest["days"]),
        "edition": str(manifest.get("edition") or manifest["versions"]["package"]),
        "made": str(manifest["start"]),
        "size": sum(files.values()),
        "name": kept_as(folder),
        "command": tuple(str(word) for word in manifest["command"]),
    }


def _fault(folder: Path, files: dict[str, int]) -> str:
    """Files that are missing or have another size than was written."""
    changed = [name for name, size in files.items() if _size(folder / name) != size]
    return f"changed or missing since it was written: {', '.join(changed[:5])}" if changed else ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _title(path: Path) -> str:
    """The title that a resolved scenario has, without reading all of it."""
    try:
        with path.open(encoding="utf-8") as stream:
            written = _TITLE.search(stream.read(_HEAD))
        text = written.group(1) if written else ""
        return str(json.loads(text)) if text.startswith('"') else text
    except (OSError, ValueError):
        return ""


def kept_as(folder: Path) -> str:
    """The name under which a folder is kept; empty where it was given none."""
    try:
        return (folder / _NAME).read_text(encoding="utf-8")[:_MOST_NAME].strip()
    except (OSError, ValueError):
        return ""


def keep_as(folder: Path, name: str) -> None:
    """Give a folder a name, so that nothing removes it to make room; without one it is let go again.

    Raises `RefusedError` for a name that is too long or has more than a line, and where it cannot be written.
    """
    told = name.strip()
    if len(told) > _MOST_NAME or not told.isprintable():
        raise RefusedError(f"a name is one line of at most {_MOST_NAME} characters")
    try:
        if told:
            write_whole(folder / _NAME, told.encode())
        else:
            (folder / _NAME).unlink(missing_ok=True)
    except OSError as error:
        raise RefusedError(f"{folder}: cannot be named: {error.strerror}") from None


def remove(folder: Path) -> None:
    """Delete a folder of results, all of it or nothing; one that is gone already is no fault.

    Raises `RefusedError` for a link, for a folder without a manifest, and where it cannot be deleted.
    """
    if not folder.exists():
        return
    if folder.is_symlink() or not (folder / MANIFEST).is_file():
        raise RefusedError(f"{folder}: is no folder of results")
    hidden = folder.with_name(f".{folder.name}.deleted")
    try:
        folder.rename(hidden)
        shutil.rmtree(hidden)
    except OSError as error:
        raise RefusedError(f"{folder}: cannot be deleted: {error.strerror}") from None


def pack(folder: Path, stream: BinaryIO) -> None:
    """Write a folder as a ZIP archive, file by file; Parquet is compressed already and stored as it is.

    Raises `RefusedError` for one of more than `MOST_PACKED` bytes, which is better copied from where it lies,
    and where it is gone.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    if not paths:
        raise RefusedError(f"{folder}: is not there any more")
    size = sum(path.stat().st_size for path in paths)
    if size > MOST_PACKED:
        raise RefusedError(
            f"{size / 1e6:,.0f} MB are more than a browser is given ({MOST_PACKED / 1e6:,.0f} MB):"
            f" copy the folder {folder}"
        )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for path in paths:
            packed.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
