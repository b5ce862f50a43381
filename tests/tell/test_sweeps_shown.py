"""What is told of sweeps to be shown: what they ask, what an analysis said, their points as a table."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.folder import FolderError, write_json
from sim.experiment.sweep.points import size
from sim.experiment.sweep.read import open_sweep
from sim.scenario.shelf import sweep_shelf
from sim.tell.analysis.discovery import discovery
from sim.tell.analysis.kept import open_findings
from sim.tell.analysis.plotted import points_of
from sim.tell.analysis.robustness import robustness
from sim.tell.analysis.written import findings_into
from sim.tell.sweep.question import question, sweep_titles
from sim.tell.sweep.sweeps import sweeps_below

from .sweeps import steep, under_levers


@pytest.mark.parametrize("name", sweep_shelf())
def test_a_shipped_sweep_says_what_it_asks(name: str) -> None:
    asked = open_sweep(name)
    told = question(asked)
    assert sweep_titles()[name] == asked.title
    assert told.points == size(asked) and told.rows == told.points * len(asked.levers) * asked.worlds
    assert f"{told.rows:,}" in told.sentences[1]
    assert list(told.factors["path"]) == [factor.name for factor in asked.factors]


def test_findings_come_back_as_they_were_said(tmp_path: Path) -> None:
    one = under_levers()
    said = robustness(one)
    findings_into(tmp_path / "r", said)
    found = open_findings(tmp_path / "r", one)
    assert [part.heading for part in found.sections] == [part.heading for part in said.sections]
    assert found.section("deaths").sentences == said.sections[1].sentences
    assert [tuple(row) for row in found.section("deaths").rows] == list(said.sections[1].rows)
    cells = found.table("beside_none").set_index(["lever", "outcome"])
    assert cells.loc[("saves", "deaths"), "gain"] == 1 and cells.loc[("idle", "deaths"), "gain"] == 0
    with pytest.raises(FolderError, match="other results"):
        open_findings(tmp_path / "r", replace(one, manifest=one.manifest | {"result_hash": "1" * 64}))
    (tmp_path / "r" / "report.md").write_text("changed", encoding="utf-8")
    with pytest.raises(FolderError, match="changed"):
        open_findings(tmp_path / "r", one)


def test_futures_say_which_are_of_interest() -> None:
    futures = discovery(steep("lhs", 40), "deaths > 105").frames["futures"]
    assert list(futures.columns) == ["point", "a", "b", "of_interest"]
    assert (futures["of_interest"] == (futures["a"] > 0.5)).mean() > 0.9
    assert 0 < futures["of_interest"].sum() < len(futures)


def test_points_are_means_and_cells_hold_all_of_them() -> None:
    points = points_of(steep("lhs", 40))
    assert points.frame["deaths"].to_numpy() == pytest.approx(100 + 10 * points.frame["a"].to_numpy())
    cells = points.grid("none", ("a", "b"), "deaths")
    assert cells["points"].sum() == 40 and cells["across"].nunique() == 8
    low, high = cells.loc[cells["across"].idxmin()], cells.loc[cells["across"].idxmax()]
    assert low["mean"] < high["mean"]
    assert len(points.shown("none")) == 40 and len(points_of(steep("sobol", 16)).frame) == 32


def test_sweeps_are_found_among_other_folders(tmp_path: Path) -> None:
    for name, content in {"a": {"kind": "sweep", "title": "A"}, "b": {"kind": "run"}}.items():
        (tmp_path / "in" / name).mkdir(parents=True)
        write_json(tmp_path / "in" / name / "manifest.json", content)
    (tmp_path / "link").symlink_to(tmp_path / "in" / "a")
    assert sweeps_below(tmp_path) == {tmp_path / "in" / "a": "A"}
    assert sweeps_below(tmp_path / "none") == {}
