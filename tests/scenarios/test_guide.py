"""Every block of the author's guide is a what-if that loads and runs, and its tables are current."""

import numpy as np
import pytest

from sim.engine.simulate import simulate
from sim.scenario.load import load_text
from sim.scenario.scenario import Scenario
from tests.scenarios import guide

SECTIONS = {name for name in Scenario.model_fields if name not in {"id", "start", "days", "inert_because"}}


def ids(block: str) -> str:
    return block.split("title: ", 1)[1].split("\n", 1)[0]


@pytest.mark.slow
@pytest.mark.parametrize("block", guide.blocks(), ids=ids)
def test_a_block_runs(block: str) -> None:
    scenario = load_text(block, "block.yaml").model_copy(update={"days": 3})
    assert simulate(scenario, np.arange(1), 1).days == 3


def test_there_are_blocks_enough() -> None:
    assert len(guide.blocks()) >= 15


def test_every_section_is_shown() -> None:
    page = guide.PAGE.read_text(encoding="utf-8")
    assert [name for name in SECTIONS if name not in page] == []


def test_tables_are_current() -> None:
    page = guide.PAGE.read_text(encoding="utf-8")
    assert guide.current(page) == page
