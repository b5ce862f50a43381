"""What is asked of the engine beside a record: progress, and what rules intend on day 1."""

from sim.engine.simulate import day_one_rates, simulate
from tests.build import tiny, toy


def test_progress_is_told_every_day_once_and_in_order() -> None:
    days: list[int] = []
    scenario = tiny()
    simulate(scenario, range(2), 1, progress=days.append)
    assert days == list(range(days[0], scenario.days + 1))
    assert days[0] <= 1 < days[-1]


def test_rates_of_day_one_are_of_the_seed() -> None:
    usual = day_one_rates(toy(), worlds=2)
    assert usual == day_one_rates(toy(), worlds=2, seed=1)
    assert usual != day_one_rates(toy(), worlds=2, seed=2)
    assert usual.keys() == {f"actors.{path}" for path in toy_rules()}


def toy_rules() -> set[str]:
    """Where the toy's rules stand."""
    return {f"{actor}.rules.{rule}" for actor, noun in toy().actors.items() for rule in noun.rules}
