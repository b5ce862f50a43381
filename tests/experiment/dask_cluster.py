"""A real Dask cluster on this machine, started with the very commands of docs/how-to/cluster.md."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.house.tree import ROOT

HOW_TO = ROOT / "docs" / "how-to" / "cluster.md"
ALLOWED_FAILURES = 1  # so that a deadly task is given up sooner


class Running(NamedTuple):
    """A cluster: its address and the processes that were started."""

    address: str
    processes: list[subprocess.Popen[bytes]]


def block(name: str) -> str:
    """A block of commands of the how-to, by the name after its fence."""
    found = re.findall(rf"^```sh {name}\n(.*?)^```$", HOW_TO.read_text(encoding="utf-8"), re.M | re.S)
    assert len(found) == 1, name
    return found[0]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


def _start(text: str, folder: Path, more: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Run the last line of a block, with the variables that the lines before it export."""
    *exports, command = text.strip().splitlines()
    variables = dict(word.split("=", 1) for line in exports for word in shlex.split(line)[1:])
    words = [sys.executable, "-m", *shlex.split(command)]
    folder.mkdir(exist_ok=True)
    environment = os.environ | variables | more | {"PYTHONPATH": str(ROOT)}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log)


@contextmanager
def scheduler(
    folder: Path, protocol: str = "tcp", more: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """The scheduler of the how-to on a free port; ends, with its workers, at the end."""
    port = free_port()
    text = block("scheduler").replace("8786", str(port)).replace("8787", "0")
    variables = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(ALLOWED_FAILURES), **(more or {})}
    with ExitStack() as stack:
        process = _start(
            text.replace("scheduler --", f"scheduler --protocol {protocol} --"), folder, variables
        )
        running = Running(f"{protocol}://127.0.0.1:{port}", [process])
        stack.callback(_end, running)
        _wait_for(port)
        yield running


def _wait_for(port: int) -> None:
    """Until somebody listens there, however busy the machine."""
    until = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until, "no scheduler came up"
            time.sleep(0.05)


def add_workers(running: Running, folder: Path, more: Mapping[str, str] | None = None) -> None:
    """The two workers of the how-to."""
    text = block("worker").replace("tcp://127.0.0.1:8786", running.address)
    running.processes.append(_start(text, folder / "workers", more or {}))


def _end(running: Running) -> None:
    for process in reversed(running.processes):
        process.terminate()
    for process in running.processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
