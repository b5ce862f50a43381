"""Who must obey: every shipped scenario, the small ones, every kind of rule and every kind of lever."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, get_args

from sim.scenario.action import Reach
from sim.scenario.intervention import Intervention, LeverKind
from sim.scenario.load import load, shelf
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from sim.scenario.signal import SIGNALS
from sim.scenario.vary import with_days
from tests.build import day, rule, symmetric, tiny, toy

REACHES: tuple[str, ...] = get_args(Reach)
ACTS = {
    "none": ("turkey", "pressure", "explanation"),
    "anywhere": ("government", "air_strike", "ambush"),
    "front": ("government", "shelling", "ambush"),
    "neighbour": ("government", "assault", "ambush"),
    "base": ("excluded", "raid", "air_strike"),
    "post": ("government", "harassment", "incursion"),
    "site": ("turkey", "post", ""),
}
"""An actor of the toy, an act of each reach that it has candidates for, and one done to it that it can
answer; raising a post hits nobody, so that it answers nothing."""
LEVERS: dict[str, dict[str, float]] = {
    "restraint": {"actors.russia.leverage.government": 0.9, "actors.government.rules.air_strike.rate": 0.6},
    "monitoring": {"perception.joint_verification": 0.9, "perception.post_reach": 0.9},
    "messaging": {"actions.explanation.changes.settle": 0.9, "actors.russia.rules.explanation.rate": 1.0},
    "other": {"actions.air_strike.lethality": 0.9, "memory.grievance.half_life": 5.0},
}
DAYS_OF_A_KIND = 8


def with_kinds_of_rule(reach: str) -> Scenario:
    """The toy, in which one actor has a rule of every kind that an act of this reach allows."""
    short = with_days(toy(), DAYS_OF_A_KIND)
    who, what, _ = ACTS[reach]
    rules = {f"kind_{kind}": rule(0.8, action=what, **more) for kind, more in kinds_of_rule(reach).items()}
    actors = dict(short.actors)
    actors[who] = actors[who].model_copy(
        update={"rules": FrozenMap(sorted({**actors[who].rules, **rules}.items()))}
    )
    return short.model_copy(update={"actors": FrozenMap(actors)})


def kinds_of_rule(reach: str) -> dict[str, dict[str, Any]]:
    """What a rule of this reach may say beyond its rate, one thing at a time."""
    placed, addressed = reach != "none", {} if reach != "none" else {"toward": "faction"}
    kinds: dict[str, dict[str, Any]] = {
        "capped": {"at_most": 1.0, **addressed},
        "plain": addressed,
        "resting": {"rest": 2.0, **addressed},
        "seeing": {"multiplied_by": _all_signals(reach), **addressed},
    }
    if reach not in ("none", "site", "post", "base"):
        kinds["narrowed"] = {"against": ("faction",)}
    if answered := ACTS[reach][2]:
        kinds["answering"] = {"answers": answered, "within": 3.0}
    return kinds | ({"everywhere": {"per": "place"}} if placed else {})


def _all_signals(reach: str) -> dict[str, float]:
    """Every signal that a rule of this reach can see, raising and lowering in turn."""
    scopes = {"none": ("area", "actor", "pair"), "site": ("area", "actor", "place", "actor_place")}
    seen = [name for name, of in SIGNALS.items() if of.scope in scopes.get(reach, (of.scope,))]
    return {name: (1.4, 0.7)[k % 2] for k, name in enumerate(seen)}


def with_lever_of(kind: LeverKind) -> Scenario:
    """The toy with one lever of this kind, for some days."""
    lever = Intervention(kind=kind, on=day(3), until=day(6), set=LEVERS[kind], source="toy")
    return with_days(toy(interventions={"lever": lever}), DAYS_OF_A_KIND)


def shipped(name: str) -> Scenario:
    """The first days of a shipped scenario, after all of its history."""
    return with_days(load(name), 3)


SMALL: dict[str, Callable[[], Scenario]] = {
    "tiny": partial(tiny, days=6),
    "symmetric": partial(symmetric, days=10),
    "toy": partial(with_days, toy(), 24),
    **{f"rules of reach {reach}": partial(with_kinds_of_rule, reach) for reach in REACHES},
    **{f"a lever of {kind}": partial(with_lever_of, kind) for kind in get_args(LeverKind)},
}
SHIPPED: dict[str, Callable[[], Scenario]] = {name: partial(shipped, name) for name in sorted(shelf())}


@lru_cache(maxsize=4)
def subject(name: str) -> Scenario:
    """The scenario of a name; the last ones are kept."""
    return (SMALL | SHIPPED)[name]()
