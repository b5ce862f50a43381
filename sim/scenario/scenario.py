"""Scenario: everything that defines a world, frozen. One section of the YAML, one field."""

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, Field

from .action import Actions
from .actor import Actors
from .agreement import Agreements
from .event import Backgrounds, Calendar, Claims, History
from .intervention import Interventions
from .mechanism import Ground, Memory, Perception, Thresholds
from .parameter import Day, Frozen, FrozenMap, Id, Noun, Parameter
from .place import Places, Zones
from .rule import Rule
from .source import Source
from .talks import AllTalks


class Scenario(Noun):
    """A complete scenario. Day 1 is `start`; the run has `days` days; history lies at day 0 and below."""

    id: Id
    title: str
    description: str = ""
    start: Day
    days: Annotated[int, Field(ge=1, le=1000)]
    sources: Annotated[dict[Id, Source], Frozen]
    places: Places
    zones: Zones = FrozenMap()
    actions: Actions
    actors: Actors
    agreements: Agreements = FrozenMap()
    history: History = FrozenMap()
    background: Backgrounds = FrozenMap()
    claims: Claims = FrozenMap()
    calendar: Calendar = FrozenMap()
    talks: AllTalks = FrozenMap()
    interventions: Interventions = FrozenMap()
    memory: Memory
    perception: Perception
    ground: Ground
    outcomes: Thresholds
    inert_because: Annotated[dict[str, str], Frozen] = FrozenMap()

    def __iter__(self) -> Any:
        """A scenario is one value: tools that try every item of a sequence must not take it apart."""
        raise TypeError("a scenario is not a sequence")

    def __copy__(self) -> "Scenario":
        """A copy without what was derived: `model_copy(update=...)` must not keep the old parameters."""
        copied = super().__copy__()
        for derived in ("parameters", "rules", "first_day"):
            copied.__dict__.pop(derived, None)  # type: ignore[attr-defined]
        return copied

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """Every Parameter by its dotted path, in path order."""
        return dict(sorted(_parameters(self, "")))

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by its path `actors.<actor>.rules.<rule>`, in order of actor and rule."""
        return {
            f"actors.{actor_id}.rules.{rule_id}": rule
            for actor_id, actor in self.actors.items()
            for rule_id, rule in actor.rules.items()
        }

    def day_of(self, date: datetime.date) -> int:
        """The day number of a date: 1 on `start`, 0 the day before."""
        return (date - self.start).days + 1

    @cached_property
    def first_day(self) -> int:
        """The day on which the run begins: the earliest day of history or background, at most 1."""
        dates = [event.date for event in self.history.values()]
        dates += [routine.since for routine in self.background.values()]
        return min([1, *(self.day_of(date) for date in dates)])


def _parameters(value: object, path: str) -> Iterator[tuple[str, Parameter]]:
    if isinstance(value, Parameter):
        yield path, value
    elif isinstance(value, FrozenMap):
        for key, item in value.items():
            yield from _parameters(item, f"{path}.{key}" if path else key)
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from _parameters(getattr(value, key), f"{path}.{key}" if path else key)
