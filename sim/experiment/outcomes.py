"""Outcomes: what is measured of each world, exactly as docs/reference/model.md defines it.

`OUTCOMES` is the one list of their names, units, better directions and meanings.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from sim.engine.arrays import Bools, Floats, Ints
from sim.scenario.scenario import Scenario

from .windows import first_day, sums_ahead, sums_behind

if TYPE_CHECKING:
    from sim.engine.simulate import Record

Better = Literal["lower", "higher", "later", "none"]
WINDOW = 28
GROUND_WINDOW = 60
FIRE_WINDOW = 14
RUNGS = range(10)


class Outcome(NamedTuple):
    """One measured quantity. Unit `day` is a date: the number of a day, missing where it never came."""

    unit: str
    better: Better
    meaning: str

    @property
    def is_date(self) -> bool:
        """True for a day that may not come within the run."""
        return self.unit == "day"


OUTCOMES: dict[str, Outcome] = {
    "violent_events": Outcome("events", "lower", "kinetic events"),
    "lethal_events": Outcome("events", "lower", "kinetic events with at least one death"),
    "deaths": Outcome("deaths", "lower", "people killed"),
    "deaths_civilians": Outcome("deaths", "lower", "civilians among the people killed"),
    "lethal_across": Outcome("events", "lower", "lethal events between actors of different sides"),
    "deaths_across": Outcome("deaths", "lower", "people killed in events between actors of different sides"),
    "breaches": Outcome("breaches", "lower", "breaches of a duty to refrain, as counterparties see them"),
    "compliance": Outcome("share", "higher", "duties kept among those fallen due, if any"),
    "confidence": Outcome("share", "higher", "least between guarantors of different sides at the end"),
    "wrong_author": Outcome("events", "lower", "replies aimed at neither the author nor its patron"),
    "fire_between_states": Outcome("days", "lower", "days with fire between regular forces of two states"),
    "highest_rung": Outcome("rung", "lower", "highest step of the escalation ladder, 0 to 9"),
    "places_changed": Outcome("places", "lower", "captures of places"),
    "de_escalation": Outcome("day", "lower", "fighting falls to a stated share of its level before day 1"),
    "escalation": Outcome("day", "later", "fighting rises to a stated multiple of that level"),
    "lasting_lull": Outcome("day", "lower", "28 days of little fighting and no captures"),
    "relapse": Outcome("day", "later", "fighting returns to the former level after a lasting lull"),
    "collapse_formal": Outcome("day", "later", "an agreement is suspended or lapses"),
    "collapse_material": Outcome("day", "later", "covered places taken, or states fire on each other"),
    "collapse": Outcome("day", "later", "the earlier of formal and material collapse"),
} | {
    f"days_at_rung_{rung}": Outcome("days", "none", f"days whose highest step of the ladder is {rung}")
    for rung in RUNGS
}

TOTALS = (
    "violent_events",
    "lethal_events",
    "deaths",
    "deaths_civilians",
    "lethal_across",
    "deaths_across",
    "breaches",
    "wrong_author",
)


def outcomes_of(scenario: Scenario) -> dict[str, Outcome]:
    """The outcomes of a scenario: the common ones and `fall_<place>` for each place it asks about."""
    falls = {
        f"fall_{place}": Outcome("day", "later", f"{scenario.places[place].name} is held by another side")
        for place in scenario.outcomes.falls
    }
    return OUTCOMES | falls


def measure(record: "Record", overrides: Mapping[str, Floats] | None = None) -> dict[str, Floats]:
    """Every outcome of a record, each of shape `(rows,)`; missing numbers and dates are NaN.

    `overrides` are the parameters that differ by row, by path, as given to `simulate`.
    """
    threshold = _thresholds(record.scenario, overrides or {})
    daily = record.daily
    measured = {name: daily[name].sum(axis=0).astype(np.float64) for name in TOTALS}
    measured |= _conduct(daily) | _ladder(daily["top_rung"])
    measured |= calm(daily, threshold) | _collapse(record, threshold, overrides or {})
    for place in record.scenario.outcomes.falls:
        measured[f"fall_{place}"] = first_day(record.holder_side[place])
    return {name: measured[name] for name in outcomes_of(record.scenario)}


def _thresholds(scenario: Scenario, overrides: Mapping[str, Floats]) -> dict[str, Floats | float]:
    limits = scenario.outcomes
    names = [name for name in type(limits).model_fields if name != "falls"]
    return {name: overrides.get(f"outcomes.{name}", getattr(limits, name).value) for name in names}


def _conduct(daily: Mapping[str, Ints]) -> dict[str, Floats]:
    kept, missed = daily["kept"].sum(axis=0), daily["missed"].sum(axis=0)
    due = kept + missed
    compliance = np.divide(kept, due, out=np.full(due.shape, np.nan), where=due > 0)
    return {
        "compliance": compliance,
        "confidence": daily["confidence"][-1].astype(np.float64),
        "fire_between_states": (daily["rung9"] > 0).sum(axis=0).astype(np.float64),
        "places_changed": daily["captures"].sum(axis=0).astype(np.float64),
    }


def _ladder(top_rung: Ints) -> dict[str, Floats]:
    days = {f"days_at_rung_{rung}": (top_rung == rung).sum(axis=0).astype(np.float64) for rung in RUNGS}
    return days | {"highest_rung": top_rung.max(axis=0).astype(np.float64)}


def calm(daily: Mapping[str, Ints], threshold: Mapping[str, Floats | float]) -> dict[str, Floats]:
    """Dates of de-escalation, escalation, lasting lull and relapse from daily arrays `(days, rows)`.

    Reads `lethal_events`, `rung_above`, `captures` and `rung9`; counts them in windows of 28 days.
    """
    ahead = sums_ahead(daily["lethal_events"], WINDOW) * threshold["reporting_share"]
    reference = threshold["reference_events"]
    quiet = sums_ahead(daily["captures"], WINDOW) + sums_ahead(daily["rung9"], WINDOW) == 0
    at_ease = ~daily["rung_above"][: len(ahead)].astype(bool)
    lull = first_day((ahead <= threshold["lull"] * reference) & quiet)
    after: Bools = np.arange(1, len(ahead) + 1)[:, None] > lull
    return {
        "de_escalation": first_day((ahead <= threshold["de_escalation"] * reference) & at_ease),
        "escalation": first_day(ahead >= threshold["escalation"] * reference),
        "lasting_lull": lull,
        "relapse": first_day((ahead >= threshold["relapse"] * reference) & after),
    }


def _ground_lost(record: "Record", share: Floats | float, overrides: Mapping[str, Floats]) -> Bools:
    """Days on which bearers of some obligation hold that share of what it covers, `(days, rows)`."""
    lost = np.zeros(record.daily["captures"].shape, dtype=bool)
    for cover in record.covers:
        path = f"{cover.path}.weight"
        weight = overrides.get(path, record.scenario.parameters[path].value)
        if cover.places:
            taken = (sums_behind(cover.taken.astype(np.int64), GROUND_WINDOW) > 0).sum(axis=1)
            lost |= (taken >= share * cover.places) & (np.asarray(weight) > 0)
    return lost


def _collapse(
    record: "Record", threshold: Mapping[str, Floats | float], overrides: Mapping[str, Floats]
) -> dict[str, Floats]:
    daily = record.daily
    formal = first_day(daily["suspended"] > 0)
    fire = sums_behind((daily["state_fire"] > 0).astype(np.int64), FIRE_WINDOW)
    lost = _ground_lost(record, threshold["collapse_places"], overrides)
    material = first_day(lost | (fire >= threshold["collapse_fire_days"]))
    return {
        "collapse_formal": formal,
        "collapse_material": material,
        "collapse": np.fmin(formal, material),
    }
