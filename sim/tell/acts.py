"""Acts in words: who did what, where, to whom, and what came of it, as the model has it."""

from sim.experiment.act import Act
from sim.scenario.scenario import Scenario

ORIGINS = {
    "reported": "reported before day 1",
    "routine": "routine before day 1",
    "scheduled": "known in advance",
    "talks": "decided by confidence, at talks",
    "rule": "decided by a rule",
}


def told_act(scenario: Scenario, act: Act) -> str:
    """An act in a line, without its day."""
    who = actor_name(scenario, act.actor) if act.actor else "somebody unknown"
    times = f" ({act.count} times)" if act.count > 1 else ""
    where = f" at {place_name(scenario, act.place)}" if act.place else ""
    link = "against" if scenario.actions[act.action].kinetic else "toward"
    whom = f" {link} {actor_name(scenario, act.target)}" if act.target else ""
    return f"{who}: {scenario.actions[act.action].name}{times}{where}{whom}{_outcome(act)}"


def actor_name(scenario: Scenario, actor: str) -> str:
    """An actor's name; nobody where there is none."""
    return scenario.actors[actor].name if actor else "nobody"


def place_name(scenario: Scenario, place: str) -> str:
    """A place's name."""
    return scenario.places[place].name


def dated(scenario: Scenario, day: int) -> str:
    """A day with its date.

    >>> from sim.scenario.load import load
    >>> dated(load("idlib-2018-01"), 0)
    'day 0 (10 January 2018)'
    """
    from datetime import timedelta

    date = scenario.start + timedelta(days=day - 1)
    return f"day {day} ({date.day} {date:%B %Y})"


def _outcome(act: Act) -> str:
    found = []
    if act.deaths:
        civilians = f", {act.deaths_civilians} of them civilians" if act.deaths_civilians else ""
        found.append(f"{act.deaths} killed{civilians}")
    found += ["the place is taken"] if act.captured else []
    found += ["its author is hidden"] if act.hidden and act.actor else []
    found += ["said to be excepted"] if act.claimed_excepted else []
    return "".join(f"; {each}" for each in found)
