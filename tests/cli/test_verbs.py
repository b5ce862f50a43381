"""Verbs: what they print, what they write, and that JSON is all there is on standard output."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.experiment.folder import read_manifest, verify
from sim.scenario.load import load, shelf
from sim.scenario.write import fingerprint

BASE = "idlib-2018-01"
SMALL = ["--worlds", "2", "--days", "1", "--workers", "1"]
FOREGROUND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from sim.cli import main
main()
"""
"""The command as in a terminal: a shell hands its background jobs an ignored Ctrl-C."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*words: str) -> Result:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.stderr
    return done


def test_list_names_every_shipped_scenario() -> None:
    assert {row["id"] for row in json.loads(invoke("list", "--json").stdout)} == set(shelf())
    assert BASE in invoke("list").stdout


def test_show_tells_rules_with_their_rates() -> None:
    document = json.loads(invoke("show", BASE, "--json").stdout)
    scenario = load(BASE)
    assert {rule["path"] for rule in document["rules"]} == set(scenario.rules)
    for rule in document["rules"]:
        assert 0 <= rule["least"] <= rule["rate"] <= rule["greatest"]
        assert rule["day_one"] is not None
    assert set(document["sources"]) == set(scenario.sources)
    text = invoke("show", BASE).stdout
    for name in (*scenario.rules, *scenario.actors):
        assert name in text
    assert "not a prediction" in text


def test_check_is_silent_about_what_is_right() -> None:
    assert invoke("check", BASE, "no-drone-raid").stderr == ""
    assert json.loads(invoke("check", BASE, "--format", "json").stdout) == {"errors": [], "more": 0}
    assert json.loads(invoke("check", BASE, "--json").stdout) == {"errors": [], "more": 0}


def test_check_tells_errors_for_programs_and_pull_requests(folder: Path) -> None:
    (folder / "broken.yaml").write_text("title: broken\ntitel: twice\n")
    for how, told in (("json", '"line": 2'), ("github", "::error file=broken.yaml,line=2")):
        done = CliRunner().invoke(app, ["check", "broken.yaml", "--format", how])
        assert done.exit_code == 2
        assert told in done.stdout


def test_new_writes_a_scenario_that_checks_and_changes_nothing(folder: Path) -> None:
    assert json.loads(invoke("new", "mine", "--from", BASE, "--json").stdout)["path"] == "mine.yaml"
    invoke("check", "mine")
    assert fingerprint(load(str(folder / "mine.yaml"))) == fingerprint(load(BASE))


def test_diff_tells_paths() -> None:
    paths = [row["path"] for row in json.loads(invoke("diff", BASE, "no-drone-raid", "--json").stdout)]
    assert any(path.startswith("history.drone_raid") for path in paths)
    assert json.loads(invoke("diff", BASE, BASE, "--json").stdout) == []


def test_run_writes_a_folder_and_prints_one_document(folder: Path) -> None:
    done = invoke("run", BASE, *SMALL, "--out", "out", "--json")
    document = json.loads(done.stdout)
    manifest = read_manifest(folder / "out")
    assert {key: manifest[key] for key in document} == document
    assert (document["worlds"], document["days"]) == (2, 1)
    assert verify(folder / "out") == []
    assert fingerprint(load(str(folder / "out" / "scenario.yaml"))) == document["fingerprint"]
    assert manifest["command"][0] == "deescalate"


def test_run_prints_for_people_and_has_a_default_folder(folder: Path) -> None:
    done = invoke("run", BASE, *SMALL)
    assert "lethal events" in done.stdout
    assert done.stdout.count("not a prediction") == 1
    (made,) = (folder / "results").iterdir()
    assert made.name == f"{BASE}-{fingerprint(load(BASE))[:8]}-1"


def test_set_changes_a_value(folder: Path) -> None:
    path = "actors.russia.rules.air_strike.rate"
    low = load(BASE).parameters[path].low
    invoke("run", BASE, *SMALL, "--set", f"{path}={low}", "--out", "out")
    assert load(str(folder / "out" / "scenario.yaml")).parameters[path].value == low


@pytest.mark.slow
def test_compare_writes_a_report_and_says_what_to_type_next(folder: Path) -> None:
    invoke("new", "mine", "--from", "no-drone-raid")
    words = ["compare", BASE, "mine", "russia-withholds-air", *SMALL, "--draws", "2", "--out", "out"]
    done = invoke(*words)
    assert done.stdout.count("not a prediction") == 1
    assert "deescalate new mine-2 --from mine" in done.stdout
    out = folder / "out"
    assert {path.name for path in (out / "runs").iterdir()} == {BASE, "mine", "russia-withholds-air"}
    assert verify(out) == []
    assert all(verify(run) == [] for run in (out / "runs").iterdir())
    report = (out / "report.md").read_text()
    for word in ("not a prediction", "vl-convert", "lethal_events.png", "Keeps", "identical"):
        assert word.lower() in report.lower()
    table = pd.read_csv(out / "comparison.csv")
    assert set(table["scenario"]) == {"mine", "russia-withholds-air"}
    document = json.loads((out / "comparison.json").read_text())
    assert [other["scenario"] for other in document["others"]] == ["mine", "russia-withholds-air"]
    invoke(*words)
    refused = CliRunner().invoke(app, [*words, "--seed", "2"])
    assert refused.exit_code == 2
    assert "holds another comparison" in refused.stderr
    invoke(*words, "--seed", "2", "--replace")


def test_compare_without_a_folder_writes_nothing(folder: Path) -> None:
    done = invoke(
        "compare", BASE, "no-drone-raid", *SMALL, "--draws", "0", "--json", "--precision", "deaths=5"
    )
    document = json.loads(done.stdout)
    (other,) = document["others"]
    assert other["first_divergence"]["earliest"] == "history"
    assert {"difference", "low", "high", "better", "worse", "identical", "sign_share"} <= set(
        other["differences"][0]
    )
    half_widths = {difference["outcome"]: difference["half_width"] for difference in other["differences"]}
    assert half_widths["deaths"] == 5 != half_widths["breaches"]
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim.cli", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error: [Errno 28]")
    assert "Traceback" not in done.stderr


def test_help_names_every_verb() -> None:
    text = invoke("--help").stdout
    for verb in ("list", "show", "check", "schema", "new", "diff", "run", "compare", "bench"):
        assert f"  {verb} " in text
    assert "does not predict" in " ".join(text.split())


def test_schema_is_json() -> None:
    assert json.loads(invoke("schema").stdout)["$schema"]


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("verb", [["run", BASE], ["compare", BASE, "no-drone-raid"]])
def test_an_interruption_leaves_no_half_folder(folder: Path, verb: list[str], stop: signal.Signals) -> None:
    words = [*verb, "--worlds", "4000", "--out", "out", "--workers", "2"]
    run = subprocess.Popen(
        [sys.executable, "-c", FOREGROUND, *words],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    deadline = time.monotonic() + 60
    while not list(folder.glob(".out.partial-*")) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    run.send_signal(stop)
    _, errors = run.communicate(timeout=30)
    assert run.returncode == 130
    assert errors.strip() == "interrupted"
    assert list(folder.iterdir()) == []
