"""The verb audit: what it prints, when it exits with 1, what it refuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.scenario.scenario import Scenario
from sim.scenario.write import to_yaml
from tests.build import toy

STRIKE, COMPLAINT = "actors.government.rules.air_strike", "actors.turkey.rules.complaint"
SMALL = ["--days", "6", "--workers", "1"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "toy.yaml", toy())
    return tmp_path


def write(path: Path, scenario: Scenario) -> None:
    path.write_text(to_yaml(scenario))


def invoke(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, ["audit", *words])
    assert done.exit_code == code, done.stderr
    return done


def test_what_acts_passes() -> None:
    found = json.loads(invoke("toy", "--of", f"{STRIKE}.rate", *SMALL, "--json").stdout)
    assert found["ok"] is True
    assert found["undeclared"] == found["stale"] == []
    (verdict,) = found["verdicts"]
    assert verdict["path"] == f"{STRIKE}.rate"
    assert verdict["changed"] > 0


def test_what_is_inert_fails_and_is_explained() -> None:
    told = " ".join(invoke("toy", "--of", "outcomes.lull", *SMALL, code=1).stdout.split())
    assert "1 undeclared inert" in told
    assert "outcomes.lull (parameter)" in told
    assert "not a prediction" in told


def test_what_is_declared_inert_passes_unless_it_acts(folder: Path) -> None:
    write(folder / "idle.yaml", toy(inert_because={"outcomes.lull": "six days are too short for a lull"}))
    invoke("idle", "--of", "outcomes.lull", *SMALL)
    write(folder / "stale.yaml", toy(inert_because={f"{STRIKE}.rate": "they say it is idle"}))
    told = invoke("stale", "--of", f"{STRIKE}.rate", *SMALL, code=1).stdout
    assert "they say it is idle" in told


def test_against_a_base_only_what_differs_is_audited(folder: Path) -> None:
    (folder / "mine.yaml").write_text(
        "extends: ./toy.yaml\nactors: {government: {rules: {air_strike: {rate: {value: 1.1}}}}}\n"
    )
    found = json.loads(invoke("mine", "--against", "toy", *SMALL, "--json").stdout)
    assert {verdict["path"] for verdict in found["verdicts"]} == {f"{STRIKE}.rate"}
    assert "adds nothing" in invoke("toy", "--against", "toy", code=2).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["toy", "--of", f"{COMPLAINT}x"], f'did you mean "{COMPLAINT}"'),
        (["toy", "--of", STRIKE, "--against", "toy"], "choose one"),
        (["toi"], "no scenario"),
        (["toy", "--days", "0"], "not a whole number of days"),
        (["toy", "--seed", "-1"], "seed: -1"),
        (["toy", "--workers", "0"], "workers: 0"),
    ],
)
def test_refusals(words: list[str], message: str) -> None:
    assert message in invoke(*words, code=2).stderr
