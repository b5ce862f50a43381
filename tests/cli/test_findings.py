"""Verbs that read sweeps: what they print and write, what they refuse; and the how-to, command by command."""

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.engine.arrays import Floats, Ints
from sim.experiment.folder import file_hash, verify
from sim.experiment.sweep.plan import planned
from sim.experiment.sweep.points import points
from sim.experiment.sweep.read import open_sweep
from sim.experiment.sweep.run import Silent, run_sweep, status, sweep_folder
from sim.experiment.sweep.sweep import Design
from tests.experiment.sweep import small

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sweep.md"
VERBS = {"sensitivity": "sensitivity", "discover": "discovery", "robust": "robustness"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished sweep `done` of made-up outcomes in the current folder."""
    monkeypatch.chdir(tmp_path)
    one = small.sweep(design=Design("lhs", 24), outcomes=("deaths", "collapse"))
    with sweep_folder(tmp_path / "done", one) as store, small.Hands() as hands:
        run_sweep(planned(one), store, hands, Silent())
    return tmp_path


def invoke(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_prints_and_writes_its_folder_again_and_again(verb: str, folder: Path) -> None:
    shown = invoke(verb, "done")
    assert shown.exit_code == 0, shown.stderr
    assert shown.stdout.count("not a prediction") == 1
    assert f"Report: done/{VERBS[verb]}/report.md" in shown.stdout
    assert verify(folder / "done" / VERBS[verb]) == []
    document = json.loads(invoke(verb, "done", "--json").stdout)
    assert document == json.loads((folder / "done" / VERBS[verb] / "findings.json").read_text())
    assert status(folder / "done").foreign == ()
    (folder / "done" / "stranger").mkdir()
    assert status(folder / "done").foreign == ("stranger",)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sensitivity", "nowhere"], "holds no results"),
        (["sensitivity", "done", "--outcome", "death"], 'did you mean "deaths"'),
        (["sensitivity", "done", "--against", "none"], "--lever"),
        (["discover", "done", "--where", "deaths > lots"], '"lots" is no number'),
        (["discover", "done", "--where", "deaths > nan"], '"nan" is no number'),
        (["discover", "done", "--where", "deaths > 1e999"], '"1e999" is no number'),
        (["discover", "done", "--where", "nan"], '"nan" is no outcome here'),
        (["discover", "done", "--share", "nan", "--where", "deaths > 1"], "share: nan is not above 0"),
        (["discover", "done", "--where", "deaths > 999999999"], "none of 24 points"),
        (["robust", "done", "--threshold", "deaths"], "a threshold is"),
        (["robust", "done", "--levers", "none"], "none to rank"),
        (["robust", "done", "--out", "taken"], "choose another"),
        (["export", "done", "--format", "xml"], "'xml' is not one of"),
        (["export", "done", "--out", "done/manifest.json/x"], "cannot be written"),
        (["export", "done", "--out", "."], "is a folder"),
        (["export", "done", "--out", ".."], "is a folder"),
        (["robust", "done", "--out", "x" * 300], "File name too long"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(words: list[str], message: str, folder: Path) -> None:
    (folder / "taken").mkdir()
    (folder / "taken" / "file").touch()
    done = invoke(*words)
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_unfinished_and_damaged_sweeps_are_not_read(verb: str, folder: Path) -> None:
    manifest = folder / "done" / "manifest.json"
    whole = manifest.read_text()
    manifest.write_text(whole.replace('"complete"', '"unfinished"'))
    assert "not finished" in invoke(verb, "done").stderr
    manifest.write_text(whole)
    table = folder / "done" / "outcomes.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    done = invoke(verb, "done")
    assert (done.exit_code, "damaged" in done.stderr) == (2, True)


POISON: list[tuple[tuple[str, ...], object]] = [
    (("files",), 7),
    (("files",), {}),
    (("files", "outcomes.parquet"), None),
    (("levers",), ["none"]),
    (("levers", "lull", "change", "kinds"), -1),
    (("levers", "lull", "change"), {"is_lever": True, "kinds": ["restraint"], "more": 1}),
    (("factors",), [{"name": "a", "low": "b", "high": [], "values": None}]),
    (("outcomes", "deaths", "better"), "sideways"),
    (("design", "method"), "magic"),
    (("rows",), -1),
    (("rows",), 10**30),
    (("points",), 10**9),
    (("title",), "\x1b[31mred"),
    (("sweep",), "\u202eright to left"),
    (("failed",), [[1]]),
    (("state",), "running"),
    (("begun",), {"left": "all"}),
]


@pytest.mark.parametrize(("place", "value"), POISON)
def test_a_poisoned_manifest_is_not_believed(place: tuple[str, ...], value: object, folder: Path) -> None:
    path = folder / "done" / "manifest.json"
    whole = json.loads(path.read_text())
    inner = whole
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    path.write_text(json.dumps(whole))
    done = invoke("robust", "done")
    assert done.exit_code == 2 and isinstance(done.exception, SystemExit)
    assert "manifest is damaged" in done.stderr or "run the sweep again" in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("table", "change"),
    [("design", "text"), ("outcomes", "text"), ("outcomes", "fewer"), ("outcomes", "garbage")],
)
def test_a_table_that_fits_its_hash_alone_is_not_believed(table: str, change: str, folder: Path) -> None:
    path, manifest = folder / "done" / f"{table}.parquet", folder / "done" / "manifest.json"
    frame = pd.read_parquet(path)
    frame = frame[1:] if change == "fewer" else frame.assign(point="x")
    frame.to_parquet(path)
    if change == "garbage":
        path.write_bytes(b"PAR1")
    whole = json.loads(manifest.read_text())
    whole["files"][path.name]["sha256"] = file_hash(path)
    manifest.write_text(json.dumps(whole))
    done = invoke("sensitivity", "done")
    assert (done.exit_code == 2 and f"{table}.parquet" in done.stderr) or "other rows" in done.stderr


def test_a_sweep_without_none_or_without_factors_is_read_as_far_as_it_goes(folder: Path) -> None:
    one = small.sweep(design=Design("lhs", 24), outcomes=("deaths",))
    alone = replace(one, id="alone", levers={"lull": one.levers["lull"]})
    fixed = replace(one, id="fixed", design=Design("points", listed=({},)), factors=())
    for other in (alone, fixed):
        with sweep_folder(folder / other.id, other) as store, small.Hands() as hands:
            run_sweep(planned(other), store, hands, Silent())
    assert "lever lull" in invoke("sensitivity", "alone").stdout
    assert '"none" is no lever here' in invoke("robust", "alone").stderr
    refused = invoke("sensitivity", "fixed")
    assert (refused.exit_code, "varies nothing" in refused.stderr) == (2, True)


def test_an_export_does_not_leave_the_folder_by_a_link_but_goes_where_it_is_told(folder: Path) -> None:
    (folder / "outside").mkdir()
    (folder / "done" / "export").symlink_to(folder / "outside")
    refused = invoke("export", "done")
    assert (refused.exit_code, "is a link out of" in refused.stderr) == (2, True)
    assert not list((folder / "outside").iterdir())
    assert invoke("export", "done", "--out", "outside/mine").exit_code == 0
    assert (folder / "outside" / "SIMULATED-mine.csv").is_file()


def test_failed_points_are_counted(folder: Path) -> None:
    def fail(worlds: Ints, overrides: dict[str, Floats]) -> None:
        if overrides[small.RATE].max() == greatest:
            raise ArithmeticError("\x1b[31mred")

    one = small.sweep(id="lame", design=Design("lhs", 24), outcomes=("deaths", "collapse"))
    greatest = points(one)[small.RATE].max()
    with sweep_folder(folder / "lame", one) as store, small.Hands(fail) as hands:
        run_sweep(planned(one), store, hands, Silent())
    assert "2 of 48 points under a lever failed" in invoke("sensitivity", "lame").stdout
    assert "ArithmeticError: \N{REPLACEMENT CHARACTER}[31mred" in invoke("sweep", "--status", "lame").stdout


def test_export_writes_every_row_and_says_simulated(folder: Path) -> None:
    assert invoke("export", "done").exit_code == 0
    table = pd.read_csv(folder / "done" / "export" / "SIMULATED-small.csv")
    rows = pd.read_parquet(folder / "done" / "outcomes.parquet")
    pd.testing.assert_frame_equal(table[list(rows)], rows, check_dtype=False)
    design = pd.read_parquet(folder / "done" / "design.parquet").set_index("point")
    assert (table[small.RATE] == design[small.RATE].reindex(table["point"]).to_numpy()).all()
    assert (table["simulated"] == 1).all()
    told = json.loads(invoke("export", "done", "--format", "ema", "--json").stdout)
    assert told["path"] == "done/export/SIMULATED-small.tar.gz"
    assert Path(told["path"]).is_file()


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.slow
def test_the_how_to_works_as_written(folder: Path) -> None:
    """Every command in order, with the same sweep made small: fewer points and worlds, one day."""
    (block,) = re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    (folder / "air.yaml").write_text(block)
    assert open_sweep(folder / "air.yaml").design == replace(Design("sobol", 256), seed=1)
    little = block.replace("points: 256", "points: 16").replace("worlds: 50", "worlds: 3\ndays: 1")
    assert little != block
    (folder / "air.yaml").write_text(little)
    assert len(commands()) == 9
    for command in commands():
        program, *words = shlex.split(command)
        assert program == ".venv/bin/deescalate"
        done = invoke(*words)
        assert done.exit_code == 0, (command, done.stderr)
    made = {path.name for path in (folder / "results" / "air").iterdir()}
    assert {"sensitivity", "discovery", "robustness", "export"} <= made
