"""Vary a scenario by path: other values, less of it, and what differs between two."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from .check import soundness
from .errors import Fault, Finding, ScenarioError, nearest, quoted, refused
from .meaning import meaning_of
from .parameter import FrozenMap, Noun, Parameter
from .paths import below, nearest_path
from .references import references
from .scenario import Scenario
from .write import plain


def vary(scenario: Scenario, values: Mapping[str, float], *, beyond_range: bool = False) -> Scenario:
    """A copy of the scenario in which the Parameters at these paths have these values.

    With `beyond_range` a value may leave the Parameter's range (which then grows to hold it), but
    never what its unit means. Raises ScenarioError with a fault for each path or value refused.
    """
    faults = [
        fault for path, value in values.items() if (fault := _fault(scenario, path, value, beyond_range))
    ]
    if faults:
        raise ScenarioError(faults)
    changed = {path: _moved(scenario.parameters[path], float(value)) for path, value in values.items()}
    return _rebuilt(scenario, {tuple(path.split(".")): parameter for path, parameter in changed.items()})


def with_days(scenario: Scenario, days: int) -> Scenario:
    """A copy that ends after `days` days; what lies beyond them does not happen."""
    if not isinstance(days, int) or not 1 <= days <= 1000:
        raise refused(f"{days} is not a whole number of days from 1 to 1000", "days")
    return _copy(scenario, {"days": days})


def drop(scenario: Scenario, path: str) -> Scenario:
    """A copy without the entry at `path`: an event, rule, obligation, multiplier, intervention, ...

    Whatever is only said or set about it goes with it. Raises ScenarioError for a path that is not
    there, or where the rest refers to what was dropped or cannot do without it.
    """
    content = plain(scenario)
    steps = path.split(".")
    parent = _entry(scenario, content, steps)
    del parent[steps[-1]]
    _forget(content, path)
    try:
        dropped = Scenario.model_validate_json(json.dumps(content))
    except ValidationError:
        raise refused("the scenario cannot do without it", path) from None
    left = [*references(dropped), *soundness(dropped)]
    if left:
        raise ScenarioError([_unplaced(finding, f"without {path}: ") for finding in left])
    return dropped


def parse_setting(text: str) -> tuple[str, float]:
    """Path and value of a setting written `PATH=VALUE`."""
    path, sign, written = (part.strip() for part in text.partition("="))
    if not sign or not path:
        raise refused(f"{quoted(text)} is not PATH=VALUE", file="--set")
    try:
        value = float(written)
    except ValueError:
        raise refused(f"{quoted(written)} is not a number", path, file="--set") from None
    if not math.isfinite(value):
        raise refused("a number must be finite", path, file="--set")
    return path, value


def differences(before: Scenario, after: Scenario) -> list[tuple[str, Any, Any]]:
    """`(path, before, after)` for whatever differs but the id; None where one of them has nothing.

    The path of a Parameter stands for its value; its other fields have paths of their own.
    """
    one, other = (scenario.model_dump(mode="json", exclude_none=True) for scenario in (before, after))
    return list(_differences(one | {"id": ""}, other | {"id": ""}, ""))


def _fault(scenario: Scenario, path: str, value: float, beyond_range: bool) -> Fault | None:
    parameter = scenario.parameters.get(path)
    if parameter is None:
        return Fault("", 0, 0, path, "no parameter has this path", nearest_path(scenario, path))
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return Fault("", 0, 0, path, "a finite number is expected")
    if not beyond_range and not parameter.low <= value <= parameter.high:
        message = f"{value:g} lies outside its range [{parameter.low:g}, {parameter.high:g}]"
        return Fault("", 0, 0, path, message)
    meaning = meaning_of(path)
    if meaning and not meaning.least <= value <= meaning.most:
        return Fault("", 0, 0, path, f"{value:g} lies outside [{meaning.least:g}, {meaning.most:g}]")
    return None


def _moved(parameter: Parameter, value: float) -> Parameter:
    low, high = min(parameter.low, value), max(parameter.high, value)
    return _copy(parameter, {"value": value, "low": low, "high": high})


def _copy(noun: Any, changes: Mapping[str, Any]) -> Any:
    """A noun with other fields: built afresh, since a copy would keep what was worked out before."""
    fields = {name: getattr(noun, name) for name in type(noun).model_fields}
    return type(noun).model_construct(noun.model_fields_set | set(changes), **(fields | dict(changes)))


def _rebuilt(value: Any, changes: Mapping[tuple[str, ...], Parameter]) -> Any:
    """The value with Parameters replaced by path; branches without a change are shared."""
    if () in changes:
        return changes[()]
    branches: dict[str, dict[tuple[str, ...], Parameter]] = {}
    for (step, *rest), parameter in changes.items():
        branches.setdefault(step, {})[tuple(rest)] = parameter
    entries = below(value)
    renewed = {step: _rebuilt(entries[step], inner) for step, inner in branches.items()}
    return FrozenMap({**value, **renewed}) if isinstance(value, FrozenMap) else _copy(value, renewed)


def _entry(scenario: Scenario, content: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    """The map of `content` that holds the last step."""
    value: object = scenario
    for i, step in enumerate(steps):
        entries = below(value)
        if step not in entries:
            guess = nearest(step, entries)
            hint = ".".join([*steps[:i], guess, *steps[i + 1 :]]) if guess else ""
            raise refused("nothing has this path", ".".join(steps), hint)
        content = content if i == 0 else content[steps[i - 1]]
        value = entries[step]
    if not isinstance(value, Noun) or steps[-1] not in content:
        raise refused("only a whole entry of the scenario can be dropped", ".".join(steps))
    return content


def _forget(content: dict[str, Any], path: str) -> None:
    """Leaves out what is said about `path`, or set below it."""
    about = content.get("inert_because", {})
    for subject in [subject for subject in about if _at(subject, path)]:
        del about[subject]
    for key in [key for key, claim in content.get("claims", {}).items() if _at(claim["about"], path)]:
        del content["claims"][key]
        _forget(content, f"claims.{key}")
    levers = content.get("interventions", {})
    for key, lever in list(levers.items()):
        lever["set"] = {target: value for target, value in lever["set"].items() if not _at(target, path)}
        if not lever["set"]:
            del levers[key]


def _at(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}.")


def _unplaced(finding: Finding, before: str) -> Fault:
    return Fault("", 0, 0, finding.dotted, before + finding.message, nearest(finding.word, finding.choices))


def _differences(one: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            here = path if key == "value" and "unit" in one else f"{path}.{key}" if path else key
            yield from _differences(one.get(key), other.get(key), here)
    elif one != other:
        yield path, one, other
