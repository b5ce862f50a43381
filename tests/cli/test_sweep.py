"""The verb `sweep`: plan, run, go on after a kill, and what cannot be."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.experiment.folder import read_manifest

SWEEP = """\
title: Small
question: Does leverage matter here?
scenario: idlib-2018-01
design: {method: grid, points: 2}
vary:
  actors.russia.leverage.syrian_government: {low: 0.45, high: 0.85}
  actors.syrian_government.rules.air_strike.rate:
levers: [none, russia-withholds-air]
worlds: WORLDS
days: DAYS
outcomes: [lethal_events, deaths, collapse]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("small", worlds=3, days=2)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("one")
    return tmp_path


def write(name: str, worlds: int, days: int, **changes: str) -> None:
    text = SWEEP.replace("WORLDS", str(worlds)).replace("DAYS", str(days))
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    Path(f"{name}.yaml").write_text(text)


def invoke(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, ["sweep", *words])
    assert done.exit_code == code, done.stderr
    return done


def test_a_plan_says_what_it_takes_and_leaves_nothing(folder: Path) -> None:
    said = invoke("small.yaml", "--out", "out", "--dry-run").stdout
    assert "Does leverage matter here?" in said
    assert "4 points x 2 levers x 3 worlds of 2 days = 24 rows" in said
    assert "of processor time" in said and "MB on disk" in said
    document = json.loads(invoke("small.yaml", "--dry-run", "--json").stdout)
    assert document["rows_left"] == 24 and document["cpu_s"] > 0 and document["bytes"] > 0
    assert not (folder / "out").exists() and not (folder / "results").exists()


def test_a_sweep_runs_once_and_says_so(folder: Path) -> None:
    first = json.loads(invoke("small.yaml", "--workers", "1", "--json").stdout)
    assert first["statistics"]["rows_simulated"] == 24 and first["state"] == "complete"
    assert "Nothing is left" in invoke("small.yaml", "--dry-run").stdout
    again = invoke("small.yaml", "--workers", "1")
    assert "Simulated 0 rows" in again.stdout and "reused 24" in again.stdout
    assert read_manifest(folder / "results" / "small")["result_hash"] == first["result_hash"]
    told = json.loads(invoke("--status", "results/small", "--json").stdout)
    assert (told["state"], told["rows_stored"]) == ("complete", 24)


BAD = [
    ("", "name a sweep file"),
    ("small.yaml --status results", "name a sweep file, or"),
    ("smal.yaml", "no such file"),
    ("nothing-like-it", "no sweep"),
    ("small.yaml --workers 0", "workers: 0"),
    ("small.yaml --workers 2 --scheduler tcp://127.0.0.1:1", "choose one"),
    ("small.yaml --scheduler 127.0.0.1:8786", "tcp://"),
    ("small.yaml --scheduler tcp://203.0.113.7:8786", "--insecure"),
    ("small.yaml --out thesis", "holds no results of this program"),
    ("small.yaml --out small.yaml", "is not a folder"),
    ("small.yaml --out small.yaml/below", "cannot be written"),
    ("huge.yaml", "1,000,000 points"),
    ("huge.yaml --dry-run", "--large"),
    ("wrong.yaml", "wrong.yaml:4:"),
    ("--status thesis", "holds no results of this program"),
    ("--status nowhere", "holds no results of this program"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=[line or "nothing" for line, _ in BAD])
def test_a_wrong_argument_is_explained(line: str, message: str, folder: Path) -> None:
    write("huge", 1, 2, **{"points: 2": "points: 1000"})
    write("wrong", 1, 2, **{"method: grid": "method: gird"})
    before = sorted(path.name for path in folder.rglob("*"))
    done = invoke(*line.split(), code=2)
    assert message in done.stderr and "Traceback" not in done.stderr and done.stdout == ""
    assert sorted(path.name for path in folder.rglob("*")) == before


@pytest.mark.slow
def test_a_refusal_waits_for_no_large_library(folder: Path) -> None:
    write("wrong", 1, 2, **{"method: grid": "method: gird"})
    for words, loaded in (
        (["sweep", "wrong.yaml"], "scipy pandas mesa"),
        (["sweep", "--status", "."], "scipy mesa"),
        (["discover", "."], "scipy mesa altair"),
        (["robust", "."], "scipy mesa altair"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", _LOADED + _FOREGROUND, *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2, done.stderr
        modules = set(done.stdout.split())
        assert "numpy" in modules and not modules & set(loaded.split())


_LOADED = """
import atexit, sys
atexit.register(lambda: print(*sys.modules))
"""


@pytest.mark.slow
def test_three_kills_at_random_moments_change_nothing(folder: Path) -> None:
    write("killed", worlds=300, days=2)
    invoke("killed.yaml", "--out", "whole", "--workers", "2")
    chance, stored = random.Random(20180110), []
    for _ in range(3):
        process = _started("killed.yaml", "--out", "out", "--workers", "2")
        _wait_for(Path("out/outcomes"), more_than=len(stored) and stored[-1])
        time.sleep(chance.uniform(0.0, 1.0))
        children = _children(process.pid)
        process.kill()
        process.wait()
        assert children and _all_end(children)
        stored.append(len(list(Path("out/outcomes").glob("part-*.json"))))
    before = {path.name: path.stat().st_mtime_ns for path in Path("out/outcomes").glob("*.parquet")}
    invoke("killed.yaml", "--out", "out", "--workers", "2")
    assert read_manifest(Path("out"))["result_hash"] == read_manifest(Path("whole"))["result_hash"]
    kept = [name for name, when in before.items() if Path("out/outcomes", name).stat().st_mtime_ns == when]
    assert len(kept) >= stored[-1] > 0


def _started(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "sweep", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for(parts: Path, more_than: int) -> None:
    deadline = time.monotonic() + 120
    while len(list(parts.glob("part-*.json"))) <= more_than:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    tasks = Path(f"/proc/{process}/task").glob("*/children") if listed.exists() else []
    return [int(child) for task in tasks for child in task.read_text().split()]


def _all_end(processes: list[int]) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if not any(_lives(process) for process in processes):
            return True
        time.sleep(0.05)
    return False


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.slow
def test_an_interruption_says_how_to_go_on(folder: Path) -> None:
    write("long", worlds=400, days=4)
    process = subprocess.Popen(
        [sys.executable, "-c", _FOREGROUND, "sweep", "long.yaml", "--out", "out", "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
    )
    _wait_for(Path("out/outcomes"), more_than=0)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and "interrupted" in said and "Traceback" not in said
    assert "unfinished" in invoke("--status", "out").stdout


_FOREGROUND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from sim.cli import main
main()
"""
