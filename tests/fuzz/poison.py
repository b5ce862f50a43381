"""Poison: folders of results that were damaged, forged, or made to lead astray."""

import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from .forged import FORGERIES
from .mutants import TREE, mutant

READERS = {
    "run": (
        "why F",
        "why F --world 1",
        "why F --day 2",
        "run toy --worlds 3 --seed 1 --days 3 --workers 1 --out F",
    ),
    "both": ("compare toy calm --worlds 3 --days 3 --draws 2 --seed 1 --workers 1 --out F", "why F/runs/toy"),
    "done": (
        *("sensitivity F", "discover F", "robust F", "export F", "export F --format ema", "sweep --status F"),
        *("sweep small --workers 1 --out F", "sweep small --out F --dry-run", "discover F --where deaths"),
    ),
    "half": (
        "sweep --status F",
        "sweep small --workers 1 --out F",
        "sweep small --dry-run --out F",
        "discover F",
    ),
}
"""What reads each kind of folder F."""
Poison = Callable[[Path, Random], None]


def poisoned(folder: Path, chance: Random) -> None:
    """One to three faults; most often the manifest is then made to agree with what it names."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        chance.choice(POISONS)(folder, chance)
    if chance.random() < 0.65:
        _agree(folder)


def reading(kind: str, folder: str, chance: Random) -> list[str]:
    """A command line that reads the folder; sometimes one that reads another kind."""
    if chance.random() < 0.15:
        kind = chance.choice(sorted(READERS))
    words = chance.choice(READERS[kind]).split()
    return [word.replace("F", folder) if word[0] == "F" else word for word in words]


def _some(folder: Path, chance: Random) -> Path:
    found = sorted(path for path in folder.rglob("*") if not path.is_symlink() and path.is_file())
    return chance.choice(found) if found else folder / "manifest.json"


def _removed(folder: Path, chance: Random) -> None:
    path = _some(folder, chance)
    path.unlink(missing_ok=True)


def _cut(folder: Path, chance: Random) -> None:
    path = _some(folder, chance)
    content = path.read_bytes() if path.exists() else b""
    path.write_bytes(content[: chance.randrange(len(content) + 1)])


def _flipped(folder: Path, chance: Random) -> None:
    path = _some(folder, chance)
    content = bytearray(path.read_bytes() if path.exists() else b"x") or bytearray(b"x")
    for _ in range(chance.choice((1, 1, 8))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _swapped(folder: Path, chance: Random) -> None:
    """One file in the place of another."""
    content = _some(folder, chance)
    if content.exists():
        _some(folder, chance).write_bytes(content.read_bytes())


def _replaced(folder: Path, chance: Random) -> None:
    """Something else than a file in a file's place: a folder, a pipe, a link out, a link to itself."""
    path = _some(folder, chance)
    path.unlink(missing_ok=True)
    kind = chance.randrange(5)
    if kind == 0:
        path.mkdir()
    elif kind == 1:
        os.mkfifo(path)
    else:
        path.symlink_to((folder.parent.parent / "outside" / "secret", path.name, "/dev/zero")[kind - 2])


def _led_out(folder: Path, chance: Random) -> None:
    """A folder in which results are written, as a link to somewhere else."""
    name = chance.choice(("outcomes", "sensitivity", "discovery", "robustness", "export", "runs", ".lock"))
    path = folder / name
    if path.is_dir() and not path.is_symlink():
        shutil.move(path, folder.parent / f"{folder.name}-{name}")
        path.symlink_to(folder.parent / f"{folder.name}-{name}")
    elif not path.exists():
        path.symlink_to(folder.parent.parent / "outside")


def _table(folder: Path, chance: Random) -> None:
    """A table with other columns, types, rows or metadata."""
    tables = sorted(folder.rglob("*.parquet"))
    if not tables:
        return
    path = chance.choice(tables)
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError):
        return
    chance.choice(FORGERIES)(path, frame, chance)


def _document(folder: Path, chance: Random) -> None:
    """A JSON document with other values, most often the manifest."""
    found = sorted(folder.rglob("*.json"))
    path = folder / "manifest.json" if chance.random() < 0.6 or not found else chance.choice(found)
    if path.is_symlink() or not path.is_file():
        return
    try:
        content = json.loads(path.read_text())
    except (ValueError, RecursionError):
        return
    for _ in range(chance.choice((1, 1, 2, 4))):
        if isinstance(content, dict | list) and content:
            chance.choice((*TREE, _names_another))(content, chance)
    path.write_text(json.dumps(content, default=str).encode(errors="replace").decode())


def _names_another(content: Any, chance: Random) -> None:
    """A manifest that names files beyond its folder."""
    path = chance.choice(
        ("../../outside/secret", "../way-out/secret", "/etc/passwd", "/dev/zero", "", ".", "a\0b")
    )
    if isinstance(content, dict):
        content.setdefault("files", {})
        if isinstance(content["files"], dict):
            content["files"][path] = {"bytes": 1, "sha256": sha256(b"do not touch").hexdigest()}


def _deep(folder: Path, chance: Random) -> None:
    text = chance.choice(
        ("[" * 100_000, '{"a":' * 50_000, "9" * 10_000, "NaN", '{"kind": "sweep"}', "null", "[]", "{}")
    )
    (folder / "manifest.json").unlink(missing_ok=True)
    (folder / "manifest.json").write_text(text)


def _scenario(folder: Path, chance: Random) -> None:
    for path in folder.rglob("scenario.yaml"):
        if path.is_file() and not path.is_symlink():
            path.write_bytes(mutant(path.read_text(), chance))


POISONS: tuple[Poison, ...] = (
    *(_removed, _cut, _flipped, _flipped, _swapped, _replaced, _replaced, _led_out, _table, _table, _table),
    *(_document, _document, _document, _document, _deep, _scenario),
)


def _agree(folder: Path) -> None:
    """Hashes and sizes in manifests and beside parts made to fit the files."""
    for path in (*folder.rglob("manifest.json"), *folder.glob("outcomes/part-*.json")):
        if path.is_symlink() or not path.is_file():
            continue
        try:
            content = json.loads(path.read_text())
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict):
            _restate(path, content)
            path.write_text(json.dumps(content).encode(errors="replace").decode())


def _restate(path: Path, content: dict[str, Any]) -> None:
    files = content.get("files")
    if path.name != "manifest.json":
        table = path.with_suffix(".parquet")
        if table.is_file() and not table.is_symlink():
            content["sha256"] = sha256(table.read_bytes()).hexdigest()
    for name, stated in files.items() if isinstance(files, dict) else ():
        try:
            file = path.parent / name
            if isinstance(stated, dict) and file.is_file() and "/dev/" not in str(file.resolve()):
                stated["sha256"] = sha256(file.read_bytes()).hexdigest()
        except (OSError, ValueError, RuntimeError):
            continue
