"""About: what every page carries: what it is and is not, what its numbers rest on, limits, provenance."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sim.experiment.edition import edition
from sim.scenario.scenario import Scenario
from sim.tell.pictures import renderer
from sim.tell.show import counted_sources
from sim.tell.sources import stated
from sim.tell.tables import Row

from .blocks import Block, Chapter, Code, Listing, Prose, Table

_MODEL = (
    "This is a model of a real war, in which real people were killed, starved and driven out. It was built to"
    " ask under which conditions an area like this calms down, and why. It explores; it is not a prediction,"
    " and no number here says what would have happened."
)
_WORLDS = (
    "A world is one course of chance through the scenario. Every actor sees what it can see and acts by rules"
    " with rates; acts change places, memories and confidence; observers judge who did what; obligations fall"
    " due and are kept or breached. Many worlds show what the assumptions make common and what rare."
)
_OPENED = "Tables under a picture open with a click. What stands open is printed with the page."
LIMITS = (
    "No targeting: places are towns, crossings and posts that the press named. There are no units, routes,"
    " stocks or times of day.",
    "No ranking of force: only levers of restraint, monitoring and messaging may be ranked. Anything that"
    " adds force may be compared with what happened without it, never recommended.",
    "No verdict on the law, and none on authorship: “breach” and “kept” are about what an agreement says, as"
    " a counterparty saw it; where reports disagree about who did something, observers in the model disagree"
    " too.",
    "Intervals show chance between worlds only. They do not say that the model is right; most of its numbers"
    " are assumptions with wide ranges.",
    "Hunger, flight, detention and fear are not in the model. A calm that it shows may be none to those who"
    " live in it.",
    "Whoever uses a number from here names scenario, seed, version and outcome, shows its interval and what"
    " it hangs on, and does not show a single world as the course of events.",
)
_MARKS = (
    "Verified in source: a page was read that says so. From memory, unverified: a publication is named, but"
    " no page was read. Judgement, or assumption: the authors' own, with a wide range.",
)


def what_this_is(*more: str) -> Chapter:
    """What the page is and is not, and how to read it."""
    return Chapter("What this is, and what it is not", [Prose([_MODEL, _WORLDS, *more, _OPENED])])


def rests_on(scenario: Scenario) -> Chapter:
    """How many numbers and statements rest on what, and all publications with how they were read."""
    numbers = counted_sources(scenario)
    statements = Counter(_read(scenario, key) for key in stated(scenario))
    rows: list[Row] = [
        (kind, f"{numbers.get(kind, 0):,}", f"{statements.get(kind, 0):,}")
        for kind in sorted({*numbers, *statements}, key=_trust)
    ]
    cited = [
        (s.publisher, s.title, s.date, s.read, s.url)
        for _, s in sorted(scenario.sources.items(), key=lambda item: item[1].publisher.lower())
    ]
    columns = ("publisher", "title", "date", "how it was read", "address")
    return Chapter(
        "What the numbers rest on",
        [
            Prose(_MARKS),
            Table(("", "numbers", "statements"), rows, "What the scenario says, by how it is known"),
            Table(columns, cited, f"The {len(cited)} publications named", "texts", folded=True),
        ],
    )


def _trust(kind: str) -> tuple[int, str]:
    order = ("verified in source", "from memory, unverified")
    return (order.index(kind) if kind in order else len(order), kind)


def _read(scenario: Scenario, key: str) -> str:
    source = scenario.sources.get(key)
    return source.read if source else "assumption"


def limits() -> Chapter:
    """Limits and ethics."""
    return Chapter("Limits and ethics", [Listing(LIMITS)])


def provenance(facts: Mapping[str, str], manifest: Mapping[str, Any], *more: Block) -> Chapter:
    """Where results and page come from: `facts`, versions, the command as it was typed, files with hashes."""
    versions = manifest.get("versions")
    versions = versions if isinstance(versions, dict) else {}
    told = {
        **facts,
        "made": str(manifest.get("start", "")),
        "made with": ", ".join(f"{name} {number}" for name, number in versions.items()),
        "this page": f"edition {edition().split('+')[0]}, code {edition().partition('+')[2][:16]}; pictures"
        f" by {renderer()}",
    }
    command = manifest.get("command")
    words = " ".join(map(str, command)) if isinstance(command, list) else ""
    rows: list[Row] = [(name, value) for name, value in told.items() if value]
    typed = [Prose(["Made by this command:"]), Code(words)] if words else []
    return Chapter(
        "Provenance",
        [Table(("", ""), rows, "Results", "texts"), *typed, *more, *_files(manifest)],
    )


def _files(manifest: Mapping[str, Any]) -> Sequence[Block]:
    files = manifest.get("files")
    if not isinstance(files, dict) or not files:
        return []
    rows: list[Row] = [(str(name), str(stated.get("sha256", ""))) for name, stated in files.items()]
    return [Table(("file in the folder", "SHA-256"), rows, "Files read, each checked", "texts", folded=True)]
