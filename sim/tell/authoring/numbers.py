"""Numbers: what an author may change, with its meaning; a rule in words, and its rate over a signal."""

import json
from typing import Any

import numpy as np
import pandas as pd

from sim.scenario.parameter import Parameter
from sim.scenario.scenario import Scenario
from sim.scenario.signal import SIGNALS
from sim.scenario.vary import differences
from sim.tell.show import deed, multipliers

_MEANINGS = {
    "rate": "how often, while no signal speaks",
    "within": "by when",
    "at_most": "most acts a day",
    "rest": "days of rest after an act",
    "weight": "how much it counts; 0 is no obligation",
    "every": "how often it falls due",
    "at_least": "how many",
}
_STEPS = 41


def numbers(scenario: Scenario, root: str, without: str = "") -> pd.DataFrame:
    """Every Parameter at or below a path, one a row, with what it means where that is known.

    Columns `number, meaning, value, low, high, unit, source, note, path`; `number` is its short name.
    What multiplies comes last; paths with the step `without` are left out.
    """
    found = [
        {"number": _short(path, root), "meaning": _meaning(path), **parameter.model_dump(), "path": path}
        for path, parameter in scenario.parameters.items()
        if f"{path}.".startswith(f"{root}.") and without not in path.split(".")
    ]
    found.sort(key=lambda row: "multiplied_by" in row["path"])
    columns = ["number", "meaning", *Parameter.model_fields, "path"]
    return pd.DataFrame(found, columns=pd.Index(columns))


def _short(path: str, root: str) -> str:
    last = path.removeprefix(root).removeprefix(".").replace("multiplied_by.", "× ") or path.split(".")[-1]
    return last.replace("_", " ").replace(".", ": ")


def _meaning(path: str) -> str:
    *_, before, last = path.split(".")
    if before == "multiplied_by":
        return SIGNALS[last].meaning
    return _MEANINGS.get(last, "")


def often(rate: float) -> str:
    """A rate a day, in words that can be pictured.

    >>> often(3.5), often(0.85), often(0.05), often(0.006), often(0.0001), often(0)
    ('3.5 a day', '6 a week', '1.5 a month', '2.2 a year', 'less than 1 a year', 'never')
    """
    for days, word in ((1, "day"), (7, "week"), (30, "month"), (365, "year")):
        if rate * days >= 1:
            return f"{rate * days:.2g} a {word}"
    return "less than 1 a year" if rate > 0 else "never"


def rule_told(scenario: Scenario, path: str) -> str:
    """A rule in words: how often it acts while no signal speaks, how plausible that is, more with what."""
    rule = scenario.rules[path]
    _, actor, _, name = path.split(".")
    where = "in each place" if rule.per == "place" else "in the whole area"
    rate = rule.rate
    span = f"{rate.value:g} a day; plausible: {often(rate.low)} to {often(rate.high)}"
    subject = deed(scenario, scenario.actors[actor], name, rule)
    told = f"{subject}, about {often(rate.value)} {where} while no signal speaks ({span})"
    signals = multipliers(rule).replace("_", " ")
    return f"{told}; {signals}." if signals else f"{told}."


def response(scenario: Scenario, path: str, signal: str) -> pd.DataFrame:
    """The rate of a rule over one of its signals, the others at 0: `signal, rate, low, high` in acts a day.

    rate × multiplier^signal (Cox 1972), with the band from both lower to both upper ends of the ranges.
    """
    rule = scenario.rules[path]
    factor, at = rule.multiplied_by[signal], np.linspace(0.0, 1.0, _STEPS)
    bands = {
        name: getattr(rule.rate, field) * getattr(factor, field) ** at
        for name, field in (("rate", "value"), ("low", "low"), ("high", "high"))
    }
    return pd.DataFrame({"signal": at, **bands})


def differing(before: Scenario, after: Scenario) -> pd.DataFrame:
    """What differs between two scenarios but the id, path by path: `path, before, after` as text."""
    found = [(path, _text(one), _text(other)) for path, one, other in differences(before, after)]
    return pd.DataFrame(found, columns=pd.Index(["path", "before", "after"]))


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
