"""Unfolding: how the worlds of a kept run go, week by week and place by place, for pictures and readers."""

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.engine.arrays import Floats
from sim.experiment.kept import Kept
from sim.experiment.outcomes import outcomes_of
from sim.tell.figures import amount, name_of, percent
from sim.tell.pictures import WEEK
from sim.tell.tables import MAIN
from sim.tell.terminal import level_of

from .weeks import METRICS, Bands, banded, beside_counts, by_week

if TYPE_CHECKING:
    import pandas as pd


class Card(NamedTuple):
    """One outcome for readers: its middle, and the range in which nine of ten worlds lie."""

    name: str
    middle: str
    spread: str
    meaning: str


class Unfolding:
    """A run as readers see it, each part of it read when it is first asked for.

    All parts raise `FolderError` where a table cannot be read.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._bands: dict[str, Bands] = {}

    @cached_property
    def _weeks(self) -> dict[str, Floats]:
        return by_week(self._kept)

    @cached_property
    def cards(self) -> list[Card]:
        """The main outcomes and the falls of places."""
        return cards(self._kept)

    @property
    def bands(self) -> dict[str, Bands]:
        """What is drawn by week, by metric."""
        return dict(self.each())

    def each(self) -> Iterator[tuple[str, Bands]]:
        """The same one by one: the first can be drawn while the others are made."""
        for name, metric in METRICS.items():
            if name not in self._bands:
                self._bands[name] = banded(self._kept, metric, self._weeks)
            yield name, self._bands[name]

    @cached_property
    def counted(self) -> dict[str, Bands]:
        """Bands of what would be counted, beside what was; empty where nothing was counted."""
        return beside_counts(self._kept, self._weeks)

    @cached_property
    def ledger(self) -> "pd.DataFrame":
        """The table of duties, in words."""
        return ledger(self._kept)


def unfolding(kept: Kept) -> Unfolding:
    """All of a run that its pictures need."""
    return Unfolding(kept)


def cards(kept: Kept) -> list[Card]:
    """The main outcomes and the falls of places."""
    kinds, summary = outcomes_of(kept.scenario), kept.manifest["outcomes"]
    names = [name for name in summary if name in MAIN or name.startswith("fall_")]
    found = []
    for name in names:
        unit, line = kinds[name].unit, {key: _number(value) for key, value in summary[name].items()}
        middle = percent(line["share"]) if unit == "day" else amount(line["mean"], unit)
        low, high = level_of(line["q05"], unit), level_of(line["q95"], unit)
        spread = f"{low}" if low == high else f"{low} to {high}"
        found.append(Card(name_of(name, unit), middle, spread, kinds[name].meaning))
    return found


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def turnover(kept: Kept) -> "pd.DataFrame":
    """Columns `place, day, share`: the share of worlds in which a place has changed hands by that day.

    Only places taken in some world, and only days on which a share grows.
    """
    columns = ["world", "day", "place"]
    taken = kept.table("events", columns, [("captured", "==", True), ("day", ">=", 1), ("world", ">=", 0)])
    first = taken.groupby(["place", "world"], observed=True)["day"].min().reset_index()
    grown = first.groupby(["place", "day"], observed=True).size().groupby(level="place").cumsum()
    return (grown / kept.worlds).rename("share").reset_index()


def ledger(kept: Kept) -> "pd.DataFrame":
    """One row an obligation and pair, in words: due, kept, breached a world on average, pending at last."""
    frame: Any = flows(kept)
    actors = {key: actor.name for key, actor in kept.scenario.actors.items()}
    words = {path: path.rpartition(".")[2].replace("_", " ") for path in frame["obligation"].unique()}
    named = {"bearer": frame["bearer"].map(actors), "counterparty": frame["counterparty"].map(actors)}
    return frame.assign(obligation=frame["obligation"].map(words), **named)


def flows(kept: Kept) -> "pd.DataFrame":
    """The ledger's means over worlds, `obligation` by its path, `bearer` and `counterparty` by their ids."""
    columns = ["obligation", "bearer", "counterparty", "world", "day", "due", "kept", "breached", "pending"]
    rows = kept.table("ledger", columns, [("day", ">=", 1)])
    keys = ["obligation", "bearer", "counterparty"]
    totals = rows.groupby(keys, observed=True)[["due", "kept", "breached"]].sum() / kept.worlds
    last = rows.sort_values("day").groupby([*keys, "world"], observed=True)["pending"].last()
    totals["pending"] = last.groupby(level=keys, observed=True).sum() / kept.worlds
    return totals.reset_index()


def story(kept: Kept, world: int) -> list[str]:
    """One world week by week, in sentences. One world is one course of the model, never the course."""
    columns = ["day", "actor", "action", "target", "place", "count", "deaths", "deaths_civilians", "captured"]
    events = kept.table("events", columns, [("world", "==", world), ("day", ">=", 1)])
    weeks = (events["day"] - 1) // WEEK
    return [_week(kept, int(week), rows) for week, rows in events.groupby(weeks)]


def _week(kept: Kept, week: int, events: Any) -> str:
    begin = kept.scenario.start + datetime.timedelta(days=week * WEEK)
    lethal = int((events["deaths"] > 0).sum())
    dead, civilians = int(events["deaths"].sum()), int(events["deaths_civilians"].sum())
    toll = f"{lethal} lethal events, {dead} killed, {civilians} of them civilians."
    told = f"Week of {begin.day} {begin:%B %Y}: {toll}"
    return " ".join([told, *_taken(kept, events), *_said(kept, events)])


def _taken(kept: Kept, events: Any) -> Iterator[str]:
    actors, places = kept.scenario.actors, kept.scenario.places
    for event in events[events["captured"]].itertuples():
        yield f"{places[str(event.place)].name} is taken by {actors[str(event.actor)].name}."


def _said(kept: Kept, events: Any) -> Iterator[str]:
    """What was done without force, each act once."""
    scenario = kept.scenario
    talked = events[~events["action"].map(lambda key: scenario.actions[key].kinetic).astype(bool)]
    for (actor, action, target), rows in talked.groupby(["actor", "action", "target"], dropna=False):
        times = int(rows["count"].sum())
        toward = f" to {scenario.actors[target].name}" if _is_name(target) else ""
        often = f" ({times} times)" if times > 1 else ""
        who = scenario.actors[actor].name if _is_name(actor) else "Somebody unknown"
        yield f"{who}{toward}: {scenario.actions[action].name.lower()}{often}."


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
