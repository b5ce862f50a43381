"""The yardstick measures what it says."""

from tests.build import tiny
from tests.oracle.speed import evaluations, evaluations_per_second
from tests.oracle.world import OracleWorld


def test_an_evaluation_is_one_rule_at_one_place_on_one_day():
    assert evaluations(tiny(days=10)) == 10
    assert OracleWorld(tiny(days=10)).run().evaluations == 10
    assert evaluations_per_second(tiny(days=10), worlds=1) > 0
