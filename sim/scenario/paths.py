"""Dotted paths: one string names a value everywhere."""

from .errors import nearest
from .parameter import FrozenMap, Noun
from .scenario import Scenario


def below(value: object) -> dict[str, object]:
    """What lies under a map or noun, by name; optional fields that were not given left out."""
    if isinstance(value, FrozenMap):
        return dict(value)
    if isinstance(value, Noun):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return {name: item for name, item in fields.items() if item is not None}
    return {}


def nearest_path(scenario: Scenario, path: str) -> str:
    """The path of a Parameter most like `path`, step by step; empty when nothing is near."""
    value: object = scenario
    steps: list[str] = []
    for step in path.split(".")[:10]:
        entries = below(value)
        known = step if step in entries else nearest(step, entries)
        if not known:
            return ""
        steps.append(known)
        value = entries[known]
    found = ".".join(steps)
    return found if found in scenario.parameters else ""
