"""Discovery: in which region of the assumptions futures of interest lie, in words and pictures."""

from collections.abc import Mapping

import pandas as pd

from sim.experiment.analysis.condition import goodness
from sim.experiment.analysis.covering import Rule
from sim.experiment.analysis.discovery import Discovery, discover
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.finished import Finished
from sim.tell.figures import MISSING, percent
from sim.tell.tables import Row

from .findings import Findings, Section, asked_of, chosen_lever, losses, under
from .frames import Record, records, where
from .labels import labels
from .region import futures, peeling, region

COLUMNS = ("assumption", "limit", "quasi-p", "same side found again", "spread of the limit in halves")
GUIDE = (
    "Coverage: the share of all points of interest that a box holds. Density: the share of the points in it"
    " that are of interest, to be held against that of all points. Support: the share of all points in it.",
    "A search always finds some box. It stands only if boxes found in random halves of the points are denser"
    " in the other halves too. Quasi-p: how probable so many points of interest would be if a limit did"
    " nothing; the box was chosen to look well, so that it is no true p.",
    "Boxes describe the points of this design, not how likely they are.",
)


def discovery(
    finished: Finished,
    text: str | None = None,
    *,
    lever: str | None = None,
    against: str | None = None,
    share: float | None = None,
    rule: Rule | None = None,
) -> Findings:
    """Where the condition `text` holds; without one, the better quarter of the first outcome that has one.

    Raises `RefusedError` for conditions that nothing or everything meets, as `discover` does.
    """
    chosen, base = chosen_lever(finished, lever, against)
    found = discover(
        finished.swept, text or _first(finished), lever=chosen, against=base, share=share, rule=rule
    )
    told = labels(factor.name for factor in finished.swept.factors)
    sections = [
        _asked(found, told),
        *(_box(finished, found, row, told, base) for row in records(found.boxes)),
    ]
    return Findings(
        kind="discovery",
        sweep=asked_of(finished),
        asked={"where": str(found.condition), "lever": chosen, "against": base},
        scope=_scope(finished, found, under(chosen, base)),
        sections=sections,
        frames={
            "boxes": found.boxes,
            "limits": found.limits,
            "trajectory": found.trajectory,
            "futures": futures(finished.swept, found, base),
        },
        guide=GUIDE,
        warnings=losses(finished),
        also={"points_used": found.points, "of_interest": found.interest, "left_out": found.left_out},
    )


def _first(finished: Finished) -> str:
    swept = finished.swept
    for name in swept.names:
        if goodness(swept.kinds[name]):
            return name
    raise RefusedError(
        "no outcome of this sweep has a better direction; ask with --where, such as deaths > 500"
    )


def _scope(finished: Finished, found: Discovery, case: str) -> str:
    size = (
        f"{found.points:,} points, {finished.manifest['worlds']:,} worlds of {finished.manifest['days']} days"
    )
    return f"PRIM over {len(finished.swept.factors)} assumptions; {size}; {case}."


def _asked(found: Discovery, told: Mapping[str, str]) -> Section:
    share = percent(found.interest / found.points)
    hits = f"Of interest ({found.condition}) are {found.interest:,} of {found.points:,} points ({share})."
    lost = f"{found.left_out:,} points without this outcome are left out." if found.left_out else ""
    return Section(
        heading="Where does it hold?",
        sentences=(hits, *([lost] if lost else []), _answer(found, told)),
        pictures=(peeling(found),) if len(found.trajectory) else (),
    )


def _answer(found: Discovery, told: Mapping[str, str]) -> str:
    standing = records(where(found.boxes, "stands", True))
    if not standing:
        return "No region stands: what was found does not hold up in random halves of the points."
    first = standing[0]
    limits = where(found.limits, "box", first["box"])
    held = " and ".join(f"{told[row['factor']]} {_limit(row)}" for row in records(limits))
    return (
        f"Mostly where {held}: there {percent(first['density'])} of the points are of interest, beside"
        f" {percent(first['density_around'])} of all."
    )


def _box(finished: Finished, found: Discovery, row: Record, told: Mapping[str, str], against: str) -> Section:
    limits = records(where(found.limits, "box", row["box"]))
    fit = (
        f"It holds {percent(row['coverage'])} of all points of interest (coverage) and"
        f" {percent(row['support'])} of all points (support); {percent(row['density'])} of its"
        f" {row['points']:,} points are of interest (density), beside {percent(row['density_around'])} of"
        " those among which it was sought."
    )
    verdict = str(row["verdict"])
    return Section(
        heading=f"Box {row['box']}",
        sentences=(f"{verdict[:1].upper()}{verdict[1:]}.", *((fit,) if limits else ())),
        columns=COLUMNS,
        rows=[_limit_row(limit, told) for limit in limits],
        pictures=region(finished.swept, found, int(row["box"]), told, against),
    )


def _limit_row(limit: Record, told: Mapping[str, str]) -> Row:
    low, high = limit["spread_low"], limit["spread_high"]
    spread = MISSING if pd.isna(low) else f"{low:.3g} to {high:.3g}"
    quasi_p = "<0.001" if limit["quasi_p"] < 0.001 else f"{limit['quasi_p']:.3f}"
    return (told[limit["factor"]], _limit(limit), quasi_p, percent(limit["side_again"]), spread)


def _limit(limit: Record) -> str:
    """A limit in words: a number's end, or the what-if that is not in the box."""
    if limit["side"] == "without":
        return f"is not {limit['value']}"
    sign = "≥" if limit["side"] == "low" else "≤"
    return f"{sign} {float(limit['value']):.3g}"
