"""Cast: a scenario's actors and what each could do, hold or meet with, in the most eventful of worlds."""

from functools import cached_property

from .action import Action
from .place import Place
from .rule import Rule
from .scenario import Scenario


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

    def met_with(self, me: str) -> set[str]:
        """Actions that others do to `me`, before or after the start: at a place, or addressed to it.

        A rule that answers and addresses nobody addresses whoever is blamed, which may be `me`.
        """
        told = [*self.scenario.history.values(), *self.scenario.background.values()]
        deeds = self.deeds | {(event.actor, event.action, event.toward or "") for event in told}
        reach = {key: action.reach for key, action in self.scenario.actions.items()}
        of_others = [(what, toward) for who, what, toward in deeds if who != me]
        addressed = {what for what, toward in of_others if reach[what] == "none" and toward in (None, me)}
        return addressed | {what for what, _ in of_others if reach[what] not in ("none", "site")}
