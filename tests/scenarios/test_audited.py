"""Nothing in a shipped scenario is idle: the quick audit, of what-ifs where they differ from the baseline."""

import pytest

from benchmarks import audits
from sim.experiment.audit.audit import Audit, audit
from sim.experiment.audit.plan import QUICK
from sim.experiment.audit.subject import changed_paths
from sim.scenario.load import load, shelf
from sim.scenario.scenario import Scenario

pytestmark = pytest.mark.slow

BASELINE = "idlib-2018-01"
LEAVE_OUT = {"no-drone-raid", "sochi-cancelled"}
"""What-ifs that only leave something out: nothing of their own to audit."""
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


@pytest.mark.parametrize("name", sorted(set(shelf()) - LEAVE_OUT - {BASELINE}))
def test_what_a_what_if_changes_acts(baseline: Scenario, name: str) -> None:
    other = load(name)
    plan = QUICK._replace(points=2, walk=2)  # whether it acts, not how evenly
    found = audit(other, plan=plan, of=changed_paths(baseline, other), workers=1)
    assert failures(found) == []
    assert found.verdicts
    assert found.rows < MOST_ROWS / 4


def test_the_others_only_leave_out(baseline: Scenario) -> None:
    assert [name for name in LEAVE_OUT if changed_paths(baseline, load(name))] == []


def test_the_kept_table_is_current() -> None:
    assert audits.stale() == [], "make audit-all renews it"
