"""Subjects of an audit: everything of a scenario that is meant to act, and how to change each.

A thing is changed by values of Parameters wherever that is the same as leaving it out (laws of the
model: multiplier 1, weight 0 and rate 0 are as good as nothing), since then hundreds of changes share
a batch; a reported event by rows in which it did not happen; all else by a scenario without it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from sim.scenario.agreement import Refrain
from sim.scenario.meaning import meaning_of
from sim.scenario.parameter import Parameter
from sim.scenario.scenario import Scenario
from sim.scenario.vary import differences

from .without import Steps, without, without_settings

Kind = Literal[
    "parameter", "signal use", "rule", "obligation", "exclusion", "effect", "event", "background",
    "calendar", "talks", "zone", "post", "intervention", "setting",
]  # fmt: skip
PLAIN: frozenset[Kind] = frozenset({"parameter", "signal use", "effect"})
"""Kinds of single numbers; all others are things that stand or fall as a whole."""
NOT_READ = ("post", "suspend")
"""Effects that are done or not: their number is never read, so they are left out as a whole."""


class Subject(NamedTuple):
    """What is audited: one kind of use of what stands at `path`."""

    kind: Kind
    path: str


@dataclass(frozen=True)
class Perturbation:
    """One change of a subject: `change` names it (low, high, half, double, off).

    The `scenario` is played with these `values` at these paths and without the reported event `absent`,
    all else as it stands.
    """

    subject: Subject
    change: str
    scenario: Scenario
    values: Mapping[str, float] = field(default_factory=dict)
    absent: str = ""

    @property
    def is_idle(self) -> bool:
        """Whether it sets what already is so."""
        now = self.scenario.parameters
        return bool(self.values) and all(now[path].value == value for path, value in self.values.items())

    @property
    def distance(self) -> float:
        """How far its value lies from the one that holds."""
        now = self.scenario.parameters
        return max((abs(now[path].value - value) for path, value in self.values.items()), default=0.0)


def perturbations(scenario: Scenario, of: Collection[str] | None = None) -> list[Perturbation]:
    """Every change of every subject, in order of path; of those at or below the paths in `of`, if given.

    A subject whose every change leaves it as it is has one that changes nothing (`is_idle`).
    """
    found = [*_numbers(scenario), *_uses(scenario), *_things(scenario), *_wholes(scenario)]
    chosen = [each for each in found if of is None or _within(each.subject.path, of)]
    moved = {each.subject for each in chosen if not each.is_idle}
    kept = [each for each in chosen if not each.is_idle or each.subject not in moved]
    return sorted(kept, key=lambda each: (each.subject.path, each.subject.kind, each.change))


def changed_paths(base: Scenario, other: Scenario) -> set[str]:
    """What of `other` to audit when `base` is audited: subjects at, below or just above what differs."""
    subjects = {each.subject.path for each in perturbations(other)}
    found: set[str] = set()
    for path, _, after in differences(base, other):
        if after is not None:
            below = {subject for subject in subjects if _within(subject, (path,))}
            above = [subject for subject in subjects if _within(path, (subject,))]
            found |= below or set(sorted(above, key=len)[-1:])
    return found


def _within(path: str, roots: Collection[str]) -> bool:
    return any(path == root or path.startswith(f"{root}.") for root in roots)


def _kind_of(path: str) -> Kind:
    if ".multiplied_by." in path:
        return "signal use"
    return "effect" if ".changes." in path and not path.endswith(NOT_READ) else "parameter"


def _numbers(scenario: Scenario) -> Iterator[Perturbation]:
    """Every Parameter at both ends of its range."""
    for path, parameter in scenario.parameters.items():
        for change, value in _elsewhere(path, parameter).items():
            yield Perturbation(Subject(_kind_of(path), path), change, scenario, {path: value})


def _elsewhere(path: str, parameter: Parameter) -> dict[str, float]:
    """The ends of the range; where it is one point, half and double of it, as far as its meaning allows."""
    if parameter.low < parameter.high:
        return {"low": parameter.low, "high": parameter.high}
    meaning = meaning_of(path)
    least, most = (meaning.least, meaning.most) if meaning else (0.0, 1.0)
    double = parameter.value * 2 or 1.0
    return {"half": max(least, parameter.value / 2), "double": min(most, double)}


def _uses(scenario: Scenario) -> Iterator[Perturbation]:
    """Every use of a signal by a rule, and every effect of an action, left out."""
    for path in scenario.parameters:
        nothing = {"signal use": 1.0, "effect": 0.0}.get(_kind_of(path))
        if nothing is not None:
            yield _off(scenario, Subject(_kind_of(path), path), {path: nothing})
    for name, action in scenario.actions.items():
        for effect in action.changes:
            if effect in NOT_READ:
                steps = ("actions", name, "changes", effect)
                yield _dropped(scenario, "effect", steps)


def _things(scenario: Scenario) -> Iterator[Perturbation]:
    """Rules, obligations, background and operations elsewhere: off by a value."""
    for path in scenario.rules:
        yield _off(scenario, Subject("rule", path), {f"{path}.rate": 0.0})
    for path in scenario.parameters:
        subject, _, last = path.rpartition(".")
        kind = _ZERO.get((path.split(".")[0], last))
        if kind and not (kind == "calendar" and scenario.calendar[subject.split(".")[1]].action):
            yield _off(scenario, Subject(kind, subject), {path: 0.0})


_ZERO: dict[tuple[str, str], Kind] = {
    ("agreements", "weight"): "obligation",
    ("background", "per_day"): "background",
    ("calendar", "occupies"): "calendar",
}


def _wholes(scenario: Scenario) -> Iterator[Perturbation]:
    """What no value can leave out: reported events, and what needs a scenario without it."""
    for path in (f"history.{name}" for name in scenario.history):
        yield Perturbation(Subject("event", path), "off", scenario, absent=path)
    for kind, steps in _entries(scenario):
        yield _dropped(scenario, kind, steps)


def _entries(scenario: Scenario) -> Iterator[tuple[Kind, Steps]]:
    for section, kind in _SECTIONS.items():
        for name, entry in getattr(scenario, section).items():
            if section != "calendar" or entry.action:
                yield kind, (section, name)
    for name in scenario.zones:
        yield "zone", ("zones", name, "places")
    for name, place in scenario.places.items():
        if place.post:
            yield "post", ("places", name, "post")
    yield from _clauses(scenario)
    for name, lever in scenario.interventions.items():
        for path in lever.set if len(lever.set) > 1 else ():
            yield "setting", ("interventions", name, "set", path)


_SECTIONS: dict[str, Kind] = {
    "calendar": "calendar",
    "talks": "talks",
    "interventions": "intervention",
}


def _clauses(scenario: Scenario) -> Iterator[tuple[Kind, Steps]]:
    """Exclusion clauses of obligations to refrain."""
    for name, agreement in scenario.agreements.items():
        for key, owed in agreement.obligations.items():
            if isinstance(owed, Refrain) and owed.exclusion:
                yield "exclusion", ("agreements", name, "obligations", key, "exclusion")


def _off(scenario: Scenario, subject: Subject, values: Mapping[str, float]) -> Perturbation:
    return Perturbation(subject, "off", without_settings(scenario, values), values)


def _dropped(scenario: Scenario, kind: Kind, steps: Steps) -> Perturbation:
    path = ".".join(steps).removesuffix(".places")
    return Perturbation(Subject(kind, path), "off", without(scenario, steps))
