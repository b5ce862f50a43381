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
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.lived import Lives, lives, run
from benchmarks.mutants import COPY, faults, place, plant

TESTS = {
    "scenario": ["tests/scenario"],
    "experiment": ["tests/experiment"],
    "engine": ["tests/engine", "tests/golden", "tests/oracle", "tests/laws"],
}
"""Where the tests of a room lie."""
# They watch the time, or take it.
DULL = ("hostile_texts_cost", "importing_leaves", "lines_loads_quickly", "threads_that_write")


class Fork:
    """One fault in a process of its own: tests run there until one fails or the time is over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.answer = -1

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.answer >= 0:
            self._tell("killed", report.nodeid)

    def _tell(self, became: str, by: str) -> None:
        os.write(self.answer, json.dumps([became, by]).encode())
        os._exit(0)

    def judged(self, name: str, text: str, tests: list[pytest.Item]) -> tuple[str, str]:
        """What became of the fault, and the test that killed it."""
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
            return "timeout", ""
        return json.loads(said) if said else ("killed", "the process died")

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
        for done, (test, after) in enumerate(pairwise([*tests, None])):
            if time.monotonic() > until:
                self._tell("survived", f"{done} of {len(tests)} tests")
            run(test, after)
        self._tell("survived", f"all of {len(tests)} tests")


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

    def __init__(self, room: str, names: list[str], fork: Fork) -> None:
        self.room = room
        self.names = names
        self.fork = fork

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        known, became = faults(self.room), Counter[str]()
        lived = lives(session.items, COPY, COPY / f"{self.room}.lives.json")
        for name in self.names:
            what, by = self.fork.judged(name, known[name], covering(name, session.items, lived))
            became[what] += 1
            with (COPY / f"{self.room}.jsonl").open("a") as lines:
                lines.write(json.dumps({"name": name, "became": what, "by": by}) + "\n")
        print(f"\n{len(known)} faults, {len(self.names)} planted: {dict(became)}")
        return True


def covering(name: str, tests: list[pytest.Item], lived: Lives) -> list[pytest.Item]:
    """The tests of files in which a function is lived: those that live it, quick files first; the rest."""
    module, inside, function = place(name)
    here = f"{module}:{inside}.{function}" if inside else f"{module}:{function}"
    first = [test for test in tests if here in lived.get(test.nodeid, (0, []))[1]]
    files: dict[Path, list[float]] = {}
    for test in first:
        files.setdefault(test.path, []).append(lived[test.nodeid][0])
    first.sort(key=lambda test: mean(files[test.path]))
    sound = (test for test in tests if test.nodeid in lived and test.path in files)
    rest = [test for test in sound if test not in first]
    return first + rest


def main() -> None:
    """Plants what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("room", choices=sorted(TESTS))
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--sample", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0, help="for the tests of one fault")
    given = parser.parse_args()
    known = sorted(faults(given.room))
    names = given.names or random.Random(given.seed).sample(known, min(given.sample, len(known)))
    os.chdir(COPY)
    sys.path.insert(0, str(COPY))
    sys.dont_write_bytecode = True
    fork = Fork(given.seconds)
    dull = " and ".join(f"not {word}" for word in DULL)
    quick = ["-q", "--no-header", "-p", "no:cacheprovider", "-m", "not (slow or browser)", "-k", dull]
    plugins = [fork, Sample(given.room, names, fork)]
    sys.exit(pytest.main([*quick, *TESTS[given.room]], plugins=plugins))


if __name__ == "__main__":
    main()
