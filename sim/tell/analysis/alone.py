"""Alone: designs without indices: each assumption moved by itself, or how an outcome goes with it."""

import pandas as pd

from sim.experiment.analysis.association import Association
from sim.experiment.analysis.one_at_a_time import Excursions
from sim.tell.figures import MISSING, name_of, signed
from sim.tell.pictures import PALETTE
from sim.tell.tables import Row

from .charts import dots, titled
from .findings import Picture, Section, ends_of, size
from .frames import most, named, ranked, records, texts, where
from .labels import file_stem

SHOWN = 12
MOVED = ("assumption", "swing", "at its lowest", "95 % interval", "at its highest", "95 % interval ")
GOES = ("assumption", "rank correlation", "95 % interval", "points")
GUIDE_MOVED = (
    "Each assumption is moved alone, all others staying as the scenario has them; differences are paired, in"
    " the same worlds. The swing is from the lowest difference to the highest, 0 included. Interactions are"
    " not seen.",
)
GUIDE_GOES = (
    "Spearman's rank correlation of an outcome's mean with an assumption, over all points: +1 where one"
    " always rises with the other, -1 where it always falls. An assumption that matters only together with"
    " another, or whose effect turns, may show none.",
)


def moved(found: Excursions, units: dict[str, str], names: dict[str, str]) -> list[Section]:
    """A section for each outcome of a design that moves one factor at a time."""
    return [_moved(outcome, units[outcome], found, names) for outcome in texts(found.swings, "outcome")]


def _moved(outcome: str, unit: str, found: Excursions, names: dict[str, str]) -> Section:
    swings = ranked(where(found.swings, "outcome", outcome), "swing")
    steps = where(found.differences, "outcome", outcome)
    heading = name_of(outcome, unit)
    if not most(swings, "swing") > 0:
        return Section(heading, ("No assumption moves its mean when it is moved alone.",))
    first, sure = records(swings)[0], steps.loc[(steps["low"] > 0) | (steps["high"] < 0)]
    return Section(
        heading=heading,
        sentences=(
            f"{names[first['factor']]} has the widest swing: {size(first['swing'], unit)} from its lowest to"
            f" its highest. For {len(texts(sure, 'factor'))} of {len(swings)} assumptions the 95 % interval"
            " of at least one step leaves 0 out.",
        ),
        columns=MOVED,
        rows=[_ends(row, steps, unit, names) for row in records(swings.head(SHOWN))],
        note=_more(len(swings), "swings.csv"),
        pictures=(_steps(outcome, heading, unit, steps, swings.head(SHOWN), names),),
    )


def _ends(swing: dict, steps: pd.DataFrame, unit: str, names: dict[str, str]) -> Row:
    """The steps with the least and the greatest difference of one factor."""
    own = records(ranked(where(steps, "factor", swing["factor"]), "difference"))
    told: list[str] = []
    for step in (own[-1], own[0]):
        value = step["value"] if isinstance(step["value"], str) else f"{step['value']:.3g}"
        interval = MISSING if pd.isna(step["low"]) else ends_of(step["low"], step["high"], unit, change=True)
        told += [f"{signed(step['difference'], unit)} at {value}", interval]
    return (names[swing["factor"]], size(swing["swing"], unit), *told)


def _steps(
    outcome: str, title: str, unit: str, steps: pd.DataFrame, swings: pd.DataFrame, names: dict[str, str]
) -> Picture:
    import altair as alt

    shown = steps.loc[steps["factor"].isin(swings["factor"])]
    frame = pd.DataFrame(
        {
            "name": [names[factor] for factor in shown["factor"]],
            "value": shown["difference"],
            "low": shown["low"],
            "high": shown["high"],
            "side": [_side(row) for row in records(shown)],
        }
    )
    sides = [side for side in ("below", "above", "what-if") if side in set(frame["side"])]
    scale = alt.Scale(domain=["below", "above", "what-if"], range=[PALETTE[0], PALETTE[1], PALETTE[2]])
    legend = alt.Legend(title="value, beside the scenario's", orient="bottom", values=sides)
    chart = dots(
        frame,
        [names[factor] for factor in swings["factor"]],
        f"difference ({'share of worlds' if unit == 'day' else unit})",
        alt.Color("side:N", scale=scale, legend=legend),
    )
    heading = titled(chart, f"{title}: each assumption moved alone ({_told_unit(unit)})")
    caption = (
        f"Paired differences in {title} when one assumption takes another value; whiskers: 95 % intervals."
    )
    return Picture(f"alone-{file_stem(outcome)}", heading, caption)


def _side(row: dict) -> str:
    if isinstance(row["value"], str):
        return "what-if"
    return "below" if row["value"] < row["from"] else "above"


def goes_with(found: Association, units: dict[str, str], names: dict[str, str]) -> list[Section]:
    """A section for each outcome of a design that covers the space."""
    outcomes = texts(found.correlations, "outcome")
    return [_goes(outcome, units[outcome], found.correlations, names) for outcome in outcomes]


def _goes(outcome: str, unit: str, correlations: pd.DataFrame, names: dict[str, str]) -> Section:
    own = where(correlations, "outcome", outcome)
    own = ranked(own.assign(size=own["spearman"].abs()), "size")
    known, without = own.loc[own["spearman"].notna()], own.loc[own["spearman"].isna()]
    heading = name_of(outcome, unit)
    reasons = tuple(
        f"No correlation with {names[row['factor']]}: {row['reason']}." for row in records(without)
    )
    if known.empty:
        return Section(heading, reasons)
    sure = known.loc[(known["low"] > 0) | (known["high"] < 0)]
    return Section(
        heading=heading,
        sentences=(_strongest(known, len(sure), names), *reasons),
        columns=GOES,
        rows=[_correlated(row, names) for row in records(known.head(SHOWN))],
        note=_more(len(known), "correlations.csv"),
        pictures=(_correlations(outcome, heading, known.head(SHOWN), names),),
    )


def _strongest(known: pd.DataFrame, sure: int, names: dict[str, str]) -> str:
    first = records(known)[0]
    if not sure:
        return f"It goes clearly with none of {len(known)} assumptions: every 95 % interval holds 0."
    way = "rises" if first["spearman"] > 0 else "falls"
    return (
        f"It {way} most clearly with {names[first['factor']]} (rank correlation {first['spearman']:+.2f},"
        f" 95 % interval {first['low']:+.2f} to {first['high']:+.2f}); {sure} of {len(known)} intervals leave"
        " 0 out."
    )


def _correlated(row: dict, names: dict[str, str]) -> Row:
    interval = f"{row['low']:+.2f} to {row['high']:+.2f}"
    return (names[row["factor"]], f"{row['spearman']:+.2f}", interval, f"{row['points']:,}")


def _correlations(outcome: str, title: str, known: pd.DataFrame, names: dict[str, str]) -> Picture:
    frame = named(known, names).assign(value=known["spearman"])
    chart = dots(
        frame.filter(["name", "value", "low", "high"]), texts(frame, "name"), "Spearman's rank correlation"
    )
    heading = titled(chart, f"{title}: how its mean goes with each assumption")
    caption = f"Rank correlation of the mean of {title} with each assumption; whiskers: 95 % intervals."
    return Picture(f"association-{file_stem(outcome)}", heading, caption)


def _more(count: int, file: str) -> str:
    return f"{count - SHOWN} more stand in {file}." if count > SHOWN else ""


def _told_unit(unit: str) -> str:
    return "share of worlds" if unit == "day" else unit
