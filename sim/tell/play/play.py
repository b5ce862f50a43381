"""Play: levers chosen week by week in the same worlds, as the text of a what-if that anybody can run again.

A turn is a week. What was chosen for it holds from its first day on; the days before stay as they were, to
the bit, since a change from a day leaves earlier days alone (law M4 of the model).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from sim.experiment.lever import change
from sim.experiment.refusal import RefusedError
from sim.scenario.errors import nearest
from sim.scenario.intervention import Intervention
from sim.scenario.load import load, open_scenario, shelf
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from sim.tell.pictures import WEEK

from .choices import Lever

if TYPE_CHECKING:
    import pandas as pd

Turns = Sequence[Collection[str]]
"""The ids of the levers in force in each week lived so far."""
_MOST_TOLD = 3
_INTERVENES = re.compile(r"(?m)^interventions\s*:")


class Span(NamedTuple):
    """A lever from the first day of week `first` to the last day of week `last`; None if it is still held."""

    lever: str
    first: int
    last: int | None


def permitted(base: Scenario) -> list[Lever]:
    """The shipped levers that may be chosen in a play of `base`, in order of id.

    Only of restraint, monitoring and messaging, made only of numbers that `base` has, and such that they
    add no force to it whenever they begin.
    """
    return [
        Lever(lever.id, lever.title, lever.description.strip(), label)
        for lever, label in _levers(base).values()
    ]


def _levers(base: Scenario) -> dict[str, tuple[Scenario, str]]:
    """The same with their kind in words, by id."""
    parents: dict[str, Scenario] = {}
    found = {}
    for name, path in sorted(shelf().items()):
        if name == base.id or not _INTERVENES.search(path.read_text(encoding="utf-8")):
            continue
        opened = open_scenario(name)
        if len(opened.files) > 1:
            parent = opened.files[1].stem
            made = change(parents.setdefault(parent, load(parent)), opened.scenario)
            if made.may_be_ranked and _fits(base, opened.scenario):
                found[name] = opened.scenario, made.label
    return found


def _fits(base: Scenario, lever: Scenario) -> bool:
    """Whether the numbers of a lever can be set in `base` without adding force."""
    for path, value in (item for held in lever.interventions.values() for item in held.set.items()):
        number = base.parameters.get(path)
        if number is None or not number.low <= value <= number.high:
            return False
    from_day_one = {
        f"week_001_{key}": held.model_copy(update={"on": base.start, "until": None})
        for key, held in lever.interventions.items()
    }
    held = FrozenMap({**base.interventions, **from_day_one})
    return change(base, base.model_copy(update={"interventions": held})).may_be_ranked


def weeks(scenario: Scenario) -> int:
    """How many turns a play of a scenario has; the last may be shorter than a week."""
    return -(-scenario.days // WEEK)


def last_day(scenario: Scenario, week: int) -> int:
    """The last day of a week, from 1 on."""
    return min(WEEK * week, scenario.days)


def spans(turns: Turns) -> list[Span]:
    """When each lever was held, in order of beginning.

    >>> spans([[], ["hotline"], ["hotline"], []])
    [Span(lever='hotline', first=2, last=3)]
    """
    found: list[Span] = []
    for lever in sorted({lever for turn in turns for lever in turn}):
        held = [lever in turn for turn in turns]
        starts = [n for n, here in enumerate(held) if here and not (n and held[n - 1])]
        for first in starts:
            end = next((n for n in range(first, len(held)) if not held[n]), None)
            found.append(Span(lever, first + 1, end))
    return sorted(found, key=lambda span: (span.first, span.lever))


def played(base: Scenario, turns: Turns, reference: str) -> str:
    """The text of the what-if that these turns make; `reference` is what it `extends`.

    What the last turn holds is held from then on. Raises `RefusedError` for a lever that may not be chosen,
    for two at a time that set a number in different ways, and for more turns than there are weeks.
    """
    levers = {name: lever for name, (lever, _) in _levers(base).items()}
    _check(base, turns, levers)
    choices = spans(turns)
    content: dict[str, Any] = {
        "extends": reference,
        "title": _title(base, choices, levers),
        "description": course(base, turns),
    }
    for span in choices:
        held_then = content.setdefault("interventions", {})
        held_then |= _interventions(base, span, levers[span.lever])
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=10_000)


def _interventions(base: Scenario, span: Span, lever: Scenario) -> dict[str, dict[str, Any]]:
    """The interventions of a lever, for its weeks."""
    found = {}
    days = {"on": _date(base, last_day(base, span.first - 1) + 1)}
    if span.last is not None:
        days["until"] = _date(base, last_day(base, span.last))
    for key, intervention in lever.interventions.items():
        said = {name: getattr(intervention, name) for name in ("text", "source", "note")}
        told = {name: text for name, text in said.items() if text}
        fixed = {"kind": intervention.kind, **days, "set": dict(intervention.set), **told}
        found[f"week_{span.first:03}_{key}"] = fixed
    return found


def _check(base: Scenario, turns: Turns, levers: Mapping[str, Scenario]) -> None:
    if len(turns) > weeks(base):
        raise RefusedError(f"{len(turns)} weeks: {base.id} has {weeks(base)} of them")
    for lever in sorted({lever for turn in turns for lever in turn} - levers.keys()):
        near = nearest(lever, levers)
        hint = f'; did you mean "{near}"?' if near else ""
        raise RefusedError(
            f"{lever}: is not among the levers that may be chosen here: restraint, monitoring or messaging"
            f" that adds no force to {base.id}{hint}"
        )
    for week, turn in enumerate(turns, 1):
        _check_together([held for name in turn for held in levers[name].interventions.values()], week)


def _check_together(held: Sequence[Intervention], week: int) -> None:
    values: dict[str, float] = {}
    for lever in held:
        for path, value in lever.set.items():
            if values.setdefault(path, value) != value:
                raise RefusedError(
                    f"week {week}: two of the levers set {path} in different ways; choose one of them"
                )


def _title(base: Scenario, held: Sequence[Span], levers: Mapping[str, Scenario]) -> str:
    """What was done, in a line."""
    if len(held) > _MOST_TOLD:
        return f"Played: {len(held)} choices of levers"
    told = (f"{levers[span.lever].title} {_when(base, span)}" for span in held)
    return f"Played: {'; '.join(told) or 'no lever'}"


def course(base: Scenario, turns: Turns) -> str:
    """The weeks played and what was held in them, in a sentence."""
    told = [
        f"{span.lever} {'in week' if span.last == span.first else 'from week'} {span.first}"
        + (f" to {span.last}" if span.last not in (None, span.first) else "")
        for span in spans(turns)
    ]
    return f"{len(turns)} of {weeks(base)} weeks played: {', '.join(told) or 'no lever chosen'}."


def held(base: Scenario, turns: Turns) -> "pd.DataFrame":
    """Columns `lever` (its title), `from` and `to`: its first day, and the day after the last one lived."""
    import pandas as pd

    rows = [
        {
            "lever": load(span.lever).title,
            "from": _date(base, last_day(base, span.first - 1) + 1),
            "to": _date(base, last_day(base, span.last or len(turns)) + 1),
        }
        for span in spans(turns)
    ]
    return pd.DataFrame(rows, columns=["lever", "from", "to"])


def _when(base: Scenario, span: Span) -> str:
    first = _date(base, last_day(base, span.first - 1) + 1)
    last = f" to {_told(_date(base, last_day(base, span.last)))}" if span.last is not None else ""
    return f"from {_told(first)}{last}"


def _date(base: Scenario, day: int) -> date:
    return base.start + timedelta(days=day - 1)


def _told(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
