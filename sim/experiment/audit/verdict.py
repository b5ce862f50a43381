"""Verdicts: whether each thing acts on anything, in how many worlds, and from which day on."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from sim.scenario.vary import with_days

from .plan import Plan
from .replay import Replayed, Stage
from .subject import PLAIN, Kind, Perturbation, Subject

LASTING: frozenset[Kind] = frozenset({"event", "talks", "exclusion", "calendar", "intervention", "setting"})
"""Kinds that need a scenario of their own and whose effects even a quick audit tells."""


class Change(NamedTuple):
    """One change of a subject: `worlds` played, how many were `changed`, and the first day on which one
    parts (NaN if none does, or only its outcomes are measured otherwise)."""

    kind: Kind
    path: str
    change: str
    value: float
    worlds: int
    changed: int
    first_day: float


@dataclass(frozen=True)
class Verdict:
    """What all changes of a subject did together. `worlds` were played, `changed` of them by some change;
    `first_day` is the earliest day from which one differs, `median_day` that of the middle one.

    `reason` says why an inert thing is inert, `declared` what the scenario itself says about it.
    """

    kind: Kind
    path: str
    worlds: int
    changed: int
    first_day: float
    median_day: float
    reason: str = ""
    declared: str = ""

    @property
    def inert(self) -> bool:
        """Whether it changed nothing in any world."""
        return not self.changed

    @property
    def status(self) -> str:
        """In a word or two."""
        if not self.inert:
            return "acts"
        return "inert, declared" if self.declared else "inert"


class Settled(NamedTuple):
    """Each change's replay, in the order of the perturbations."""

    perturbations: Sequence[Perturbation]
    replays: Sequence[Replayed]

    def by_subject(self) -> dict[Subject, list[int]]:
        """Numbers of the changes of each subject."""
        numbers: dict[Subject, list[int]] = {}
        for number, perturbation in enumerate(self.perturbations):
            numbers.setdefault(perturbation.subject, []).append(number)
        return numbers

    def inert(self, numbers: Collection[int]) -> bool:
        """Whether none of these changes changed any world."""
        return not any(self.replays[number].differs.any() for number in numbers)


def settle(stage: Stage, plan: Plan) -> Settled:
    """Play every change until its subject has changed a world, or the plan's last round is over."""
    settled = Settled(stage.perturbations, list(stage.seen))
    moving = [number for number, each in enumerate(stage.perturbations) if not each.is_idle]
    glimpsed = _glimpse(stage, plan, [number for number in moving if _brief(stage, number)])
    stage.play(_first_round(stage, plan, [number for number in moving if number not in glimpsed]))
    for worlds in plan.rounds[1:]:
        inert = (numbers for numbers in settled.by_subject().values() if settled.inert(numbers))
        left = {number for numbers in inert for number in numbers} & set(moving) - glimpsed.keys()
        stage.play(dict.fromkeys(sorted(left), worlds))
    for number, replayed in glimpsed.items():
        settled.replays[number] = replayed  # type: ignore[index]
    return settled


def _first_round(stage: Stage, plan: Plan, moving: Sequence[int]) -> dict[int, int]:
    """How many worlds of each change come first."""
    until: dict[int, int] = {}
    farthest: dict[Subject, int] = {}
    for number in moving:
        each = stage.perturbations[number]
        if each.subject.kind not in PLAIN or _alone(stage, number):
            until[number] = plan.worlds
        elif plan.everywhere:
            until[number] = plan.rounds[0]
        else:
            known = farthest.setdefault(each.subject, number)
            if each.distance > stage.perturbations[known].distance:
                farthest[each.subject] = number
    return until | dict.fromkeys(farthest.values(), plan.rounds[0])


def _alone(stage: Stage, number: int) -> bool:
    """Whether the change needs a scenario of its own."""
    return stage.perturbations[number].scenario is not stage.scenario


def _brief(stage: Stage, number: int) -> bool:
    return _alone(stage, number) and stage.perturbations[number].subject.kind not in LASTING


def _glimpse(stage: Stage, plan: Plan, numbers: Sequence[int]) -> Mapping[int, Replayed]:
    """What already shows in the first days: those days are the same as those of the whole run."""
    if plan.glimpse is None or plan.glimpse >= stage.scenario.days:
        return {}
    short = [
        replace(each, scenario=with_days(each.scenario, plan.glimpse))
        for each in (stage.perturbations[number] for number in numbers)
    ]
    early = stage.beside(with_days(stage.scenario, plan.glimpse), short, plan.worlds)
    early.play(dict.fromkeys(range(len(short)), plan.worlds))
    stage.rows += early.rows
    found = {number: early.seen[place] for place, number in enumerate(numbers)}
    return {number: seen for number, seen in found.items() if not np.isnan(seen.days).all()}


def changes(settled: Settled) -> list[Change]:
    """One record a change that was played."""
    return [
        Change(
            *each.subject, each.change, next(iter(each.values.values()), math.nan), seen.worlds,
            int(seen.differs.sum()), _quantile(seen.days[None, :], 0.0),
        )
        for each, seen in zip(settled.perturbations, settled.replays, strict=True)
        if seen.worlds
    ]  # fmt: skip


def verdicts(settled: Settled, declared: Mapping[str, str]) -> list[Verdict]:
    """One record a subject, without reasons."""
    found = []
    for subject, numbers in settled.by_subject().items():
        seen = [settled.replays[number] for number in numbers]
        seen = [each for each in seen if each.worlds] or seen[:1]
        worlds = min(each.worlds for each in seen)
        days = np.array([each.days[:worlds] for each in seen])
        differs = np.array([each.differs[:worlds] for each in seen]).any(axis=0)
        ends = _quantile(days, 0.0), _quantile(days, 0.5)
        reason = declared.get(subject.path, "")
        found.append(Verdict(*subject, worlds, int(differs.sum()), *ends, declared=reason))
    return found


def _quantile(days: np.ndarray, level: float) -> float:
    """Over worlds, of the first day on which any of the changes `(changes, worlds)` parts."""
    first = np.where(np.isnan(days), np.inf, days).min(axis=0, initial=np.inf)
    parted = first[np.isfinite(first)]
    return float(np.quantile(parted, level, method="lower")) if len(parted) else math.nan
