"""Regrets: pictures of robustness: regret of each lever, and all levers beside all outcomes."""

from collections.abc import Mapping

import pandas as pd

from sim.experiment.analysis.condition import goodness
from sim.experiment.outcomes import Outcome
from sim.experiment.sweep.sweep import NONE
from sim.tell.figures import name_of, signed

from .charts import dots, height, names_axis, titled
from .findings import Picture
from .frames import Record, records, texts
from .labels import file_stem, shortened


def regrets(outcome: str, unit: str, ranked: pd.DataFrame) -> Picture:
    """Mean regret of each lever by one outcome, best first, with intervals."""
    frame = pd.DataFrame(
        {
            "name": ranked["lever"].map(shortened),
            "value": ranked["regret_mean"],
            "low": ranked["regret_mean_low"],
            "high": ranked["regret_mean_high"],
        }
    )
    told = "share of worlds" if unit == "day" else unit
    title = name_of(outcome, unit)
    chart = dots(frame, texts(frame, "name"), f"mean regret over all futures ({told})")
    caption = (
        f"Mean regret in {title}: the distance to the best lever in the same future; whiskers are 95 %"
        " intervals over futures and worlds. 0 would be best everywhere."
    )
    return Picture(f"regret-{file_stem(outcome)}", titled(chart, f"{title}: regret ({told})"), caption)


def heat_map(levers: pd.DataFrame, kinds: Mapping[str, Outcome]) -> Picture:
    """Levers by outcomes: the mean difference from `none`, coloured by whether that is better or worse."""
    import altair as alt

    frame = beside_none(levers, kinds)
    outcomes, names = (texts(frame, field) for field in ("outcome", "lever"))
    axis = alt.Axis(title=None, labelAngle=-35, labelLimit=200, orient="top")
    base = alt.Chart(frame).encode(
        x=alt.X("outcome:N", sort=outcomes, axis=axis), y=names_axis(names, "lever")
    )
    colour = alt.Color(
        "gain:Q",
        scale=alt.Scale(scheme="purpleorange", domain=[-1, 1], reverse=True),
        legend=alt.Legend(
            title="beside none",
            values=[-1, 0, 1],
            labelExpr="datum.value > 0 ? 'better' : datum.value < 0 ? 'worse' : 'the same'",
        ),
    )
    ink = alt.condition("abs(datum.gain) > 0.6", alt.value("white"), alt.value("black"))
    cells = base.mark_rect().encode(color=colour)
    words = base.mark_text(fontSize=11).encode(text="told:N", color=ink)
    chart = alt.layer(cells, words).properties(width=max(260, 76 * len(outcomes)), height=height(names, 34))
    caption = (
        "Mean differences of levers from doing nothing, over all futures, in each outcome's unit (pts:"
        " percentage points); in brackets and without colour where the 95 % interval holds 0. Colours are"
        " scaled within each outcome."
    )
    return Picture("levers", titled(chart, "Levers beside doing nothing, over all futures"), caption)


def beside_none(levers: pd.DataFrame, kinds: Mapping[str, Outcome]) -> pd.DataFrame:
    """A row a lever and outcome: the mean difference from `none` as it is `told`, and its `gain`.

    The gain is above 0 where it is better, 0 where the interval holds 0, and scaled to 1 within an outcome.
    """
    rows = [row for row in records(levers) if row["lever"] != NONE]
    frame = pd.DataFrame([_cell(row, kinds[row["outcome"]]) for row in rows])
    if frame.empty:
        return frame
    largest = frame.groupby("outcome")["gain"].transform(lambda gain: gain.abs().max())
    return frame.assign(gain=(frame["gain"] / largest).fillna(0.0))


def _cell(row: Record, kind: Outcome) -> dict:
    told = signed(row["difference"], kind.unit)
    sure = row["difference_low"] > 0 or row["difference_high"] < 0
    return {
        "lever": shortened(row["lever"]),
        "outcome": name_of(row["outcome"], kind.unit),
        "gain": goodness(kind) * row["difference"] if sure else 0.0,
        "told": told if sure or row["difference"] == 0 else f"({told})",
    }
