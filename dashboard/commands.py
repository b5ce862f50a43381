"""Commands: `deescalate` in processes of their own, so that no scenario is read or run inside the server.

A spare process has already imported the library and waits for its command line on standard input: that
saves two to three seconds of every run. It ends when the server does, since its input then closes. It is
made while nothing else runs, and lets the page be drawn first.
"""

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

_SPARE = """
import json, os, select, sys
{ready}
line = sys.stdin.readline()
if line:
    folder, sys.argv[1:] = json.loads(line)
    os.chdir(folder)
    sys.argv[0] = "deescalate"
    from sim.cli import main
    main()
"""
SIMULATING = """
if os.name == "posix":  # elsewhere there is no rank, and a pipe cannot be waited for
    os.nice(10)  # the page that somebody looks at goes first
    select.select([sys.stdin], [], [], float(sys.argv[1]))  # unless a command comes
import sim.cli.runs, sim.engine.model, sim.experiment.compare, sim.experiment.processes, sim.experiment.store
import sim.experiment.sweep.read, sim.tell.comparison.report, sim.tell.terminal
sim.experiment.processes.prepare()
"""
READING = """
import sim.cli.scenarios, sim.tell.faults, sim.tell.authoring.guide as guide
sim.scenario.load.load_text(guide.skeleton(), "skeleton.yaml")
"""
_COUNT = re.compile(r"(\d+) of (\d+)")
_PATIENCE_S = 3.0
MOST_AT_ONCE = 2
_QUICK_S = 30.0
_DRAWING_S, _READING_S = 2, 10  # in which a page is drawn, and in which what came out is looked through


class BusyError(RuntimeError):
    """As many commands run as this machine is to run at once."""


class Command:
    """A command that runs: how far it is, how it ended, and a way to end it."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path, arguments: list[str]) -> None:
        self._process, self._folder = process, folder
        self.began = time.monotonic()
        assert process.stdin is not None
        process.stdin.write(json.dumps([str(Path.cwd()), arguments]).encode() + b"\n")
        process.stdin.close()

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.began

    @property
    def code(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    @property
    def progress(self) -> tuple[int, int]:
        """Worlds done, and all of them; zeros while nothing was said."""
        found = _COUNT.findall(self._said("errors")[-400:])
        return (int(found[-1][0]), int(found[-1][1])) if found else (0, 0)

    @property
    def output(self) -> str:
        """What it printed on standard output, all of it once it has ended."""
        return self._said("output")

    @property
    def message(self) -> str:
        """What it said went wrong, without its count of worlds."""
        lines = self._said("errors").splitlines()
        return "\n".join(line for line in lines if not _COUNT.fullmatch(line.strip()))[-8000:]

    def cancel(self) -> None:
        """End it; what it had begun to write is removed by itself."""
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def wait(self, seconds: float) -> bool:
        """Whether it ended within so many seconds; if not, it is cancelled."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.cancel()
            return False
        return True

    def _said(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8", errors="replace")


class Commands:
    """Starts commands, at most so many at once, from a spare process kept warm. Sessions share it.

    `ready` is what the spare process does before it waits: `SIMULATING` or `READING`.
    """

    def __init__(self, ready: str = SIMULATING, most: int = MOST_AT_ONCE) -> None:
        self._ready, self._most = ready, most
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="deescalate-")
        self._spare: tuple[subprocess.Popen[bytes], Path] | None = None
        self._running: list[Command] = []
        self._patience = _DRAWING_S  # seconds that a spare process lets pass before it begins

    def warm(self) -> None:
        """Have a spare process ready, but let commands that run have the machine to themselves."""
        with self._lock:
            if not self._busy():
                self._warm()

    def start(self, arguments: list[str]) -> Command:
        """Run `deescalate ARGUMENTS`. Raises `BusyError` when enough is running already."""
        with self._lock:
            if self._busy() >= self._most:
                raise BusyError(f"{self._most} commands run here already; try again when one ends")
            process, folder = self._warm()
            self._spare, self._patience = None, _READING_S
            command = Command(process, folder, arguments)
            self._running.append(command)
            return command

    def ask(self, arguments: list[str]) -> Command:
        """Run a short command to its end, which is at most half a minute away."""
        command = self.start(arguments)
        if not command.wait(_QUICK_S):
            raise BusyError("this took too long and was stopped")
        return command

    def _busy(self) -> int:
        self._running = [command for command in self._running if command.code is None]
        return len(self._running)

    def _warm(self) -> "tuple[subprocess.Popen[bytes], Path]":
        if self._spare is None or self._spare[0].poll() is not None:
            folder = Path(tempfile.mkdtemp(dir=self._folder.name))
            self._spare = (_waiting(folder, self._ready, self._patience), folder)
        return self._spare


def _waiting(folder: Path, ready: str, patience: float) -> "subprocess.Popen[bytes]":
    """A spare process, in a session of its own, so that Ctrl-C in the terminal is not meant for it."""
    words = [sys.executable, "-c", _SPARE.format(ready=ready), str(patience)]
    with (folder / "output").open("wb") as output, (folder / "errors").open("wb") as errors:
        return subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=output, stderr=errors, start_new_session=True
        )
