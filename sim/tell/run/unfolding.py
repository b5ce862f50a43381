"""Unfolding: how the worlds of a kept run go, week by week and place by place, for pictures and readers."""

import datetime
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.experiment.kept import Kept, KeptComparison
from sim.experiment.outcomes import outcomes_of
from sim.tell.figures import amount, name_of, percent
from sim.tell.pictures import BANDS, WEEK
from sim.tell.tables import MAIN
from sim.tell.terminal import level_of

if TYPE_CHECKING:
    import pandas as pd

Fold = Callable[[dict[str, Floats]], Floats]


class Metric(NamedTuple):
    """What is drawn by week: its title, its unit, the series that it needs and how seven days become one."""

    title: str
    unit: str
    needs: tuple[str, ...]
    fold: Fold


def _total(name: str) -> Fold:
    return lambda week: week[name].sum(axis=2)


def _kept_share(week: dict[str, Floats]) -> Floats:
    kept, missed = week["kept"].sum(axis=2), week["missed"].sum(axis=2)
    due = kept + missed
    return np.divide(kept, due, out=np.full(due.shape, np.nan), where=due > 0)


METRICS = {
    "lethal_events": Metric("Lethal events", "events a week", ("lethal_events",), _total("lethal_events")),
    "deaths": Metric("Deaths", "deaths a week", ("deaths",), _total("deaths")),
    "deaths_civilians": Metric(
        "Civilian deaths", "deaths a week", ("deaths_civilians",), _total("deaths_civilians")
    ),
    "top_rung": Metric(
        "Highest rung of the ladder", "rung, 0 to 9", ("top_rung",), lambda week: week["top_rung"].max(axis=2)
    ),
    "confidence": Metric(
        "Least confidence between guarantors of different sides",
        "share",
        ("confidence",),
        lambda week: week["confidence"][:, :, -1],
    ),
    "compliance": Metric("Duties kept among those fallen due", "share", ("kept", "missed"), _kept_share),
}


class Bands(NamedTuple):
    """A metric by week: columns `week` (the date on which it begins) and those of `BANDS` over worlds."""

    title: str
    unit: str
    frame: "pd.DataFrame"


class Card(NamedTuple):
    """One outcome for readers: its middle, and the range in which nine of ten worlds lie."""

    name: str
    middle: str
    spread: str
    meaning: str


class Unfolding(NamedTuple):
    """A run as readers see it: `bands` by metric, `cards`, and the table of the `ledger`."""

    bands: dict[str, Bands]
    cards: list[Card]
    ledger: "pd.DataFrame"


def unfolding(kept: Kept) -> Unfolding:
    """All of a run that its pictures need. Raises `FolderError` where a table cannot be read."""
    return Unfolding(bands(kept), cards(kept), ledger(kept))


def overlaid(comparison: KeptComparison) -> dict[str, Bands]:
    """The bands of every scenario of a comparison, by metric; their frames have a column `scenario` too."""
    import pandas as pd

    runs = {run: bands(kept) for run, kept in comparison.runs.items()}
    found = {}
    for name, metric in METRICS.items():
        frames = [of_run[name].frame.assign(scenario=run) for run, of_run in runs.items()]
        found[name] = Bands(metric.title, metric.unit, pd.concat(frames, ignore_index=True))
    return found


def bands(kept: Kept) -> dict[str, Bands]:
    """Quantiles over worlds for each whole week, by metric; no row in a run shorter than that.

    A week in which nothing fell due in a world leaves that world out of it.
    """
    weeks = _by_week(kept)
    return {
        name: Bands(metric.title, metric.unit, _levels(kept, metric.fold(weeks)))
        for name, metric in METRICS.items()
    }


def _by_week(kept: Kept) -> dict[str, Floats]:
    """Each series that is drawn, `(worlds, weeks, days of a week)`."""
    needed = sorted({name for metric in METRICS.values() for name in metric.needs})
    series = kept.table("series", ["world", "day", *needed]).sort_values(["world", "day"])
    daily = series[needed].to_numpy(np.float64).T.reshape(len(needed), kept.worlds, kept.days)
    whole = kept.days // WEEK * WEEK
    by_week = daily[:, :, :whole].reshape(len(needed), kept.worlds, -1, WEEK)
    return dict(zip(needed, by_week, strict=True))


def _levels(kept: Kept, values: Floats) -> "pd.DataFrame":
    """The frame of `Bands` from values `(worlds, weeks)`."""
    import pandas as pd

    levels = np.nanquantile(values, list(BANDS.values()), axis=0)
    # Of no week at all NumPy gives a row without columns.
    frame = pd.DataFrame(levels.T.reshape(-1, len(BANDS)), columns=list(BANDS))
    frame.insert(0, "week", pd.date_range(kept.scenario.start, periods=len(frame), freq=f"{WEEK}D"))
    return frame


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
