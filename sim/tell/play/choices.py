"""Choices: what somebody may change in a scenario without writing a file: levers, numbers that matter."""

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from sim.experiment.lever import change
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.read import open_sweep
from sim.scenario.load import load, shelf
from sim.scenario.scenario import Scenario

_SCREENED = "what-matters"  # the shipped sweep whose factors come from a screening of all assumptions


class Lever(NamedTuple):
    """A shipped what-if made only of interventions, and what kind of lever they are."""

    id: str
    title: str
    description: str
    label: str


def titles() -> dict[str, str]:
    """Title of every shipped scenario by id, without checking it: the line that begins with `title:`."""
    found = {}
    for name, path in sorted(shelf().items()):
        written = re.search(r"(?m)^title:\s*(.+?)\s*$", path.read_text(encoding="utf-8"))
        found[name] = written.group(1).strip("\"'") if written else name
    return found


def levers(base: Scenario) -> list[Lever]:
    """The shipped levers of a shipped scenario, in order of id; none for a scenario that is not shipped."""
    others = (load(name) for name in sorted(shelf()) if base.id in shelf() and name != base.id)
    found = []
    for other in others:
        made = change(base, other)
        if made.is_lever and made.kinds and other.start == base.start:
            found.append(Lever(other.id, other.title, other.description.strip(), made.label))
    return found


def important(scenario: Scenario) -> list[str]:
    """Paths of the numbers to offer first: leverage, and what the shipped screening found to matter."""
    leverage = [path for path in scenario.parameters if path.split(".")[2:3] == ["leverage"]]
    guarantors = [path for path in leverage if scenario.actors[path.split(".")[1]].kind == "guarantor"]
    screened = [factor.name for factor in open_sweep(_SCREENED).factors]
    return [path for path in (*guarantors, *screened) if path in scenario.parameters]


def with_levers(base: str, chosen: Iterable[str]) -> str:
    """The text of a what-if of `base` that pulls these shipped levers together.

    Raises `RefusedError` where two of them set the same path in different ways.
    """
    ids = sorted(set(chosen))
    scenarios = [load(name) for name in ids]
    pulled: dict[str, object] = {}
    values: dict[str, float] = {}
    for scenario in scenarios:
        for key, lever in scenario.interventions.items():
            for path, value in lever.set.items():
                if values.setdefault(path, value) != value:
                    raise RefusedError(
                        f"{path}: two of the levers set it in different ways; choose one of them"
                    )
            pulled[key] = lever.model_dump(mode="json", exclude_none=True)
    title = "; ".join(scenario.title for scenario in scenarios)
    content = {"extends": base, "title": title, "interventions": pulled}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
