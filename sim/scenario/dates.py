"""What lies on the calendar lies where it can act: history before day one, the rest within the horizon."""

import datetime
from collections.abc import Iterator

from .agreement import Agreement, Maintain
from .errors import Finding
from .event import Background, Event, Scheduled
from .intervention import Intervention
from .meaning import meaning_of, pattern_of
from .paths import nearest_path
from .scenario import Scenario
from .talks import Talks
from .tree import Path

LOOK_BACK = 1000
"""Days before day one in which history may lie."""


def dates(scenario: Scenario) -> Iterator[Finding]:
    """History, background, calendar, talks, agreements and interventions against the horizon."""
    for key, event in scenario.history.items():
        yield from _event(("history", key), event, scenario)
    for key, routine in scenario.background.items():
        yield from _background(("background", key), routine, scenario)
    for key, entry in scenario.calendar.items():
        yield from _scheduled(("calendar", key), entry, scenario)
    for key, talks in scenario.talks.items():
        yield from _talks(("talks", key), talks, scenario)
    for key, agreement in scenario.agreements.items():
        yield from _agreement(("agreements", key), agreement, scenario)
    for key, lever in scenario.interventions.items():
        yield from _intervention(("interventions", key), lever, scenario)


def last_date(scenario: Scenario) -> datetime.date:
    """The date of the last day."""
    return scenario.start + datetime.timedelta(days=scenario.days - 1)


def _before(path: Path, date: datetime.date, scenario: Scenario) -> Iterator[Finding]:
    if date >= scenario.start:
        yield Finding(path, f"{date} is not before day one, {scenario.start}")
    elif scenario.day_of(date) < -LOOK_BACK:
        yield Finding(path, f"{date} is more than {LOOK_BACK} days before day one")


def _within(path: Path, date: datetime.date, scenario: Scenario) -> Iterator[Finding]:
    if not scenario.start <= date <= last_date(scenario):
        yield Finding(path, f"{date} is outside the run, {scenario.start} to {last_date(scenario)}")


def _event(path: Path, event: Event, scenario: Scenario) -> Iterator[Finding]:
    yield from _before((*path, "date"), event.date, scenario)
    action = scenario.actions.get(event.action)
    if event.deaths and action and not action.kinetic:
        yield Finding((*path, "deaths"), "only a kinetic action has a toll", on_key=True)
    if event.civilians and (not event.deaths or event.civilians.value > event.deaths.value):
        yield Finding((*path, "civilians"), "more civilians died than people")
    if event.suspects and event.actor is not None:
        yield Finding((*path, "suspects"), 'does nothing beside "actor": the author is known', on_key=True)
    if event.actor is not None and event.actor == event.toward:
        yield Finding((*path, "toward"), "an actor does not address itself")


def _background(path: Path, routine: Background, scenario: Scenario) -> Iterator[Finding]:
    for field in ("since", "until"):
        yield from _before((*path, field), getattr(routine, field), scenario)
    if routine.until < routine.since:
        yield Finding((*path, "until"), f'is before "since", {routine.since}')


def _scheduled(path: Path, entry: Scheduled, scenario: Scenario) -> Iterator[Finding]:
    yield from _within((*path, "date"), entry.date, scenario)
    if entry.action is None and entry.occupies is None:
        yield Finding(path, 'does nothing: "action" and "occupies" are both missing')
    if entry.until is not None and entry.until < entry.date:
        yield Finding((*path, "until"), f'is before "date", {entry.date}')
    if entry.occupies is not None and entry.until is None:
        yield Finding((*path, "until"), 'missing; "occupies" lasts to a day')
    if entry.occupies is None and entry.until is not None:
        yield Finding((*path, "until"), 'does nothing without "occupies"', on_key=True)


def _talks(path: Path, talks: Talks, scenario: Scenario) -> Iterator[Finding]:
    yield from _within((*path, "date"), talks.date, scenario)
    for i, actor in enumerate(talks.invited):
        if actor == talks.host:
            yield Finding((*path, "invited", i), "the host is not invited: it is there")
    present = {*talks.invited, talks.host}
    for i, actor in enumerate(talks.required):
        if actor not in present:
            yield Finding(
                (*path, "required", i), f'"{actor}" is required but not invited', actor, talks.invited
            )
    for field in ("attended", "refused"):
        action = scenario.actions.get(getattr(talks, field))
        if action is not None and action.reach != "none":
            yield Finding((*path, field), "needs an action of reach none")


def _agreement(path: Path, agreement: Agreement, scenario: Scenario) -> Iterator[Finding]:
    if agreement.in_force > last_date(scenario):
        yield Finding(
            (*path, "in_force"), f"{agreement.in_force} is after the last day, {last_date(scenario)}"
        )
    if agreement.until is not None and agreement.until < max(agreement.in_force, scenario.start):
        yield Finding((*path, "until"), f"{agreement.until} is before day one or before it is in force")
    for field, needed in (("term", "until"), ("renewal_confidence", "term"), ("term", "renewal_confidence")):
        if getattr(agreement, field) is not None and getattr(agreement, needed) is None:
            yield Finding((*path, field), f'does nothing without "{needed}"', on_key=True)
    for key, owed in agreement.obligations.items():
        if isinstance(owed, Maintain) and owed.due > last_date(scenario):
            message = f"{owed.due} is after the last day, {last_date(scenario)}"
            yield Finding((*path, "obligations", key, "due"), message)


def _intervention(path: Path, lever: Intervention, scenario: Scenario) -> Iterator[Finding]:
    if lever.on > last_date(scenario):
        yield Finding((*path, "on"), f"{lever.on} is after the last day, {last_date(scenario)}")
    if lever.until is not None and lever.until < max(lever.on, scenario.start):
        before = '"on"' if lever.until < lever.on else "day one"
        yield Finding((*path, "until"), f"{lever.until} is before {before}, {max(lever.on, scenario.start)}")
    if not lever.set:
        yield Finding((*path, "set"), "sets nothing")
    for target, value in lever.set.items():
        yield from _setting((*path, "set", target), target, value, scenario)


def _setting(path: Path, target: str, value: float, scenario: Scenario) -> Iterator[Finding]:
    parameter = scenario.parameters.get(target)
    meaning = meaning_of(target)
    if parameter is None:
        near = nearest_path(scenario, target)
        yield Finding(path, "no parameter has this path", near, [near], on_key=True)
    elif meaning is not None and not meaning.daily:
        what = pattern_of(target).replace("*", "<id>")
        yield Finding(
            path, f"{what} is read only at the start; an intervention cannot change it", on_key=True
        )
    elif not parameter.low <= value <= parameter.high:
        message = f"{value:g} lies outside the range of {target}, [{parameter.low:g}, {parameter.high:g}]"
        yield Finding(path, message)
