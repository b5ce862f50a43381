"""An act for readers: its factors make the intensity, its chain is that of `why`, and so for every act."""

import math
from pathlib import Path

import pytest

import sim
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.experiment.why.why import why
from tests.build import toy

WORLDS, DAYS = 3, 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "run"
    with Pool(1) as pool:
        run_into(folder, toy(), WORLDS, 1, pool=pool, days=DAYS)
    return folder


@pytest.fixture(scope="module")
def world(folder: Path) -> sim.LivedWorld:
    return sim.lived(folder, 1)


def one_of_each_rule(world: sim.LivedWorld) -> list[sim.Explanation]:
    found = (world.explained(event) for event in world.acts()["event"])
    return list({each.path: each for each in found if each.sentence}.values())


def test_the_factors_multiply_to_the_acts_expected(world: sim.LivedWorld) -> None:
    told = one_of_each_rule(world)
    assert len(told) > 5
    for each in told:
        parts = each.parts
        assert math.prod(parts["factor"]) == pytest.approx(each.expected)
        assert sum(parts["adds"]) == pytest.approx(math.log(each.expected))
        assert parts["start"].iloc[0] == 1
        assert list(parts["start"][1:]) == list(parts["end"][:-1]), "each begins where the last one ended"
        assert (
            math.prod(parts["factor"][:-1]) != pytest.approx(each.expected) or parts["factor"].iloc[-1] == 1
        )


def test_an_act_is_made_where_as_many_are_expected_as_the_draw_needs(world: sim.LivedWorld) -> None:
    for each in one_of_each_rule(world):
        assert each.made >= 1
        assert each.needed < each.expected
        assert each.uniform < each.probability == pytest.approx(-math.expm1(-each.expected))


def test_the_acts_are_all_of_the_world_and_their_chain_is_that_of_why(
    folder: Path, world: sim.LivedWorld
) -> None:
    acts = world.acts()
    assert len(acts) == len(sim.open_run(folder).table("events", where=[("world", "in", [-1, 1])]))
    told = max((world.explained(event) for event in acts["event"]), key=lambda each: len(each.links))
    event = int(told.nodes["event"].iloc[-1])
    asked = why(folder, 1, event=event)
    assert len(told.links) > 3
    assert set(told.nodes["event"]) == set(asked.chain.events)
    assert list(told.links["share"]) == [link.share for link in asked.chain.links]
    assert list(told.nodes["number"]) == list(range(1, len(told.nodes) + 1))
    assert told.nodes["day"].is_monotonic_increasing


def test_what_no_rule_decided_has_a_source_and_no_rate(world: sim.LivedWorld) -> None:
    acts = world.acts()
    reported = world.explained(int(acts.loc[acts["decided"] == "reported before day 1", "event"].iloc[0]))
    assert reported.source and reported.parts.empty and not reported.sentence
    assert math.isnan(reported.expected)


def test_another_world_has_other_acts(folder: Path, world: sim.LivedWorld) -> None:
    assert list(sim.lived(folder, 2).acts()["what"]) != list(world.acts()["what"])
    with pytest.raises(sim.RefusedError, match="not between 0 and 2"):
        sim.lived(folder, WORLDS)


def test_runs_below_a_folder_are_found_and_others_are_not(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "not").mkdir()
    (tmp_path / "not" / "manifest.json").write_text('{"kind": "comparison", "worlds": 1}')
    assert sim.runs_below(tmp_path) == {} == sim.runs_below(tmp_path / "gone")
    assert list(sim.runs_below(folder.parent)) == [folder]
    assert "3 worlds of 12 days, seed 1" in sim.run_line(folder)
