"""Nothing in the baseline is idle: rules fire; multipliers, obligations and events change some world."""

from collections.abc import Mapping

import numpy as np
import pytest

from sim.engine.simulate import Record, simulate
from sim.scenario.load import load
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario

pytestmark = pytest.mark.slow

BATCH = 256
FEW, MANY = 8, 240


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load("idlib-2018-01")


def days_from_one(record: Record) -> np.ndarray:
    """Digests of days 1 to the end: shape `(days, rows)`."""
    return record.digest[-record.days :]


def changed(scenario: Scenario, values: Mapping[str, float], worlds: int) -> dict[str, int]:
    """In how many worlds something differs from day 1 on when one parameter has another value."""
    base = days_from_one(simulate(scenario, np.arange(worlds), 1, tables=False))
    names, together = list(values), max(1, BATCH // worlds)
    counts: dict[str, int] = {}
    for first in range(0, len(names), together):
        some = names[first : first + together]
        rows = np.repeat(np.arange(len(some)), worlds)
        other = {
            name: np.where(rows == i, values[name], scenario.parameters[name].value)
            for i, name in enumerate(some)
        }
        record = simulate(scenario, np.tile(np.arange(worlds), len(some)), 1, other, tables=False)
        differs = (days_from_one(record) != np.tile(base, len(some))).any(axis=0)
        counts |= {name: int(differs[rows == i].sum()) for i, name in enumerate(some)}
    return counts


def idle(scenario: Scenario, values: Mapping[str, float]) -> list[str]:
    """Parameters whose other value changes nothing, in few worlds and then in many."""
    suspects = [name for name, count in changed(scenario, values, FEW).items() if not count]
    again = changed(scenario, {name: values[name] for name in suspects}, MANY)
    return [name for name, count in again.items() if not count]


def test_every_rule_fires(baseline: Scenario) -> None:
    record = simulate(baseline, np.arange(BATCH), 1)
    assert record.events is not None
    fired = {record.names["rule"][code] for code in np.unique(record.events["rule"])}
    assert set(baseline.rules) - fired == set()


def test_every_multiplier_and_obligation_matters(baseline: Scenario) -> None:
    ones = {path: 1.0 for path in baseline.parameters if ".multiplied_by." in path}
    none = {path: 0.0 for path in baseline.parameters if ".obligations." in path and path.endswith(".weight")}
    assert idle(baseline, ones | none) == []


def without(scenario: Scenario, section: str, name: str) -> Scenario:
    """The scenario without one entry of a section."""
    rest = {key: noun for key, noun in getattr(scenario, section).items() if key != name}
    return scenario.model_copy(update={section: FrozenMap(rest)})


@pytest.mark.parametrize("section", ["history", "background"])
def test_everything_reported_matters(baseline: Scenario, section: str) -> None:
    idle = list(getattr(baseline, section))
    for worlds in (FEW // 2, MANY // 4):
        base, *others = (
            days_from_one(simulate(scenario, np.arange(worlds), 1, tables=False))
            for scenario in (baseline, *(without(baseline, section, name) for name in idle))
        )
        idle = [name for name, other in zip(idle, others, strict=True) if np.array_equal(other, base)]
    assert idle == []


def test_an_idle_parameter_is_noticed(baseline: Scenario) -> None:
    assert changed(baseline, {"actors.russia.strength": 3000.0}, FEW) == {"actors.russia.strength": 0}
