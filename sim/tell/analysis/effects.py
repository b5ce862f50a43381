"""Effects: Morris screening: which assumptions move an outcome at all, and which bend or interact."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.experiment.analysis.morris import Screening
from sim.tell.figures import name_of, signed
from sim.tell.pictures import GREY, PALETTE
from sim.tell.tables import Row

from .charts import numbers_axis, titled
from .findings import Picture, Section, ends_of, size
from .frames import Record, most, named, ranked, records, texts, where
from .labels import file_stem

if TYPE_CHECKING:
    import altair as alt

SHOWN = 12
_NAMED = 6
COLUMNS = ("assumption", "mu* (size)", "95 % interval", "mu (direction)", "sigma (bends)", "by chance")
GUIDE = (
    "An elementary effect is how far an outcome's mean moves when one assumption moves over its whole range."
    " mu* is the mean size of these effects, mu their mean, sigma their spread: large beside mu* where the"
    " assumption bends or interacts with others.",
    "Chance alone gives a mu* of about the size told in the last column; nothing can be said of assumptions"
    " whose mu* is not clearly above it. Screening ranks; it does not share out variance.",
)


def effects(found: Screening, units: dict[str, str], names: dict[str, str]) -> list[Section]:
    """A section for each outcome, of one lever."""
    return [_section(outcome, units[outcome], found, names) for outcome in texts(found.verdicts, "outcome")]


def _section(outcome: str, unit: str, found: Screening, names: dict[str, str]) -> Section:
    verdict = records(where(found.verdicts, "outcome", outcome))[0]
    own = ranked(where(found.effects, "outcome", outcome), "mu_star")
    own = named(own, names)
    heading = name_of(outcome, unit)
    if not most(own, "mu_star") > 0:
        return Section(heading, (_settled(verdict),))
    return Section(
        heading=heading,
        sentences=_sentences(own, unit, verdict),
        columns=COLUMNS,
        rows=[_row(row, unit) for row in records(own.head(SHOWN))],
        note=_rest(own, unit),
        pictures=(_picture(outcome, heading, unit, own.head(SHOWN)),),
    )


def _sentences(own: pd.DataFrame, unit: str, verdict: Record) -> tuple[str, ...]:
    above = own.loc[own["mu_star_low"] > own["by_chance"]]
    if above.empty:
        return ("No assumption moves it clearly more than chance does, with these trajectories and worlds.",)
    first = records(above)[0]
    told = (
        f"{first['name']} moves it most: by {size(first['mu_star'], unit)} over its range (95 % interval"
        f" {_within(first, unit)})."
    )
    count = f"{len(above)} of {len(own)} assumptions move it clearly more than chance does."
    return (told if verdict["settled"] else f"So far, {told}", count, _settled(verdict))


def _settled(verdict: Record) -> str:
    told = str(verdict["verdict"])
    return f"{told[:1].upper()}{told[1:]}."


def _within(row: Record, unit: str) -> str:
    return ends_of(row["mu_star_low"], row["mu_star_high"], unit, change=True).replace("+", "")


def _row(row: Record, unit: str) -> Row:
    sizes = (size(row[name], unit) for name in ("sigma", "by_chance"))
    return (row["name"], size(row["mu_star"], unit), _within(row, unit), signed(row["mu"], unit), *sizes)


def _rest(own: pd.DataFrame, unit: str) -> str:
    left = own.iloc[SHOWN:]
    if left.empty:
        return ""
    largest = size(most(left, "mu_star"), unit)
    return f"{len(left)} more have a mu* of at most {largest}; they stand in effects.csv."


def _picture(outcome: str, title: str, unit: str, shown: pd.DataFrame) -> Picture:
    largest = shown.head(_NAMED)
    top = 1.05 * max(most(shown, name) for name in ("mu_star_high", "mu_star", "sigma"))
    chart = _plane(shown, largest, top, _axis_unit(unit))
    caption = (
        f"Morris screening of {title} ({_axis_unit(unit)}): to the right the larger effects, upwards the less"
        " even ones (dashed: sigma = mu*). Whiskers are 95 % intervals; the dotted line is what chance alone"
        " gives."
    )
    heading = titled(chart, f"{title}: size and spread of effects ({_axis_unit(unit)})")
    return Picture(f"effects-{file_stem(outcome)}", heading, caption)


def _plane(shown: pd.DataFrame, largest: pd.DataFrame, top: float, unit: str) -> Any:
    import altair as alt

    within = alt.Scale(domain=[0, top], nice=False)
    size_of = numbers_axis("mu_star", f"mu*: mean size of the effect ({unit})", scale=within)
    spread = alt.Y("sigma:Q", title=f"sigma: its spread ({unit})", scale=within, axis=alt.Axis(tickCount=6))
    numbered = largest.assign(key=[f"{k}  {name}" for k, name in enumerate(largest["name"], start=1)])
    numbered["number"] = [str(k) for k in range(1, len(numbered) + 1)]
    keys = list(numbered["key"])
    colour = alt.Color(
        "key:N",
        sort=keys,
        scale=alt.Scale(domain=keys, range=list(PALETTE[: len(keys)])),
        legend=alt.Legend(title="largest effects", labelLimit=330, symbolType="circle"),
    )
    base = alt.Chart(shown).encode(y=spread)
    layers = (
        _diagonal(top),
        _by_chance(shown),
        base.mark_rule(color="#AAAAAA").encode(x="mu_star_low:Q", x2="mu_star_high:Q"),
        base.mark_point(filled=True, color=GREY, size=50, opacity=1).encode(x=size_of),
        alt.Chart(numbered).mark_point(filled=True, size=90, opacity=1).encode(size_of, spread, colour),
        alt.Chart(numbered)
        .mark_text(dx=9, dy=-8, fontWeight="bold")
        .encode(x=size_of, y=spread, text="number:N"),
    )
    return alt.layer(*layers).properties(width=360, height=300)


def _diagonal(top: float) -> "alt.Chart":
    import altair as alt

    ends = pd.DataFrame({"mu_star": [0.0, top], "sigma": [0.0, top]})
    return (
        alt.Chart(ends).mark_line(color=GREY, strokeDash=[6, 4], strokeWidth=1).encode(x="mu_star", y="sigma")
    )


def _by_chance(shown: pd.DataFrame) -> "alt.Chart":
    import altair as alt

    mean = pd.DataFrame({"mu_star": [most(shown, "by_chance")]}).dropna()
    return alt.Chart(mean).mark_rule(color=GREY, strokeDash=[2, 3]).encode(x="mu_star:Q")


def _axis_unit(unit: str) -> str:
    """The unit on an axis; of dates the share of worlds that reach them."""
    return {"day": "share of worlds"}.get(unit, unit)
