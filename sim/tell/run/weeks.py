"""Weeks: how the worlds of a kept run go week by week, and beside what was counted in these weeks."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.engine.arrays import Floats
from sim.evidence.counted import COUNTED, counted_by_week
from sim.experiment.kept import Kept, KeptComparison
from sim.tell.pictures import BANDS, WEEK

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
    weeks = by_week(kept)
    return {name: banded(kept, metric, weeks) for name, metric in METRICS.items()}


def banded(kept: Kept, metric: Metric, weeks: dict[str, Floats]) -> Bands:
    """One of `bands` from series that `by_week` has read."""
    return Bands(metric.title, metric.unit, _levels(kept, metric.fold(weeks)))


def beside_counts(kept: Kept, weeks: dict[str, Floats]) -> dict[str, Bands]:
    """Bands of the counted metrics times the reporting share; their frames have a column `counted` too.

    The share is what a count is expected to hold, so that bands are a little narrower than chance in
    reporting would make them. Only weeks that were counted.
    """
    found = counted_by_week(kept.scenario, kept.days)
    if found is None or found.empty:
        return {}
    share = kept.scenario.outcomes.reporting_share.value
    beside = {}
    for name in COUNTED:
        metric = METRICS[name]
        frame = _levels(kept, metric.fold(weeks) * share)
        counts = found[["week"]].assign(counted=found[name])
        beside[name] = Bands(metric.title, metric.unit, frame.merge(counts, on="week"))
    return beside


def within(beside: Mapping[str, Bands]) -> dict[str, tuple[int, int]]:
    """Of each counted metric: in how many of how many weeks the count lies in the range of 90 % of worlds."""
    found = {}
    for name, band in beside.items():
        inside = band.frame["counted"].between(band.frame["low90"], band.frame["high90"])
        found[name] = (int(inside.sum()), len(inside))
    return found


def counted_told(share: float) -> str:
    """What bands and dots of `beside_counts` are, and how far they test the model."""
    return (
        f"Bands: what is simulated times {share:g}, the share that this scenario takes to be counted. Dots:"
        " what was counted in greater Idlib, as far as it was reported (Sundberg and Melander 2013, UCDP GED,"
        " CC BY 4.0). The rates of the baseline were set by hand until the weeks of 15 January to"
        " 12 February 2018 came out about right: there this shows a fit, not foresight. A what-if asks"
        " for another course and need not come near."
    )


def by_week(kept: Kept) -> dict[str, Floats]:
    """Each series that is drawn, `(worlds, weeks, days of a week)`."""
    needed = sorted({name for metric in METRICS.values() for name in metric.needs})
    series = kept.table("series", ["world", "day", *needed]).sort_values(["world", "day"])
    daily = series[needed].to_numpy(np.float64).T.reshape(len(needed), kept.worlds, kept.days)
    whole = kept.days // WEEK * WEEK
    weeks = daily[:, :, :whole].reshape(len(needed), kept.worlds, -1, WEEK)
    return dict(zip(needed, weeks, strict=True))


def _levels(kept: Kept, values: Floats) -> "pd.DataFrame":
    """The frame of `Bands` from values `(worlds, weeks)`."""
    import pandas as pd

    levels = np.nanquantile(values, list(BANDS.values()), axis=0)
    # Of no week at all NumPy gives a row without columns.
    frame = pd.DataFrame(levels.T.reshape(-1, len(BANDS)), columns=list(BANDS))
    frame.insert(0, "week", pd.date_range(kept.scenario.start, periods=len(frame), freq=f"{WEEK}D"))
    return frame
