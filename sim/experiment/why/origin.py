"""Origins: where a signal's value came from: acts that fed a memory, or what stood so that morning."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.experiment.act import Act
from sim.scenario.agreement import Maintain, Refrain

from .inflow import MEMORIES, Fed, fed, level
from .past import Past, one
from .trace import Trace


class Fact(NamedTuple):
    """Something that a signal rests on, in words, with the path in the scenario that says so (if any does)
    and the act that made it so (if one did)."""

    text: str
    path: str = ""
    event: int | None = None


@dataclass(frozen=True)
class Origin:
    """Where the value of one signal came from. `fed` are acts with what is left of them in the memory; a
    share is of the whole memory, and the rest of it is older than any act (the level that was normal)."""

    signal: str
    seen: float
    facts: tuple[Fact, ...]
    fed: tuple[Fed, ...]


def origins(past: Past, act: Act, trace: Trace) -> list[Origin]:
    """The origin of every signal that the rule of an act saw that morning."""
    signals = [term for term in trace.terms if term.path.endswith(f".multiplied_by.{term.signal}")]
    return [
        Origin(term.signal, term.seen, tuple(_facts(past, act, term.signal)), _fed(past, act, term.signal))
        for term in signals
    ]


def _fed(past: Past, act: Act, signal: str) -> tuple[Fed, ...]:
    if signal == "restrained":
        return tuple(_leaning(past, act))
    if signal == "distrust":
        return ()
    if signal not in MEMORIES:
        return ()
    return tuple(fed(past, signal, act.actor, _about(act, signal), act.day))


def _about(act: Act, signal: str) -> str:
    return act.place if signal == "recent_fire" else act.target


def _leaning(past: Past, act: Act) -> Iterator[Fed]:
    """What patrons' acts left of effort, each as a share of its own patron's effort."""
    for patron in _patrons(past, act.actor):
        yield from fed(past, "effort", patron, act.actor, act.day)


def _patrons(past: Past, client: str) -> list[str]:
    return [name for name, actor in past.replay.scenario.actors.items() if client in actor.leverage]


def _facts(past: Past, act: Act, signal: str) -> Iterator[Fact]:
    if signal in MEMORIES:
        yield _memory(past, act, signal)
    elif signal in _FACTS:
        yield from _FACTS[signal](past, act)


def _memory(past: Past, act: Act, signal: str) -> Fact:
    """How a memory is read."""
    x = level(past, signal, act.actor, _about(act, signal), act.day)
    if signal == "lull":
        normal = one(past.replay.numbers[act.day].normal)
        return Fact(f"violence {x:.3g} a day where {normal:.3g} is normal", "outcomes.reference_events")
    path = f"memory.{ {'ignored': 'complaints'}.get(signal, signal) }"
    scale = past.value(f"{path}.scale", act.day)
    return Fact(f"memory {x:.4g}, read as {x:.4g} / ({x:.4g} + {scale:g})", f"{path}.scale")


def _restrained(past: Past, act: Act) -> Iterator[Fact]:
    code, morning = past.replay.roster.actor_code, past.replay.mornings[act.day]
    for patron in _patrons(past, act.actor):
        path = f"actors.{patron}.leverage.{act.actor}"
        effort, wear = (one(table[code[patron], code[act.actor]]) for table in (morning.effort, morning.wear))
        yield Fact(
            f"{patron}: leverage {past.value(path, act.day):g}, effort {effort:.3g}, worn by {wear:.3g}", path
        )


def _distrust(past: Past, act: Act) -> Iterator[Fact]:
    """How confidence moved, and what moved it."""
    first = min(past.by_day)
    before = _confidence(past, act, first)
    own = past.replay.scenario.actors[act.actor].confidence
    path = f"actors.{act.actor}.confidence.{act.target}" if act.target in own else "perception.confidence"
    yield Fact(f"confidence in {act.target} was {before:.3g} at first", path)
    for day in range(first, act.day):
        after = _confidence(past, act, day + 1)
        if after != before:
            yield Fact(f"day {day}: {after - before:+.3g} ({', '.join(_moved(past, act, day)) or 'talks'})")
        before = after


def _confidence(past: Past, act: Act, day: int) -> float:
    code = past.replay.roster.actor_code
    return one(past.replay.mornings[day].confidence[code[act.actor], code[act.target]])


def _moved(past: Past, act: Act, day: int) -> Iterator[str]:
    found = list(past.breaches(act.actor, act.target, day))
    if found:
        yield f"{len(found)} breaches recognised"
    for entry in past.ledger:
        if (entry.day, entry.counterparty, entry.bearer) == (day, act.actor, act.target):
            name = entry.obligation.rsplit(".", 1)[1]
            yield from (f"{name} {what}" for what in ("kept", "breached") if getattr(entry, what))


def _duty_due(past: Past, act: Act) -> Iterator[Fact]:
    """Duties open that morning, by the ledger, each with the day on which it was opened last."""
    open_now: dict[tuple[str, str], tuple[int, int]] = {}
    for entry in past.ledger:
        if entry.day < act.day and entry.bearer == act.actor:
            key = entry.obligation, entry.counterparty
            open_now[key] = entry.pending, entry.day if entry.due else open_now.get(key, (0, entry.day))[1]
    for (path, counterparty), (pending, since) in sorted(open_now.items()):
        if pending:
            yield Fact(f"{path.rsplit('.', 1)[1]} to {counterparty} open since day {since}", path)
    yield from _posts_owed(past, act)


def _posts_owed(past: Past, act: Act) -> Iterator[Fact]:
    """Obligations to keep up a number of posts that does not stand."""
    roster, morning = past.replay.roster, past.replay.mornings[act.day]
    stand = int((morning.post[:, 0] & (roster.post_owner == roster.actor_code[act.actor])).sum())
    for name, agreement in past.replay.scenario.agreements.items():
        for key, owed in agreement.obligations.items():
            path = f"agreements.{name}.obligations.{key}"
            if isinstance(owed, Maintain) and act.actor in owed.bearers:
                least = past.value(f"{path}.at_least", act.day)
                if stand < least:
                    yield Fact(f"{stand} posts stand of {least:g}, checked from {owed.due} on", path)


def _talks_near(past: Past, act: Act) -> Iterator[Fact]:
    scenario = past.replay.scenario
    for name, talks in scenario.talks.items():
        left = scenario.day_of(talks.date) - act.day
        if 0 <= left < past.value(f"talks.{name}.window", act.day):
            yield Fact(f"{talks.name}: in {left} days", f"talks.{name}")


def _attention(past: Past, act: Act) -> Iterator[Fact]:
    scenario = past.replay.scenario
    for name, entry in scenario.calendar.items():
        span = scenario.day_of(entry.date), scenario.day_of(entry.until or entry.date)
        if entry.occupies and entry.actor == act.actor and span[0] <= act.day <= span[1]:
            yield Fact(f"{name}, days {span[0]} to {span[1]}", f"calendar.{name}")


def _bound(past: Past, act: Act) -> Iterator[Fact]:
    for name, agreement in past.replay.scenario.agreements.items():
        for key, owed in agreement.obligations.items():
            path = f"agreements.{name}.obligations.{key}"
            if isinstance(owed, Refrain) and act.actor in owed.bearers and act.action in owed.actions:
                yield Fact(f"{key} {_covers(past, act, name, owed)}", path)


def _covers(past: Past, act: Act, agreement: str, owed: Refrain) -> str:
    if not past.in_force(agreement, act.day):
        return "is not in force"
    zone = past.replay.scenario.zones[past.replay.scenario.agreements[agreement].zone]
    covered = act.place in zone.places and past.holder(act.place, act.day) in owed.against
    return f"{'covers' if covered else 'does not cover'} the place and its holder"


def _excluded(past: Past, act: Act) -> Iterator[Fact]:
    if past.replay.scenario.places[act.place].excluded_share:
        yield Fact(f"excluded share of {act.place}", f"places.{act.place}.excluded_share")


def _posts(past: Past, act: Act) -> Iterator[Fact]:
    """Posts at the place and next to it, given or built."""
    built = {a.place: a for a in past.replay.acts if a.day < act.day and past.amount(a, "post")}
    morning, code = past.replay.mornings[act.day], past.replay.roster.place_code
    for place in (act.place, *past.replay.scenario.places[act.place].neighbours):
        if morning.post[code[place], 0]:
            made = built.get(place)
            since = f"since day {made.day}" if made else "from the start"
            yield Fact(f"post at {place} {since}", f"places.{place}.post", made.event if made else None)


def _front(past: Past, act: Act) -> Iterator[Fact]:
    scenario = past.replay.scenario
    side = scenario.actors[act.actor].side
    for place in scenario.places[act.place].neighbours:
        holder = past.holder(place, act.day)
        if scenario.actors[holder].side == side:
            yield Fact(f"it touches {place}, held by {holder}", f"places.{place}.holder")


def _objective(past: Past, act: Act) -> Iterator[Fact]:
    if act.place in past.replay.scenario.actors[act.actor].objectives:
        yield Fact(f"{act.actor} wants {act.place}", f"actors.{act.actor}.objectives.{act.place}")


def _outnumbering(past: Past, act: Act) -> Iterator[Fact]:
    """Strength that morning; power is strength a place on the line (docs/reference/model.md)."""
    code, morning = past.replay.roster.actor_code, past.replay.mornings[act.day]
    for actor in filter(None, (act.actor, act.target)):
        yield Fact(f"{actor}: strength {int(morning.strength[code[actor], 0]):,}", f"actors.{actor}.strength")


_FACTS: dict[str, Callable[[Past, Act], Iterator[Fact]]] = {
    "attention_elsewhere": _attention,
    "bound": _bound,
    "distrust": _distrust,
    "duty_due": _duty_due,
    "excluded_present": _excluded,
    "front": _front,
    "objective": _objective,
    "outnumbering": _outnumbering,
    "post_nearby": _posts,
    "restrained": _restrained,
    "talks_near": _talks_near,
}
EXPLAINED = frozenset(_FACTS) | frozenset(MEMORIES) - {"effort"}
"""Signals whose origin is told; a test holds them to be all there are."""
