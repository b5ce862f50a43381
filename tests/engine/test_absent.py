"""A reported event that is absent from a row is as good as one that the scenario does not hold."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from sim.engine.arrays import Words
from sim.engine.day import World
from sim.engine.rows import Rows
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.vary import drop, with_days
from tests.build import toy

WORLDS, DAYS = np.arange(4), 5
STRIKE = "history.strike"


def lived(rows: Rows) -> Words:
    """Digests of days 1 to the end: `(days, rows)`."""
    world = World(rows, 1, tables=False)
    while not world.finished:
        world.step()
    return world.record().digest[-rows.scenario.days :]


def without(scenario: Scenario, paths: Sequence[str]) -> Iterator[Words]:
    """The worlds as they are, and then without each of the events, played in one batch."""
    which = np.repeat(np.arange(len(paths) + 1), len(WORLDS))
    absent = {path: which == place for place, path in enumerate(paths, 1)}
    together = lived(Rows(scenario, np.tile(WORLDS, len(paths) + 1), absent=absent))
    return (together[:, which == place] for place in range(len(paths) + 1))


def test_absent_is_as_good_as_dropped():
    scenario = toy(days=12)
    there, gone = without(scenario, [STRIKE])
    assert np.array_equal(there, lived(Rows(scenario, WORLDS)))
    assert np.array_equal(gone, lived(Rows(with_days(drop(toy(), STRIKE), 12), WORLDS)))
    assert not np.array_equal(there, gone)


@pytest.mark.slow
def test_every_reported_event_of_the_baseline_can_be_absent():
    baseline = load("idlib-2018-01")
    paths = [f"history.{name}" for name in baseline.history]
    there, *others = without(with_days(baseline, DAYS), paths)
    for path, gone in zip(paths, others, strict=True):
        assert np.array_equal(gone, lived(Rows(with_days(drop(baseline, path), DAYS), WORLDS))), path
    assert sum(not np.array_equal(there, gone) for gone in others) > len(paths) / 2


def test_only_reported_events_can_be_absent():
    nowhere = np.zeros(4, dtype=bool)
    for path in ("history.strik", "calendar.operation", "memory.grievance.scale"):
        with pytest.raises(KeyError, match="reported event"):
            Rows(toy(), WORLDS, absent={path: nowhere})
    with pytest.raises(ValueError, match="3"):
        Rows(toy(), WORLDS, absent={STRIKE: nowhere[:3]})
