"""Levers in words: what a scenario's interventions set, from when to when, and why."""

from collections.abc import Iterator

from sim.scenario.intervention import Intervention
from sim.scenario.scenario import Scenario
from sim.tell.tables import Row

from .blocks import Block, Prose, Table

_COLUMNS = ("parameter", "without it", "with it", "unit")


def pulled(scenario: Scenario) -> list[Block]:
    """A paragraph and a table for each lever that a scenario pulls."""
    return [block for name in scenario.interventions for block in _lever(scenario, name)]


def _lever(scenario: Scenario, name: str) -> Iterator[Block]:
    lever = scenario.interventions[name]
    reasons = "; ".join(text for text in (lever.text, lever.note) if text)
    words = f"{name.replace('_', ' ').capitalize()} ({lever.kind}), {_span(lever)}"
    yield Prose([f"{words}: {reasons}." if reasons else f"{words}."])
    yield Table(_COLUMNS, _set(scenario, lever), "What it sets", "texts")


def _span(lever: Intervention) -> str:
    return f"from {lever.on} {f'until {lever.until}' if lever.until else 'to the end'}"


def _set(scenario: Scenario, lever: Intervention) -> list[Row]:
    numbers = scenario.parameters
    return [
        (path, f"{numbers[path].value:g}", f"{value:g}", numbers[path].unit)
        for path, value in lever.set.items()
    ]
