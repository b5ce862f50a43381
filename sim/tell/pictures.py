"""Pictures: bands over weeks and shares reached over days, drawn offline with Altair and vl-convert.

Colours are those of Okabe and Ito (2008), which readers with any colour vision can tell apart; the
base is always grey.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.arrays import Floats
from sim.experiment.compare import Comparison
from sim.experiment.ensemble import NOT_A_PREDICTION, Ensemble
from sim.experiment.survival import share_reached

from .figures import name_of

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
GREY = "#555555"
WEEK = 7
BANDS = {"low90": 0.05, "low50": 0.25, "median": 0.5, "high50": 0.75, "high90": 0.95}
WEEKLY = {"lethal_events": "lethal events a week", "deaths": "deaths a week"}
DATES = ("de_escalation", "lasting_lull", "escalation", "collapse")
_PPI = 144


def renderer() -> str:
    """What draws the pictures."""
    return f"Altair {version('altair')} and vl-convert {version('vl-convert-python')}"


def draw(comparison: Comparison, folder: Path) -> dict[str, str]:
    """Write the pictures of a comparison as PNG; file name to what it shows."""
    ensembles = [comparison.base, *(pair.ensemble for pair in comparison.pairs)]
    charts = {f"{metric}.png": fan(ensembles, metric, title) for metric, title in WEEKLY.items()}
    charts["confidence.png"] = fan(ensembles, "confidence", "least confidence between the guarantors")
    charts["dates.png"] = reached(ensembles)
    for name, chart in charts.items():
        chart.save(folder / name, ppi=_PPI)
    bands = "median, 50 % and 90 % bands over worlds; dashed: median of the base"
    return {
        "lethal_events.png": f"Lethal events a week: {bands}",
        "deaths.png": f"Deaths a week: {bands}",
        "confidence.png": f"Least confidence between guarantors of different sides, week by week: {bands}",
        "dates.png": "Share of worlds that have reached each date, by day (Kaplan-Meier)",
    }


def weekly(ensemble: Ensemble, metric: str) -> Floats:
    """A metric by whole week, shape `(worlds, weeks)`: sums of counts, the last day of confidence."""
    daily = ensemble.daily[metric]
    weeks = daily.shape[1] // WEEK
    by_week = daily[:, : weeks * WEEK].reshape(len(daily), weeks, WEEK)
    return by_week[:, :, -1] if metric == "confidence" else by_week.sum(axis=2, dtype=np.float64)


def bands(ensemble: Ensemble, metric: str) -> "pd.DataFrame":
    """One row a week: its date, and the quantiles over worlds."""
    import pandas as pd

    values = weekly(ensemble, metric)
    levels = np.quantile(values, list(BANDS.values()), axis=0)
    frame = pd.DataFrame(levels.T, columns=list(BANDS))
    frame["week"] = pd.date_range(ensemble.scenario.start, periods=len(frame), freq=f"{WEEK}D")
    return frame.assign(scenario=ensemble.scenario.id)


def fan(ensembles: Sequence[Ensemble], metric: str, title: str) -> "alt.FacetChart":
    """Small multiples, one a scenario, on one scale, each with the base's median for comparison."""
    import altair as alt
    import pandas as pd

    of_base = bands(ensembles[0], metric)
    base = pd.DataFrame({"week": of_base["week"], "base": of_base["median"]})
    frame = pd.concat([bands(ensemble, metric).merge(base) for ensemble in ensembles])
    names = [ensemble.scenario.id for ensemble in ensembles]
    week = alt.X("week:T", title=None, axis=alt.Axis(format="%-d %b", tickCount=4))
    colour = alt.Color("scenario:N", scale=_colours(names), legend=None)
    whole = alt.Chart(frame).mark_area(opacity=0.2).encode(x=week, y=alt.Y("low90:Q", title=title))
    layers = (
        whole.encode(y2="high90:Q", color=colour),
        alt.Chart(frame).mark_area(opacity=0.35).encode(week, y="low50:Q", y2="high50:Q", color=colour),
        alt.Chart(frame).mark_line(strokeWidth=2).encode(week, y="median:Q", color=colour),
        alt.Chart(frame).mark_line(strokeDash=[4, 3], color=GREY).encode(week, y="base:Q"),
    )
    cell = alt.layer(*layers).properties(width=210, height=150)
    return _titled(cell.facet(facet=alt.Facet("scenario:N", sort=names, title=None), columns=3), title)


def reached(ensembles: Sequence[Ensemble]) -> "alt.FacetChart":
    """Share of worlds that reached each date by each day, one panel a date."""
    import altair as alt
    import pandas as pd

    rows = [
        pd.DataFrame(
            {
                "day": np.arange(1, ensemble.days + 1),
                "share": share_reached(ensemble.measured[date], ensemble.days),
                "date": name_of(date, ""),
                "scenario": ensemble.scenario.id,
            }
        )
        for ensemble in ensembles
        for date in DATES
    ]
    names = [ensemble.scenario.id for ensemble in ensembles]
    colour = alt.Color("scenario:N", scale=_colours(names), sort=names, legend=alt.Legend(title=None))
    share = alt.Y(
        "share:Q", title="share of worlds", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%")
    )
    lines = alt.Chart(pd.concat(rows)).mark_line(interpolate="step-after", strokeWidth=2)
    # Dashes too: lines that lie on each other stay visible, without colour as well.
    dash = alt.StrokeDash("scenario:N", sort=names, legend=None)
    cell = lines.encode(x=alt.X("day:Q", title="day"), y=share, color=colour, strokeDash=dash)
    order = [name_of(date, "") for date in DATES]
    cell = cell.properties(width=210, height=150)
    return _titled(cell.facet(facet=alt.Facet("date:N", sort=order, title=None), columns=2), "dates reached")


def _colours(names: list[str]) -> "alt.Scale":
    import altair as alt

    colours = [GREY, *(PALETTE[k % len(PALETTE)] for k in range(len(names) - 1))]
    return alt.Scale(domain=names, range=colours)


def _titled(chart: "alt.FacetChart", title: str) -> "alt.FacetChart":
    import altair as alt

    heading = alt.TitleParams(title, subtitle=NOT_A_PREDICTION, anchor="start", subtitleColor=GREY)
    return chart.properties(title=heading).configure_view(stroke="#dddddd")
