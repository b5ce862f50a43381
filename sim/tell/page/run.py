"""Run: the page of one run: what came out, week by week, duties, places, one world, what it rests on."""

from typing import TYPE_CHECKING

import numpy as np

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.kept import Kept
from sim.experiment.refusal import RefusedError
from sim.tell.figures import percent
from sim.tell.pictures import WEEK
from sim.tell.run.unfolding import story, turnover, unfolding
from sim.tell.situation import situation
from sim.tell.tables import Row, main_outcomes

from . import about, charts, weekly
from .blocks import Cards, Chapter, Figure, Gallery, Listing, Page, Prose, Table
from .drawing import drawn
from .levers import pulled
from .outcomes import COLUMNS, cards, in_short, outcomes, rows
from .situation import disputed, owed, reported

if TYPE_CHECKING:
    import pandas as pd

_INTERVALS = (
    "Mean, or of dates the share of worlds that reach them within the run. The 95 % interval is how far"
    " chance between worlds leaves that mean open (bootstrap); 5 % and 95 % are the levels between which nine"
    " of ten worlds lie. Neither says how far the assumptions carry the result: compare and sweep tell that."
)
_CARDS = (
    "Below each figure: the range in which nine of ten worlds lie. Of dates the figure is the share of worlds"
    " that reach them; “later” is after the last day simulated, or never."
)


def run_page(kept: Kept, world: int | None = None) -> Page:
    """The page of a run; the story is that of `world`, or of the world with the median number of deaths.

    Raises `RefusedError` for a world that the run does not have.
    """
    scenario, told = kept.scenario, situation(kept.scenario)
    chapters = [
        *_came_out(kept),
        about.what_this_is(),
        *_by_week(kept),
        reported(scenario, told),
        disputed(told),
        owed(kept, told),
        _places(kept),
        _story(kept, world),
        *([Chapter("Levers pulled", pulled(scenario))] if scenario.interventions else []),
        about.rests_on(scenario),
        about.limits(),
        about.provenance(facts(kept), kept.manifest),
    ]
    return Page(
        title=scenario.title,
        subtitle=scenario.description.strip(),
        scope=f"{NOT_A_PREDICTION} {size(kept)}",
        source=("run", kept.manifest["fingerprint"], kept.manifest["seed"]),
        chapters=chapters,
    )


def size(kept: Kept) -> str:
    """How much was simulated."""
    start = kept.scenario.start
    return f"{kept.worlds:,} worlds of {kept.days} days from {start}, seed {kept.manifest['seed']}."


def facts(kept: Kept) -> dict[str, str]:
    """What names a run, for everybody who wants to make it again."""
    names = ("scenario", "fingerprint", "seed", "worlds", "days", "result_hash")
    return {name.replace("_", " "): str(kept.manifest[name]) for name in names}


def _by_week(kept: Kept) -> list[Chapter]:
    title, found = "Week by week", unfolding(kept)
    if kept.days < WEEK:
        return [Chapter(title, [weekly.too_short(kept.days)])]
    chapters = [Chapter(title, [weekly.reading(), Gallery(weekly.alone(found.bands))])]
    if found.counted:
        share = kept.scenario.outcomes.reporting_share.value
        chapters.append(Chapter("Beside what was counted", weekly.beside_counts(found.counted, share)))
    return chapters


def _came_out(kept: Kept) -> list[Chapter]:
    found = outcomes(kept)
    main = main_outcomes(found)
    rest = [name for name in found if name not in main]
    return [
        Chapter(
            "In short",
            [Prose(list(in_short(found, kept.days)), "answer"), Prose([_CARDS], "note"), Cards(cards(found))],
        ),
        Chapter(
            "What came out, and what it means",
            [
                Prose([_INTERVALS]),
                Table(COLUMNS, rows(found, main), "Main outcomes", "numbers remarked"),
                Table(COLUMNS, rows(found, rest), "All other outcomes", "numbers remarked", folded=True),
            ],
        ),
    ]


def _places(kept: Kept) -> Chapter:
    """Which places changed hands, in how many worlds."""
    frame = turnover(kept)
    title = "Places that changed hands"
    if not len(frame):
        return Chapter(title, [Prose(["In the model no place changed hands in any world."])])
    places = kept.scenario.places
    found = [_turned(kept, str(place), own) for place, own in frame.groupby("place", observed=True)]
    found.sort(key=lambda row: -row["share"])
    table: list[Row] = [
        (places[row["place"]].name, row["holder"], percent(row["share"]), row["first"], row["half"])
        for row in found
    ]
    columns = ("place", "held on day one by", "changed hands in", "first on", "in half of worlds by")
    return Chapter(title, [_turnover(found, Table(columns, table, title, folded=True), kept.days)])


def _turned(kept: Kept, place: str, own: "pd.DataFrame") -> dict:
    """One place: the share of worlds in the end, the first day, and the day by which half have seen it."""
    shares, days = own["share"].to_numpy(np.float64), own["day"].to_numpy(np.int64)
    half = days[shares >= 0.5]
    noun = kept.scenario.places[place]
    return {
        "place": place,
        "name": noun.name,
        "holder": kept.scenario.actors[noun.holder].name,
        "share": float(shares.max()),
        "first": f"day {days.min()}",
        "half": f"day {half.min()}" if len(half) else "later",
    }


def _turnover(found: list[dict], table: Table, days: int) -> Figure:
    import pandas as pd

    first = found[0]
    alt = f"{len(found)} places; most often {first['name']}, in {percent(first['share'])} of worlds."
    return Figure(
        f"Changed hands at least once in {days} days",
        [drawn(charts.shares(pd.DataFrame(found), "share of worlds"), alt, room=28)],
        "In the model, share of worlds in which a place was taken at least once.",
        table,
    )


def _story(kept: Kept, world: int | None) -> Chapter:
    """One world week by week, in sentences."""
    chosen, why = (world, "asked for") if world is not None else (median_world(kept), "the median by deaths")
    if not 0 <= chosen < kept.worlds:
        raise RefusedError(f"world: {chosen} is not between 0 and {kept.worlds - 1}, the worlds of this run")
    note = (
        f"World {chosen} ({why}): one course of the model among {kept.worlds:,}, never the course of events."
    )
    return Chapter("One world, as a story", [Prose([note], "note"), Listing(story(kept, chosen))])


def median_world(kept: Kept) -> int:
    """The world whose deaths are the (lower) median of all; of equals the first."""
    deaths = kept.table("outcomes", ["deaths"])["deaths"].to_numpy(np.float64)
    return int(np.argsort(deaths, kind="stable")[(len(deaths) - 1) // 2])
