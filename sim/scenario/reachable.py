"""Who can act where, at any time: rules, obligations and answers that nothing can ever bring about."""

from collections.abc import Iterator

from .actor import Actor
from .agreement import Agreement, AnswerFor, Maintain, Obligation, Perform, Refrain
from .cast import Cast
from .errors import Finding
from .scenario import Scenario
from .tree import Path


def reachable(scenario: Scenario) -> Iterator[Finding]:
    """Rules without candidates or occasion, and obligations that nobody can breach or keep."""
    cast = Cast(scenario)
    for me, actor in scenario.actors.items():
        yield from _actor(("actors", me), me, actor, cast)
    for key, agreement in scenario.agreements.items():
        yield from _agreement(("agreements", key), agreement, cast)


def _actor(path: Path, me: str, actor: Actor, cast: Cast) -> Iterator[Finding]:
    supplied = any(
        toward == me and "supply" in cast.scenario.actions[action].changes for _, action, toward in cast.deeds
    )
    if actor.rules and actor.strength.high == 0 and not supplied:
        yield Finding((*path, "strength"), "with strength 0 and no supply it never acts on its rules")
    for rule_id, rule in actor.rules.items():
        here = (*path, "rules", rule_id)
        action = cast.action_of(rule_id, rule)
        if not cast.has_candidates(me, rule, action):
            yield Finding(here, f"can never act: no place is within reach ({action.reach}) on any day")
        if rule.answers is not None:
            done = cast.met_with(me)
            if rule.answers not in done:
                message = f'nobody does "{rule.answers}" to "{me}"'
                yield Finding((*here, "answers"), message, rule.answers, done)


def _agreement(path: Path, agreement: Agreement, cast: Cast) -> Iterator[Finding]:
    if len(set(agreement.parties)) < 2:
        yield Finding((*path, "parties"), "an agreement is between two parties or more")
    if not agreement.obligations:
        yield Finding((*path, "obligations"), "there must be at least one")
    for owed_id, owed in agreement.obligations.items():
        yield from _owed((*path, "obligations", owed_id), owed, agreement, cast)


def _owed(path: Path, owed: Obligation, agreement: Agreement, cast: Cast) -> Iterator[Finding]:
    for field in ("bearers", "counterparties"):
        if not getattr(owed, field):
            yield Finding((*path, field), "names nobody")
    if owed.bearers and set(owed.counterparties) <= set(owed.bearers) and len(owed.bearers) == 1:
        yield Finding((*path, "counterparties"), "nobody owes a duty to itself")
    if isinstance(owed, Refrain):
        yield from _refrain(path, owed, agreement, cast)
    elif isinstance(owed, Perform):
        yield from _perform(path, owed, cast)
    elif isinstance(owed, AnswerFor):
        yield from _answer_for(path, owed, agreement, cast)
    elif isinstance(owed, Maintain):
        yield from _maintain(path, owed, cast)


def _refrain(path: Path, owed: Refrain, agreement: Agreement, cast: Cast) -> Iterator[Finding]:
    actions = {key for key in owed.actions if cast.scenario.actions[key].reach != "none"}
    suspects = {who for key in actions for who in cast.scenario.actions[key].suspects}
    suspects |= {
        who for event in cast.scenario.history.values() if event.action in actions for who in event.suspects
    }
    authors = {who for who, what, _ in cast.deeds if what in actions} | suspects
    authors |= {r.actor for r in cast.scenario.background.values() if r.action in actions}
    authors |= {e.actor for e in cast.scenario.history.values() if e.actor and e.action in actions}
    if not authors & set(owed.bearers):
        yield Finding(
            (*path, "actions"),
            "cannot be breached: no bearer has a rule with one of these actions at a place",
        )
    zone = cast.scenario.zones[agreement.zone].places
    covered = {*owed.against, *owed.exclusion}
    if not any(cast.ever_holds(place, covered) for place in zone):
        yield Finding(
            (*path, "against"), f'cannot be breached: none of these ever holds a place of "{agreement.zone}"'
        )


def _perform(path: Path, owed: Perform, cast: Cast) -> Iterator[Finding]:
    if (owed.after is None) == (owed.every is None):
        yield Finding(path, 'needs either "after" or "every"')
    if not any(
        who in owed.bearers and what in owed.one_of and toward in (None, *owed.counterparties)
        for who, what, toward in cast.deeds
    ):
        yield Finding((*path, "one_of"), "cannot be kept: no bearer does one of these toward a counterparty")
    if owed.after is not None and not any(
        who in owed.counterparties and what == owed.after and toward in (None, *owed.bearers)
        for who, what, toward in cast.deeds
    ):
        yield Finding(
            (*path, "after"), f'never falls due: no counterparty does "{owed.after}" toward a bearer'
        )


def _answer_for(path: Path, owed: AnswerFor, agreement: Agreement, cast: Cast) -> Iterator[Finding]:
    if not owed.clients:
        yield Finding((*path, "clients"), "names nobody")
    refrains = [o for o in agreement.obligations.values() if isinstance(o, Refrain)]
    for i, client in enumerate(owed.clients):
        if not any(client in refrain.bearers for refrain in refrains):
            message = f'never falls due: "{client}" bears no obligation to refrain in this agreement'
            yield Finding((*path, "clients", i), message)
    addressed = (None, *owed.clients, *owed.counterparties)
    if owed.of == "effort" and not any(
        who in owed.bearers and what in owed.one_of and toward in addressed
        for who, what, toward in cast.deeds
    ):
        message = "cannot be kept: no bearer does one of these toward a client or counterparty"
        yield Finding(
            (*path, "one_of"), message if owed.one_of else "missing; a duty of effort names what keeps it"
        )


def _maintain(path: Path, owed: Maintain, cast: Cast) -> Iterator[Finding]:
    for i, bearer in enumerate(owed.bearers):
        posts = [p.post for p in cast.scenario.places.values() if p.post and p.post.owner == bearer]
        builds = any(
            who == bearer and "post" in cast.scenario.actions[what].changes for who, what, _ in cast.deeds
        )
        most = sum(1 for post in posts if post.state == "standing" or builds)
        if most < owed.at_least.value:
            message = (
                f'cannot be kept: "{bearer}" can have {most} posts, and {owed.at_least.value:g} are owed'
            )
            yield Finding((*path, "bearers", i), message)
