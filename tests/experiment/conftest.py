"""A small toy ensemble for the tests of this room."""

import pytest

from sim.experiment.ensemble import Ensemble
from sim.experiment.run import run
from sim.scenario.scenario import Scenario
from tests.build import toy


@pytest.fixture(scope="session")
def short() -> Scenario:
    """The toy scenario, twelve days long."""
    return toy(days=12)


@pytest.fixture(scope="session")
def ensemble(short: Scenario) -> Ensemble:
    """Ten worlds of it."""
    return run(short, 10, 1, workers=1)
