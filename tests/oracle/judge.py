"""Who is blamed for an act, whether a claim is believed, and which obligations were breached."""

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sim.scenario.agreement import AnswerFor, Refrain
from sim.scenario.scenario import Scenario
from tests.oracle.act import Act, toll

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld


class Ban(NamedTuple):
    """An obligation to refrain, in the places of its agreement's zone."""

    agreement: str
    path: str
    places: frozenset[str]
    refrain: Refrain


class Breach(NamedTuple):
    """An obligation to refrain, breached by `bearer` in the eyes of `counterparty`."""

    agreement: str
    obligation: str
    bearer: str
    counterparty: str
    weight: float


def bans(nouns: Scenario) -> list[Ban]:
    """Every obligation to refrain."""
    return [
        Ban(
            name,
            f"agreements.{name}.obligations.{key}",
            frozenset(nouns.zones[agreement.zone].places),
            obligation,
        )
        for name, agreement in nouns.agreements.items()
        for key, obligation in agreement.obligations.items()
        if isinstance(obligation, Refrain)
    ]


def detail(world: "OracleWorld", act: Act) -> None:
    """Draws the act's toll and what is said about it. A reported event keeps its reported toll."""
    kind, is_reported = world.kinds[act.action], act.rule.startswith("history.")
    act.kinetic = kind.kinetic
    if act.kinetic and not is_reported:
        draw = world.draws.four(act.rule, act.place, world.day, "toll")
        toll(act, draw, kind, world.today["outcomes.most_deaths"])
    hides, claims = 0.0 if is_reported else kind.hidden, kind.claims_exception
    if hides or claims:
        hidden, claim, hit, _ = world.draws.four(act.rule, act.place, world.day, "claim")
        act.hidden, act.claimed = hidden < hides, claim < claims
        act.hit = hit < world.ground.excluded_present(act.place)
    act.hidden |= act.actor is None
    if act.hidden:
        act.blamed = {observer: blame(world, act, observer) for observer in world.parties}
    else:
        act.blamed = dict.fromkeys(world.parties, act.actor)


def blame(world: "OracleWorld", act: Act, observer: str) -> str | None:
    """At whose door this observer lays the hidden act."""
    if observer == act.actor:
        return act.actor
    u = world.draws.one(act.rule, act.place, world.day, f"blame/{observer}")
    found = world.kinds[act.action].found if act.actor else 0.0
    if u < found:
        return act.actor
    suspects = act.suspects if act.actor is None else world.kinds[act.action].suspects
    others = {who: weight for who, weight in sorted(suspects.items()) if who != observer}
    total, cumulative = sum(others.values()), 0.0
    for who, weight in others.items():
        cumulative += weight
        if total and cumulative / total > (u - found) / (1.0 - found):
            return who
    return None


def accepts(world: "OracleWorld", act: Act, observer: str) -> bool:
    """Whether the observer believes that the excluded group was the target (one draw an act and observer)."""
    if observer not in act.accepted:
        today, ground = world.today, world.ground
        post = ground.post_nearby(act.place)
        seen = 1.0 - (1.0 - today["perception.verification"] * post) * (
            1.0 - today["perception.joint_verification"]
        )
        belief = (1.0 - seen) * ground.excluded_present(act.place) + seen * act.hit
        distrust = world.parties[observer].facing("distrust")[act.blamed[observer]]
        chance = belief * (1.0 - today["perception.doubt"] * distrust)
        act.accepted[observer] = (
            world.draws.one(act.rule, act.place, world.day, f"accept/{observer}") < chance
        )
    return act.accepted[observer]


def breaches(world: "OracleWorld", acts: list[Act]) -> list[Breach]:
    """Every breach recognised today: one an act, obligation and counterparty."""
    found = []
    for agreement, path, places, refrain in world.binding:
        weight = world.today[f"{path}.weight"]
        for act in acts:
            if weight > 0.0 and act.action in refrain.actions and act.place in places:
                found += [
                    Breach(agreement, path, act.blamed[observer] or "", observer, weight)
                    for observer in refrain.counterparties
                    if is_breach(world, act, refrain, observer)
                ]
    return found


def is_breach(world: "OracleWorld", act: Act, refrain: Refrain, observer: str) -> bool:
    """Whether, to the observer, a bearer acted against whom it should spare and no claim excuses it."""
    blamed, holder = act.blamed[observer], world.ground.holder[act.place]
    if blamed not in refrain.bearers or blamed == observer:
        return False
    if act.claimed:
        return holder in (*refrain.against, *refrain.exclusion) and not accepts(world, act, observer)
    return holder in refrain.against


def answering(world: "OracleWorld") -> dict[str, set[str]]:
    """Whoever answers for each actor today, under the agreements in force."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in world.in_force:
        for key, duty in world.nouns.agreements[name].obligations.items():
            weight = world.today[f"agreements.{name}.obligations.{key}.weight"]
            for client in duty.clients if isinstance(duty, AnswerFor) and weight > 0.0 else ():
                found[client].update(duty.bearers)
    return found


def recognise(world: "OracleWorld", found: list[Breach]) -> None:
    """Books today's breaches: the ledger, the memory of breaches, and the hits to confidence.

    A breach discredits its author and all who answer for it, but never the observer.
    """
    guarantors = answering(world)
    for breach in found:
        world.book((breach.obligation, breach.bearer, breach.counterparty), "breached")
        observer = world.parties[breach.counterparty]
        for other in sorted({breach.bearer, *guarantors[breach.bearer]} - {breach.counterparty}):
            observer.breaches[other] += 1.0
            world.hit(breach.counterparty, other, breach.weight)
