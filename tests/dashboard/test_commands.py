"""Commands: how the server starts, what runs beside it, and how long that takes."""

import pytest

from dashboard import working
from dashboard.commands import Commands
from sim.cli.dashboard import HOSTS, command


def test_the_server_listens_to_this_machine_only() -> None:
    words = command(8501, browser=False)
    assert "--server.address=127.0.0.1" in words and "--browser.gatherUsageStats=false" in words
    assert [word for word in words if "allowedHosts" in word] == [f"--server.allowedHosts={h}" for h in HOSTS]


def test_time_left_follows_what_was_done() -> None:
    assert working.left(10.0, 50, 100) == pytest.approx(10.0)
    assert working.left(10.0, 100, 100) < 1


def test_no_spare_process_is_made_while_a_command_runs() -> None:
    """It would take from the run the cores that it has."""
    made = Commands("import time", most=1)
    made.warm()
    first = made._spare
    running = made.start(["list"])
    made.warm()
    assert made._spare is None
    assert running.wait(60)
    made.warm()
    assert made._spare not in (None, first)
