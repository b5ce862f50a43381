"""Yard: a folder with scenarios, sweeps and results to be broken; `outside` is to be left alone."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sim.experiment.compare import Comparison
from sim.experiment.doubt import Doubt
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.experiment.sweep.run import sweep
from sim.scenario.load import load
from sim.tell.comparison.report import compare_into
from tests.scenario.extending import BASE

RATE = "actors.army.rules.strike.rate"
SWEEP = f"""\
title: Small
scenario: toy
design: {{method: lhs, points: 6}}
vary: {{{RATE}: , places.hill.weight: , ground.post: }}
levers: [none, calm]
worlds: 3
days: 2
"""
CALM = """\
title: Calm
extends: toy
interventions:
  calm: {kind: restraint, on: 2018-01-12, source: toy, set: {actors.army.rules.assault.rate: 0.05}}
"""
FOLDERS = ("run", "both", "done", "half", "thesis")
"""Results of a run, a comparison, a finished sweep and half a sweep; and somebody's thesis."""


def built(whole: Path) -> Path:
    """The pristine yard: `toy`, `calm`, `small`, and the folders `FOLDERS`."""
    whole.mkdir(parents=True)
    for name, text in {"toy": BASE, "calm": CALM, "small": SWEEP, "broken": "title: [x\n"}.items():
        (whole / f"{name}.yaml").write_text(text)
    (whole / "thesis").mkdir()
    (whole / "thesis" / "chapter.txt").write_text("one")
    (whole / "file").write_text("mine")
    with inside(whole):
        _results()
    return whole


def laid_out(whole: Path, yard: Path) -> Path:
    """A copy of the pristine yard to work in, with links and a pipe, and `outside` beside it."""
    shutil.copytree(whole, yard)
    outside = yard.parent / "outside"
    outside.mkdir()
    (outside / "secret").write_text("do not touch")
    (outside / "chapter.yaml").write_text(BASE)
    _trap(yard)
    return yard


def _trap(yard: Path) -> None:
    """Links that lead out or to themselves, and a pipe that nobody fills."""
    for name, target in {
        "loop": "loop",
        "way-out": "../outside",
        "way-out.yaml": "../outside/chapter.yaml",
    }.items():
        if not (yard / name).is_symlink():
            (yard / name).symlink_to(target)
    if not (yard / "pipe.yaml").exists():
        os.mkfifo(yard / "pipe.yaml")


def restored(whole: Path, yard: Path, names: set[str]) -> None:
    """Lay some of what lies in the yard out anew."""
    for name in names:
        removed(yard / name)
        if (whole / name).is_dir():
            shutil.copytree(whole / name, yard / name)
        elif (whole / name).exists():
            shutil.copy2(whole / name, yard / name)
    _trap(yard)


def removed(path: Path) -> None:
    """Remove a file, link or folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _results() -> None:
    toy, calm = load("toy"), load("calm")
    with Pool(1) as pool:
        run_into(Path("run"), toy, 3, 1, pool=pool, days=3)
        _compared([toy, calm], Doubt(pool, 1, 2, days=3))
    sweep("small.yaml", "done", 1)
    shutil.copytree("done", "half")
    for name in ("outcomes.parquet", *sorted(path.name for path in Path("half/outcomes").iterdir())[:2]):
        next(Path("half").rglob(name)).unlink()
    manifest = Path("half/manifest.json")
    manifest.write_text(manifest.read_text().replace('"complete"', '"unfinished"'))


def _compared(scenarios: list, doubt: Doubt) -> Comparison:
    return compare_into(Path("both"), scenarios, 3, doubt)


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """With `folder` as the current one."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def snapshot(folder: Path) -> dict[str, str]:
    """Every name below a folder with what it is: a hash, a link's target or a kind; no link is followed."""
    return {str(path.relative_to(folder)): _what(path) for path in sorted(_below(folder))}


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        yield from (Path(here) / name for name in (*folders, *files))


def _what(path: Path) -> str:
    if path.is_symlink():
        return f"to {path.readlink()}"
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder" if path.is_dir() else "other"
