"""Dates: the share of worlds that have reached each date, day by day, in each scenario."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.experiment.kept import KeptComparison
from sim.experiment.survival import share_reached
from sim.tell.figures import name_of, percent
from sim.tell.pictures import DATES

from . import charts, weekly
from .blocks import Drawing, Figure, Table
from .drawing import drawn


def dates(found: KeptComparison, titles: Mapping[str, str]) -> Figure:
    """A picture for each date; `titles` are those of the scenarios, the base's first."""
    base = next(iter(found.runs.values()))
    tables = {name: kept.table("outcomes", list(DATES)) for name, kept in found.runs.items()}
    shares = {
        date: {
            name: share_reached(table[date].to_numpy(np.float64), base.days) for name, table in tables.items()
        }
        for date in DATES
    }
    rows = [
        (titles[name], *(percent(float(shares[date][name][-1])) for date in DATES)) for name in found.runs
    ]
    columns = ("scenario", *(name_of(date, "") for date in DATES))
    return Figure(
        "Share of worlds that have reached each date, by day",
        [_reached(date, shares[date], titles) for date in DATES],
        "In the model (Kaplan and Meier 1958; a date that does not come within the run is not counted).",
        Table(columns, rows, f"Reached within {base.days} days"),
        weekly.keys(list(titles.values())),
    )


def _reached(date: str, shares: Mapping[str, Any], titles: Mapping[str, str]) -> Drawing:
    import pandas as pd

    frames = [
        pd.DataFrame({"day": np.arange(1, len(share) + 1), "share": share, "scenario": name})
        for name, share in shares.items()
    ]
    words = name_of(date, "")
    alt = "; ".join(f"{titles[name]}: {percent(float(share[-1]))}" for name, share in shares.items())
    chart = charts.reached(pd.concat(frames), range(len(shares)))
    return drawn(chart, f"{words}, reached in the end: {alt}", words[:1].upper() + words[1:])
