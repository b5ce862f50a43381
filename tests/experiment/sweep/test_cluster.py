"""A sweep on a real Dask cluster has the rows of one in this process, also when a worker dies."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.experiment.cluster import Cluster, connect
from sim.experiment.executors import InProcess
from sim.experiment.sweep.plan import Plan
from sim.experiment.sweep.run import Silent
from tests.experiment import chores
from tests.experiment.dask_cluster import Running, add_workers, scheduler
from tests.experiment.sweep.small import POINTS, plan, sweep
from tests.experiment.sweep.test_run import result_hash, swept

pytestmark = pytest.mark.slow
SECONDS = 60


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("dask")
    with scheduler(folder) as found:
        add_workers(found, folder)
        yield found


@pytest.fixture
def hands(running: Running) -> Iterator[Cluster]:
    with connect(running.address, joined=SECONDS) as executor:
        executor._client.wait_for_workers(2, timeout=SECONDS)
        yield executor


@pytest.fixture(scope="module")
def wide() -> Plan:
    """Four cells of 260 worlds: as many batches."""
    return plan(sweep(POINTS[1:3], worlds=260, days=2))


class _Deadly(Silent):
    """Kills a worker when the first rows are there."""

    def __init__(self, victim: int) -> None:
        self._victim = victim

    def done(self, rows: int) -> None:
        """Rows are stored."""
        if self._victim:
            os.kill(self._victim, signal.SIGKILL)
            self._victim = 0


def test_a_cluster_and_a_killed_worker_change_no_row(hands: Cluster, wide: Plan, tmp_path: Path) -> None:
    swept(wide, tmp_path / "here", InProcess())
    victim = hands.submit(chores.pid).result(SECONDS)
    carried = swept(wide, tmp_path / "there", hands, _Deadly(victim))
    assert not carried.failures and carried.rows == 4 * 260
    assert result_hash(tmp_path / "there") == result_hash(tmp_path / "here")
