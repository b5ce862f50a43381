"""Counted: lethal events and deaths by week, from before day one on, as others counted them.

The tables are aggregated from the UCDP Georeferenced Event Dataset (Sundberg and Melander 2013);
`tables/README.md` says what such counts cannot tell.
"""

import datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

COUNTED = ("lethal_events", "deaths")
FIRST, LAST = datetime.date(2017, 6, 1), datetime.date(2018, 9, 30)  # the days that the daily table covers
_WEEK, _DAY = 7, datetime.timedelta(days=1)
_ELSEWHERE = "elsewhere"


def counted_by_week(scenario: Scenario, days: int, before: int = 0) -> "pd.DataFrame | None":
    """Columns `week` (its first day), `lethal_events`, `deaths`: whole weeks of so many days, and `before`.

    Weeks run from day 1 on, as those of a run do; the `before` of them end on the eve of day 1. Weeks that
    the table does not cover whole are left out. None where the scenario is not about the area counted.
    """
    import pandas as pd

    if not _places() <= scenario.places.keys():
        return None
    start, week = pd.Timestamp(scenario.start), pd.Timedelta(days=_WEEK)
    weeks = pd.date_range(start - before * week, periods=before + days // _WEEK, freq=week)
    weeks = weeks[(weeks >= pd.Timestamp(FIRST)) & (weeks + week <= pd.Timestamp(LAST) + _DAY)]
    daily = _daily()
    sums = daily[list(COUNTED)].groupby(start + (daily["date"] - start) // week * week).sum()
    return sums.reindex(weeks, fill_value=0).rename_axis("week").reset_index()


def counted_before(scenario: Scenario, weeks: int) -> dict[str, int] | None:
    """Sums of what was counted in the `weeks` before day 1; None where not all of them were counted."""
    found = counted_by_week(scenario, 0, weeks)
    if found is None or len(found) < weeks:
        return None
    return {name: sum(found[name].tolist()) for name in COUNTED}


@lru_cache(maxsize=1)
def _daily() -> Any:
    """Events and deaths of all kinds of fighting; days without any are left out."""
    table = _table("idlib-daily.csv").rename(columns={"events": "lethal_events"})
    return table.assign(date=table["date"].astype("datetime64[ns]"))


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The places of the area near which something was counted."""
    return frozenset(_table("idlib-place-weeks.csv")["place"]) - {_ELSEWHERE}


def _table(name: str) -> Any:
    import pandas as pd

    with files("sim").joinpath("evidence", "tables", name).open(encoding="utf-8") as lines:
        return pd.read_csv(lines, comment="#")
