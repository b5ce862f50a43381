"""Small valid scenarios, built in Python: a toy in which everything happens, and two with almost nothing.

The numbers are chosen so that every mechanism acts within a few worlds. They describe no real actor.
"""

import datetime
from typing import Any

from sim.scenario.action import Action
from sim.scenario.actor import Actor
from sim.scenario.agreement import Agreement
from sim.scenario.mechanism import Fading, Ground, Habit, Memory, Perception, Thresholds
from sim.scenario.parameter import Parameter, Unit
from sim.scenario.place import Place, Post, Zone
from sim.scenario.rule import Rule
from sim.scenario.scenario import Scenario
from sim.scenario.source import Source
from tests.sound import within_meaning

START = datetime.date(2018, 1, 11)
RANGES: dict[str, tuple[float, float]] = {"share": (0.0, 1.0), "multiplier": (0.02, 50.0)}
HALF_LIVES = {
    "audience": 6.0,
    "breaches": 5.0,
    "complaints": 8.0,
    "grievance": 10.0,
    "losing_ground": 7.0,
    "own_dead": 9.0,
    "recent_fire": 3.0,
}


def day(number: int) -> datetime.date:
    """The date of a day: 1 is the start, 0 the day before."""
    return START + datetime.timedelta(days=number - 1)


def parameter(
    value: float, unit: Unit = "ratio", low: float | None = None, high: float | None = None
) -> Parameter:
    """An assumed number; without a range it may be halved or doubled, within what its unit allows."""
    value = float(value)
    least, most = RANGES.get(unit, (min(value / 2, value * 2), max(value / 2, value * 2)))
    return Parameter(
        value=value,
        low=float(least if low is None else low),
        high=float(most if high is None else high),
        unit=unit,
        source="assumption",
    )


def shares(**values: float) -> dict[str, Parameter]:
    """Parameters in shares, by name."""
    return {name: parameter(value, "share") for name, value in values.items()}


def action(name: str, reach: str = "none", rung: int = 0, **more: Any) -> Action:
    """An action; a kinetic one (with `lethality`) gets a severity and a share of civilians."""
    kinetic = "lethality" in more
    numbers = shares(**{k: more.pop(k) for k in list(more) if isinstance(more[k], float) and k != "severity"})
    if kinetic:
        numbers["severity"] = parameter(more.pop("severity", 3.0), "deaths")
        numbers.setdefault("civilians", parameter(0.4, "share"))
    for field in ("changes", "suspects"):
        more[field] = {key: parameter(value) for key, value in more.get(field, {}).items()}
    fixed = {"cameo": "190" if kinetic else "030", "goldstein": -10.0 if kinetic else 1.0, "source": "toy"}
    return Action(name=name, reach=reach, rung=rung, public=True, kinetic=kinetic, **fixed, **numbers, **more)


def rule(rate: float, multiplied_by: dict[str, float] | None = None, **more: Any) -> Rule:
    """A rule with `rate` acts a day; `within`, `at_most` and `rest` may be given as numbers."""
    units: dict[str, Unit] = {"within": "days", "at_most": "acts per day", "rest": "days"}
    for field, unit in units.items():
        if field in more:
            more[field] = parameter(more[field], unit)
    multipliers = {signal: parameter(m, "multiplier") for signal, m in (multiplied_by or {}).items()}
    return Rule(rate=parameter(rate, "per day"), multiplied_by=multipliers, **more)


def actor(name: str, side: str, kind: str, strength: float = 1000.0, **more: Any) -> Actor:
    """An actor; leverage, confidence and objectives may be given as numbers."""
    for field in ("leverage", "confidence", "objectives"):
        more[field] = shares(**more.get(field, {}))
    if "tempo" in more:
        more["tempo"] = parameter(more["tempo"])
    strength_ = parameter(strength, "fighters")
    return Actor(name=name, side=side, kind=kind, strength=strength_, source="toy", **more)


def place(
    holder: str, *neighbours: str, weight: float = 1.0, post: tuple[str, str] | None = None, **more: Any
) -> Place:
    """A place; `post` is (owner, state). Coordinates are invented."""
    if "excluded_share" in more:
        more["excluded_share"] = parameter(more["excluded_share"], "share")
    if post:
        more["post"] = Post(owner=post[0], state=post[1])  # type: ignore[arg-type]
    return Place(
        name=holder,
        latitude=35.0,
        longitude=36.0,
        type="town",
        holder=holder,
        weight=parameter(weight, "weight"),
        neighbours=tuple(sorted(neighbours)),
        source="toy",
        **more,
    )


def zone(*places: str) -> Zone:
    """A zone of these places."""
    return Zone(name="zone", places=tuple(sorted(places)), source="toy")


def agreement(parties: tuple[str, ...], obligations: dict[str, Any], **more: Any) -> Agreement:
    """An agreement over the zone `area`, in force since long before day one."""
    fixed = {"name": "agreement", "zone": "area", "in_force": day(-200), "source": "toy"}
    return Agreement(parties=parties, obligations=obligations, **(fixed | more))


def memory(**half_lives: float) -> Memory:
    """Memories of a few days; half-lives may be given by name."""
    days = HALF_LIVES | {"effort": 4.0, "wear": 20.0, "violence": 5.0} | half_lives
    fading = {
        name: Fading(half_life=parameter(days[name], "days"), scale=parameter(1.5, "ratio"))
        for name in HALF_LIVES
    }
    habits = {name: Habit(half_life=parameter(days[name], "days")) for name in ("effort", "wear", "violence")}
    return Memory(**fading, **habits)


def perception(**values: float) -> Perception:
    """How claims are weighed and confidence moves; every number may be given by name."""
    usual = {
        "confidence": 0.6,
        "breach_cost": 0.1,
        "duty_credit": 0.08,
        "doubt": 0.7,
        "verification": 0.5,
        "joint_verification": 0.1,
        "post_reach": 0.5,
    }
    return Perception(**shares(**(usual | values)))


def ground(**values: float) -> Ground:
    """What decides an assault; every number may be given by name."""
    usual = {"fire_support": 0.8, "momentum": 0.5, "defence": 1.2, "post": 0.5}
    return Ground(**{name: parameter(value) for name, value in (usual | values).items()})


def thresholds(falls: tuple[str, ...] = (), **values: float) -> Thresholds:
    """What the outcomes are measured against; every number may be given by name."""
    usual = {
        "reference_events": 30.0,
        "reporting_share": 0.8,
        "most_deaths": 40.0,
        "de_escalation": 2 / 3,
        "escalation": 1.5,
        "lull": 0.5,
        "relapse": 1.0,
        "collapse_places": 0.25,
        "collapse_fire_days": 3.0,
    }
    return Thresholds(falls=falls, **{name: parameter(value) for name, value in (usual | values).items()})


def scenario(**fields: Any) -> Scenario:
    """A scenario with the mechanisms' usual numbers where none are given."""
    usual = {
        "id": "toy",
        "title": "Toy",
        "start": START,
        "days": 40,
        "sources": {"toy": Source(publisher="nobody", title="Toy", read="judgement")},
        "memory": memory(),
        "perception": perception(),
        "ground": ground(),
        "outcomes": thresholds(),
    }
    return within_meaning(Scenario(**(usual | fields)))


def tiny(rate: float = 0.5, **changes: Any) -> Scenario:
    """One rule and nothing else: `striker` strikes the one place of `target`, `rate` times a day."""
    fields = {
        "id": "tiny",
        "places": {"there": place("target")},
        "actions": {"strike": action("Strike", "anywhere", 6, lethality=0.5)},
        "actors": {
            "striker": actor("Striker", "government", "government", rules={"strike": rule(rate)}),
            "target": actor("Target", "opposition", "faction"),
        },
    }
    return scenario(**(fields | changes))


def toy(**changes: Any) -> Scenario:
    """Five actors, six places and every mechanism there is, over 40 days; see `tests/toy.py`."""
    from tests.toy import fields

    return scenario(**(fields() | changes))


def symmetric(**changes: Any) -> Scenario:
    """Two mirrored camps of a guarantor and a party, two places each; nothing tells them apart but ids.

    `sides=("opposition", "government")` swaps the two camps' sides.
    """
    sides = changes.pop("sides", ("government", "opposition"))
    actors = {}
    for (me, foe), side in zip((("left", "right"), ("right", "left")), sides, strict=True):
        rules = {"strike": rule(0.8, {"grievance": 3.0, "lull": 0.5}), "assault": rule(0.4, {"front": 2.0})}
        actors[me] = actor(me, side, "faction", rules=rules)
        lean = {"lean": rule(0.2, {"breaches": 3.0}, toward=me), "accuse": rule(0.2, toward=f"{foe}_patron")}
        actors[f"{me}_patron"] = actor(me, side, "guarantor", leverage={me: 0.6}, rules=lean)
    fields = {
        "id": "symmetric",
        "places": {
            "left_city": place("left", "left_town"),
            "left_town": place("left", "left_city", "right_town"),
            "right_city": place("right", "right_town"),
            "right_town": place("right", "left_town", "right_city"),
        },
        "zones": {"area": zone("left_city", "left_town", "right_city", "right_town")},
        "actions": {
            "strike": action("Strike", "anywhere", 6, lethality=0.5),
            "assault": action(
                "Assault", "neighbour", 7, lethality=0.5, own_share=0.5, changes={"capture": 0.7}
            ),
            "lean": action("Lean", changes={"effort": 0.4, "wear": 0.02}),
            "accuse": action("Accuse", rung=2, changes={"complain": 1.0, "audience": 1.0}),
        },
        "actors": actors,
        "outcomes": thresholds(falls=("left_city", "right_city")),
    }
    return scenario(**(fields | changes))
