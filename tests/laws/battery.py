"""The battery: every law of the model by its name."""

from collections.abc import Callable

from sim.scenario.scenario import Scenario
from tests.laws import conduct, sameness

Law = Callable[[Scenario], list[str]]

LAWS: dict[str, Law] = {
    "M1 order of keys": sameness.order_of_keys,
    "M2 order of acts": sameness.order_of_acts,
    "M3 multiplier of one": sameness.multiplier_of_one,
    "M3 lever off": sameness.lever_off,
    "M3 weight of nothing": sameness.weight_of_nothing,
    "M4 later change": sameness.later_change,
    "M5 shorter run": sameness.shorter_run,
    "M6 isolated actor": sameness.isolated_actor,
    "M7 world alone": sameness.world_alone,
    "M7 point alone": sameness.point_alone,
    "M8 bounded rates": conduct.bounded_rates,
    "M9 higher rates": conduct.higher_rates,
    "M10 more restraint": conduct.more_restraint,
    "M11 balance": conduct.balance,
    "M12 capability": conduct.capability,
    "M13 duplicate": sameness.duplicate,
    "M14 names of sides": sameness.names_of_sides,
    "M15 nothing from nothing": conduct.nothing_from_nothing,
    "M16 traced": conduct.traced,
    "P1 chunks": sameness.chunks,
    "P12 two engines": conduct.two_engines,
}
