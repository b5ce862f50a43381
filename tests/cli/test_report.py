"""Report: what it writes, what it prints, what it leaves alone, and what it refuses in one sentence."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.experiment.folder import file_hash, read_manifest, write_json
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from tests.build import toy

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "report.md"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds two runs, one of them of another seed."""
    folder = tmp_path_factory.mktemp("home")
    with Pool(1) as pool:
        for name, seed in (("run", 1), ("other", 2)):
            run_into(folder / name, toy(), 2, seed, pool=pool, days=3, command=["deescalate", "run"])
    return folder


@pytest.fixture(autouse=True)
def folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it to work in."""
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*words: str) -> Result:
    return CliRunner().invoke(app, ["report", *words])


def refused(*words: str) -> str:
    """What standard error says of a refusal."""
    done = invoke(*words)
    assert done.exit_code == 2, done.stdout
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_a_report_is_written_beside_its_folder_or_where_it_is_asked(folder: Path) -> None:
    done = invoke("run")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("run.html: Toy")
    document = json.loads(invoke("run", "-o", "new/mine.html", "--json").stdout)
    assert document["path"] == "new/mine.html"
    assert document["kind"] == "run"
    assert document["sha256"] == file_hash(folder / "new" / "mine.html") == file_hash(folder / "run.html")
    assert "not a prediction" in document["not_a_prediction"]
    assert not [path for path in folder.rglob("*") if ".partial-" in path.name]


def test_a_folder_may_be_called_by_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "run")
    done = invoke(".")
    assert done.exit_code == 0, done.stderr
    assert (folder / "run.html").is_file()


def test_an_earlier_report_on_the_same_is_renewed_and_nothing_else_is(folder: Path) -> None:
    assert invoke("run").exit_code == invoke("run", "--world", "1").exit_code == 0
    assert "holds something else" in refused("other", "-o", "run.html")
    (folder / "mine.html").write_text("<p>my own page</p>")
    assert "holds something else" in refused("run", "-o", "mine.html")
    assert (folder / "mine.html").read_text() == "<p>my own page</p>"
    assert invoke("run", "-o", "mine.html", "--replace").exit_code == 0
    assert "my own page" not in (folder / "mine.html").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nowhere"], "holds no results"),
        (["/"], "holds no results"),
        (["run", "-o", "."], "is a folder"),
        (["run", "-o", "run.txt"], "end its name with .html"),
        (["run", "-o", "run/manifest.json/x.html"], "cannot be"),
        (["run", "-o", "link.html"], "no plain file"),
        (["run", "-o", f"{'x' * 300}.html"], "File name too long"),
        (["run", "--world", "2"], "not between 0 and 1"),
        (["run", "--world", "-1"], "not between 0 and 1"),
    ],
)
def test_what_cannot_be_written_or_told_is_one_sentence(words: list[str], message: str, folder: Path) -> None:
    (folder / "link.html").symlink_to("elsewhere.html")
    assert message in refused(*words)
    assert not (folder / "elsewhere.html").exists()


def test_a_changed_table_is_not_read(folder: Path) -> None:
    table = folder / "run" / "outcomes.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    assert "changed or missing since it was written: outcomes.parquet" in refused("run")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("worlds", 3, "other rows than its manifest says"),
        ("worlds", "<b>2</b>", "no whole number"),
        ("days", 2, "other rows than its manifest says"),
        ("seed", None, "no whole number"),
        ("fingerprint", "0" * 64, "not the one that its manifest names"),
        ("kind", "sensitivity", "name the folder of a run, comparison or sweep"),
        ("kind", "sweep", "manifest is damaged"),
        ("kind", "comparison", "comparison.json"),
        ("files", [], "damaged"),
    ],
)
def test_a_manifest_that_does_not_fit_is_not_believed(
    field: str, value: object, message: str, folder: Path
) -> None:
    write_json(folder / "run" / "manifest.json", read_manifest(folder / "run") | {field: value})
    assert message in refused("run")


def test_what_a_manifest_says_besides_is_shown_as_text_or_left_out(folder: Path) -> None:
    odd = {"versions": ["<b>x</b>"], "command": 5, "start": "<i>now</i>"}
    write_json(folder / "run" / "manifest.json", read_manifest(folder / "run") | odd)
    assert invoke("run").exit_code == 0
    assert "<i>now" not in (folder / "run.html").read_text()
    assert "&lt;i&gt;now" in (folder / "run.html").read_text()


def test_what_is_no_text_is_refused(folder: Path) -> None:
    manifest = read_manifest(folder / "run") | {"start": "\ud800"}
    (folder / "run" / "manifest.json").write_text(json.dumps(manifest))
    assert "of another version of this program" in refused("run")
    assert not (folder / "run.html").exists()


@pytest.mark.parametrize(
    "content", ["{}", '{"others": [{}]}', '{"base": {"scenario": "../.."}, "others": []}']
)
def test_a_comparison_of_another_version_is_one_sentence(content: str, folder: Path) -> None:
    (folder / "made").mkdir()
    (folder / "made" / "comparison.json").write_text(content)
    stated = {"sha256": file_hash(folder / "made" / "comparison.json")}
    manifest = {"kind": "comparison", "files": {"comparison.json": stated}}
    write_json(folder / "made" / "manifest.json", manifest)
    assert refused("made").startswith("error: made")


def test_the_how_to_gives_commands_that_are_understood() -> None:
    lines = re.findall(
        r"^\.venv/bin/deescalate report (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(lines) == 4
    for line in lines:
        assert "holds no results" in refused(*shlex.split(line))
