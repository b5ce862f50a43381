"""Pace: rows are counted by what stands beside the parts; running is what somebody works on."""

import os
import time
from pathlib import Path

import pytest

from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.carry import Carried, carry_out
from sim.experiment.sweep.manifest import asked, write_sweep_manifest
from sim.experiment.sweep.pace import pace
from sim.experiment.sweep.run import Silent, run_sweep, sweep_folder

from .small import Hands, plan, sweep


def finish(folder: Path) -> Carried:
    with sweep_folder(folder, sweep()) as store:
        return run_sweep(plan(), store, Hands(), Silent())


def test_a_finished_sweep_is_complete_and_has_no_rate(tmp_path: Path) -> None:
    rows = finish(tmp_path / "s").rows
    found = pace(tmp_path / "s")
    assert (found.state, found.stored, found.share) == ("complete", rows, 1.0)
    assert found.rows_per_s == 0 and found.seconds_left is None and not found.of_another_edition


def test_an_unfinished_sweep_tells_rows_rate_and_time_left(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    one = plan()
    with sweep_folder(folder, one.sweep) as store:
        begun = {"left": one.rows, "stored": 0}
        write_sweep_manifest(folder, asked(one, ()) | {"state": "unfinished", "begun": begun})
        os.utime(folder / "manifest.json", (time.time() - 10,) * 2)
        assert (pace(folder).stored, pace(folder).seconds_left) == (0, None)
        carry_out(one, store, Hands(), Silent())
        found = pace(folder)
        assert (found.state, found.stored) == ("running", one.rows)
        assert found.rows_per_s == pytest.approx(one.rows / 10, rel=0.2) and found.seconds_left == 0
        assert pace(folder, running=False).state == "unfinished"
    assert pace(folder).state == "unfinished" and pace(folder, running=True).state == "running"


def test_a_folder_without_a_sweep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        pace(tmp_path)
