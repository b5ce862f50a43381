"""Worker processes: forked ready to simulate, and gone when the process that hired them is."""

import signal
import subprocess
import sys
import time

import psutil
import pytest

from sim.experiment import processes, run
from sim.experiment.processes import Processes
from sim.experiment.run import CHUNK, part_rows, workers_for

from . import chores

SECONDS = 30
HIRE = """
import psutil
from sim.experiment.processes import Processes
from tests.experiment import chores
with Processes(2) as executor:
    busy = [executor.submit(chores.after, 600, 1) for _ in range(2)]
    while len(executor._hired) < 2:
        pass
    executor.submit(chores.pid)
    print(*sorted(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
    busy[0].result()
"""


def test_a_worker_has_imported_what_it_needs_before_its_first_task() -> None:
    with Processes(1) as executor:
        assert executor.submit(chores.imported, "mesa").result(SECONDS) == processes._FORKING
        assert not executor.submit(chores.imported, "streamlit").result(SECONDS)


@pytest.mark.skipif(not processes._FORKING, reason="nothing to fork from here")
def test_no_process_outlives_the_one_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", HIRE], stdout=subprocess.PIPE, text=True) as hiring:
        assert hiring.stdout is not None
        hired = [psutil.Process(int(pid)) for pid in hiring.stdout.readline().split()]
        assert len(hired) >= 3  # two workers and what they were forked from
        hiring.send_signal(signal.SIGKILL)
    _, alive = psutil.wait_procs(hired, timeout=SECONDS)
    assert not alive


def test_an_interrupt_is_left_to_the_parent() -> None:
    with Processes(1) as executor:
        worker = psutil.Process(executor.submit(chores.pid).result(SECONDS))
        task = executor.submit(chores.after, 0.5, "done")
        for process in {worker, worker.parent()} - {psutil.Process()}:
            process.send_signal(signal.SIGINT)
        assert task.result(SECONDS) == "done"
        time.sleep(0.05)
        assert executor.submit(chores.pid).result(SECONDS) == worker.pid


@pytest.mark.parametrize(
    ("worlds", "workers", "rows"),
    [(1000, 1, CHUNK), (1000, 2, 500), (256, 2, 128), (100, 2, 64), (100, 8, 64), (5000, 2, CHUNK)],
)
def test_parts_give_each_worker_something(worlds: int, workers: int, rows: int) -> None:
    assert part_rows(worlds, workers) == rows


def test_a_run_of_one_part_hires_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "cores", lambda: 4)
    assert [workers_for(worlds) for worlds in (1, 64, 65, 256, 5000)] == [1, 1, 2, 4, 4]
