"""Which tests live which functions, and how long each takes."""

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path
from types import CodeType

import pytest

Lives = dict[str, tuple[float, list[str]]]
"""Seconds and functions, as `module:name`, by test that passes."""


class Watch:
    """Sees every function of a folder begin, once for each test."""

    def __init__(self, folder: Path) -> None:
        self.start = f"{folder}/"
        self.names: set[str] = set()
        self.failed: set[str] = set()
        watch, events = sys.monitoring, sys.monitoring.events
        watch.use_tool_id(watch.PROFILER_ID, "watch")
        watch.set_events(watch.PROFILER_ID, events.PY_START)
        watch.register_callback(watch.PROFILER_ID, events.PY_START, self._begun)

    def _begun(self, code: CodeType, _: int) -> object:
        if code.co_filename.startswith(self.start):
            module = code.co_filename.removeprefix(self.start).removesuffix(".py").replace("/", ".")
            self.names.add(f"{module}:{code.co_qualname}")
        return sys.monitoring.DISABLE

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def of(self, live: Callable[[], None]) -> tuple[float, list[str]]:
        """What is lived during a call."""
        self.names = set()
        sys.monitoring.restart_events()
        begun = time.monotonic()
        live()
        return time.monotonic() - begun, sorted(self.names)


def lives(tests: list[pytest.Item], folder: Path, kept: Path) -> Lives:
    """What each test lives; every file in a process of its own, since what one keeps serves the next."""
    if not kept.exists():
        found: Lives = {}
        for _, group in groupby(tests, lambda test: test.path):
            found |= _forked(list(group), folder, kept.with_suffix(".part"))
        kept.write_text(json.dumps(found))
    return json.loads(kept.read_text())


def _forked(tests: list[pytest.Item], folder: Path, part: Path) -> Lives:
    part.write_text("{}")
    child = os.fork()
    if child == 0:
        watch = Watch(folder)
        tests[0].config.pluginmanager.register(watch)
        found = {
            test.nodeid: watch.of(lambda test=test, after=after: run(test, after))
            for test, after in pairwise([*tests, None])
        }
        part.write_text(json.dumps({test: found[test] for test in found if test not in watch.failed}))
        os._exit(0)
    os.waitpid(child, 0)
    return json.loads(part.read_text())


def run(test: pytest.Item, after: pytest.Item | None) -> None:
    """One test, with what it needs before and after."""
    test.config.hook.pytest_runtest_protocol(item=test, nextitem=after)
