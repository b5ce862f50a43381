"""Act: one row of the event table of one world, by names."""

from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from sim.engine.record import Record

Kind = Literal["reported", "routine", "scheduled", "talks", "rule"]
_KINDS: dict[str, Kind] = {
    "history": "reported",
    "background": "routine",
    "calendar": "scheduled",
    "talks": "talks",
    "actors": "rule",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What was done. `event` is its number in the world, as in events.parquet; `path` names in the scenario
    where it comes from. Empty names stand for none; `own_losses` are the attacker's among the deaths."""

    event: int
    day: int
    path: str
    actor: str
    action: str
    target: str
    from_place: str
    place: str
    count: int
    deaths: int
    deaths_civilians: int
    own_losses: int
    captured: bool
    claimed_excepted: bool
    hidden: bool

    @property
    def kind(self) -> Kind:
        """What makes it happen."""
        return _KINDS[self.path.split(".", 1)[0]]

    @property
    def what(self) -> tuple[object, ...]:
        """All but its number, which other acts of the world shift."""
        return tuple(getattr(self, field.name) for field in fields(self)[1:])


_NAMED = {"rule": "rule", "actor": "actor", "action": "action", "target": "actor", "from_place": "place",
          "place": "place"}  # fmt: skip
_COUNTED = ("count", "deaths", "deaths_civilians", "own_losses")
_FLAGS = ("captured", "claimed_excepted", "hidden")


def acts_of(record: Record, row: int = 0) -> list[Act]:
    """The acts of one row of a record with tables, in the order in which they are recorded."""
    events = record.events
    if events is None:
        raise ValueError("the record was made without tables")
    mine = np.flatnonzero(events["row"] == row)
    texts = {
        column: [record.names[kind][code] if code >= 0 else "" for code in events[column][mine].tolist()]
        for column, kind in _NAMED.items()
    }
    columns = [texts[name] for name in _NAMED]
    columns += [events[name][mine].tolist() for name in _COUNTED]
    columns += [events[name][mine].astype(bool).tolist() for name in _FLAGS]
    numbers = event_numbers(texts["rule"])
    return [Act(*cells) for cells in zip(numbers, events["day"][mine].tolist(), *columns, strict=True)]


def event_numbers(paths: list[str]) -> list[int]:
    """Numbers of a world's events, as in events.parquet: reported events first, then its own."""
    reported = np.array([path.startswith("history.") for path in paths], dtype=bool)
    before = np.cumsum(reported) - reported
    own = reported.sum() + np.arange(len(paths)) - before
    return np.where(reported, before, own).tolist()
