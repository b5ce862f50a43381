"""Nothing in a shipped scenario is idle: the quick audit, of what-ifs where they differ from the baseline."""

import pytest

from sim.experiment.audit.audit import Audit, audit
from sim.experiment.audit.subject import changed_paths
from sim.scenario.load import load, shelf
from sim.scenario.scenario import Scenario

pytestmark = pytest.mark.slow

BASELINE = "idlib-2018-01"
MOST_ROWS = 6_000
"""A budget in worlds played, about a hundred a second on one core."""


@pytest.fixture(scope="module")
def baseline() -> Scenario:
    return load(BASELINE)


def failures(found: Audit) -> list[str]:
    """What is inert and does not say so, or says so and acts."""
    return [f"{each.path}: {each.reason or each.declared}" for each in [*found.undeclared, *found.stale]]


def test_everything_in_the_baseline_acts(baseline: Scenario) -> None:
    found = audit(baseline, workers=1)
    assert failures(found) == []
    assert {verdict.path for verdict in found.inert} == set(baseline.inert_because)
    assert baseline.parameters.keys() | baseline.rules.keys() <= {verdict.path for verdict in found.verdicts}
    assert found.rows < MOST_ROWS


@pytest.mark.parametrize("name", sorted(set(shelf()) - {BASELINE}))
def test_what_a_what_if_changes_acts(baseline: Scenario, name: str) -> None:
    other = load(name)
    found = audit(other, of=changed_paths(baseline, other), workers=1)
    assert failures(found) == []
    assert found.rows < MOST_ROWS / 4
