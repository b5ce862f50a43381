"""Inflows: what each act of a day adds to the memories behind the signals, as the engine's rules have it.

`MEMORIES` has one entry a remembered signal: where its memory lies in the state, and which acts of a day
add how much. A memory fades every day, and may be relieved; what is left of an act's inflow on a later
morning follows from the mornings themselves: whatever a day did not add, it took from all alike.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sim.engine.arrays import Array
from sim.engine.state import State
from sim.experiment.act import Act

from .past import Past, one

Inflow = tuple[Act, float]


class Fed(NamedTuple):
    """An act that fed a memory, and how much of it is left, also as a share of the whole memory."""

    event: int
    left: float
    share: float


class Memory(NamedTuple):
    """`array` names a memory of the state; `inflows` are those of a day to `viewer` about `other` (an actor,
    or a place)."""

    array: Callable[[State], Array]
    inflows: Callable[[Past, str, str, int], Iterator[Inflow]]


def attacks(past: Past, viewer: str, other: str, day: int) -> Iterator[Inflow]:
    """Attacks on me and those I stand behind, laid at the other's door."""
    for act in past.by_day[day]:
        author = past.blamed(act, viewer) if past.action(act).kinetic and act.target else ""
        if author and viewer != other:
            felt = past.stands(viewer, act.target, day) * past.stands(other, author, day)
            yield act, act.count * felt


def dead(past: Past, viewer: str, other: str, day: int) -> Iterator[Inflow]:
    """My own dead by the other's hand."""
    for act in past.by_day[day]:
        if not past.action(act).kinetic or not act.target:
            continue
        if act.target == viewer and past.blamed(act, viewer) == other:
            yield act, float(act.deaths - act.own_losses)
        if act.actor == viewer and act.target == other:
            yield act, float(act.own_losses)


def broken(past: Past, viewer: str, other: str, day: int) -> Iterator[Inflow]:
    """Breaches I recognise by those the other answers for."""
    yield from ((act, 1.0) for _, act in past.breaches(viewer, other, day))


def complaints(past: Past, viewer: str, other: str, day: int) -> Iterator[Inflow]:
    """My complaints to the other."""
    for act in past.by_day[day]:
        if act.actor == viewer and past.toward(act) == other:
            yield act, past.amount(act, "complain") * act.count


def words(past: Past, viewer: str, _other: str, day: int) -> Iterator[Inflow]:
    """My public words."""
    for act in past.by_day[day]:
        if act.actor == viewer:
            yield act, past.amount(act, "audience") * act.count


def losses(past: Past, viewer: str, _other: str, day: int) -> Iterator[Inflow]:
    """Places taken from me and those I stand behind."""
    for act in past.by_day[day]:
        if act.captured:
            yield act, past.stands(viewer, past.holder(act.place, day), day)


def fire(past: Past, _viewer: str, place: str, day: int) -> Iterator[Inflow]:
    """Attacks at the place."""
    for act in past.by_day[day]:
        if act.place == place and past.action(act).kinetic:
            yield act, float(act.count)


def violence(past: Past, _viewer: str, _other: str, day: int) -> Iterator[Inflow]:
    """Lethal events anywhere."""
    forgotten = 1.0 - one(past.replay.numbers[day].keep["violence"])
    for act in past.by_day[day]:
        if past.action(act).kinetic and act.deaths:
            yield act, forgotten


def effort(past: Past, patron: str, client: str, day: int) -> Iterator[Inflow]:
    """A patron leans on its client: the heaviest act of the day counts, towards what is missing to 1."""
    acts = (a for a in past.by_day[day] if a.actor == patron and past.toward(a) == client)
    amounts = [(act, amount) for act in acts if (amount := past.amount(act, "effort"))]
    if amounts:
        act, amount = max(amounts, key=lambda pair: pair[1])
        code = past.replay.roster.actor_code
        before = one(past.replay.mornings[day].effort[code[patron], code[client]])
        yield act, (1.0 - before * one(past.replay.numbers[day].keep["effort"])) * amount


MEMORIES: dict[str, Memory] = {
    "audience": Memory(lambda state: state.audience, words),
    "breaches": Memory(lambda state: state.breaches, broken),
    "effort": Memory(lambda state: state.effort, effort),
    "grievance": Memory(lambda state: state.grievance, attacks),
    "ignored": Memory(lambda state: state.complaints, complaints),
    "losing_ground": Memory(lambda state: state.lost, losses),
    "lull": Memory(lambda state: state.violence, violence),
    "own_dead": Memory(lambda state: state.own_dead, dead),
    "recent_fire": Memory(lambda state: state.fire, fire),
}
"""Of `lull` the memory is that of violence; `effort`, by patron and client, lies behind `restrained`."""


def level(past: Past, memory: str, viewer: str, other: str, day: int) -> float:
    """A memory on the morning of a day."""
    roster, array = past.replay.roster, MEMORIES[memory].array(past.replay.mornings[day])
    if memory == "lull":
        return one(array)
    if memory == "recent_fire":
        return one(array[roster.place_code[other]])
    if memory in ("audience", "losing_ground"):
        return one(array[roster.actor_code[viewer]])
    return one(array[roster.actor_code[viewer], roster.actor_code[other]])


def fed(past: Past, memory: str, viewer: str, other: str, day: int) -> list[Fed]:
    """The acts before `day` that fed a memory, the weightiest first, with what is left of each."""
    left: dict[int, float] = {}
    for earlier in range(min(past.by_day), day):
        added = [(act.event, n) for act, n in MEMORIES[memory].inflows(past, viewer, other, earlier) if n]
        before, after = (level(past, memory, viewer, other, d) for d in (earlier, earlier + 1))
        kept = (after - sum(n for _, n in added)) / before if before else 0.0
        left = {event: n * kept for event, n in left.items()}
        for event, n in added:
            left[event] = left.get(event, 0.0) + n
    now = level(past, memory, viewer, other, day)
    shares = [Fed(event, n, n / now if now else 0.0) for event, n in left.items()]
    return sorted(shares, key=lambda each: (-each.left, each.event))
