"""Levers: what kind of change leads from one scenario to another, and whether it may be ranked."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.scenario.intervention import Intervention
from sim.scenario.scenario import Scenario

from .force import Span, directions

RANKED = ("messaging", "monitoring", "restraint")


class Change(NamedTuple):
    """`kinds` are those of its interventions; a lever changes nothing but interventions.

    `adds_force` names the paths that it sets in a direction that adds force, whatever kind it claims.
    """

    is_lever: bool
    kinds: tuple[str, ...]
    adds_force: tuple[str, ...] = ()

    @property
    def may_be_ranked(self) -> bool:
        """Only levers of kind restraint, monitoring or messaging that add no force may be ranked."""
        return self.is_lever and bool(self.kinds) and set(self.kinds) <= set(RANKED) and not self.adds_force

    @property
    def label(self) -> str:
        """In words, for tables."""
        if not self.is_lever:
            return "another history or setting: compared, never ranked"
        if not self.kinds:
            return "the same scenario"
        kinds = " and ".join(self.kinds)
        if self.may_be_ranked:
            return f"lever ({kinds})"
        force = " that adds force" if self.adds_force else ""
        return f"lever of kind {kinds}{force}: compared, never ranked"


_APART = {"id", "title", "description", "interventions", "sources", "inert_because"}


def change(base: Scenario, other: Scenario, ranges: Mapping[str, Span] | None = None) -> Change:
    """The change that leads from `base` to `other`; `ranges` as for `adds_force`."""
    fields = [name for name in type(base).model_fields if name not in _APART]
    alike = all(getattr(base, name) == getattr(other, name) for name in fields)
    first, second = base.interventions, other.interventions
    changed = [name for name in sorted({*first, *second}) if first.get(name) != second.get(name)]
    kinds = {scenario[name].kind for name in changed for scenario in (first, second) if name in scenario}
    return Change(alike, tuple(sorted(kinds)), adds_force(base, other, ranges))


def adds_force(base: Scenario, other: Scenario, ranges: Mapping[str, Span] | None = None) -> tuple[str, ...]:
    """Paths, in order, that on some day have a value in `other` that adds force beside that in `base`.

    `ranges` gives the least and greatest value of what a sweep varies: a lever sets its own value there,
    and must add no force in any of these futures. What stands in only one of the two is not compared.
    """
    usual, anew = _values(base), _values(other)
    apart = {path for path in usual.keys() & anew.keys() if usual[path] != anew[path]}
    found: set[str] = set()
    for day in _turns(base, other):
        first, second = _held(base, day), _held(other, day)
        before, after = _spans(usual, ranges, first), _spans(anew, ranges, second)
        for path in apart | (first.keys() | second.keys()) & before.keys() & after.keys():
            if _ways(before[path], after[path]) & directions(other, path, after):
                found.add(path)
    return tuple(sorted(found))


def _turns(base: Scenario, other: Scenario) -> list[int]:
    """Day 1, and the days on which a lever of either begins or has just ended."""
    turns = {1}
    for scenario in (base, other):
        for lever in scenario.interventions.values():
            turns |= {scenario.day_of(lever.on), _last(scenario, lever) + 1}
    return sorted(day for day in turns if 1 <= day <= min(base.days, other.days))


def _last(scenario: Scenario, lever: Intervention) -> int:
    return scenario.day_of(lever.until) if lever.until else scenario.days


def _held(scenario: Scenario, day: int) -> dict[str, float]:
    """What the levers in force on a day set; the last in order of id holds."""
    found: dict[str, float] = {}
    for lever in scenario.interventions.values():
        if scenario.day_of(lever.on) <= day <= _last(scenario, lever):
            found |= lever.set
    return found


def _values(scenario: Scenario) -> dict[str, float]:
    return {path: parameter.value for path, parameter in scenario.parameters.items()}


def _spans(
    values: Mapping[str, float], ranges: Mapping[str, Span] | None, held: Mapping[str, float]
) -> dict[str, Span]:
    """Least and greatest value of each Parameter over the futures, on a day on which levers hold some."""
    spans = {path: (value, value) for path, value in values.items()} | dict(ranges or {})
    return spans | {path: (value, value) for path, value in held.items()}


def _ways(before: Span, after: Span) -> set[int]:
    """1 when a number may be raised, -1 when it may be lowered."""
    raised, lowered = after[1] > before[0], after[0] < before[1]
    return {way for way, happens in ((1, raised), (-1, lowered)) if happens}
