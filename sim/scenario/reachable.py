"""Who can act where, at any time: rules, obligations and answers that nothing can ever bring about."""

from collections.abc import Iterator
from functools import cached_property

from .action import Action
from .actor import Actor
from .agreement import Agreement, AnswerFor, Maintain, Obligation, Perform, Refrain
from .errors import Finding
from .place import Place
from .rule import Rule
from .scenario import Scenario
from .tree import Path


class Cast:
    """A scenario's actors and what each could do or hold on some day, in the most eventful of worlds."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def action_of(self, rule_id: str, rule: Rule) -> Action:
        """The action of a rule."""
        return self.scenario.actions[rule.action or rule_id]

    @cached_property
    def open_places(self) -> dict[str, Place]:
        """Places that can be fought over: all but bases."""
        return {key: place for key, place in self.scenario.places.items() if place.base_of is None}

    @cached_property
    def assaults(self) -> list[tuple[str, Rule, Action]]:
        """Actor, rule and action of every rule that can take a place."""
        rules = [
            (me, key, rule) for me, actor in self.scenario.actors.items() for key, rule in actor.rules.items()
        ]
        found = [(me, rule, self.action_of(key, rule)) for me, key, rule in rules]
        return [(me, rule, action) for me, rule, action in found if "capture" in action.changes]

    @cached_property
    def takers(self) -> set[str]:
        """Whoever can take some place from somebody; in an eventful world it can then take any."""
        takers: set[str] = set()
        grown = True
        while grown:
            able = {
                me
                for me, rule, action in self.assaults
                if me not in takers and self._finds(me, rule, action, takers)
            }
            takers |= able
            grown = bool(able)
        return takers

    def holds(self, place: str, actors: set[str], takers: set[str]) -> bool:
        """Whether one of `actors` holds the place on day one or could take it."""
        there = self.scenario.places[place]
        return there.holder in actors or (there.base_of is None and not actors.isdisjoint(takers))

    def ever_holds(self, place: str, actors: set[str]) -> bool:
        """Whether one of `actors` could hold the place on some day."""
        return self.holds(place, actors, self.takers)

    @cached_property
    def camps(self) -> dict[str, set[str]]:
        """The actors of each side."""
        sides: dict[str, set[str]] = {"government": set(), "opposition": set()}
        for key, actor in self.scenario.actors.items():
            sides[actor.side].add(key)
        return sides

    def camp(self, me: str) -> set[str]:
        """The actors of the same side."""
        return self.camps[self.scenario.actors[me].side]

    def enemies(self, me: str, rule: Rule) -> set[str]:
        """Whom a rule can be aimed at."""
        return set(rule.against) or self.scenario.actors.keys() - self.camp(me)

    def _finds(self, me: str, rule: Rule, action: Action, takers: set[str]) -> bool:
        """Whether a rule of reach anywhere, front or neighbour has a candidate, given who takes places."""
        enemies = self.enemies(me, rule)
        own = {me} if action.reach == "neighbour" or rule.against else self.camp(me)
        return any(
            self.holds(key, enemies, takers)
            and (action.reach == "anywhere" or any(self.holds(o, own, takers) for o in place.neighbours))
            for key, place in self.open_places.items()
        )

    def has_candidates(self, me: str, rule: Rule, action: Action) -> bool:
        """Whether some place could ever be a candidate of the rule."""
        places = self.scenario.places
        enemies, camp = self.enemies(me, rule), self.camp(me)
        if action.reach == "base":
            return any(place.base_of in enemies for place in places.values())
        if action.reach == "post":
            return any(
                place.post
                and place.post.owner in enemies
                and any(self.ever_holds(o, camp) for o in place.neighbours)
                for place in places.values()
            )
        if action.reach == "site":
            planned = [
                key
                for key, p in places.items()
                if p.post and p.post.owner == me and p.post.state == "planned"
            ]
            return any(self.ever_holds(key, camp) for key in planned)
        return action.reach == "none" or self._finds(me, rule, action, self.takers)

    @cached_property
    def deeds(self) -> set[tuple[str, str, str | None]]:
        """(author, action, toward) of all that rules, calendar and talks can do after the start."""
        found: set[tuple[str, str, str | None]] = set()
        for me, actor in self.scenario.actors.items():
            found |= {(me, rule.action or key, rule.toward) for key, rule in actor.rules.items()}
        found |= {(e.actor, e.action, e.toward) for e in self.scenario.calendar.values() if e.action}
        for talks in self.scenario.talks.values():
            for guest in talks.invited:
                found |= {(guest, talks.attended, talks.host), (guest, talks.refused, talks.host)}
        return found

    @cached_property
    def done_before(self) -> set[str]:
        """Actions of history and background."""
        history, background = self.scenario.history.values(), self.scenario.background.values()
        return {event.action for event in history} | {routine.action for routine in background}


def reachable(scenario: Scenario) -> Iterator[Finding]:
    """Rules without candidates or occasion, and obligations that nobody can breach or keep."""
    cast = Cast(scenario)
    for me, actor in scenario.actors.items():
        yield from _actor(("actors", me), me, actor, cast)
    for key, agreement in scenario.agreements.items():
        if not agreement.obligations:
            yield Finding(("agreements", key, "obligations"), "there must be at least one")
        for owed_id, owed in agreement.obligations.items():
            yield from _owed(("agreements", key, "obligations", owed_id), owed, agreement, cast)


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
            done = cast.done_before | {what for who, what, _ in cast.deeds if who != me}
            if rule.answers not in done:
                yield Finding((*here, "answers"), f'nobody does "{rule.answers}"', rule.answers, done)


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
