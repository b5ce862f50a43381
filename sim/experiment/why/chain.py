"""Chains: from an act back through what fed its signals, to events reported before day 1.

Only the weightiest links are followed: of each act so many, plus its weightiest reported one. A link weighs
what its act is of a memory, times what the signal moved the logarithm of the rate. It says what the model
reacted to, not what an act was worth: that is for `attribute` to find out.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sim.experiment.act import Act

from .inflow import Fed
from .origin import Origin, origins
from .past import Past, one
from .trace import Term

LINKS, DEPTH, MOST = 3, 4, 40


class Link(NamedTuple):
    """From an earlier act to a later one, through a signal (or `answers`). `share` is of the memory, `log`
    what that share moved the logarithm of the later act's rate; an answer's is 0: it opens the rule."""

    cause: int
    effect: int
    signal: str
    share: float
    log: float


class Chain(NamedTuple):
    """The acts and links behind an act, the act itself first, earlier ones in order of discovery."""

    events: tuple[int, ...]
    links: tuple[Link, ...]


def chain(past: Past, act: Act) -> Chain:
    """The weightiest links, breadth first, until nothing earlier is left, or enough is told."""
    found, links, ring = {act.event: 0}, list[Link](), [act.event]
    while ring and len(found) < MOST:
        event = ring.pop(0)
        if found[event] == DEPTH:
            continue
        for link in _weightiest(past, past.by_event[event]):
            links.append(link)
            if link.cause not in found:
                found[link.cause] = found[event] + 1
                ring.append(link.cause)
    return Chain(tuple(found), tuple(links))


def _weightiest(past: Past, act: Act) -> list[Link]:
    links = sorted(all_links(past, act), key=lambda link: (-abs(link.log), link.cause))
    answers = [link for link in links if link.signal == "answers"]
    others = [link for link in links if link.signal != "answers" and abs(link.log) > 0]
    reported = [link for link in others[LINKS:] if past.by_event[link.cause].kind == "reported"]
    return answers + others[:LINKS] + reported[:1]


def all_links(past: Past, act: Act, seen: list[Origin] | None = None) -> Iterator[Link]:
    """Every earlier act that fed a signal of this one, or that it answers."""
    trace = past.replay.traces.get(act.event)
    if trace is None:
        return
    terms = {term.signal: term for term in trace.terms}
    for origin in origins(past, act, trace) if seen is None else seen:
        for each in origin.fed:
            log = _moved(past, act, terms[origin.signal], each)
            yield Link(each.event, act.event, origin.signal, each.share, log)
        for fact in origin.facts:
            if fact.event is not None:
                yield Link(fact.event, act.event, origin.signal, 1.0, terms[origin.signal].log)
    asked = answered(past, act)
    if asked is not None:
        yield Link(asked.event, act.event, "answers", 1.0, 0.0)


def _moved(past: Past, act: Act, term: Term, each: Fed) -> float:
    """What an act moved the logarithm of the rate: its share of the term; of a lull, what it took away."""
    if term.signal != "lull":
        return each.share * term.log
    if not term.seen:
        return 0.0
    return -each.left / one(past.replay.numbers[act.day].normal) * term.log / term.seen


def answered(past: Past, act: Act) -> Act | None:
    """The act that a reply answers: the first of its day that the replier blamed on somebody, latest day."""
    rule = past.replay.scenario.rules.get(act.path)
    if rule is None or not rule.answers:
        return None
    for day in range(act.day - 1, min(past.by_day) - 1, -1):
        asked = [a for a in past.by_day[day] if (a.action, a.target) == (rule.answers, act.actor)]
        if asked and past.blamed(asked[0], act.actor):
            return asked[0]
    return None
