"""The verbs attribute and why: what they print and write, and what they refuse."""

import json
import math
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli import app
from sim.experiment.folder import read_manifest, verify
from sim.experiment.why.why import why
from sim.scenario.write import to_yaml
from sim.tell.why.chain import tree
from tests.build import toy

RAID = "history.drone_raid"
STRIKES = "actors.government.rules.air_strike"
SMALL = ["--worlds", "4", "--days", "8", "--workers", "1"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toy.yaml").write_text(to_yaml(toy()))
    return tmp_path


def invoke(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.stderr
    return done


def test_attribute_prints_one_document() -> None:
    asked = ["--drop", RAID, "--set", f"{STRIKES}.rate=0.9", "--outcome", "deaths > 10"]
    found = json.loads(invoke("attribute", "toy", *asked, *SMALL, "--json").stdout)
    assert [cause["cause"] for cause in found["causes"]] == [RAID, f"{STRIKES}.rate = 0.9", "all 2 together"]
    raid = found["causes"][0]
    assert raid["first_divergence"]["earliest"] == "history"
    assert sum(raid["happenings"][0]["counts"].values()) == 4
    assert {"share", "low", "high", "part", "whole"} == set(raid["happenings"][0]["necessity"])
    assert found["not_a_prediction"]
    assert {effect["outcome"] for effect in raid["effects"]} == {"deaths"}
    assert len(found["interactions"]) == 1


def test_attribute_tells_people_and_writes_a_folder(folder: Path) -> None:
    words = ["attribute", "toy", "--drop", STRIKES, *SMALL, "--out", "out"]
    text = " ".join(invoke(*words).stdout.split())
    for told in ("In the model", "not a prediction", "only with the cause", "only without it", "necessary"):
        assert told in text
    assert verify(folder / "out") == []
    assert read_manifest(folder / "out")["kind"] == "attribution"
    report = (folder / "out" / "report.md").read_text()
    for told in ("In the model", "only with the cause", "Air strike"):
        assert told in report
    assert "holds another attribution" in invoke(*words, code=2).stderr
    invoke(*words, "--replace")
    invoke("run", "toy", "--worlds", "1", "--days", "1", "--workers", "1", "--out", "run")
    refused = invoke(*words[:-1], "run", "--replace", code=2)
    assert "something other than an attribution" in refused.stderr


def test_attribute_says_when_nothing_changes() -> None:
    value = toy().parameters[f"{STRIKES}.rate"].value
    idle = invoke("attribute", "toy", "--set", f"{STRIKES}.rate={value}", *SMALL).stdout
    assert "it changes nothing" in idle
    acting = invoke("attribute", "toy", "--drop", STRIKES, *SMALL).stdout
    assert "it changes nothing" not in acting


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "name at least one cause"),
        (["--drop", "history.drone_rad"], 'did you mean "history.drone_raid"'),
        (["--drop", RAID, "--outcome", "deths"], 'did you mean "deaths"'),
        (["--drop", RAID, "--worlds", "0"], "at least 1"),
        (["--set", f"{STRIKES}.rate"], "is not PATH=VALUE"),
        (["--drop", "places.camp"], "unknown place"),
    ],
)
def test_attribute_refuses(words: list[str], told: str) -> None:
    assert told in invoke("attribute", "toy", *words, code=2).stderr


@pytest.fixture
def made(folder: Path) -> Path:
    invoke("run", "toy", "--worlds", "2", "--days", "10", "--workers", "1", "--out", "made")
    return folder / "made"


def test_why_prints_one_document_whose_parts_add_up(made: Path) -> None:
    found = json.loads(invoke("why", str(made), "--world", "1", "--action", "assault", "--json").stdout)
    trace = found["trace"]
    logs = sum(term["log"] for term in trace["terms"]) + trace["share"]["log"]
    assert logs == pytest.approx(trace["log_intensity"])
    assert math.exp(logs) == pytest.approx(trace["intensity"])
    assert trace["uniform"] < trace["probability"]
    assert all(term["source"] for term in trace["terms"])
    assert found["act"]["event"] == found["matches"][0]["event"]
    assert found["chain"]["mermaid"].startswith("flowchart")
    assert found["not_a_prediction"]


def test_why_tells_people(made: Path) -> None:
    text = " ".join(invoke("why", str(made), "--world", "1", "--action", "assault").stdout.split())
    for told in ("In the model", "not a prediction", "acts match", "the draw was", "no act at", "Sources"):
        assert told in text
    reported = invoke("why", str(made), "--day", "-5").stdout
    assert "reported before day 1: history.drone_raid" in reported
    assert "fact: reported" in reported
    assert "the draw was" not in reported


def test_why_draws_the_chain(made: Path) -> None:
    graph = invoke("why", str(made), "--actor", "russia", "--graph").stdout
    first, *others = graph.splitlines()
    assert first == "flowchart LR"
    assert all(re.fullmatch(r"  (e\d+|style e\d+).*", line) for line in others)
    arrows = [re.findall(r"e(\d+) -->.* e(\d+)$", line) for line in others if "-->" in line]
    nodes = {line.strip().split("[")[0] for line in others if '["' in line}
    assert all(f"e{event}" in nodes for ((cause, effect),) in arrows for event in (cause, effect))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--world", "2"], "not between 0 and 1"),
        (["--actor", "rusia"], 'did you mean "russia"'),
        (["--day", "900"], "no act of day 900"),
    ],
)
def test_why_refuses(made: Path, words: list[str], told: str) -> None:
    assert told in invoke("why", str(made), *words, code=2).stderr
    assert "holds no results" in invoke("why", str(made.parent), code=2).stderr


def test_each_act_behind_another_is_followed_once(made: Path) -> None:
    found = why(made, 1, actor="turkey")
    lines = list(tree(found))
    events = [re.search(r"event (\d+),", line) for line in lines]
    followed = [m.group(1) for m, line in zip(events, lines, strict=True) if m and "elsewhere" not in line]
    assert len(lines) == len(found.chain.links)
    assert sorted(followed) == sorted(map(str, found.chain.events[1:]))
