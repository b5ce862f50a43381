"""Parameter: a number that knows its range, its unit and where it comes from. There are no bare numbers."""

import datetime
import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

ASSUMPTION = "assumption"
OUTSIDE, REVERSED = "lies outside its range", "lies above its high end"

Unit = Literal[
    "per day",  # acts a day in the whole area, or in each place
    "multiplier",  # factor on a rate at the full strength of a signal
    "ratio",  # a pure number that is neither share nor multiplier
    "share",  # a part of one, in [0, 1]
    "days",
    "acts",
    "acts per day",
    "events",
    "deaths",
    "fighters",
    "places",
    "posts",
    "weight",  # relative weight among candidates
]
UNITS: tuple[str, ...] = get_args(Unit)

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]

EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2200, 1, 1)


def _day(value: object) -> object:
    """Refuses what pydantic would read as seconds since 1970, and years that break date arithmetic."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("not a date; write YYYY-MM-DD")
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is no date of the calendar") from None
    if not EARLIEST <= date <= LATEST:
        raise ValueError("the year must lie between 1900 and 2200")
    return date


Day = Annotated[datetime.date, BeforeValidator(_day)]
"""A calendar day, written YYYY-MM-DD."""


class FrozenMap(dict[str, Any]):
    """A map from id to noun that cannot be changed and always runs in id order (law M1)."""

    def _refuse(self, *_: object, **__: object) -> Any:
        raise TypeError("a scenario is frozen; use vary() to make a changed copy")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse  # type: ignore[assignment]

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (FrozenMap, (dict(self),))


def _freeze(named: dict[str, Any]) -> FrozenMap:
    return FrozenMap(sorted(named.items()))


Frozen = AfterValidator(_freeze)


class Noun(BaseModel):
    """A frozen, closed record: unknown keys are errors and a change makes a copy."""

    # Built when first used: a scenario's own validator holds those of all nouns in it.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Parameter(Noun):
    """One number of the model: `value` within `[low, high]`, with its unit and source.

    `source` names an entry of the scenario's `sources`, or is `assumption` (a judgement).
    The dotted path at which a Parameter stands names its value everywhere.
    """

    value: float
    low: float
    high: float
    unit: Unit
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> "Parameter":
        if self.low > self.high:
            raise ValueError(f"its low end, {self.low:g}, {REVERSED}, {self.high:g}")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value:g} {OUTSIDE} [{self.low:g}, {self.high:g}]")
        return self

    @property
    def is_assumption(self) -> bool:
        """True when nobody measured this number."""
        return self.source == ASSUMPTION


Parameters = Annotated[dict[Id, Parameter], Frozen]
"""A map of named numbers, for example `{client: leverage}`."""
