"""Executors: whatever a task does, its future tells, the others go on, and nothing is left behind."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest

from sim.experiment import processes
from sim.experiment.executors import Executor, InProcess, WorkerLost
from sim.experiment.processes import Processes
from sim.experiment.refusal import RefusedError, WorkerError

from . import chores

SECONDS = 30  # after which something hangs


def both(test: Callable[[Executor], None]) -> Any:
    """Run a test here and in two processes."""
    return pytest.mark.parametrize("make", [InProcess, lambda: Processes(2)], ids=["here", "processes"])(test)


@both
def test_results_come_back(make: Callable[[], Executor]) -> None:
    with make() as executor:
        futures = [executor.submit(chores.double, number) for number in range(20)]
        assert [future.result(SECONDS) for future in futures] == [2 * number for number in range(20)]


@both
def test_an_exception_comes_back_as_itself(make: Callable[[], Executor]) -> None:
    with make() as executor:
        future = executor.submit(chores.wrong, "this and that")
        with pytest.raises(ValueError, match="this and that"):
            future.result(SECONDS)
        error = executor.submit(chores.refuse_work).exception(SECONDS)
        assert (type(error), str(error)) == (WorkerError, "no")
        assert executor.submit(chores.double, 2).result(SECONDS) == 4


@both
def test_shared_values_arrive_as_themselves(make: Callable[[], Executor], tmp_path: Path) -> None:
    with make() as executor:
        shared = [executor.share(chores.Told(tmp_path / "told", number)) for number in (10, 20)]
        futures = [executor.submit(chores.number_of, shared[number % 2], number) for number in range(8)]
        assert [future.result(SECONDS) for future in futures] == [10, 21, 12, 23, 14, 25, 16, 27]


@both
def test_a_stopped_executor_takes_nothing(make: Callable[[], Executor]) -> None:
    with make() as executor:
        executor.stop()
        with pytest.raises(WorkerError, match="stopped"):
            executor.submit(chores.double, 1)


def test_a_shared_value_goes_to_a_worker_once(tmp_path: Path) -> None:
    with Processes(2) as executor:
        shared = executor.share(chores.Told(tmp_path / "told", 1))
        wait([executor.submit(chores.number_of, shared, number) for number in range(30)])
        told = (tmp_path / "told").read_text().split()
        assert len(told) == len(set(told)) <= 2


def test_a_shared_value_reaches_the_worker_that_takes_the_place_of_a_lost_one(tmp_path: Path) -> None:
    with Processes(1) as executor:
        shared = executor.share(chores.Told(tmp_path / "told", 1))
        assert executor.submit(chores.number_of, shared, 1).result(SECONDS) == 2
        assert isinstance(executor.submit(chores.die).exception(SECONDS), WorkerLost)
        assert executor.submit(chores.number_of, shared, 2).result(SECONDS) == 3
        assert len((tmp_path / "told").read_text().split()) == 2


def test_an_exception_brings_the_text_of_its_traceback() -> None:
    with Processes(1) as executor:
        error = executor.submit(chores.wrong, "this").exception(SECONDS)
        assert "in wrong" in "".join(getattr(error, "__notes__", []))


def test_what_cannot_be_pickled_is_told() -> None:
    with Processes(1) as executor:
        assert "pickle" in str(executor.submit(chores.lock).exception(SECONDS))
        assert "pickle" in str(executor.submit(chores.double, threading.Lock()).exception(SECONDS))  # type: ignore[arg-type]
        error = executor.submit(chores.fuss).exception(SECONDS)
        assert isinstance(error, WorkerError)
        assert str(error) == "FussyError: 1 and 2"
        assert executor.submit(chores.double, 2).result(SECONDS) == 4


@pytest.mark.parametrize("deadly", [chores.die, chores.leave, chores.shoot])
def test_a_worker_that_dies_takes_only_its_task_along(deadly: Callable[[], None]) -> None:
    with Processes(2) as executor:
        lost = executor.submit(deadly)
        others = [executor.submit(chores.after, 0.01, number) for number in range(20)]
        with pytest.raises(WorkerLost, match="exit code"):
            lost.result(SECONDS)
        assert [future.result(SECONDS) for future in others] == list(range(20))


def test_a_worker_killed_from_outside_loses_only_its_task() -> None:
    with Processes(2) as executor:
        victim = executor.submit(chores.pid).result(SECONDS)
        busy = [executor.submit(chores.after, 0.5, number) for number in range(4)]
        time.sleep(0.2)
        os.kill(victim, signal.SIGKILL)
        errors = [future.exception(SECONDS) for future in busy]
        assert [type(error) for error in errors if error] == [WorkerLost]


def test_a_worker_that_died_at_rest_loses_no_task() -> None:
    with Processes(1) as executor:
        first = executor.submit(chores.pid).result(SECONDS)
        os.kill(first, signal.SIGKILL)
        time.sleep(0.1)
        assert executor.submit(chores.pid).result(SECONDS) != first


def test_a_task_waits_for_no_other_while_a_worker_may_still_be_hired() -> None:
    with Processes(2) as executor:
        first = executor.submit(chores.after, 2 * SECONDS, 1)
        while not first.running():
            time.sleep(0.01)
        assert executor.submit(chores.double, 1).result(SECONDS) == 2
        assert not first.done()


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.slow
def test_fifty_lost_workers_leave_nothing_behind() -> None:
    multiprocessing.active_children()
    with Processes(2) as executor:
        assert executor.submit(chores.double, 1).result(SECONDS) == 2
        before = _open_files(), threading.active_count()
        for future in [executor.submit(chores.die) for _ in range(50)]:
            assert isinstance(future.exception(SECONDS), WorkerLost)
        assert executor.submit(chores.double, 1).result(SECONDS) == 2
        assert _open_files() <= before[0] + 4  # a second worker may live now
        assert threading.active_count() <= before[1] + 1
    assert not multiprocessing.active_children()
    assert not [line for line in _children() if "defunct" in line]


def _children() -> list[str]:
    """One line a child process that was not waited for."""
    stats = (path / "stat" for path in Path("/proc").iterdir() if path.name.isdigit())
    lines = []
    for stat in stats:
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] == "Z":
            lines.append(f"{stat.parent.name} defunct")
    return lines


def test_stopping_wakes_everyone() -> None:
    began = time.monotonic()
    with Processes(2) as executor:
        futures: list[Future[Any]] = [executor.submit(chores.after, 60, number) for number in range(5)]
        threading.Timer(0.5, executor.stop).start()
        for future in futures:
            with pytest.raises(WorkerError, match="stopped") as caught:
                future.result(SECONDS)
            assert not isinstance(caught.value, WorkerLost)
    assert time.monotonic() - began < SECONDS
    assert not multiprocessing.active_children()


def test_leaving_gives_up_what_is_not_finished() -> None:
    with Processes(1) as executor:
        futures = [executor.submit(chores.after, 60, number) for number in range(2)]
        done, _ = wait(futures, 0.5, FIRST_COMPLETED)
        assert not done
    assert all(isinstance(future.exception(SECONDS), WorkerError) for future in futures)


def test_a_cancelled_task_does_not_run(tmp_path: Path) -> None:
    with Processes(1) as executor:
        first = executor.submit(chores.after, 0.5, 1)
        second = executor.submit(Path.touch, tmp_path / "ran")
        third = executor.submit(Path.touch, tmp_path / "ran too")
        assert second.cancel()
        assert first.result(SECONDS) == 1
        third.result(SECONDS)
        assert [path.name for path in tmp_path.iterdir()] == ["ran too"]


def test_many_threads_submit() -> None:
    with Processes(2) as executor, ThreadPoolExecutor(8) as threads:

        def submit(number: int) -> int:
            return executor.submit(chores.double, number).result(SECONDS)

        assert list(threads.map(submit, range(100))) == [2 * number for number in range(100)]


def test_workers_that_cannot_start_are_an_error_not_a_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    original = processes._Worker.__init__

    def broken(self: Any) -> None:
        started.append(1)
        original(self)
        self.kill()

    monkeypatch.setattr(processes._Worker, "__init__", broken)
    with Processes(1) as executor:
        futures = [executor.submit(chores.double, number) for number in range(3)]
        for future in futures:
            with pytest.raises(WorkerError, match="cannot start: 3 in a row"):
                future.result(SECONDS)
        with pytest.raises(WorkerError, match="cannot start"):
            executor.submit(chores.double, 1)
    assert len(started) == 3


def test_workers_use_one_thread_for_linear_algebra() -> None:
    with Processes(1) as executor:
        found = executor.submit(chores.surroundings).result(SECONDS)
        assert (found["OMP_NUM_THREADS"], found["OPENBLAS_NUM_THREADS"]) == ("1", "1")


@pytest.mark.parametrize("workers", [0, -1, 257])
def test_a_silly_number_of_workers_is_refused(workers: int) -> None:
    with pytest.raises(RefusedError, match="workers"):
        Processes(workers)
