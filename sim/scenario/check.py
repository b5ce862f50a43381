"""Check that a scenario means something: what it refers to exists, and what it says can happen."""

from collections.abc import Iterator

from .consistency import consistency
from .dates import dates
from .errors import Fault, Finding
from .paths import below
from .reachable import reachable
from .references import references
from .scenario import Scenario
from .tree import Node, located


def check_scenario(tree: Node, scenario: Scenario) -> list[Fault]:
    """Every fault of a scenario beyond its structure, at its line in `tree`."""
    return located(tree, findings(scenario))


LIMITS = {"actors": 64, "places": 400, "actions": 200, "talks": 100}
"""How many of a noun a scenario may have: far beyond use, and what keeps checks and runs quick."""
RULES = 400


def findings(scenario: Scenario) -> list[Finding]:
    """Everything wrong with a scenario. What can happen is only asked once all references hold."""
    if oversized := list(_sizes(scenario)):
        return oversized
    dangling = list(references(scenario))
    found = dangling + list(soundness(scenario)) + list(_declarations(scenario))
    return found if dangling else found + list(reachable(scenario))


def _sizes(scenario: Scenario) -> Iterator[Finding]:
    for section, most in LIMITS.items():
        if len(getattr(scenario, section)) > most:
            yield Finding((section,), f"there are more than {most}")
    if len(scenario.rules) > RULES:
        yield Finding(("actors",), f"there are more than {RULES} rules")


def soundness(scenario: Scenario) -> Iterator[Finding]:
    """What must hold for a scenario to be run at all, references apart."""
    yield from consistency(scenario)
    yield from dates(scenario)


def _declarations(scenario: Scenario) -> Iterator[Finding]:
    """What is said about paths must be about something."""
    for path in scenario.inert_because:
        yield from _about(("inert_because", path), path, scenario, on_key=True)
    for key, claim in scenario.claims.items():
        yield from _about(("claims", key, "about"), claim.about, scenario)


def _about(at: tuple[str, ...], path: str, scenario: Scenario, on_key: bool = False) -> Iterator[Finding]:
    value: object = scenario
    for i, step in enumerate(steps := path.split(".")):
        names = list(below(value))
        if step not in names:
            inside = f" in {'.'.join(steps[:i])}" if i else ""
            yield Finding(at, f'nothing has this path: no "{step}"{inside}', step, names, on_key)
            return
        value = below(value)[step]
