"""Candidates: what can be left out of a scenario, to ask what it does there."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.scenario.scenario import Scenario
from sim.tell.acts import actor_name, place_name
from sim.tell.show import obligations, sentence


class Candidate(NamedTuple):
    """Something that may be left out, by its path: what kind of thing it is, and what it says."""

    path: str
    kind: str
    text: str


def candidates(scenario: Scenario) -> list[Candidate]:
    """Everything that a reader may want to leave out, in the order of the scenario's sections.

    Where the rest cannot do without one of them, leaving it out is refused with that reason.
    """
    return [
        *_reported(scenario),
        *_known(scenario),
        *_levers(scenario),
        *_rules(scenario),
        *_duties(scenario),
    ]


def _reported(scenario: Scenario) -> Iterator[Candidate]:
    for name, event in scenario.history.items():
        yield Candidate(f"history.{name}", "reported event", f"{event.status}, {event.date}: {event.text}")
    for name, routine in scenario.background.items():
        who, what = scenario.actors[routine.actor].name, scenario.actions[routine.action].name
        where = f" at {place_name(scenario, routine.place)}" if routine.place else ""
        whom = f" toward {actor_name(scenario, routine.toward)}" if routine.toward else ""
        often = f"{routine.per_day.value:g} a day from {routine.since} to {routine.until}"
        yield Candidate(f"background.{name}", "routine before day 1", f"{who}: {what}{where}{whom}, {often}")


def _known(scenario: Scenario) -> Iterator[Candidate]:
    for name, talks in scenario.talks.items():
        yield Candidate(f"talks.{name}", "talks", f"{talks.name}, {talks.date}")
    for name, scheduled in scenario.calendar.items():
        yield Candidate(f"calendar.{name}", "known in advance", f"{scheduled.date}: {scheduled.text or name}")
    for name, claim in scenario.claims.items():
        text = f"{claim.status} by {claim.claimed_by}, {claim.date}: {claim.text}"
        yield Candidate(f"claims.{name}", "claim (moves nothing by itself)", text)


def _levers(scenario: Scenario) -> Iterator[Candidate]:
    for name, lever in scenario.interventions.items():
        yield Candidate(f"interventions.{name}", f"lever of {lever.kind}", lever.text or name)


def _rules(scenario: Scenario) -> Iterator[Candidate]:
    for path, rule in scenario.rules.items():
        _, actor, _, name = path.split(".")
        yield Candidate(path, "rule", sentence(scenario, scenario.actors[actor], name, rule))


def _duties(scenario: Scenario) -> Iterator[Candidate]:
    yield from (Candidate(path, "obligation", text) for path, text in obligations(scenario))
