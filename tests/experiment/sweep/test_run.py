"""A sweep's table is the same whoever made it, in whatever order, in however many attempts."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.experiment.executors import InProcess, WorkerLost
from sim.experiment.folder import read_manifest
from sim.experiment.part import Part, outcomes_part
from sim.experiment.processes import Processes
from sim.experiment.sweep import carry, cells
from sim.experiment.sweep.carry import TRIES, Carried, Failure
from sim.experiment.sweep.cells import ROWS
from sim.experiment.sweep.finished import open_finished
from sim.experiment.sweep.plan import Plan
from sim.experiment.sweep.run import Silent, run_sweep, status, sweep_folder
from sim.experiment.sweep.sweep import Factor, Sweep
from sim.scenario.vary import vary
from tests.experiment.sweep.small import POINTS, QUIETED, RATE, SHARE, Hands, plan, sweep, with_what_ifs


class Heard(Silent):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []
        self.losses = 0

    def failed(self, failure: Failure) -> None:
        """A point failed."""
        self.failures.append(failure)

    def lost(self, reason: str) -> None:
        """A worker was lost."""
        self.losses += 1


def swept(one: Sweep | Plan, folder: Path, hands: Any = None, watch: Any = None) -> Carried:
    made = one if isinstance(one, Plan) else plan(one)
    with sweep_folder(folder, made.sweep) as store, hands or Hands() as executor:
        return run_sweep(made, store, executor, watch or Silent())


def result_hash(folder: Path) -> str:
    return str(read_manifest(folder)["result_hash"])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sweep, simulated in this process."""
    folder = tmp_path_factory.mktemp("sweeps") / "real"
    swept(with_what_ifs(sweep(POINTS[:3])), folder, InProcess())
    return folder


def test_every_row_is_that_of_its_point_run_alone(real: Path):
    one = with_what_ifs(sweep(POINTS[:3]))
    finished = open_finished(real)
    frame, design = finished.swept.outcomes, finished.swept.design
    assert len(frame) == 6 * 2 * 5 and frame["deaths"].nunique() > 5
    for cell in plan(one).cells:
        values = {SHARE: design[SHARE][cell.point], RATE: design[RATE][cell.point]}
        scenario = vary(plan(one).scenarios[cell.future], values, beyond_range=True)
        alone = outcomes_part(Part(scenario, one.seed, np.arange(one.worlds)))
        rows = frame[(frame["point"] == cell.point) & (frame["lever"] == cell.lever)]
        assert rows["world"].tolist() == list(range(5))
        for name in one.outcomes:
            assert np.array_equal(rows[name].to_numpy(np.float64), alone[name], equal_nan=True)


@pytest.mark.slow
def test_processes_and_narrow_batches_in_any_order_change_nothing(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    one = with_what_ifs(sweep(POINTS[:3]))
    narrow = list(cells.batches(_pieces(one), 7))
    random.Random(5).shuffle(narrow)
    monkeypatch.setattr(type(plan(one)), "left", lambda *_: narrow)
    swept(one, tmp_path / "two", Processes(2))
    assert result_hash(tmp_path / "two") == result_hash(real)
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "two" / "outcomes.parquet"), pd.read_parquet(real / "outcomes.parquet")
    )


def _pieces(one: Sweep) -> list[cells.Piece]:
    return [cells.Piece(cell, 0, one.worlds) for cell in plan(one).cells]


def test_what_never_came_is_empty_in_the_table_not_a_number(tmp_path: Path) -> None:
    swept(sweep(), tmp_path / "s")
    table = pq.read_table(tmp_path / "s" / "outcomes.parquet")
    assert {name: table[name].null_count for name in ("collapse", "deaths")} == {"collapse": 16, "deaths": 0}


def test_other_numbers_have_another_hash(real: Path, tmp_path: Path):
    swept(with_what_ifs(sweep(POINTS[:3], seed=4)), tmp_path / "other", InProcess())
    assert result_hash(tmp_path / "other") != result_hash(real)


def test_the_same_again_simulates_nothing(tmp_path: Path):
    first, again = Hands(), Hands()
    swept(sweep(), tmp_path / "s", first)
    before = result_hash(tmp_path / "s")
    swept(sweep(), tmp_path / "s", again)
    assert (first.rows, again.rows) == (4 * 2 * 5, 0)
    assert result_hash(tmp_path / "s") == before
    assert read_manifest(tmp_path / "s")["statistics"]["rows_reused"] == 40


@pytest.mark.parametrize(
    ("edited", "rows"),
    [
        (sweep(POINTS[::-1]), 0),
        (sweep(POINTS[:2]), 0),
        (sweep([*POINTS, {SHARE: 0.33}]), 10),
        (sweep(worlds=7), 16),
        (sweep(worlds=2), 0),
        (sweep(outcomes=("confidence",)), 0),
        (sweep(seed=9), 40),
    ],
)
def test_an_edited_sweep_uses_what_still_answers(tmp_path: Path, edited: Sweep, rows: int):
    swept(sweep(), tmp_path / "s")
    hands = Hands()
    swept(edited, tmp_path / "s", hands)
    assert hands.rows == rows
    swept(edited, tmp_path / "fresh")
    assert result_hash(tmp_path / "s") == result_hash(tmp_path / "fresh")


def test_a_point_that_fails_is_listed_and_the_rest_completes(tmp_path: Path):
    def fail(worlds: Any, overrides: Any) -> None:
        if (overrides[SHARE] == 0.2).any():
            raise ValueError("cannot be lived")

    watch = Heard()
    carried = swept(sweep(), tmp_path / "s", Hands(fail), watch)
    assert [(f.point, f.lever) for f in sorted(carried.failures)] == [(1, "lull"), (1, "none")]
    assert all("cannot be lived" in failure.reason for failure in watch.failures)
    manifest = read_manifest(tmp_path / "s")
    assert manifest["state"] == "failed" and len(manifest["failed"]) == 2
    assert status(tmp_path / "s").stored == 30
    frame = pd.read_parquet(tmp_path / "s" / "outcomes.parquet")
    assert len(frame) == 30 and 1 not in set(frame["point"])
    swept(sweep(), tmp_path / "s")
    assert read_manifest(tmp_path / "s")["state"] == "complete"


def test_a_point_whose_worlds_fail_in_two_batches_is_listed_once(tmp_path: Path):
    def fail(worlds: Any, overrides: Any) -> None:
        if (overrides[SHARE] == 0.2).any():
            raise ValueError("cannot be lived")

    one = sweep(worlds=ROWS + 1, levers={"none": sweep().scenario})
    watch = Heard()
    swept(one, tmp_path / "s", Hands(fail), watch)
    manifest = read_manifest(tmp_path / "s")
    assert len(manifest["failed"]) == len(watch.failures) == 1
    assert manifest["statistics"]["rows_reused"] == 0
    assert status(tmp_path / "s").stored == len(pd.read_parquet(tmp_path / "s" / "outcomes.parquet"))


def test_a_point_that_kills_its_worker_is_tried_four_times(tmp_path: Path):
    tried = []

    def fail(worlds: Any, overrides: Any) -> None:
        if (overrides[SHARE] == 0.2).any():
            tried.append(len(worlds))
            raise WorkerLost("gone")

    watch = Heard()
    carried = swept(sweep(), tmp_path / "s", Hands(fail), watch)
    assert {f.point for f in carried.failures} == {1} and f"tried {TRIES} times" in carried.failures[0].reason
    assert watch.losses == len(tried) == 2 * TRIES and carried.lost == len(tried)


def test_a_worker_lost_by_chance_costs_nothing_but_time(tmp_path: Path):
    calls = iter(range(100))

    def fail(worlds: Any, overrides: Any) -> None:
        if next(calls) in (0, 2):
            raise WorkerLost("gone")

    carried = swept(sweep(), tmp_path / "s", Hands(fail))
    swept(sweep(), tmp_path / "fresh")
    assert carried.lost == 2 and not carried.failures
    assert result_hash(tmp_path / "s") == result_hash(tmp_path / "fresh")


def test_results_are_stored_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    calls = iter(range(100))

    def fail(worlds: Any, overrides: Any) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        swept(sweep(), tmp_path / "s", Hands(fail))
    found = status(tmp_path / "s")
    assert (found.state, found.stored) == ("unfinished", 20)
    assert not (tmp_path / "s" / "outcomes.parquet").exists()
    hands = Hands()
    swept(sweep(), tmp_path / "s", hands)
    assert hands.rows == 20 and carry.TRIES == 4


def test_the_manifest_says_what_each_lever_is(real: Path):
    changes = open_finished(real).changes
    assert not changes["none"].kinds and changes["none"].label == "the same scenario"
    assert changes["lull"].may_be_ranked and changes["lull"].kinds == ("restraint",)


def test_a_lever_that_adds_force_where_the_sweep_goes_is_found_out(tmp_path: Path):
    low = sweep([{QUIETED: 0.0}, {}], factors=(Factor(QUIETED, 0.0, 0.1),))
    raised = low.levers["lull"].interventions["lull"].model_copy(update={"set": {QUIETED: 0.05}})
    lever = low.levers["lull"].model_copy(
        update={"interventions": type(low.scenario.interventions)({"lull": raised})}
    )
    swept(replace(low, levers={**low.levers, "lull": lever}), tmp_path / "s")
    assert open_finished(tmp_path / "s").changes["lull"].adds_force == (QUIETED,)
    swept(replace(low, id="other"), tmp_path / "other")
    assert not open_finished(tmp_path / "other").changes["lull"].adds_force
