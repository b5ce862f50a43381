"""Folders of results that were damaged, forged or made to lead astray: one sentence, exit code 2, nothing
written outside them."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.experiment.folder import FolderError, file_hash
from sim.experiment.kept import open_comparison, open_run
from sim.experiment.sweep.plan import planned
from sim.experiment.sweep.run import Silent, run_sweep, sweep_folder
from sim.experiment.sweep.sweep import Design
from tests.experiment.sweep import small
from tests.fuzz.forged import PICKLED
from tests.fuzz.judge import readable
from tests.fuzz.yard import inside, snapshot
from tests.scenario.extending import BASE

Poison = Callable[[Path], None]
SWEEP_READERS = ("sensitivity", "discover", "robust", "export", "report", "sweep --status")
RUN_READERS = ("why", "report")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run `run` and a finished sweep `done` of made-up outcomes."""
    root = tmp_path_factory.mktemp("whole")
    (root / "toy.yaml").write_text(BASE)
    one = small.sweep(design=Design("lhs", 24), outcomes=("deaths", "collapse"))
    with inside(root):
        options = ["--worlds", "2", "--days", "2", "--workers", "1"]
        assert CliRunner().invoke(app, ["run", "toy", "--out", "run", *options]).exit_code == 0
        with sweep_folder(root / "done", one) as store, small.Hands() as hands:
            run_sweep(planned(one), store, hands, Silent())
    return root


@pytest.fixture
def yard(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy to poison, with a secret `outside`."""
    shutil.copytree(whole, tmp_path / "yard")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("do not touch")
    monkeypatch.chdir(tmp_path / "yard")
    return tmp_path / "yard"


def told(folder: Path, **changes: Any) -> None:
    """A manifest with other values."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def agreed(path: Path) -> None:
    """A manifest that states the hash that the file has now."""
    manifest = path.parent / "manifest.json"
    content = json.loads(manifest.read_text())
    content["files"][path.name]["sha256"] = file_hash(path)
    manifest.write_text(json.dumps(content))


def instead(name: str, made: Callable[[Path], object]) -> Poison:
    """Something else in a file's place."""

    def poison(folder: Path) -> None:
        (folder / name).unlink()
        made(folder / name)

    return poison


def naming(name: str) -> Poison:
    """A manifest that answers for one more file."""

    def poison(folder: Path) -> None:
        secret = {"bytes": 12, "sha256": file_hash(folder.parents[1] / "outside" / "secret")}
        files = json.loads((folder / "manifest.json").read_text())["files"]
        told(folder, files=files | {name: secret})

    return poison


def table(name: str, made: Callable[[pd.DataFrame], pa.Table]) -> Poison:
    """A table of another shape, which the manifest agrees with."""

    def poison(folder: Path) -> None:
        path = folder / name
        pq.write_table(made(pd.read_parquet(path)), path)
        agreed(path)

    return poison


def plain(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)


def unpickling(frame: pd.DataFrame) -> pa.Table:
    """Columns of a type whose description is a pickle."""
    kind = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": PICKLED}
    found = plain(frame)
    return pa.table(found.columns, schema=pa.schema([field.with_metadata(kind) for field in found.schema]))


EVERYWHERE: dict[str, Poison] = {
    "a pipe for a manifest": instead("manifest.json", os.mkfifo),
    "a device for a manifest": instead("manifest.json", lambda path: path.symlink_to("/dev/zero")),
    "a folder for a manifest": instead("manifest.json", Path.mkdir),
    "a link to itself for a manifest": instead("manifest.json", lambda path: path.symlink_to(path)),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "half a manifest": lambda folder: os.truncate(folder / "manifest.json", 300),
    "a deep manifest": instead("manifest.json", lambda path: path.write_text("[" * 200_000)),
    "a list for a manifest": instead("manifest.json", lambda path: path.write_text("[]")),
    "a number of 10,000 digits": instead("manifest.json", lambda path: path.write_text("9" * 10_000)),
    "text for a number": lambda folder: told(folder, worlds="two", seed="one", days=None),
    "a huge number": lambda folder: told(folder, worlds=10**18, days=10**18, seed=-(10**40)),
    "truth for a number": lambda folder: told(folder, worlds=True, days=True, seed=True),
    "hashes by number": lambda folder: told(folder, files=[1, 2]),
    "another kind": lambda folder: told(folder, kind="\x1b[31mred"),
}
OF_A_RUN: dict[str, Poison] = {
    "a file above": naming("../../outside/secret"),
    "an absolute file": naming("/etc/hostname"),
    "a file without a name": naming(""),
    "a name of two lines": naming("a\nb"),
    "a name without end": naming("a" * 5_000),
    "no events": lambda folder: (folder / "events.parquet").unlink(),
    "a flipped bit": lambda folder: _flip(folder / "events.parquet"),
    "a pipe for events": instead("events.parquet", os.mkfifo),
    "another scenario": lambda folder: _other_scenario(folder / "scenario.yaml"),
}
OF_EVENTS: dict[str, Poison] = {
    "events that are lists": table("events.parquet", lambda f: plain(f.assign(day=[[1]] * len(f)))),
    "events that are text": table("events.parquet", lambda f: plain(f.assign(day="x", event="y"))),
    "events without a column": table("events.parquet", lambda f: plain(f.drop(columns="rule"))),
    "no event at all": table("events.parquet", lambda f: plain(f.iloc[:0])),
    "events that would be unpickled": table("events.parquet", lambda f: unpickling(f.assign(day="x"))),
}
OF_A_SWEEP: dict[str, Poison] = {
    "fewer rows": table("outcomes.parquet", lambda f: plain(f.iloc[1:])),
    "a row twice": table("outcomes.parquet", lambda f: plain(pd.concat([f.iloc[1:], f.iloc[-1:]]))),
    "a point of nowhere": table("outcomes.parquet", lambda f: plain(f.assign(point=f["point"] + 999))),
    "outcomes that are lists": table("outcomes.parquet", lambda f: plain(f.assign(deaths=[[1]] * len(f)))),
    "a design of text": table("design.parquet", lambda f: plain(f.astype({f.columns[1]: str}))),
    "rows that would be unpickled": table("outcomes.parquet", lambda f: unpickling(f.assign(deaths="x"))),
    "a link for outcomes": instead("outcomes.parquet", lambda path: path.symlink_to("/dev/zero")),
    "no outcomes": lambda folder: (folder / "outcomes.parquet").unlink(),
}


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _other_scenario(path: Path) -> None:
    text = path.read_text()
    path.write_text(text.replace("value: 0.05", "value: 0.06"))
    assert path.read_text() != text
    agreed(path)


def refused(words: str, yard: Path) -> Result:
    """A command line that is refused in words for people, and leaves everything as it was."""
    before = snapshot(yard.parent)
    done = CliRunner().invoke(app, words.split())
    assert isinstance(done.exception, SystemExit) and done.exit_code == 2, (done.exception, done.output)
    assert done.stdout == "" and len(done.stderr.strip().splitlines()) == 1
    readable(done.stderr)
    assert snapshot(yard.parent) == before
    return done


@pytest.mark.parametrize("how", [*EVERYWHERE, *OF_A_RUN])
def test_a_poisoned_run_is_not_read(how: str, yard: Path) -> None:
    (EVERYWHERE | OF_A_RUN)[how](yard / "run")
    for verb in RUN_READERS:
        refused(f"{verb} run", yard)
    if how not in ("another scenario", "a huge number", "another kind"):  # seen by who lives it again
        with pytest.raises(FolderError):
            open_run(yard / "run")


@pytest.mark.parametrize("how", OF_EVENTS)
def test_poisoned_events_are_not_believed(how: str, yard: Path) -> None:
    OF_EVENTS[how](yard / "run")
    refused("why run", yard)


@pytest.mark.parametrize("how", [*EVERYWHERE, *OF_A_SWEEP])
def test_a_poisoned_sweep_is_not_read(how: str, yard: Path) -> None:
    (EVERYWHERE | OF_A_SWEEP)[how](yard / "done")
    for verb in SWEEP_READERS:
        if how in EVERYWHERE or verb != "sweep --status":  # which reads no table
            refused(f"{verb} done", yard)


def test_what_is_sound_is_read(yard: Path) -> None:
    for words in ("why run", "sweep --status done", "export done"):
        assert CliRunner().invoke(app, words.split()).exit_code == 0, words


@pytest.mark.parametrize("name", ["sensitivity", "discovery", "robustness"])
def test_findings_do_not_leave_the_folder_by_a_link(name: str, yard: Path) -> None:
    verb = {"discovery": "discover", "robustness": "robust"}.get(name, name)
    (yard / "done" / name).symlink_to(yard.parent / "outside")
    assert "is not a folder" in refused(f"{verb} done", yard).stderr


def test_parts_do_not_leave_the_folder_by_a_link(yard: Path) -> None:
    shutil.move(yard / "done" / "outcomes", yard.parent / "outside" / "parts")
    (yard / "done" / "outcomes").symlink_to(yard.parent / "outside" / "parts")
    with pytest.raises(FolderError, match="is a link out of"), sweep_folder(yard / "done", small.sweep()):
        pass


WORDLESS = (
    '{"base": {"scenario": "a"}, "others": [{"scenario": "b", "differences": [{"outcome": "deaths"}]}]}'
)


@pytest.mark.parametrize(
    "document", ["[]", "{}", '{"base": {"scenario": "../.."}, "others": []}', "nan", "{", WORDLESS]
)
def test_a_forged_comparison_is_not_believed(document: str, yard: Path) -> None:
    folder = yard / "both"
    folder.mkdir()
    (folder / "comparison.json").write_text(document)
    files = {"comparison.json": {"bytes": 1, "sha256": file_hash(folder / "comparison.json")}}
    (folder / "manifest.json").write_text(json.dumps({"kind": "comparison", "files": files}))
    with pytest.raises(FolderError, match=r"comparison\.json"):
        open_comparison(folder)
    refused("report both", yard)
