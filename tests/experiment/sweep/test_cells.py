"""Cells are named by what they answer for, and batches hold each world once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.experiment.sweep import cells as module
from sim.experiment.sweep.cells import ROWS, SHARES, WIDE, Batch, Cell, Piece, batches, unanswered, width
from sim.experiment.sweep.sweep import NONE, Sweep
from sim.scenario.vary import vary
from tests.experiment.sweep.small import POINTS, QUIETED, SHARE, plan, sweep, with_what_ifs


def keys(one: Sweep) -> dict[tuple[int, str], str]:
    return {(cell.point, cell.lever): cell.key for cell in plan(one).cells}


def test_a_key_does_not_know_the_number_of_its_point():
    forward, backward = keys(sweep(POINTS)), keys(sweep(POINTS[::-1]))
    last = len(POINTS) - 1
    assert {(last - point, lever): key for (point, lever), key in backward.items()} == forward
    assert len(set(forward.values())) == len(forward)


def test_a_value_that_the_scenario_has_anyway_names_no_other_cell():
    own = sweep().scenario.parameters[SHARE].value
    assert keys(sweep([{SHARE: own}])) == keys(sweep([{}])) != keys(sweep([{SHARE: own / 2}]))


@pytest.mark.parametrize("changes", [{"seed": 4}, {"days": 3}])
def test_what_results_depend_on_is_in_the_key(changes: dict[str, int]):
    one, other = keys(sweep()), keys(sweep(**changes))
    assert not set(one.values()) & set(other.values())


def test_worlds_outcomes_and_names_are_not_in_the_key():
    assert keys(sweep()) == keys(sweep(worlds=9, outcomes=("deaths",), title="Other", id="other"))


def test_another_scenario_or_edition_is_another_cell(monkeypatch: pytest.MonkeyPatch):
    one = keys(sweep())
    varied = vary(sweep().scenario, {QUIETED: 0.07})
    assert not set(one.values()) & set(keys(sweep(levers={NONE: varied}, scenario=varied)).values())
    monkeypatch.setattr(module, "edition", lambda: "another")
    assert not set(one.values()) & set(keys(sweep()).values())


def test_a_lever_acts_in_every_what_if():
    scenarios = plan(with_what_ifs(sweep())).scenarios
    both = scenarios["calm", "lull"]
    assert not both.talks and "lull" in both.interventions
    assert "lull" not in scenarios["calm", NONE].interventions and scenarios[NONE, "lull"].talks


@given(some.lists(some.tuples(some.integers(0, 30), some.integers(1, 12)), max_size=6), some.integers(1, 40))
def test_what_is_missing_and_what_is_there_make_the_whole(spans: list[tuple[int, int]], worlds: int):
    there = [(first, first + count) for first, count in spans]
    known = np.zeros(60, dtype=bool)
    for first, stop in there:
        known[first:stop] = True
    missing = np.zeros(60, dtype=bool)
    for _, first, stop in unanswered(_cell(0), there, worlds):
        assert first < stop and not missing[first:stop].any()
        missing[first:stop] = True
    assert np.array_equal(missing[:worlds], ~known[:worlds]) and not missing[worlds:].any()


def _cell(point: int, lever: str = NONE) -> Cell:
    return Cell(point, lever, NONE, (float(point),), f"{point}{lever}")


@given(some.integers(1, 30), some.integers(1, 1300), some.booleans())
def test_batches_hold_every_row_once_and_are_wide(points: int, worlds: int, two: bool):
    levers = (NONE, "lull") if two else (NONE,)
    pieces = [Piece(_cell(point, lever), 0, worlds) for point in range(points) for lever in levers]
    made = list(batches(pieces))
    rows = [(p.cell.key, world) for batch in made for p in batch.pieces for world in range(p.first, p.stop)]
    assert len(rows) == len(set(rows)) == points * worlds * len(levers)
    assert all(batch.rows <= ROWS and len({p.cell.future for p in batch.pieces}) == 1 for batch in made)
    narrow = [batch for batch in made if batch.rows < ROWS / 2]
    assert len(narrow) <= len(levers) * (1 if worlds <= ROWS else points)


def test_a_large_sweep_has_wide_batches_and_many():
    assert [width(rows) for rows in (1, ROWS * SHARES, 50_000, WIDE * SHARES, 10**7)] == [
        ROWS, ROWS, 781, WIDE, WIDE,
    ]  # fmt: skip


def test_rows_of_a_batch_pair_worlds_with_parameters():
    batch = Batch((NONE, NONE), (Piece(_cell(4), 0, 2), Piece(_cell(7), 5, 8)))
    assert batch.worlds().tolist() == [0, 1, 5, 6, 7]
    assert batch.overrides(["path"])["path"].tolist() == [4, 4, 7, 7, 7]
    assert batch.name != batch.alone()[0].name
