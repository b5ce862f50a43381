"""What sweeps say, told: the known answer comes first, nothing is hidden, texts stay texts."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.folder import FolderError, read_manifest, verify
from sim.experiment.lever import Change
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.finished import Finished
from sim.experiment.sweep.sweep import Method
from sim.scenario.load import load
from sim.tell.analysis.discovery import discovery
from sim.tell.analysis.findings import Findings, document
from sim.tell.analysis.labels import label, labels
from sim.tell.analysis.robustness import robustness
from sim.tell.analysis.screen import print_findings
from sim.tell.analysis.sensitivity import sensitivity
from sim.tell.analysis.written import findings_into

from .sweeps import HOSTILE, RESTRAINT, finished, steep, under_levers

Analysis = Callable[[Finished], Findings]
SIZES: dict[Method, int] = {"sobol": 64, "morris": 10, "one_at_a_time": 3, "lhs": 40}


@pytest.mark.parametrize("method", SIZES)
def test_the_factor_that_matters_leads(method: Method) -> None:
    found = sensitivity(steep(method, SIZES[method]), ["deaths"])
    answer, row = found.sections[0].sentences[0], found.sections[0].rows[0]
    assert row[0] == "a"
    assert "a" in answer.split()
    assert " b " not in answer


def test_chance_is_told_instead_of_a_leader_where_it_is_all_there_is() -> None:
    sure = steep("sobol", 64, worlds=4)
    noise = np.random.default_rng(1).normal(size=len(sure.swept.outcomes))
    chancy = replace(sure.swept, outcomes=sure.swept.outcomes.assign(deaths=noise))
    (told, *_) = sensitivity(replace(sure, swept=chancy), ["deaths"]).sections[0].sentences
    assert told.startswith("No assumption can be told from chance")
    (told, *_) = sensitivity(sure, ["deaths"]).sections[0].sentences
    assert "a leads: " in told


def test_sobol_says_whether_it_is_settled() -> None:
    for size, word in ((4096, "Settled"), (16, "Not settled")):
        sentences = sensitivity(steep("sobol", size, worlds=3), ["deaths"]).sections[0].sentences
        assert any(sentence.startswith(word) for sentence in sentences)


def test_an_outcome_that_never_varies_says_so_and_draws_nothing() -> None:
    found = sensitivity(steep("sobol", 16), ["collapse"])
    assert "Constant" in found.sections[0].sentences[0]
    assert found.pictures == []


def test_the_difference_between_levers_is_told_as_one() -> None:
    one = under_levers()
    found = sensitivity(one, ["deaths"], lever="saves", against="none")
    assert "saves from none" in found.scope
    assert "none" not in set(found.frames["chance"]["lever"])
    assert sensitivity(one, ["deaths"], lever="saves").frames["chance"]["variance"].iloc[0] > 1
    assert not found.frames["chance"]["variance"].iloc[0] > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"lever": "savs"}, 'did you mean "saves"'),
        ({"against": "none"}, "--lever"),
        ({"lever": "saves", "against": "saves"}, "nothing differs"),
        ({"outcomes": ["death"]}, 'did you mean "deaths"'),
    ],
)
def test_what_the_sweep_does_not_have_is_refused(options: dict, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        sensitivity(under_levers(), **options)


def test_a_planted_region_is_told_in_a_sentence() -> None:
    found = discovery(steep("lhs", 200), "deaths > 107")
    (section, box, *_) = found.sections
    assert "Mostly where a ≥ 0.7" in section.sentences[-1]
    assert box.sentences[0].startswith("Stands")
    assert [row[0] for row in box.rows] == ["a"]
    assert {picture.name for picture in found.pictures} == {"peeling", "box-1"}


def test_a_region_of_chance_does_not_stand() -> None:
    one = steep("lhs", 200)
    noise = np.random.default_rng(2).normal(size=(len(one.swept.design), 1))
    swept = replace(one.swept, outcomes=one.swept.outcomes.assign(deaths=np.repeat(noise, 6)))
    found = discovery(replace(one, swept=swept), "deaths > 0.5")
    assert found.sections[0].sentences[-1].startswith("No region stands")


def test_the_lever_that_helps_everywhere_leads() -> None:
    found = robustness(under_levers(), conditions=["deaths <= 101"])
    traded, deaths, compared, *_ = found.sections
    assert "saves: better in deaths" in " ".join(traded.sentences)
    assert deaths.rows[0][0] == "saves"
    assert deaths.sentences[0].startswith("saves has the least mean regret: 0 ")
    assert "mean of deaths <= 101" in deaths.note
    assert [row[0] for row in compared.rows] == ["setting"]


@pytest.mark.parametrize(
    "change", [Change(True, ("other",)), Change(True, ("restraint",), ("actors.x.strength",))]
)
def test_other_levers_and_levers_that_add_force_are_never_ranked(change: Change) -> None:
    one = under_levers()
    with pytest.raises(RefusedError, match="never ranked"):
        robustness(replace(one, changes=one.changes | {"idle": change}))
    assert robustness(replace(one, changes=one.changes | {"idle": RESTRAINT})).frames["levers"].shape[0] == 3


def test_a_threshold_on_another_outcome_is_judged_too() -> None:
    one = under_levers()
    swept = replace(one.swept, outcomes=one.swept.outcomes.assign(breaches=one.swept.outcomes["deaths"]))
    found = robustness(replace(one, swept=swept), outcomes=["deaths"], conditions=["breaches < 90"])
    assert set(found.frames["levers"]["outcome"]) == {"deaths", "breaches"}


ANALYSES: dict[str, tuple[Analysis, Callable[[], Finished]]] = {
    "sobol": (sensitivity, lambda: steep("sobol", 32)),
    "morris": (sensitivity, lambda: steep("morris", 8)),
    "one_at_a_time": (sensitivity, lambda: steep("one_at_a_time", 3)),
    "association": (sensitivity, lambda: steep("lhs", 24)),
    "discovery": (lambda one: discovery(one, "deaths > 105"), lambda: steep("lhs", 60)),
    "robustness": (robustness, under_levers),
}


@pytest.mark.parametrize("name", ANALYSES)
def test_a_folder_holds_all_that_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    analyse, make = ANALYSES[name]
    one = make()
    found = analyse(replace(one, manifest=one.manifest | {"title": HOSTILE, "question": HOSTILE}))
    target = tmp_path / found.kind
    findings_into(target, found, ["deescalate"])
    assert verify(target) == []
    assert read_manifest(target)["kind"] == found.kind
    report = (target / "report.md").read_text(encoding="utf-8")
    assert report.count("not a prediction") == 1
    assert "<b>" not in report
    assert "http://" not in report
    for picture in found.pictures:
        assert f"]({picture.name}.png)" in report
        assert (target / f"{picture.name}.png").stat().st_size > 3000
    assert json.loads((target / "findings.json").read_text()) == json.loads(json.dumps(document(found)))
    for table in found.frames:
        assert f"({table}.csv)" in report
        assert len(pd.read_csv(target / f"{table}.csv")) == len(found.frames[table])
    print_findings(found)
    shown = capsys.readouterr().out
    assert HOSTILE in shown
    assert shown.count("not a prediction") == 1
    assert "\x1b" not in shown
    for section in found.sections:
        assert section.heading in shown


def test_every_picture_says_what_it_is() -> None:
    for analyse, make in ANALYSES.values():
        for picture in analyse(make()).pictures:
            title = picture.chart.to_dict()["title"]
            assert title["text"]
            assert NOT_A_PREDICTION in title["subtitle"]


def test_only_its_own_folder_is_replaced(tmp_path: Path) -> None:
    found = robustness(under_levers())
    target = tmp_path / "robustness"
    findings_into(target, found)
    findings_into(target, found)
    with pytest.raises(FolderError, match="something other than sensitivity"):
        findings_into(target, sensitivity(under_levers()))
    assert read_manifest(target)["kind"] == "robustness"


def test_documents_are_strict_json_and_keep_full_paths() -> None:
    one = steep("sobol", 16)
    content = document(sensitivity(one, ["deaths", "collapse"]))
    text = json.dumps(content, allow_nan=False)
    assert json.loads(text)["tables"]["indices"][0]["factor"] == "a"
    empty = [row for row in content["tables"]["indices"] if row["outcome"] == "collapse"]
    assert all(row["total"] is None for row in empty)


def test_failed_points_and_outcomes_left_aside_are_told() -> None:
    one = steep("lhs", 24)
    assert sensitivity(one).warnings == []
    swept = replace(one.swept, outcomes=one.swept.outcomes.assign(days_at_rung_3=1.0))
    left = sensitivity(replace(one, swept=swept, failed=3)).warnings
    assert "3 of 24 points under a lever failed" in left[0]
    assert "days_at_rung_3" in left[1]


def test_labels_are_short_and_tell_paths_apart() -> None:
    paths = list(load("idlib-2018-01").parameters)
    told = labels(paths)
    assert len(set(told.values())) == len(paths)
    assert max(map(len, told.values())) <= 52
    assert labels(["actors.x.strength", "places.x.strength"]) == {
        "actors.x.strength": "actors.x.strength",
        "places.x.strength": "places.x.strength",
    }
    assert label("memory.own_dead.half_life") == "memory: own dead, half-life"


def test_the_same_manifest_tells_the_same() -> None:
    one = under_levers()
    again = finished(one.swept, one.changes)
    assert document(robustness(one)) == document(robustness(again))
    assert document(robustness(one)) != document(robustness(one, levers=["saves"]))
