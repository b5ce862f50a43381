"""A pool that was told to stop, before or while it works, does not work on."""

import time

import pytest

from sim.experiment.pool import Pool
from sim.experiment.refusal import WorkerError


def test_a_pool_stopped_before_its_first_task_starts_no_worker() -> None:
    with Pool(2) as pool:
        pool.stop()
        with pytest.raises(WorkerError, match="stopped"):
            list(pool.run(time.sleep, [60, 60]))


@pytest.mark.slow
def test_a_pool_stopped_at_work_ends_at_once() -> None:
    began = time.monotonic()
    with Pool(2) as pool, pytest.raises(WorkerError):
        for _ in pool.run(time.sleep, [0, 60, 60, 60]):
            pool.stop()
    assert time.monotonic() - began < 30


@pytest.mark.slow
def test_a_pool_left_alone_works() -> None:
    with Pool(2) as pool:
        assert list(pool.run(abs, [-1, 2])) == [1, 2]
