"""Outcomes of a run for a page: means with their intervals, ranges over worlds, and sentences about them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.experiment.difference import comparable
from sim.experiment.kept import Kept
from sim.experiment.outcomes import Outcome, outcomes_of
from sim.experiment.paired import Interval, interval
from sim.tell.figures import MISSING, amount, name_of
from sim.tell.tables import Row, main_outcomes
from sim.tell.terminal import level_of

from .blocks import Card

COLUMNS = ("outcome", "mean or share", "95 % interval", "5 %", "median", "95 %", "better", "what it is")
_LEVELS = (0.05, 0.5, 0.95)


class Told(NamedTuple):
    """One outcome over the worlds of a run: its mean, or of a date the share of worlds that reach it, with
    the 95 % interval of chance, and the levels below which 5, 50 and 95 % of worlds lie."""

    name: str
    kind: Outcome
    mean: Interval
    levels: tuple[float, ...]

    @property
    def words(self) -> str:
        """Its name for readers."""
        return name_of(self.name, self.kind.unit)

    @property
    def middle(self) -> str:
        """Its mean, or the share of worlds that reach it."""
        return amount(self.mean.mean, self.kind.unit)

    @property
    def within(self) -> str:
        """The 95 % interval of that."""
        low, high = (amount(end, self.kind.unit) for end in (self.mean.low, self.mean.high))
        return low if low == high else f"{low.removesuffix(' %')} to {high}"

    @property
    def spread(self) -> str:
        """The range in which nine of ten worlds lie."""
        low, _, high = (level_of(level, self.kind.unit) for level in self.levels)
        return low if low == high else f"{low} to {high}"


def outcomes(kept: Kept) -> dict[str, Told]:
    """Every outcome of a run, in the order in which they are measured."""
    kinds, frame = outcomes_of(kept.scenario), kept.table("outcomes")
    return {name: _told(name, kind, frame[name].to_numpy(np.float64)) for name, kind in kinds.items()}


def _told(name: str, kind: Outcome, values: Floats) -> Told:
    known = np.where(np.isnan(values), np.inf, values) if kind.is_date else values[~np.isnan(values)]
    levels = np.quantile(known, _LEVELS, method="inverted_cdf").tolist() if len(known) else [np.nan] * 3
    return Told(name, kind, interval(comparable(values, kind)), tuple(levels))


def in_short(found: dict[str, Told], days: int) -> Iterator[str]:
    """What came out, in a few sentences: tolls with civilians, dates, falls of places."""
    events, dead, civilians = (found[name] for name in ("lethal_events", "deaths", "deaths_civilians"))
    yield (
        f"In the model, a world of {days} days has {events.middle} lethal events on average ({events.spread}"
        f" nine of ten worlds), in which {dead.middle} people are killed ({dead.spread}), {civilians.middle}"
        f" of them civilians ({civilians.spread})."
    )
    dates = [found[name] for name in ("de_escalation", "lasting_lull", "escalation", "collapse")]
    each = [f"{date.words.removesuffix(' reached')} in {date.middle}" for date in dates]
    yield f"Shares of worlds that reach it within that time: {', '.join(each)}."
    if falls := [fall for name, fall in found.items() if name.startswith("fall_")]:
        yield f"{', '.join(_capital(f'{fall.words} in {fall.middle}') for fall in falls)} of worlds."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def cards(found: dict[str, Told]) -> list[Card]:
    """The main outcomes at a glance."""
    chosen = [found[name] for name in main_outcomes(found)]
    return [Card(told.words, told.middle, told.spread, told.kind.meaning) for told in chosen]


def rows(found: dict[str, Told], names: Iterable[str]) -> list[Row]:
    """These outcomes under `COLUMNS`."""
    return [_row(found[name]) for name in names]


def _row(told: Told) -> Row:
    levels = (level_of(level, told.kind.unit) for level in told.levels)
    better = MISSING if told.kind.better == "none" else told.kind.better
    return (told.words, told.middle, told.within, *levels, better, told.kind.meaning)
