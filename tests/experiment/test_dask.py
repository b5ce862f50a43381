"""The executor of a real Dask cluster: the same values, whatever dies."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import dask
import distributed  # noqa: F401 - brings the settings that the tests change
import numpy as np
import psutil
import pytest

from sim.experiment import cluster
from sim.experiment.cluster import Cluster, connect
from sim.experiment.executors import InProcess, WorkerLost
from sim.experiment.part import Part, outcomes_part
from sim.experiment.refusal import RefusedError, WorkerError
from sim.scenario.scenario import Scenario

from . import chores
from .dask_cluster import ALLOWED_FAILURES, Running, add_workers, block, free_port, scheduler

pytestmark = pytest.mark.slow
SECONDS = 60  # after which something hangs


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A scheduler with two workers."""
    folder = tmp_path_factory.mktemp("dask")
    with scheduler(folder) as found:
        add_workers(found, folder)
        yield found


@pytest.fixture
def dask_executor(running: Running) -> Iterator[Cluster]:
    """The executor, once both workers are there."""
    with connect(running.address, joined=SECONDS) as executor:
        executor._client.wait_for_workers(2, timeout=SECONDS)
        yield executor


def outcomes(scenario: Scenario, seed: int, first: int) -> dict[str, Any]:
    """Outcomes of two worlds."""
    return outcomes_part(Part(scenario, seed, np.arange(first, first + 2)))


def _swept(executor: Any, scenario: Scenario, seed: int) -> list[dict[str, Any]]:
    shared = executor.share(scenario)
    return [executor.submit(outcomes, shared, seed, first).result(SECONDS) for first in (0, 2)]


def test_values_are_those_of_this_process(dask_executor: Cluster, short: Scenario) -> None:
    with InProcess() as here:
        expected, other = _swept(here, short, 1), _swept(here, short, 2)
    np.testing.assert_equal(_swept(dask_executor, short, 1), expected)
    with pytest.raises(AssertionError):
        np.testing.assert_equal(other, expected)


def test_errors_come_back_as_in_a_local_process(dask_executor: Cluster) -> None:
    error = dask_executor.submit(chores.wrong, "this and that").exception(SECONDS)
    assert (type(error), str(error)) == (ValueError, "this and that")
    assert "in wrong" in "".join(getattr(error, "__notes__", []))
    assert str(dask_executor.submit(chores.fuss).exception(SECONDS)) == "FussyError: 1 and 2"
    assert "pickle" in str(dask_executor.submit(chores.lock).exception(SECONDS))
    assert "pickle" in str(dask_executor.submit(chores.after, 0, threading.Lock()).exception(SECONDS))


def test_a_worker_killed_in_the_middle_loses_nothing(dask_executor: Cluster, tmp_path: Path) -> None:
    shared = dask_executor.share(chores.Told(tmp_path / "told", 1000))
    victim = dask_executor.submit(chores.pid).result(SECONDS)
    slow = [dask_executor.submit(chores.after, 0.3, number) for number in range(8)]
    quick = [dask_executor.submit(chores.number_of, shared, number) for number in range(20)]
    time.sleep(0.5)
    os.kill(victim, signal.SIGKILL)
    assert [future.result(SECONDS) for future in slow] == list(range(8))
    assert [future.result(SECONDS) for future in quick] == [1000 + number for number in range(20)]
    assert len((tmp_path / "told").read_text().split()) < len(quick)


def test_a_task_that_kills_its_workers_is_lost_alone(dask_executor: Cluster) -> None:
    lost = dask_executor.submit(chores.die)
    others = [dask_executor.submit(chores.after, 0.01, number) for number in range(20)]
    error = lost.exception(SECONDS)
    assert isinstance(error, WorkerLost)
    assert error.attempts == ALLOWED_FAILURES + 1
    assert [future.result(SECONDS) for future in others] == list(range(20))


def test_stopping_wakes_everyone_and_takes_tasks_back(dask_executor: Cluster, tmp_path: Path) -> None:
    futures = [dask_executor.submit(chores.after, 1, number) for number in range(4)]
    futures.append(dask_executor.submit(Path.touch, tmp_path / "ran"))  # type: ignore[arg-type]
    threading.Timer(0.3, dask_executor.stop).start()
    began = time.monotonic()
    for future in futures:
        with pytest.raises(WorkerError, match="stopped"):
            future.result(SECONDS)
    assert time.monotonic() - began < 5
    with pytest.raises(WorkerError, match="stopped"):
        dask_executor.submit(chores.double, 1)
    time.sleep(3)
    assert not (tmp_path / "ran").exists()


def test_a_cancelled_task_does_not_run(dask_executor: Cluster, tmp_path: Path) -> None:
    busy = [dask_executor.submit(chores.after, 1, number) for number in range(2)]
    cancelled = [dask_executor.submit(Path.touch, tmp_path / str(number)) for number in range(4)]
    assert all(future.cancel() for future in cancelled)
    assert wait(cancelled, 5).done == set(cancelled)
    assert [future.result(SECONDS) for future in busy] == [0, 1]
    assert not list(tmp_path.iterdir())


def test_the_settings_of_the_how_to_reach_the_workers(dask_executor: Cluster) -> None:
    found = dask_executor.submit(chores.surroundings).result(SECONDS)
    assert found == {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_TRIM_THRESHOLD_": "8388608",
        "MALLOC_MMAP_THRESHOLD_": "8388608",
    }
    assert dask_executor.workers == 2


def test_everybody_listens_on_this_machine_only(dask_executor: Cluster, running: Running) -> None:
    def listening(process: psutil.Process) -> set[str]:
        family = [process, *process.children(recursive=True)]
        found = [c for p in family for c in p.net_connections("inet") if c.status == psutil.CONN_LISTEN]
        return {connection.laddr.ip for connection in found}

    assert not {c.laddr for c in psutil.Process().net_connections("inet") if c.status == psutil.CONN_LISTEN}
    started = [listening(psutil.Process(process.pid)) for process in running.processes]
    assert started == [{"127.0.0.1"}, {"127.0.0.1"}]


@pytest.mark.parametrize("package", ["numpy", "distributed"])
def test_another_version_is_refused(
    dask_executor: Cluster, running: Running, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    original = cluster.version
    monkeypatch.setattr(cluster, "version", lambda name: "0.1" if name == package else original(name))
    with pytest.raises(RefusedError, match=f"{package} .* here is 0.1"):
        connect(running.address)


def test_another_edition_is_refused_at_once_and_later(
    dask_executor: Cluster, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "edition", lambda: "0.0+other")
    with pytest.raises(RefusedError, match=r"has edition .* here is 0\.0\+other"):
        connect(running.address)
    error = dask_executor.submit(chores.double, 1).exception(SECONDS)
    assert isinstance(error, WorkerError)
    assert "another edition" in str(error)


def test_where_nothing_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "REACHED", 1.0)
    with pytest.raises(RefusedError, match="no Dask scheduler answers there within 1 s"):
        connect(f"tcp://127.0.0.1:{free_port()}")
    with socket.create_server(("127.0.0.1", 0)) as mute:
        began = time.monotonic()
        with pytest.raises(RefusedError, match="no Dask scheduler answers"):
            connect(f"tcp://127.0.0.1:{mute.getsockname()[1]}")
        assert time.monotonic() - began < 10


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RefusedError, match=r"pip install 'deescalation-simulator\[dask\]'"):
        connect("tcp://127.0.0.1:8786")


@pytest.fixture
def certificate(tmp_path: Path) -> dict[str, str]:
    """The certificate of the how-to, and the settings that name it."""
    subprocess.run(["sh", "-ec", block("certificate")], cwd=tmp_path, check=True, capture_output=True)
    text = block("settings").replace("export ", "").replace("$PWD", str(tmp_path))
    return dict(word.split("=", 1) for word in text.split())


def test_tls_with_the_certificate_of_the_how_to(tmp_path: Path, certificate: dict[str, str]) -> None:
    settings = {name[5:].lower().replace("__", "."): value for name, value in certificate.items()}
    with scheduler(tmp_path / "tls", "tls", certificate) as running:
        with dask.config.set(settings):
            with pytest.raises(
                RefusedError, match="no worker joined within 1 s; start one: dask worker tls://"
            ):
                connect(running.address, joined=1)
            add_workers(running, tmp_path / "tls", certificate)
            with connect(running.address, joined=SECONDS) as executor:
                assert executor.submit(chores.double, 2).result(SECONDS) == 4
        with (
            pytest.raises(RefusedError, match="no Dask scheduler answers"),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(cluster, "REACHED", 1.0)
            connect(running.address.replace("tls", "tcp"))


def test_a_scheduler_that_dies_ends_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_check_workers", lambda *_: None)
    with scheduler(tmp_path / "dying") as running, connect(running.address) as executor:
        future = executor.submit(chores.double, 1)
        time.sleep(0.2)
        assert not future.done()
        running.processes[0].kill()
        with pytest.raises(WorkerError, match=r"connection to the scheduler .* is lost"):
            future.result(SECONDS)
