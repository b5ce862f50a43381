"""The marked parts of the README are what the program says."""

import pytest

from benchmarks.readme import BASELINE, DEMO, NUMBERS, numbers_by_source, region, renewed
from sim.scenario.load import load

from .tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_numbers_by_source_are_current() -> None:
    assert region(README, NUMBERS) == numbers_by_source(load(BASELINE)), "make readme"


def test_numbers_by_source_count_every_parameter() -> None:
    scenario = load(BASELINE)
    row = numbers_by_source(scenario).splitlines()[2]
    counts = [int(cell) for cell in row.split("|")[2:5]]
    assert sum(counts) == len(scenario.parameters)
    assert counts[2] >= sum(parameter.is_assumption for parameter in scenario.parameters.values())


def test_the_demo_is_shown_and_named_for_what_it_is() -> None:
    shown = region(README, DEMO)
    assert "no-drone-raid" in shown
    assert "not a prediction" in README


def test_a_part_is_replaced_and_nothing_else() -> None:
    text = "a\n<!-- x -->\nold\n<!-- end -->\nb <!-- y -->\n"
    assert renewed(text, "x", "new\n") == "a\n<!-- x -->\nnew\n<!-- end -->\nb <!-- y -->\n"
    with pytest.raises(ValueError, match="no part named 'z'"):
        renewed(text, "z", "")
