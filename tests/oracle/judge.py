"""Who is blamed for an act, whether a claim is believed, and which obligations were breached."""

from typing import TYPE_CHECKING, NamedTuple

from sim.scenario.agreement import AnswerFor, Refrain
from tests.oracle.act import Act, toll

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld


class Breach(NamedTuple):
    """An obligation to refrain, breached by `bearer` in the eyes of `counterparty`."""

    agreement: str
    obligation: str
    bearer: str
    counterparty: str
    weight: float


def detail(world: "OracleWorld", act: Act) -> None:
    """Draws the act's toll and what is said about it. A reported event keeps its reported toll."""
    action = f"actions.{act.action}."
    is_reported = act.rule.startswith("history.")
    act.kinetic = world.nouns.actions[act.action].kinetic
    if act.kinetic and not is_reported:
        toll(act, world.draws.four(act.rule, act.place, world.day, "toll"), world.today)
    hides = 0.0 if is_reported else world.today.get(action + "hidden", 0.0)
    claims = world.today.get(action + "claims_exception", 0.0)
    if hides or claims:
        hidden, claim, hit, _ = world.draws.four(act.rule, act.place, world.day, "claim")
        act.hidden, act.claimed = hidden < hides, claim < claims
        act.hit = hit < world.ground.excluded_present(act.place, world.today)
    act.hidden |= act.actor is None
    act.blamed = {observer: blame(world, act, observer) for observer in world.parties}


def blame(world: "OracleWorld", act: Act, observer: str) -> str | None:
    """At whose door this observer lays the act."""
    if not act.hidden or observer == act.actor:
        return act.actor
    u = world.draws.one(act.rule, act.place, world.day, f"blame/{observer}")
    found = world.today.get(f"actions.{act.action}.found", 0.0) if act.actor else 0.0
    if u < found:
        return act.actor
    suspects = act.suspects if act.actor is None else suspected(world, act.action)
    others = {who: weight for who, weight in sorted(suspects.items()) if who != observer}
    total, cumulative = sum(others.values()), 0.0
    for who, weight in others.items():
        cumulative += weight
        if total and cumulative / total > (u - found) / (1.0 - found):
            return who
    return None


def suspected(world: "OracleWorld", action: str) -> dict[str, float]:
    """Whom observers suspect of a hidden act of this kind, with weights."""
    return {
        who: world.today[f"actions.{action}.suspects.{who}"] for who in world.nouns.actions[action].suspects
    }


def accepts(world: "OracleWorld", act: Act, observer: str) -> bool:
    """Whether the observer believes that the excluded group was the target (one draw an act and observer)."""
    if observer not in act.accepted:
        today, ground = world.today, world.ground
        post = ground.post_nearby(act.place, today["perception.post_reach"])
        seen = 1.0 - (1.0 - today["perception.verification"] * post) * (
            1.0 - today["perception.joint_verification"]
        )
        belief = (1.0 - seen) * ground.excluded_present(act.place, today) + seen * act.hit
        distrust = world.parties[observer].facing("distrust")[act.blamed[observer]]
        chance = belief * (1.0 - today["perception.doubt"] * distrust)
        act.accepted[observer] = (
            world.draws.one(act.rule, act.place, world.day, f"accept/{observer}") < chance
        )
    return act.accepted[observer]


def breaches(world: "OracleWorld", acts: list[Act]) -> list[Breach]:
    """Every breach recognised today: one an act, obligation and counterparty."""
    found = []
    for act in acts:
        for path, zone, refrain in world.refrains_in_force():
            if act.action not in refrain.actions or act.place not in zone:
                continue
            weight = world.today[f"{path}.weight"]
            for observer in sorted(refrain.counterparties):
                if weight > 0.0 and is_breach(world, act, refrain, observer):
                    agreement = path.split(".")[1]
                    found.append(Breach(agreement, path, act.blamed[observer] or "", observer, weight))
    return found


def is_breach(world: "OracleWorld", act: Act, refrain: Refrain, observer: str) -> bool:
    """Whether, to the observer, a bearer acted against whom it should spare and no claim excuses it."""
    blamed, holder = act.blamed[observer], world.ground.holder[act.place]
    if blamed not in refrain.bearers or blamed == observer:
        return False
    if act.claimed:
        return holder in (*refrain.against, *refrain.exclusion) and not accepts(world, act, observer)
    return holder in refrain.against


def answerable(world: "OracleWorld", breach: Breach) -> list[str]:
    """Whom the breach discredits: its author and all who answer for it, but never the observer."""
    guarantors = {
        bearer
        for name, agreement in world.nouns.agreements.items()
        for key, duty in agreement.obligations.items()
        if isinstance(duty, AnswerFor) and breach.bearer in duty.clients and world.in_force(name)
        if world.today[f"agreements.{name}.obligations.{key}.weight"] > 0.0
        for bearer in duty.bearers
    }
    return sorted((guarantors | {breach.bearer}) - {breach.counterparty})


def recognise(world: "OracleWorld", found: list[Breach]) -> None:
    """Books today's breaches: the ledger, the memory of breaches, and the hits to confidence."""
    for breach in found:
        world.book(breach.obligation, breach.bearer, breach.counterparty, "breached")
        observer = world.parties[breach.counterparty]
        for other in answerable(world, breach):
            observer.breaches[other] = observer.breaches.get(other, 0.0) + 1.0
            world.hit(breach.counterparty, other, breach.weight)
