"""Sources in words: who says a number, or that something happened, and how it was read."""

from collections.abc import Iterator

from pydantic import BaseModel

from sim.experiment.act import Act
from sim.scenario.event import Event
from sim.scenario.parameter import ASSUMPTION, Parameter
from sim.scenario.scenario import Scenario


def stated(value: object) -> Iterator[str]:
    """Sources of the nouns that are not numbers: places, events, obligations, claims and so on."""
    if isinstance(value, dict):
        for item in value.values():
            yield from stated(item)
    elif isinstance(value, BaseModel) and not isinstance(value, Parameter):
        if isinstance(getattr(value, "source", None), str):
            yield str(value.source)  # type: ignore[attr-defined]
        for key in type(value).model_fields:
            if key != "sources":
                yield from stated(getattr(value, key))


def source_name(scenario: Scenario, source: str) -> str:
    """A source in a line; an assumption is the authors' judgement."""
    if source == ASSUMPTION:
        return "assumption"
    told = scenario.sources[source]
    dated = f", {told.date}" if told.date else ""
    return f"{told.publisher}, {told.title}{dated} ({told.read})"


def number_source(scenario: Scenario, path: str) -> str:
    """Who says the number at a path, its range, and the note on it."""
    number = scenario.parameters[path]
    note = f"; {number.note}" if number.note else ""
    return f"{source_name(scenario, number.source)}, {number.low:g} to {number.high:g} {number.unit}{note}"


def act_source(scenario: Scenario, act: Act) -> str:
    """Who says that an act happened, or why it happens in every world; empty for an act of a rule."""
    section, name, *_ = act.path.split(".")
    if section == "history":
        return _reported(scenario, scenario.history[name])
    if section == "background":
        routine = scenario.background[name]
        rate = f"{routine.per_day.value:g} a day from {routine.since} to {routine.until}"
        return f"drawn as routine, {rate}; {source_name(scenario, routine.source)}"
    if section == "calendar":
        return f"known in advance; {source_name(scenario, scenario.calendar[name].source)}"
    if section == "talks":
        talks = scenario.talks[name]
        return f"{talks.name}: who attends is drawn; {source_name(scenario, talks.source)}"
    return ""


def _reported(scenario: Scenario, event: Event) -> str:
    claimed = f"; claimed by {event.claimed_by}" if event.claimed_by else ""
    denied = f"; denied: {event.denied_by}" if event.denied_by else ""
    reporter = f"; reported by {event.reporter}" if event.reporter else ""
    return f"{event.status}: {event.text}{reporter}{claimed}{denied}; {source_name(scenario, event.source)}"
