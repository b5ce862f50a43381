"""Origins in words: where signals came from, and who says each number."""

from collections.abc import Iterator

from sim.experiment.why.origin import Origin
from sim.experiment.why.trace import Trace
from sim.experiment.why.why import Why
from sim.tell.sources import number_source

from .chain import act_line

FEEDS, FACTS = 5, 6


def origin_lines(why: Why, origin: Origin) -> Iterator[str]:
    """Where a signal came from."""
    yield f"{origin.signal} {origin.seen:.4g}"
    facts = origin.facts
    for fact in facts[:FACTS]:
        yield f"  {fact.text}{f' [{fact.path}]' if fact.path else ''}"
    if len(facts) > FACTS:
        yield f"  and {len(facts) - FACTS} more"
    acts = why.past.by_event
    for each in origin.fed[:FEEDS]:
        yield f"  {100 * each.share:.1f} % left by {act_line(why, acts[each.event])}"
    if len(origin.fed) > FEEDS:
        rest = sum(each.share for each in origin.fed[FEEDS:])
        yield f"  {100 * rest:.1f} % by {len(origin.fed) - FEEDS} other acts"
    before = sum(each.share for each in origin.fed if acts[each.event].day < 1)
    if origin.fed:
        yield f"  {100 * before:.1f} % of it by acts before day 1{_older(origin)}"


def _older(origin: Origin) -> str:
    """Violence was at its normal level at first: that part is nobody's act."""
    return ", the rest from the level taken for normal at first" if origin.signal == "lull" else ""


def source_lines(why: Why, trace: Trace) -> Iterator[str]:
    """Who says each number, and what lever sets it that day."""
    levers = why.past.replay.scenario.interventions
    for term in (trace.rate, *trace.terms):
        setting = [name for name in why.levers if term.path in levers[name].set]
        lever = f"set to {term.value:g} by {setting[-1]}; without it " if setting else ""
        yield f"{term.path}: {lever}{number_source(why.past.replay.scenario, term.path)}"
