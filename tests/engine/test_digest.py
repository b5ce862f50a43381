"""The digest: equal where the same happened, and told apart by what happened."""

import numpy as np

from sim.engine.simulate import simulate
from tests.build import toy

WORLDS = range(12)


def test_the_digest_tells_actions_of_one_origin_apart():
    """Guests of the same talks who attend in one scenario and refuse in the other are not the same."""
    scenario = toy()
    name = next(iter(scenario.talks))
    path = f"talks.{name}.attendance"
    all_come, none_come = (simulate(scenario, WORLDS, 1, {path: np.full(12, share)}) for share in (1.0, 0.0))
    day = scenario.day_of(scenario.talks[name].date) - all_come.first_day
    assert (all_come.digest[day] != none_come.digest[day]).all()
    assert np.array_equal(all_come.digest[:day], none_come.digest[:day])
