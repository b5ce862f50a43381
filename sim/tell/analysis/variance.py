"""Variance: what Sobol indices say: which assumptions explain an outcome, and whether that is settled."""

from typing import Any

import numpy as np
import pandas as pd

from sim.experiment.analysis.sobol import Sensitivity
from sim.tell.figures import MISSING, name_of, percent
from sim.tell.pictures import PALETTE
from sim.tell.tables import Row

from .charts import WIDTH, bars, names_axis, numbers_axis, offset, titled
from .findings import Picture, Section
from .frames import Record, most, named, ranked, records, texts, where
from .labels import file_stem

SHOWN = 12
_TRACED = 5
ALONE, IN_ALL = "alone (first order)", "with its interactions (total)"
COLUMNS = ("assumption", "alone", "95 % interval", "in all", "95 % interval ")
GUIDE = (
    "A Sobol index is a share of the variance of an outcome's mean over the ranges of the assumptions: alone"
    " (first order), and with all its interactions (total; totals may add up to more than 100 %).",
    "What chance does to points one by one counts as interaction and raises totals: by about the share told"
    " as chance. Indices rank assumptions within the ranges given; other ranges give other indices.",
)


def indices(found: Sensitivity, units: dict[str, str], names: dict[str, str]) -> list[Section]:
    """A section for each outcome, of one lever."""
    return [_section(outcome, units[outcome], found, names) for outcome in texts(found.verdicts, "outcome")]


def _section(outcome: str, unit: str, found: Sensitivity, names: dict[str, str]) -> Section:
    verdict = records(where(found.verdicts, "outcome", outcome))[0]
    own = ranked(where(found.indices, "outcome", outcome), "total")
    own = named(own, names)
    heading = name_of(outcome, unit)
    if np.isnan(most(own, "total")):
        return Section(heading, (f"{_capital(str(verdict['verdict']))}.",))
    shown = own.head(SHOWN)
    stages = named(where(found.convergence, "outcome", outcome), names)
    return Section(
        heading=heading,
        sentences=_sentences(own, verdict),
        columns=COLUMNS,
        rows=[_row(row) for row in records(shown)],
        note=_rest(own),
        pictures=(_picture(outcome, heading, shown, stages, len(own)),),
    )


def _sentences(own: pd.DataFrame, verdict: Record) -> tuple[str, ...]:
    settled = f"{_capital(str(verdict['verdict']))}."
    lost = int(verdict["left_out"])
    gaps = (f"{lost} base points with a missing mean are left out.",) if lost else ()
    return (_leading(records(own)[0], verdict), settled, *gaps)


def _leading(first: Record, verdict: Record) -> str:
    """What comes first, unless it cannot be told from chance."""
    noise = f"chance makes up {percent(verdict['chance'])} of the variance of its means"
    if np.isnan(verdict["chance"]):
        noise = "how much of that is chance is unknown with so few worlds"
    elif not first["total_low"] > verdict["chance"]:
        return f"No assumption can be told from chance with these points and worlds: {noise}."
    told = (
        f"{first['name']} leads: {percent(first['total'])} of the variance with all its interactions (95 %"
        f" interval {span(first['total_low'], first['total_high'])}), {percent(first['first'])} alone;"
        f" {noise}."
    )
    return _capital(told) if verdict["settled"] else f"So far, {told}"


def _row(row: Record) -> Row:
    return (
        row["name"],
        percent(row["first"]),
        span(row["first_low"], row["first_high"]),
        percent(row["total"]),
        span(row["total_low"], row["total_high"]),
    )


def _rest(own: pd.DataFrame) -> str:
    left = own.iloc[SHOWN:]
    if left.empty:
        return ""
    largest = percent(most(left, "total"))
    return f"{len(left)} more have totals of at most {largest}; they stand in indices.csv."


def _picture(outcome: str, title: str, shown: pd.DataFrame, stages: pd.DataFrame, count: int) -> Picture:
    import altair as alt

    order = texts(shown, "name")
    left = bars(_long(shown), order, (ALONE, IN_ALL), "share of the variance")
    right = _convergence(stages, order[:_TRACED])
    chart = alt.hconcat(left, right, spacing=30).resolve_scale(
        color="independent", y="independent", yOffset="independent"
    )
    some = f" (the {len(order)} largest of {count})" if count > len(order) else ""
    caption = (
        f"Sobol indices of {title}{some}, with 95 % intervals; right: totals of the leading ones from a"
        " quarter, half and all of the base points. Settled indices do not move."
    )
    heading = titled(chart, f"{title}: which assumptions explain it (share of variance)")
    return Picture(f"indices-{file_stem(outcome)}", heading, caption)


def _long(shown: pd.DataFrame) -> pd.DataFrame:
    """One row a factor and kind of index."""
    parts = [
        pd.DataFrame(
            {
                "name": shown["name"],
                "kind": kind,
                "value": shown[field],
                "low": shown[f"{field}_low"],
                "high": shown[f"{field}_high"],
            }
        )
        for field, kind in (("first", ALONE), ("total", IN_ALL))
    ]
    return pd.concat(parts, ignore_index=True)


def _convergence(stages: pd.DataFrame, names: list[str]) -> Any:
    import altair as alt

    some = stages.loc[stages["name"].isin(names)].assign(base=stages["base_points"].astype(str))
    sizes = sorted(texts(some, "base"), key=int)
    colour = alt.Color(
        "base:N",
        sort=sizes,
        scale=alt.Scale(domain=sizes, range=["#BBBBBB", PALETTE[5], PALETTE[1]]),
        legend=alt.Legend(title="base points", orient="bottom"),
    )
    place = {"y": names_axis(names), "yOffset": offset("base", sizes)}
    base = alt.Chart(some).encode(**place)
    whisker = base.mark_rule().encode(x="total_low:Q", x2="total_high:Q", color=colour)
    dot = base.mark_point(filled=True, size=60, opacity=1)
    dot = dot.encode(x=numbers_axis("total", "total index, as points are added"), color=colour)
    return alt.layer(whisker, dot).properties(width=WIDTH // 2, height=alt.Step(9))


def span(low: float, high: float) -> str:
    """An interval of shares."""
    if percent(low) == MISSING:
        return MISSING
    return f"{percent(low).removesuffix(' %')} to {percent(high)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
