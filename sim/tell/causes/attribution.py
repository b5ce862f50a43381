"""An attribution in words: what each cause adds, what hangs on it, one world told twice."""

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from sim.experiment.attribution.attribute import Attributed, Attribution, Effect, Interaction
from sim.experiment.attribution.happening import Counts, Happening, Share
from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.paired import Divergence
from sim.experiment.store import told
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint
from sim.tell.figures import MISSING, amount, name_of, percent, plain_markdown, signed
from sim.tell.tables import MAIN, markdown_table
from sim.tell.terminal import console, table

from .story import as_document, print_story, told_twice

Row = tuple[str, ...]
EFFECTS = ("outcome", "with", "without", "the cause adds", "95 % interval")
HAPPENINGS = (
    "worlds where", "in both", "only with", "only without", "in neither",
    "necessary", "sufficient", "prevented",
)  # fmt: skip
INTERACTIONS = ("outcome", "beyond the sum", "95 % interval")


def heading(found: Attribution) -> str:
    """What was played."""
    base = found.base
    worlds = f"{len(base):,} worlds of {base.days} days, seed {base.seed}"
    return f"{base.scenario.title}: {worlds}, with and without"


def parting(each: Attributed) -> str:
    """When the worlds part, in a sentence or two."""
    if each.changes_nothing:
        return "In the model it changes nothing: from day 1 on every world is the same to the last event."
    first = each.divergence.told(0)
    begins = "in the history before day 1" if first == "history" else f"on day {first}"
    again = f"; from day 1 on, {_since(each.later)}" if first == "history" else ""
    return f"The first world parts {begins}, {percent(each.divergence.identical)} never do{again}."


def _since(later: Divergence) -> str:
    median = later.told(0.5)
    same = f"{percent(later.identical)} are identical"
    return same if median is None else f"{same} and half of the others part by day {median}"


def effect_rows(effects: tuple[Effect, ...]) -> list[Row]:
    """One row an outcome: the main ones, or all where none of those was asked for."""
    return [
        (
            name_of(each.outcome, each.unit),
            amount(each.with_cause, each.unit),
            amount(each.without, each.unit),
            signed(each.adds, each.unit),
            _span(each.low, each.high, each.unit),
        )
        for each in effects
    ]


def main_effects(found: Attribution, each: Attributed) -> tuple[Effect, ...]:
    """What a first table shows of all outcomes; what was asked for is shown whole."""
    if len(each.effects) < len(found.base.measured):
        return each.effects
    return tuple(e for e in each.effects if e.outcome in MAIN or e.outcome.startswith("fall_"))


def happening_rows(each: Attributed) -> list[Row]:
    """One row a happening: counts of worlds, necessity, sufficiency and prevention."""
    return [
        (_happens(happening), *map(str, n[:4]), *map(_of, _shares(n)))
        for happening, n in each.happenings.items()
    ]


def _happens(happening: Happening) -> str:
    return str(happening) if happening.sign else name_of(happening.outcome, "day")


def _shares(n: Counts) -> tuple[Share, Share, Share]:
    return n.necessity, n.sufficiency, n.prevention


def _of(share: Share) -> str:
    """A share with its interval, or that there was no world to count in."""
    if not share.whole:
        return MISSING
    return f"{percent(share.share)} [{100 * share.low:.0f}, {100 * share.high:.0f}]"


def interaction_rows(found: Attribution) -> list[Row]:
    """One row an outcome: what all causes add beyond the sum of each."""
    return [
        (name_of(i.outcome, i.unit), signed(i.beyond, i.unit), _span(i.low, i.high, i.unit))
        for i in shown_interactions(found)
    ]


def shown_interactions(found: Attribution) -> list[Interaction]:
    """Of the outcomes that are shown."""
    if not found.interactions:
        return []
    names = {effect.outcome for effect in main_effects(found, found.causes[-1])}
    return [each for each in found.interactions if each.outcome in names]


def _span(low: float, high: float, unit: str) -> str:
    ends = signed(low, unit), signed(high, unit)
    return MISSING if MISSING in ends else f"{ends[0].removesuffix(' pts')} to {ends[1]}"


READING = (
    "In the model, not in the world: the same draws of chance, with the cause and without it. Necessary: of"
    " the worlds where it happens with the cause, the share where it would not without. Sufficient: of those"
    " where it does not happen without the cause, the share where it does with it. Prevented: of those where"
    " it happens without the cause, the share where it does not with it. Intervals of 95 %, in brackets for"
    f" shares, show chance between worlds only. {NOT_A_PREDICTION}"
)


def print_attribution(found: Attribution) -> None:
    """All of it on standard output."""
    out = console()
    out.print(Text(heading(found), style="bold"))
    out.print(Text(NOT_A_PREDICTION))
    for each in found.causes:
        out.print(Text(f"\n{each.cause.name}", style="bold cyan"))
        out.print(Text(parting(each)))
        if each.changes_nothing:
            continue
        out.print(table(EFFECTS, effect_rows(main_effects(found, each))))
        if each.happenings:
            out.print(table(HAPPENINGS, happening_rows(each)))
        if each.story:
            print_story(out, found.base.scenario, each.story)
    if found.interactions:
        out.print(Text("\nAll together, beyond the sum of each alone", style="bold cyan"))
        out.print(table(INTERACTIONS, interaction_rows(found)))
    out.print(Text(f"\n{READING}", style="dim"))


def markdown(found: Attribution) -> Iterator[str]:
    """All of it as the parts of a Markdown page."""
    yield f"# {plain_markdown(heading(found))}"
    yield f"**{NOT_A_PREDICTION}**"
    for each in found.causes:
        yield f"## {plain_markdown(each.cause.name)}\n\n{plain_markdown(parting(each))}"
        if not each.changes_nothing:
            yield markdown_table(EFFECTS, effect_rows(main_effects(found, each)))
            yield markdown_table(HAPPENINGS, happening_rows(each)) if each.happenings else ""
            yield from told_twice(found.base.scenario, each.story) if each.story else ()
    if found.interactions:
        yield "## All together, beyond the sum of each alone"
        yield markdown_table(INTERACTIONS, interaction_rows(found))
    yield plain_markdown(READING)


def document(found: Attribution) -> dict[str, Any]:
    """All of it as one JSON document; NaN becomes null."""
    base = found.base
    content = {
        "scenario": base.scenario.id,
        "fingerprint": fingerprint(base.scenario),
        "seed": base.seed,
        "worlds": len(base),
        "days": base.days,
        "causes": [_cause(base.scenario, each) for each in found.causes],
        "interactions": [each._asdict() for each in found.interactions],
        "not_a_prediction": NOT_A_PREDICTION,
    }
    return told(content)


def _cause(scenario: Scenario, each: Attributed) -> dict[str, Any]:
    return {
        "cause": each.cause.name,
        "changes": [{"path": change.path, "value": change.value} for change in each.cause.changes],
        "fingerprint": fingerprint(each.cause.scenario),
        "changes_nothing": each.changes_nothing,
        "parting": parting(each),
        "first_divergence": _parted(each.divergence),
        "divergence_from_day_1": _parted(each.later),
        "effects": [effect._asdict() for effect in each.effects],
        "happenings": [
            {"happening": str(happening), "counts": n._asdict()}
            | dict(
                zip(("necessity", "sufficiency", "prevention"), map(Share._asdict, _shares(n)), strict=True)
            )
            for happening, n in each.happenings.items()
        ],
        "story": as_document(scenario, each.story) if each.story else None,
    }


def _parted(parted: Divergence) -> dict[str, Any]:
    return {"earliest": parted.told(0), "median": parted.told(0.5), "identical": parted.identical}
