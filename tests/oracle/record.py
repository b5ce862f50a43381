"""What is written down in the evening."""

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.oracle.act import Act
from tests.oracle.judge import Breach

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld

FLOWS = ("due", "kept", "breached")


def evening(world: "OracleWorld", acts: list[Act], found: list[Breach]) -> None:
    """Adds the day to the tables of events, judgements, ledger and series."""
    world.events += [act.row(world.day) for act in acts]
    world.judgements += sorted(
        (row for act in acts if act.hidden or act.accepted for row in judgements(world.day, act)),
        key=lambda row: (row["rule"], row["place"], row["observer"]),
    )
    ledger(world)
    world.rungs[world.day] = rungs(world, acts)
    world.holders[world.day] = dict(world.ground.holder)
    if world.day >= 1:
        world.series.append(day_of(world, acts, found))


def judgements(day: int, act: Act) -> list[dict[str, Any]]:
    """Whom each observer blames for a hidden act, and whether it accepted a claim where that mattered."""
    observers = set(act.accepted) | {who for who in act.blamed if act.hidden and who != act.actor}
    return [
        {
            "day": day,
            "rule": act.rule,
            "place": act.place or "",
            "observer": observer,
            "blamed": act.blamed[observer] or "",
            "accepted": act.accepted.get(observer),
        }
        for observer in observers
    ]


def ledger(world: "OracleWorld") -> None:
    """The day's flows, and what is still pending, where either is not as yesterday."""
    pending = Counter(duty.key for duty in world.duties if duty.opened is not None)
    for key in sorted({*pending, *world.pending, *world.flows}):
        flows, now = world.flows[key], pending[key]
        if flows or now != world.pending[key]:
            numbers = {flow: flows[flow] for flow in FLOWS} | {"pending": now}
            names = dict(zip(("obligation", "bearer", "counterparty"), key, strict=True))
            world.ledger.append({"day": world.day} | names | numbers)
    world.pending = pending


def rungs(world: "OracleWorld", acts: list[Act]) -> dict[tuple[str, str], int]:
    """The highest rung of the day by pair of author and target."""
    highest: dict[tuple[str, str], int] = {}
    for act in acts:
        if act.actor and act.target:
            pair, rung = (act.actor, act.target), world.nouns.actions[act.action].rung
            highest[pair] = max(highest.get(pair, 0), rung)
    return highest


def day_of(world: "OracleWorld", acts: list[Act], found: list[Breach]) -> dict[str, Any]:
    """The day's row of the series."""
    kinetic = [act for act in acts if act.kinetic]
    owed = [flows for key, flows in world.flows.items() if key in world.owed]
    confidence = world.least_confidence(world.guarantors)
    return {
        "day": world.day,
        "lethal_events": sum(act.deaths > 0 for act in kinetic),
        "deaths": sum(act.deaths for act in acts),
        "deaths_civilians": sum(act.civilians for act in acts),
        "violent_events": len(kinetic),
        "breaches": len(found),
        "kept": sum(flows["kept"] for flows in owed),
        "missed": sum(flows["breached"] for flows in owed),
        "confidence": confidence if math.isfinite(confidence) else None,
        "rung": max(world.rungs[world.day].values(), default=0),
        "captures": sum(act.captured for act in acts),
    }


def state(world: "OracleWorld") -> dict[str, Any]:
    """The evening's state in plain values, to find where two engines part."""
    by_pair = ("grievance", "own_dead", "breaches", "complaints", "confidence", "effort", "wear")
    parties = world.parties.values()
    pairs = {
        memory: {(party.name, other): x for party in parties for other, x in getattr(party, memory).items()}
        for memory in by_pair
    }
    return pairs | {
        "day": world.day,
        "holder": dict(world.ground.holder),
        "post": dict(world.ground.standing),
        "fire": dict(world.ground.fire),
        "violence": world.violence,
        "in_force": dict(world.agreed),
        "strength": {party.name: party.strength for party in parties},
        "audience": {party.name: party.audience for party in parties},
        "lost": {party.name: party.lost for party in parties},
        "answering": {
            rate.path: (rate.open_until, rate.blamed, rate.wrong) for p in parties for rate in p.rates
        },
    }
