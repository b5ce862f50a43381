"""Runs that go on side by side write their tables as each does alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sim.experiment.pool import Pool
from sim.experiment.run import simulate_worlds
from sim.experiment.store import write_run
from tests.build import toy


@pytest.mark.parametrize("turn", range(3))
def test_threads_that_write_at_once_do_not_disturb_each_other(tmp_path: Path, turn: int) -> None:
    scenario = toy()

    def write(seed: int) -> Path:
        folder = tmp_path / str(seed)
        folder.mkdir()
        with Pool(1) as pool:
            write_run(folder, lambda tables: simulate_worlds(scenario, 4, seed, pool=pool, tables=tables))
        return folder

    with ThreadPoolExecutor(4) as threads:
        folders = list(threads.map(write, (1, 2, 3, 4)))
    events = [pq.read_table(folder / "events.parquet") for folder in folders]
    assert all(table.num_rows > 0 for table in events)
    assert not events[0].equals(events[1])
