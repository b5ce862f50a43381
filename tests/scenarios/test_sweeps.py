"""Every shipped sweep can be read, says what it asks, and varies what the screening chose."""

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from benchmarks.screening import CHOSEN, PAGE, screened
from sim.experiment.lever import change
from sim.experiment.sweep.points import size
from sim.experiment.sweep.read import open_sweep
from sim.scenario.load import load

FOLDER = Path(__file__).resolve().parents[2] / "scenarios" / "sweeps"
SWEEPS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
MOST_ROWS = 60_000  # five minutes on two cores at 100 rows a second and core


def chosen(without: Collection[str] = ()) -> set[str]:
    """The first twelve assumptions of the screening's table, but for some."""
    listed = re.findall(r"^\| \d+ \| `([^`]+)`", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return set([path for path in listed if path not in without][:CHOSEN])


@pytest.mark.parametrize("name", SWEEPS)
def test_it_asks_something_in_a_few_minutes(name: str) -> None:
    sweep = open_sweep(name)
    assert sweep.title and sweep.question.endswith("?")
    assert size(sweep) * len(sweep.levers) * sweep.worlds <= MOST_ROWS


def test_the_three_are_there() -> None:
    assert SWEEPS == ["guarantor-leverage", "levers-under-uncertainty", "what-matters"]


def test_what_matters_varies_what_the_screening_chose() -> None:
    factors = {factor.name for factor in open_sweep("what-matters").factors}
    assert factors == chosen()
    assert factors <= set(screened(load("idlib-2018-01")))


def test_levers_meet_what_the_screening_chose_and_no_lever_sets() -> None:
    sweep = open_sweep("levers-under-uncertainty")
    levers = [lever for lever in sweep.levers.values() if lever.interventions]
    pulled = {path for lever in levers for item in lever.interventions.values() for path in item.set}
    assert {factor.name for factor in sweep.factors} == chosen(without=pulled) != chosen()


def test_its_levers_may_be_ranked_in_all_its_futures() -> None:
    sweep = open_sweep("levers-under-uncertainty")
    ranges = {factor.name: (factor.low, factor.high) for factor in sweep.factors}
    changes = {name: change(sweep.scenario, lever, ranges) for name, lever in sweep.levers.items()}
    assert {name for name, found in changes.items() if not found.may_be_ranked} == {"none"}
