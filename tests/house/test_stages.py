"""The scripts behind `make`: set-up says in one sentence what is missing, stages stop, skips count."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .tree import ROOT

PAPERS = (
    "Makefile",
    "pyproject.toml",
    "requirements.txt",
    "requirements-uv.txt",
    "README.md",
    "LICENSE",
    ".ci",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without code, in a folder with a space in its name."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in PAPERS:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


def _python(folder: Path, script: str) -> str:
    """An executable that stands in for a Python."""
    path = folder / "some-python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def _run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("PIP_", "UV_", "MAKE", "MFLAGS", "VENV", "PYTHON"))
    }
    return subprocess.run(
        command, cwd=folder, env={**kept, **environment}, capture_output=True, text=True, check=False
    )


def _sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The last line before make's own."""
    assert done.returncode == 2
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    return lines[-1]


def test_an_old_python_is_one_sentence(checkout: Path) -> None:
    done = _run(checkout, "make", "setup", PYTHON=_python(checkout, "echo 3.9"))
    assert "Python 3.11 or newer is needed" in _sentence(done)
    assert "is 3.9" in _sentence(done)


def test_a_python_that_does_not_run_is_one_sentence(checkout: Path) -> None:
    done = _run(checkout, "make", "setup", PYTHON=_python(checkout, "exit 127"))
    assert "does not run here" in _sentence(done)


def test_no_venv_module_is_one_sentence(checkout: Path) -> None:
    script = f'case "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"'
    done = _run(checkout, "make", "setup", PYTHON=_python(checkout, script))
    assert "has no venv module" in _sentence(done)


@pytest.mark.slow
def test_no_network_is_one_sentence(checkout: Path) -> None:
    nowhere = "http://127.0.0.1:9/simple"
    done = _run(
        checkout, "make", "setup", PIP_CONFIG_FILE=os.devnull, PIP_INDEX_URL=nowhere, UV_INDEX_URL=nowhere
    )
    assert "no network" in _sentence(done)
    assert (checkout / ".venv" / "setup.log").exists()
    again = _run(
        checkout, "make", "setup", PIP_CONFIG_FILE=os.devnull, PIP_INDEX_URL=nowhere, UV_INDEX_URL=nowhere
    )
    assert "no network" in _sentence(again), "a failed set-up must not count as done"


def test_make_alone_lists_the_commands(checkout: Path) -> None:
    done = _run(checkout, "make")
    assert done.returncode == 0
    assert [line.split()[1] for line in done.stdout.splitlines()][:2] == ["demo", "test"]


def test_stages_stop_at_the_first_failure(checkout: Path) -> None:
    done = _run(checkout, ".ci/stages", "one", "echo first", "two", "exit 3", "three", "echo third")
    assert done.returncode == 3
    assert "first" in done.stdout
    assert "third" not in done.stdout
    assert "FAILED (3)" in done.stdout


def test_stages_end_with_minutes_and_test_summaries(checkout: Path) -> None:
    done = _run(checkout, ".ci/stages", "one", "echo '===== 3 passed in 0.10s ====='", "two", "true")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[-4:]] == ["stage", "one", "=====", "two"]


@pytest.mark.parametrize(("summary", "code"), [("3 passed", 0), ("3 passed, 1 skipped", 1)])
def test_a_skip_fails_the_integration(checkout: Path, summary: str, code: int) -> None:
    (checkout / "Makefile").write_text(f"test:\n\t@echo '===== {summary} in 0.10s ====='\n", encoding="utf-8")
    only = checkout / ".venv" / "bin" / "python"
    only.parent.mkdir(parents=True)
    only.symlink_to(_python(checkout, "echo 3.11"))
    done = _run(checkout, ".ci/run", PATH="/usr/bin:/bin", HOME=str(checkout), PYENV_ROOT=str(checkout))
    assert done.returncode == code, done.stdout
    assert done.stdout.splitlines()[-1].strip("= ") == f"{summary} in 0.10s"


def test_a_shim_that_does_not_work_is_passed_over(checkout: Path) -> None:
    (checkout / "Makefile").write_text("test:\n\t@echo '===== 3 passed in 0.10s ====='\n", encoding="utf-8")
    for place, script in (
        (".venv/bin", "echo 3.11"),
        ("shims", "exit 127"),
        ("versions/3.12.1/bin", "echo 3.12"),
    ):
        (checkout / place).mkdir(parents=True)
        Path(_python(checkout, script)).rename(checkout / place / "python3")
    (checkout / ".venv" / "bin" / "python3").rename(checkout / ".venv" / "bin" / "python")
    (checkout / "shims" / "python3").rename(checkout / "shims" / "python3.13")
    path = f"{checkout / 'shims'}:/usr/bin:/bin"
    done = _run(checkout, ".ci/run", PATH=path, HOME=str(checkout), PYENV_ROOT=str(checkout))
    assert "Setting up .venv-second with Python 3.12" in done.stdout
    assert done.returncode != 0


def test_a_failure_fails_the_integration(checkout: Path) -> None:
    (checkout / "Makefile").write_text(
        "test:\n\t@echo '===== 1 failed in 0.10s ====='; exit 1\n", encoding="utf-8"
    )
    assert _run(checkout, ".ci/run").returncode != 0


def test_the_integration_runs_what_the_readme_says() -> None:
    assert "\nmake test " in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
