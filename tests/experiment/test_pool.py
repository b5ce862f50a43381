"""A pool that was told to stop does not work on; one that loses a worker tries again, not for ever."""

import time
from pathlib import Path

import pytest

from sim.experiment.pool import Pool
from sim.experiment.refusal import WorkerError

from . import chores


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


@pytest.mark.slow
def test_results_keep_the_order_of_tasks() -> None:
    with Pool(3) as pool:
        assert list(pool.run(chores.late_if_even, range(6))) == list(range(6))


@pytest.mark.slow
def test_a_lost_task_is_tried_three_times_more(tmp_path: Path) -> None:
    with Pool(2) as pool:
        assert list(pool.run(chores.die_thrice, [tmp_path])) == [3]


@pytest.mark.slow
def test_a_task_that_always_kills_its_worker_is_an_error() -> None:
    with Pool(2) as pool, pytest.raises(WorkerError, match=r"died .*out of memory\?") as caught:
        list(pool.run(chores.die, [3]))
    assert "--workers 1" in str(caught.value)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_task_is_raised_as_itself(workers: int) -> None:
    with Pool(workers) as pool, pytest.raises(ValueError, match="this"):
        list(pool.run(chores.wrong, ["this"]))


def test_one_worker_is_this_process_and_does_one_task_at_a_time() -> None:
    drawn = []
    with Pool(1) as pool:
        results = pool.run(chores.double, (drawn.append(number) or number for number in range(3)))
        assert next(results) == 0
        assert drawn == [0]
        assert list(results) == [2, 4]
