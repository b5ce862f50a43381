"""Whether the tests would notice: plants small faults, one at a time, and runs tests until one fails.

After `pip install mutmut==3.8`: `python -m benchmarks.mutation scenario --sample 250 --seed 1`; names for
`--sample` repeat single faults, and `python -m benchmarks.mutants scenario NAME` shows one. A line of
`build/mutants/<room>.jsonl` says what became of each. Remove that folder when sources or tests have changed.

mutmut writes the faults, and does not run them: its switch in every function triples the time of the tests.
Here tests are collected once, and every fault is planted in a fork of that process. What was read while tests
were collected comes from sound sources: the score is, if anything, too low.
"""

import argparse
import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutants import COPY, faults, place, plant

TESTS = {
    "scenario": ["tests/scenario"],
    "experiment": ["tests/experiment"],
    "engine": [
        "tests/engine/test_agreement.py",
        "tests/golden",
        "tests/engine",
        "tests/oracle",
        "tests/laws",
    ],
}
"""Where the tests of a room lie, those that kill most first."""
# They watch the time, or take it.
DULL = ("hostile_texts_cost", "importing_leaves", "lines_loads_quickly", "threads_that_write")
UNKNOWN = 0.3
"""Seconds that a test takes of which nothing is known yet."""


class Fork:
    """One fault in a process of its own: tests run there until one fails or the time is over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.took: dict[str, float] = {}
        self.answer = -1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.answer >= 0:
            self._tell("killed", report.nodeid)

    def _tell(self, became: str, by: str) -> None:
        os.write(self.answer, json.dumps([became, by, self.took]).encode())
        os._exit(0)

    def judged(self, name: str, text: str, tests: list[pytest.Item]) -> tuple[str, str, dict[str, float]]:
        """What became of the fault, the test that killed it, and what the others took."""
        ours, theirs = os.pipe()
        child = os.fork()
        if child == 0:
            self._live(theirs, name, text, tests)
        os.close(theirs)
        said = _heard(ours, time.monotonic() + 3 * self.seconds + 20)
        os.close(ours)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if said is None:
            return "timeout", "", {}
        return json.loads(said) if said else ("killed", "the process died", {})

    def _live(self, answer: int, name: str, text: str, tests: list[pytest.Item]) -> None:
        os.setsid()
        self.answer = answer
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            plant(name, text)
        except Exception as error:
            self._tell("not planted", repr(error))
        try:
            self._run(tests)
        except BaseException as error:
            self._tell("killed", type(error).__name__)

    def _run(self, tests: list[pytest.Item]) -> None:
        until = time.monotonic() + self.seconds
        for test, after in zip(tests, [*tests[1:], None], strict=True):
            begun = time.monotonic()
            if begun > until:
                break
            test.config.hook.pytest_runtest_protocol(item=test, nextitem=after)
            self.took[test.nodeid] = time.monotonic() - begun
        self._tell("survived", f"{len(self.took)} of {len(tests)} tests")


def _heard(pipe: int, until: float) -> bytes | None:
    """All that is said, or nothing where that takes too long."""
    said = b""
    while (left := until - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            more = os.read(pipe, 65_536)
            if not more:
                return said
            said += more
    return None


class Sample:
    """Takes the place of the run of the collected tests."""

    def __init__(self, room: str, names: list[str], fork: Fork, slowest: float) -> None:
        self.names = names
        self.known = faults(room)
        self.fork = fork
        self.slowest = slowest
        self.took: dict[str, float] = {}
        self.folders = TESTS[room]
        self.out = COPY / f"{room}.jsonl"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        texts = {test.path: test.path.read_text() for test in session.items}
        became: Counter[str] = Counter()
        for name in self.names:
            tests = self._ordered(name, session.items, texts)
            what, by, took = self.fork.judged(name, self.known[name], tests)
            self.took |= {test: min(seconds, self.took.get(test, seconds)) for test, seconds in took.items()}
            became[what] += 1
            with self.out.open("a") as lines:
                lines.write(json.dumps({"name": name, "became": what, "by": by}) + "\n")
        print(f"\n{len(self.known)} faults, {len(self.names)} planted: {dict(became)}")
        return True

    def _ordered(self, name: str, tests: list[pytest.Item], texts: dict[Path, str]) -> list[pytest.Item]:
        """Files that name the module first, then as said above, its own folder and quick ones first."""
        module = place(name)[0]
        inner = COPY / "tests" / Path(*module.split(".")[1:-1])
        files: dict[Path, list[pytest.Item]] = {}
        for test in tests:
            if self._time(test) <= self.slowest:
                files.setdefault(test.path, []).append(test)

        def rank(file: Path) -> Any:
            mean = sum(map(self._time, files[file])) / len(files[file])
            folder = next(i for i, start in enumerate(self.folders) if start in str(file))
            return module not in texts[file], folder, inner != file.parent, mean

        return [test for file in sorted(files, key=rank) for test in files[file]]

    def _time(self, test: pytest.Item) -> float:
        return self.took.get(test.nodeid, UNKNOWN)


def main() -> None:
    """Plants what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("room", choices=sorted(TESTS))
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--sample", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=15.0, help="for the tests of one fault")
    parser.add_argument("--slowest", type=float, default=3.0, help="seconds of a test that is still run")
    given = parser.parse_args()
    known = sorted(faults(given.room))
    names = given.names or random.Random(given.seed).sample(known, min(given.sample, len(known)))
    os.chdir(COPY)
    sys.path.insert(0, str(COPY))
    sys.dont_write_bytecode = True
    fork = Fork(given.seconds)
    dull = " and ".join(f"not {word}" for word in DULL)
    quick = ["-q", "--no-header", "-p", "no:cacheprovider", "-m", "not (slow or browser)", "-k", dull]
    plugins = [fork, Sample(given.room, names, fork, given.slowest)]
    sys.exit(pytest.main([*quick, *TESTS[given.room]], plugins=plugins))


if __name__ == "__main__":
    main()
