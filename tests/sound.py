"""What makes a scenario built in Python pass the loader's checks: ranges cut, idle things left out."""

from typing import Any

from sim.scenario.check import findings
from sim.scenario.meaning import meaning_of
from sim.scenario.parameter import FrozenMap, Noun, Parameter
from sim.scenario.scenario import Scenario


def within_meaning(value: Any, path: str = "") -> Any:
    """The same with every range cut to what a number of its path may be."""
    if isinstance(value, Parameter):
        return _cut(value, path)
    if isinstance(value, FrozenMap):
        return FrozenMap((key, within_meaning(item, f"{path}.{key}")) for key, item in value.items())
    if isinstance(value, Noun):
        below = {name: f"{path}.{name}".lstrip(".") for name in type(value).model_fields}
        return value.model_copy(
            update={name: within_meaning(getattr(value, name), at) for name, at in below.items()}
        )
    return value


def _cut(parameter: Parameter, path: str) -> Parameter:
    meaning = meaning_of(path)
    if meaning is None:
        return parameter
    low, high = max(parameter.low, meaning.least), min(parameter.high, meaning.most)
    ends = {"low": min(low, parameter.value), "high": max(high, parameter.value)}
    return parameter.model_copy(update=ends)


def without_idle(scenario: Scenario) -> Scenario:
    """The scenario without the rules, duties and whole entries that its checks find fault with."""
    while found := findings(scenario):
        for finding in found:
            deep = finding.path[2:3] in (("rules",), ("obligations",)) and len(finding.path) > 3
            scenario = _without(scenario, finding.path[: 4 if deep else 2])
    return scenario


def _without(value: Any, path: tuple[str | int, ...]) -> Any:
    step, *rest = path
    if isinstance(value, FrozenMap):
        if not rest:
            return FrozenMap((key, item) for key, item in value.items() if key != step)
        return FrozenMap(
            (key, _without(item, tuple(rest)) if key == step else item) for key, item in value.items()
        )
    return value.model_copy(update={step: _without(getattr(value, str(step)), tuple(rest))})
