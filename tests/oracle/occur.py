"""What happens without a rule: reported events, dates in the calendar, routine, talks."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.scenario.event import Background, Event
from sim.scenario.talks import Talks
from tests.oracle.act import Act, poisson
from tests.oracle.ground import Site

if TYPE_CHECKING:
    from tests.oracle.draws import Days
    from tests.oracle.world import OracleWorld


Routine = tuple[Site, float, "Sequence[float] | Days"]


def occur(world: "OracleWorld") -> list[Act]:
    """The day's acts without a rule, in canonical order."""
    nouns, date = world.nouns, world.date
    if world.day < 1:
        acts = [reported(world, name, event) for name, event in nouns.history.items() if event.date == date]
        for name, routine in nouns.background.items():
            if routine.since <= date <= routine.until:
                acts += background(world, name, routine)
        return acts
    acts = list(scheduled(world))
    for name, talks in nouns.talks.items():
        if talks.date == date:
            acts += meet(world, name, talks)
    return acts


def addressee(world: "OracleWorld", toward: str | None, place: str | None) -> str | None:
    """Whom an act without a rule hits: the one named, else the base's owner, else the holder."""
    if toward or place is None:
        return toward
    return world.nouns.places[place].base_of or world.ground.holder[place]


def starting_place(world: "OracleWorld", author: str | None, action: str, place: str | None) -> str | None:
    """From where an act that reaches into a neighbour comes; None when the author holds none."""
    if author is None or place is None or world.nouns.actions[action].reach != "neighbour":
        return None
    return world.ground.first_held_beside(place, author)


def reported(world: "OracleWorld", name: str, event: Event) -> Act:
    """A reported event happens in every world, with the toll that was reported."""
    target = addressee(world, event.toward, event.place)
    origin = starting_place(world, event.actor, event.action, event.place)
    act = Act(event.actor, event.action, f"history.{name}", target, event.toward, origin, event.place)
    act.deaths = math.floor(world.today.get(f"history.{name}.deaths", 0.0))
    act.civilians = math.floor(world.today.get(f"history.{name}.civilians", 0.0))
    suspects = event.suspects or world.nouns.actions[event.action].suspects
    kind = f"history.{name}" if event.suspects else f"actions.{event.action}"
    act.suspects = {who: world.today[f"{kind}.suspects.{who}"] for who in suspects}
    return act


def scheduled(world: "OracleWorld") -> Iterator[Act]:
    """An act that the calendar names happens in every world; its toll is drawn."""
    for name, entry in world.nouns.calendar.items():
        if entry.action and entry.date == world.date:
            target = addressee(world, entry.toward, entry.place)
            origin = starting_place(world, entry.actor, entry.action, entry.place)
            yield Act(
                entry.actor, entry.action, f"calendar.{name}", target, entry.toward, origin, entry.place
            )


def background(world: "OracleWorld", name: str, routine: Background) -> Iterator[Act]:
    """Routine acts: `per_day` on average, at its place or spread over the action's candidates by weight."""
    path = f"background.{name}"
    per_day, index = world.today[f"{path}.per_day"], world.day - world.nouns.first_day
    if path not in world.still:
        world.still[path] = spread(world, path, routine)
    for site, share, draws in world.still[path]:
        count = poisson(draws[index], per_day * share)
        if count:
            target = addressee(world, routine.toward, site.place)
            origin = starting_place(world, routine.actor, routine.action, site.place)
            yield Act(routine.actor, routine.action, path, target, routine.toward, origin, site.place, count)


def spread(world: "OracleWorld", path: str, routine: Background) -> list[Routine]:
    """Where a routine can fall, with which share and which draws."""
    reach = world.nouns.actions[routine.action].reach
    if routine.place or reach == "none":
        return [(Site(routine.place, None, None), 1.0, world.draws.acts(path, routine.place))]
    sites = list(world.ground.sites(routine.actor, reach))
    weights = [world.ground.weight[site.place] for site in sites]
    total = sum(weights)
    return [
        (site, weight / total, world.draws.acts(path, site.place))
        for site, weight in zip(sites, weights, strict=True)
        if total
    ]


def meet(world: "OracleWorld", name: str, talks: Talks) -> Iterator[Act]:
    """Who comes, who stays away; when all that are required are there, the talks are held."""
    path, today, host = f"talks.{name}", world.today, talks.host
    present = {host}
    for guest in sorted(set(talks.invited) - {host}):
        party = world.parties[guest]
        worst = max(party.facing("distrust")[host], party.facing("breaches")[host])
        chance = today[f"{path}.attendance"] * (1.0 - today[f"{path}.reluctance"] * worst)
        comes = world.draws.one(path, None, world.day, f"attend/{guest}") < chance
        if comes:
            present.add(guest)
        yield Act(guest, talks.attended if comes else talks.refused, path, host, host, None, None)
    if present >= set(talks.required):
        world.held.append((name, tuple(sorted(present))))
