"""The linters that `make check` runs are switched on: each finds a fault planted for it."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from .tree import ROOT

BIN = Path(sys.executable).parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


def _run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("S301", "import pickle\n\npickle.loads(b'')\n"),
        ("S307", "eval('1')\n"),
        ("S102", "exec('1')\n"),
        ("S506", "import yaml\n\nyaml.load('1', Loader=yaml.UnsafeLoader)\n"),
        ("T201", "print('hello')\n"),
        ("F403", "from os import *\n"),
    ],
)
def test_ruff_finds_a_planted_fault(code: str, text: str, tmp_path: Path) -> None:
    planted = tmp_path / "sim" / "planted.py"
    planted.parent.mkdir()
    planted.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = _run(BIN / "ruff", "check", "--no-cache", "--output-format=json", planted, cwd=tmp_path)
    assert code in {finding["code"] for finding in json.loads(done.stdout)}


def _house(folder: Path) -> Path:
    """A copy of library and dashboard beside their contracts."""
    for room in ("sim", "dashboard"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return _run(sys.executable, "-c", _LINT, cwd=folder)


_LINT = """
import sys
sys.path.insert(0, ".")
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True))
"""


@pytest.mark.parametrize(
    ("contract", "place", "text"),
    [
        ("Imports go down only", "sim/scenario/planted.py", "import sim.engine\n"),
        ("A scenario is plain data", "sim/scenario/planted.py", "import numpy\n"),
        ("Only the engine knows Mesa", "sim/tell/planted.py", "import mesa\n"),
        ("The engine draws no pictures", "sim/engine/planted.py", "import altair\n"),
        ("Only the dashboard knows Streamlit", "sim/tell/planted.py", "import streamlit\n"),
        ("The dashboard enters the library", "dashboard/planted.py", "import sim.engine\n"),
        ("Only the executors know Dask", "sim/tell/planted.py", "import distributed\n"),
    ],
)
def test_floors_find_a_planted_import(contract: str, place: str, text: str, tmp_path: Path) -> None:
    house = _house(tmp_path)
    (house / place).write_text(text, encoding="utf-8")
    done = _lint(house)
    assert done.returncode == 1
    assert re.search(rf"{contract}.*BROKEN", done.stdout), done.stdout


def test_floors_hold(tmp_path: Path) -> None:
    done = _lint(_house(tmp_path))
    assert done.returncode == 0, done.stdout


def test_every_contract_has_a_planted_import() -> None:
    mark = test_floors_find_a_planted_import.pytestmark[0]  # type: ignore[attr-defined]
    planted = [contract for contract, *_ in mark.args[1]]
    assert all(any(c["name"].startswith(p) for p in planted) for c in CONTRACTS)


def test_every_room_stands_on_a_floor() -> None:
    layers = {layer.strip("()") for contract in CONTRACTS for layer in contract.get("layers", [])}
    rooms = {f"sim.{path.parent.name}" for path in (ROOT / "sim").glob("*/*.py")}
    assert rooms <= layers
    bound = {room for contract in CONTRACTS[1:] for room in contract["source_modules"]}
    assert rooms <= bound


def test_the_type_checker_sees_mesa(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        "import mesa\n\n\nclass World(mesa.Model): ...\n\n\nWorld().no_such_thing\n", encoding="utf-8"
    )
    done = _run(BIN / "basedpyright", "--pythonpath", sys.executable, planted, cwd=tmp_path)
    assert "no_such_thing" in done.stdout
