"""Causes: what is left out of a scenario, or set to another value: each alone, and all together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sim.experiment.refusal import RefusedError
from sim.scenario.paths import below
from sim.scenario.scenario import Scenario
from sim.scenario.vary import drop, vary


@dataclass(frozen=True)
class Change:
    """One thing left out, or set to `value`."""

    path: str
    value: float | None = None

    def __str__(self) -> str:
        return self.path if self.value is None else f"{self.path} = {self.value:g}"

    def made(self, scenario: Scenario) -> Scenario:
        """The scenario after the change. Raises `ScenarioError` for a path or value that is refused, or
        where the rest cannot do without it."""
        return drop(scenario, self.path) if self.value is None else vary(scenario, {self.path: self.value})


@dataclass(frozen=True)
class Cause:
    """One or more changes made together, and the `scenario` in which they are made."""

    changes: Sequence[Change]
    scenario: Scenario

    @property
    def name(self) -> str:
        """In a few words."""
        return str(self.changes[0]) if self.is_alone else f"all {len(self.changes)} together"

    @property
    def is_alone(self) -> bool:
        """Whether it is a single change."""
        return len(self.changes) == 1


def causes(scenario: Scenario, changes: Sequence[Change]) -> list[Cause]:
    """A cause for each change, and one for all of them if there are several.

    Raises `RefusedError` without any change, for one that is named twice or holds another, `ScenarioError`
    for one that cannot be made.
    """
    if not changes:
        raise RefusedError("name at least one cause: --drop PATH or --set PATH=VALUE")
    for one, other in combinations(changes, 2):
        first, second = sorted((one.path, other.path))
        if first == second:
            raise RefusedError(f"{first}: is named twice")
        if second.startswith(f"{first}."):
            raise RefusedError(f"{second}: lies in {first}, which is changed too")
    alone = [Cause([change], change.made(scenario)) for change in changes]
    return alone if len(alone) == 1 else [*alone, Cause(changes, _together(scenario, changes))]


def _together(scenario: Scenario, changes: Sequence[Change]) -> Scenario:
    """All changes made, values first; what has already gone with something else stays away."""
    for change in sorted(changes, key=lambda change: change.value is None):
        if change.value is not None or there(scenario, change.path):
            scenario = change.made(scenario)
    return scenario


def there(scenario: Scenario, path: str) -> bool:
    """Whether the scenario has anything at this path."""
    return all(step in entries for step, entries in _walked(scenario, path))


def _walked(scenario: Scenario, path: str) -> Iterator[tuple[str, dict[str, object]]]:
    value: object = scenario
    for step in path.split("."):
        entries = below(value)
        yield step, entries
        value = entries.get(step)
