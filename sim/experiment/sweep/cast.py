"""Cast: the scenarios of a sweep beside each other, and whether every factor acts in each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.experiment.lever import change
from sim.experiment.outcomes import outcomes_of
from sim.scenario.dates import dates
from sim.scenario.errors import Finding, nearest
from sim.scenario.load import Loaded
from sim.scenario.meaning import meaning_of
from sim.scenario.parameter import FrozenMap
from sim.scenario.paths import nearest_path
from sim.scenario.scenario import Scenario
from sim.scenario.tree import Path

from .check import cited
from .covered import covered
from .file import SweepFile, Varied
from .sweep import NONE, WHAT_IF


@dataclass(frozen=True)
class Cast:
    """A sweep file with the scenarios it names: its own, and `others` by id."""

    file: SweepFile
    base: Loaded
    others: Mapping[str, Loaded]

    @property
    def scenario(self) -> Scenario:
        """The sweep's own scenario."""
        return self.base.scenario

    @property
    def days(self) -> int:
        """How long every scenario is lived."""
        return self.file.days or self.scenario.days

    @cached_property
    def paths(self) -> dict[str, Path]:
        """Factors that are paths, each with the place where it is first named."""
        places: dict[str, Path] = {name: ("vary", name) for name in self.file.vary}
        for k, point in enumerate(self.file.listed):
            for name in point:
                places.setdefault(name, ("design", "at", k, name))
        return {name: place for name, place in sorted(places.items()) if name != WHAT_IF}

    @cached_property
    def places(self) -> dict[str, tuple[Path, Loaded]]:
        """Other scenarios that could be loaded, with the first place where each is named."""
        found: dict[str, tuple[Path, Loaded]] = {}
        for place, name in cited(self.file).items():
            if name in self.others:
                found.setdefault(name, (place, self.others[name]))
        return found

    def named(self, *, levers: bool) -> dict[str, tuple[Path, Scenario]]:
        """The levers, or the what-ifs, by id, each with its place."""
        return {
            name: (place, self.others[name].scenario)
            for place, name in cited(self.file).items()
            if name in self.others and (place[0] == "levers") is levers
        }


def check_cast(cast: Cast) -> Iterator[Finding]:
    """Everything wrong with factors, outcomes, levers and what-ifs, given the scenarios."""
    yield from _factors(cast)
    yield from _outcomes(cast)
    for name, (place, loaded) in cast.places.items():
        yield from _beside(cast, name, place, loaded)
    yield from _combinations(cast)
    yield from _overridden(cast)


def _factors(cast: Cast) -> Iterator[Finding]:
    for name, place in cast.paths.items():
        if name not in cast.scenario.parameters:
            near = nearest_path(cast.scenario, name) or nearest(name, [WHAT_IF])
            yield Finding(place, "no parameter has this path", near, [near], on_key=True)
    for name, varied in cast.file.vary.items():
        if name in cast.scenario.parameters:
            yield from _range(cast.scenario, name, varied)
    for k, point in enumerate(cast.file.listed):
        for name, value in point.items():
            yield from _meant(("design", "at", k, name), name, value)
    yield from _same_points(cast)


def _range(scenario: Scenario, name: str, varied: Varied) -> Iterator[Finding]:
    own = scenario.parameters[name]
    if varied.low is None and varied.high is None and varied.values is None and own.low == own.high:
        message = f"its own range [{own.low:g}, {own.high:g}] is empty; write {{low: , high: }}"
        yield Finding(("vary", name), message, on_key=True)
    for end in ("low", "high"):
        yield from _meant(("vary", name, end), name, getattr(varied, end))
    for i, value in enumerate(varied.values or ()):
        yield from _meant(("vary", name, i), name, value)


def _meant(place: Path, name: str, value: object) -> Iterator[Finding]:
    """A sweep may leave the range that a scenario assumes, but not what the number means."""
    meaning = meaning_of(name)
    if meaning and isinstance(value, float) and not meaning.least <= value <= meaning.most:
        yield Finding(place, f"{value:g} lies outside [{meaning.least:g}, {meaning.most:g}]")


def _same_points(cast: Cast) -> Iterator[Finding]:
    """Points that are the same once what they leave out is filled in."""
    own = {name: number.value for name, number in cast.scenario.parameters.items()}
    seen: dict[frozenset[tuple[str, object]], int] = {}
    for k, point in enumerate(cast.file.listed):
        filled = {name: point.get(name, own.get(name)) for name in cast.paths}
        whole = frozenset((filled | {WHAT_IF: point.get(WHAT_IF, NONE)}).items())
        if (first := seen.setdefault(whole, k)) != k:
            yield Finding(("design", "at", k), f"the same point as design.at.{first}")


def _outcomes(cast: Cast) -> Iterator[Finding]:
    known = list(outcomes_of(cast.scenario))
    for i, name in enumerate(cast.file.outcomes or ()):
        if name not in known:
            yield Finding(("outcomes", i), f"{cast.scenario.id} has no such outcome", name, known)


def _beside(cast: Cast, name: str, place: Path, loaded: Loaded) -> Iterator[Finding]:
    """What keeps another scenario from standing beside the sweep's own."""
    base, other = cast.scenario, loaded.scenario
    changed = change(base, other)
    if changed.is_lever and not changed.kinds:
        yield Finding(place, f"{name} changes nothing; {NONE} stands for the scenario itself")
    elif place[0] == "levers" and cast.base.files[0] not in loaded.files:
        yield Finding(place, f"{name} does not extend {base.id}: the difference is not its own")
    if other.start != base.start:
        yield Finding(place, f"{name} starts on {other.start}, {base.id} on {base.start}")
    if cast.file.days is None and other.days < base.days:
        message = f"{name} has {other.days} days, {base.id} {base.days}; write days: for both"
        yield Finding(place, message)
    for key, intervention in other.interventions.items():
        if base.interventions.get(key) != intervention and other.day_of(intervention.on) > cast.days:
            yield Finding(place, f"its intervention {key} begins on {intervention.on}, after the last day")
    yield from _unlike(cast, name, place, other)


def _unlike(cast: Cast, name: str, place: Path, other: Scenario) -> Iterator[Finding]:
    """Factors and outcomes that another scenario lacks, or gives a value that the sweep would overwrite."""
    own = cast.scenario.parameters
    for path in cast.paths.keys() & own.keys():
        if path not in other.parameters:
            yield Finding(place, f"{name} has no {path}, which the sweep varies")
        elif (value := other.parameters[path].value) != own[path].value:
            yield Finding(place, f"{name} sets {path} to {value:g}, which the sweep would overwrite")
    known = outcomes_of(cast.scenario)
    for outcome in cast.file.outcomes or known:
        if outcome in known and outcome not in outcomes_of(other):
            yield Finding(place, f"{name} has no outcome {outcome}")


def _combinations(cast: Cast) -> Iterator[Finding]:
    """A lever acts in every what-if by its interventions, which must fit there and be all that it changes."""
    base = cast.scenario.interventions.items()
    what_ifs = cast.named(levers=False)
    for name, (place, lever) in cast.named(levers=True).items() if what_ifs else ():
        if not change(cast.scenario, lever).is_lever:
            yield Finding(
                place, f"{name} changes more than interventions: it cannot be combined with {WHAT_IF}"
            )
            continue
        for other, (_, what_if) in what_ifs.items():
            both = what_if.interventions.keys() & lever.interventions.keys()
            if not base <= lever.interventions.items() or not base <= what_if.interventions.items():
                yield Finding(place, f"{name} and {other} cannot be combined: one takes back an intervention")
            elif clash := sorted(both - cast.scenario.interventions.keys()):
                yield Finding(place, f"{name} and {other} both define the intervention {clash[0]}")
            else:
                for found in dates(combined(what_if, lever)):
                    yield Finding(place, f"in {other}, {found.dotted}: {found.message}")


def combined(what_if: Scenario, lever: Scenario) -> Scenario:
    """The what-if with the lever's interventions on top."""
    interventions = FrozenMap(sorted({**what_if.interventions, **lever.interventions}.items()))
    return what_if.model_copy(update={"interventions": interventions})


def _overridden(cast: Cast) -> Iterator[Finding]:
    """Factors that every scenario of the sweep sets anew for all days: they would move nothing."""
    lived = list(_lived(cast))
    for path, place in cast.paths.items():
        if lived and all(covered(scenario, path, cast.days) for scenario in lived):
            message = "would move nothing: interventions set it from day one to the last, wherever it varies"
            yield Finding(place, message, on_key=True)


def _lived(cast: Cast) -> Iterator[Scenario]:
    """Every what-if under every lever, as far as they could be loaded."""
    named = cited(cast.file).items()
    what_ifs = [name for place, name in named if place[0] != "levers"] or [NONE]
    levers = [name for place, name in named if place[0] == "levers"] or [NONE]
    known = {NONE: cast.scenario} | {name: loaded.scenario for name, loaded in cast.others.items()}
    for what_if in {NONE, *what_ifs} if cast.file.listed else what_ifs:
        for lever in levers:
            if what_if in known and lever in known:
                yield combined(known[what_if], known[lever])
