"""Show: a resolved scenario in words, with the rate of each rule on day one, its least and greatest."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.scenario.action import Action
from sim.scenario.actor import Actor
from sim.scenario.agreement import AnswerFor, AnyObligation, Maintain, Perform, Refrain
from sim.scenario.parameter import Parameter
from sim.scenario.rule import Rule
from sim.scenario.scenario import Scenario
from sim.scenario.signal import SIGNALS


@dataclass(frozen=True)
class RuleShown:
    """A rule in numbers: acts a day on day one (mean over worlds), and its bounds over all signals."""

    path: str
    sentence: str
    rate: float
    unit: str
    day_one: float | None
    least: float
    greatest: float
    multiplied_by: dict[str, float]
    sources: tuple[str, ...]


def shown(scenario: Scenario, day_one: Mapping[str, float] | None = None) -> dict[str, Any]:
    """The scenario as one JSON document; `day_one` are rates by rule path, as the engine finds them."""
    rules = rules_shown(scenario, day_one or {})
    return {
        "id": scenario.id,
        "title": scenario.title,
        "description": scenario.description,
        "start": scenario.start.isoformat(),
        "days": scenario.days,
        "actors": {
            key: {"name": a.name, "kind": a.kind, "side": a.side} for key, a in scenario.actors.items()
        },
        "obligations": dict(obligations(scenario)),
        "rules": [asdict(rule) for rule in rules],
        "interventions": {k: lever.model_dump(mode="json") for k, lever in scenario.interventions.items()},
        "sources": {key: source.model_dump() for key, source in scenario.sources.items()},
        "parameters": counted_sources(scenario),
        "not_a_prediction": NOT_A_PREDICTION,
    }


def counted_sources(scenario: Scenario) -> dict[str, int]:
    """How many numbers are read from a verified source, from memory, or assumed."""
    counted: dict[str, int] = {}
    for parameter in scenario.parameters.values():
        source = scenario.sources.get(parameter.source)
        kind = "assumption" if parameter.is_assumption or source is None else source.read
        counted[kind] = counted.get(kind, 0) + 1
    return dict(sorted(counted.items()))


def rules_shown(scenario: Scenario, day_one: Mapping[str, float]) -> list[RuleShown]:
    """Every rule of a scenario, in order of actor and rule."""
    found = []
    for path, rule in scenario.rules.items():
        _, actor_id, _, rule_id = path.split(".")
        actor = scenario.actors[actor_id]
        least, greatest = bounds(rule, actor, scenario.actions[rule.action or rule_id])
        found.append(
            RuleShown(
                path=path,
                sentence=sentence(scenario, actor, rule_id, rule),
                rate=rule.rate.value,
                unit="acts a day in each place" if rule.per == "place" else "acts a day",
                day_one=day_one.get(path),
                least=least,
                greatest=greatest,
                multiplied_by={signal: factor.value for signal, factor in rule.multiplied_by.items()},
                sources=tuple(dict.fromkeys(p.source for p in _numbers(rule))),
            )
        )
    return found


def bounds(rule: Rule, actor: Actor, action: Action) -> tuple[float, float]:
    """Least and greatest rate over all values of the signals, and of `tempo` where it is kinetic."""
    least = greatest = rule.rate.value
    for factor in rule.multiplied_by.values():
        least, greatest = least * min(1.0, factor.value), greatest * max(1.0, factor.value)
    if action.kinetic and actor.tempo:
        least, greatest = least / actor.tempo.value**0.5, greatest * actor.tempo.value**0.5
    return least, greatest


def sentence(scenario: Scenario, actor: Actor, rule_id: str, rule: Rule) -> str:
    """A rule in one sentence."""
    told = multipliers(rule)
    return f"{deed(scenario, actor, rule_id, rule)}{f'; {told}' if told else ''}."


def deed(scenario: Scenario, actor: Actor, rule_id: str, rule: Rule) -> str:
    """Who does what by a rule, toward or against whom, in answer to what."""
    action = scenario.actions[rule.action or rule_id]
    reply = f" in answer to {scenario.actions[rule.answers].name.lower()}" if rule.answers else ""
    toward = f", toward {scenario.actors[rule.toward].name}" if rule.toward else ""
    against = ", ".join(scenario.actors[key].name for key in rule.against)
    only = f", against {against} only" if against else ""
    return f"{actor.name}: {action.name.lower()}{toward}{only}{reply}"


def multipliers(rule: Rule) -> str:
    """More or less with each signal, and by how much at its full strength; empty where nothing is."""
    told = [
        f"{'more' if factor.value > 1 else 'less'} with {signal} (×{factor.value:g})"
        for signal, factor in rule.multiplied_by.items()
        if factor.value != 1
    ]
    return ", ".join(told)


def _numbers(rule: Rule) -> Iterator[Parameter]:
    yield from (p for p in (rule.rate, rule.within, rule.at_most, rule.rest) if p)
    yield from rule.multiplied_by.values()


def obligations(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Path and sentence of every obligation."""
    for key, agreement in scenario.agreements.items():
        for name, duty in agreement.obligations.items():
            owed = _names(scenario, duty.bearers), _names(scenario, duty.counterparties)
            owe = "owes" if len(duty.bearers) == 1 else "owe"
            text = f"{owed[0]} {owe} {owed[1]}: {_duty(scenario, duty)} (weight {duty.weight.value:g})."
            yield f"agreements.{key}.obligations.{name}", f"{text} {duty.text}"


def _duty(scenario: Scenario, duty: AnyObligation) -> str:
    match duty:
        case Refrain():
            excluded = f", except {_names(scenario, duty.exclusion)}" if duty.exclusion else ""
            return f"no {_acts(scenario, duty.actions)} against {_names(scenario, duty.against)}{excluded}"
        case Perform():
            when = f"after {_acts(scenario, (duty.after,))}" if duty.after else "at regular times"
            return f"{_acts(scenario, duty.one_of)} within {duty.within.value:g} days {when}"
        case Maintain():
            return f"at least {duty.at_least.value:g} observation posts from {duty.due} on"
        case AnswerFor():
            clients = _names(scenario, duty.clients)
            if duty.of == "result":
                return f"no further breach by {clients} within {duty.within.value:g} days of one"
            acts = _acts(scenario, duty.one_of)
            return f"after a breach by {clients}, {acts} within {duty.within.value:g} days"


def signals_used(scenario: Scenario) -> list[str]:
    """Signals that some rule of the scenario reads, in order."""
    return sorted({signal for rule in scenario.rules.values() for signal in rule.multiplied_by})


def _names(scenario: Scenario, keys: tuple[str, ...]) -> str:
    names = [scenario.actors[key].name for key in keys] or ["nobody"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _acts(scenario: Scenario, keys: tuple[str, ...]) -> str:
    return " or ".join(scenario.actions[key].name.lower() for key in keys)


def lines(scenario: Scenario, day_one: Mapping[str, float] | None = None) -> Iterator[str]:
    """The scenario for a terminal, line by line."""
    yield f"{scenario.title} ({scenario.id}), {scenario.days} days from {scenario.start}"
    yield NOT_A_PREDICTION
    yield from ([scenario.description.strip()] if scenario.description else [])
    yield from ("", "Actors")
    for key, actor in scenario.actors.items():
        yield f"  {key}: {actor.name}, {actor.kind}, side {actor.side}"
    yield from ("", "Obligations")
    yield from (f"  {path}: {text}" for path, text in obligations(scenario))
    yield from ("", "Levers") if scenario.interventions else ()
    for key, lever in scenario.interventions.items():
        until = f" until {lever.until}" if lever.until else ""
        yield f"  {key} ({lever.kind}): from {lever.on}{until}; {lever.text}"
    yield from ("", "Rules: expected acts on day 1, and the least and greatest possible a day")
    for rule in rules_shown(scenario, day_one or {}):
        today = "?" if rule.day_one is None else f"{rule.day_one:.3g}"
        yield f"  {rule.path}"
        yield f"    {rule.sentence}"
        yield f"    day 1: {today}; least {rule.least:.2g}, greatest {rule.greatest:.3g} {rule.unit}"
        yield f"    sources: {', '.join(rule.sources)}"
    yield from ("", "Signals: 0 when nothing unusual is going on, 1 at full strength")
    yield from (f"  {name}: {SIGNALS[name].meaning}" for name in signals_used(scenario))
    yield from ("", "Sources")
    for key, source in scenario.sources.items():
        yield f"  {key}: {source.publisher}, {source.title}, {source.date} ({source.read})"
    told = ", ".join(f"{count} {kind}" for kind, count in counted_sources(scenario).items())
    yield from ("", f"Numbers: {told}.")
