"""Comparison: the page of scenarios in the same worlds: what differs, how surely, what it hangs on."""

import json
from collections.abc import Mapping, Sequence

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.folder import read_manifest
from sim.experiment.kept import Kept, KeptComparison
from sim.experiment.lever import change
from sim.scenario.scenario import Scenario
from sim.scenario.vary import differences
from sim.tell.pictures import WEEK
from sim.tell.run.weeks import overlaid
from sim.tell.tables import Row

from . import about, weekly
from .besides import Beside, besides, titles
from .blocks import Block, Chapter, Heading, Page, Prose, Table
from .dates import dates
from .differing import all_outcomes, in_short, one_by_one
from .levers import pulled
from .run import facts, size
from .sureness import enough, hangs_on

_PAIRED = (
    "A comparison plays the same worlds under two scenarios: a world has the same chance in each, so that"
    " only what was changed, and what follows from it, differs. Nothing here is ranked."
)


def comparison_page(found: KeptComparison) -> Page:
    """The page of a comparison."""
    base, others = next(iter(found.runs.values())), besides(found)
    named = titles(found)
    chapters = [
        in_short(others),
        about.what_this_is(_PAIRED),
        _changed(base, others),
        one_by_one(others),
        Chapter("Week by week", _by_week(found, named)),
        Chapter("Dates reached", [dates(found, named)]),
        hangs_on(others, int(found.document["draws"])),
        enough(others, base.worlds),
        all_outcomes(others, next(iter(named.values()))),
        about.rests_on(base.scenario),
        about.limits(),
        _provenance(found),
    ]
    names = "; ".join(other.title for other in others)
    return Page(
        title=f"{base.scenario.title}: what changes",
        subtitle=f"Beside it, in the same worlds: {names}.",
        scope=f"{NOT_A_PREDICTION} Each scenario: {size(base)}",
        source=(
            "comparison",
            *((k.manifest["fingerprint"], k.manifest["seed"]) for k in found.runs.values()),
        ),
        chapters=chapters,
    )


def _changed(base: Kept, others: Sequence[Beside]) -> Chapter:
    """What each scenario changes: in its own words, its levers, and path by path what no lever does."""
    blocks: list[Block] = []
    for other in others:
        scenario = other.kept.scenario
        said = (scenario.description.strip(), f"Kind: {other.label}.")
        blocks += [Heading(other.title), Prose([text for text in said if text]), *pulled(scenario)]
        if not change(base.scenario, scenario).is_lever:
            blocks.append(_paths(base.scenario, scenario))
    return Chapter("What was changed", blocks)


def _paths(base: Scenario, other: Scenario) -> Table:
    rows = [(path, json.dumps(a), json.dumps(b)) for path, a, b in differences(base, other)]
    caption = "What differs from the base, path by path"
    return Table(("path", "base", "here"), rows, caption, "texts", folded=True)


def _by_week(found: KeptComparison, named: Mapping[str, str]) -> list[Block]:
    days = next(iter(found.runs.values())).days
    if days < WEEK:
        return [weekly.too_short(days)]
    return [weekly.reading(), *weekly.beside(overlaid(found), named)]


def _provenance(found: KeptComparison) -> Chapter:
    base = next(iter(found.runs.values()))
    names = ("scenario", "fingerprint", "result hash")
    rows: list[Row] = [tuple(facts(kept)[name] for name in names) for kept in found.runs.values()]
    told = {name: facts(base)[name] for name in ("seed", "worlds", "days")}
    table = Table(names, rows, "Runs, each a folder of its own below runs/", "texts")
    return about.provenance(
        told | {"draws": str(found.document["draws"])}, read_manifest(found.folder), table
    )
