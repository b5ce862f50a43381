"""What each Parameter may be: its units, and the bounds beyond which its meaning ends.

The table's keys are paths with `*` for an id. A range given in a scenario lies within these bounds,
and so does every value set later.
"""

from typing import NamedTuple

from .parameter import Parameter, Unit

ENDLESS = 1e6


class Meaning(NamedTuple):
    """Units that fit, least and greatest value, and whether it can still change after day one."""

    units: tuple[Unit, ...]
    least: float = 0.0
    most: float = ENDLESS
    daily: bool = True


_SHARE = Meaning(("share", "ratio"), 0.0, 1.0)
_LEVEL = Meaning(("share", "weight", "ratio"), 0.0, 1.0)
_RATIO = Meaning(("ratio", "multiplier", "share"))
_FACTOR = Meaning(("ratio", "multiplier"), 0.02, 50.0)
_DAYS = Meaning(("days",), 1.0, 1000.0)
_HALF_LIFE = Meaning(("days",), 0.05, 1000.0)
_SCALE = Meaning(("acts", "deaths", "events", "places", "ratio"), 0.001)
_COUNT = Meaning(("acts", "ratio"))
_FIGHTERS = Meaning(("fighters", "ratio"))
_DEATHS = Meaning(("deaths",), daily=False)
_WEIGHT = Meaning(("weight", "share", "ratio"))
_START_SHARE = Meaning(("share", "ratio"), 0.0, 1.0, daily=False)
_START_RATIO = Meaning(("ratio", "share", "multiplier"), daily=False)

EFFECT_MEANINGS: dict[str, Meaning] = {
    "audience": _COUNT,
    "capture": _SHARE,
    "complain": _COUNT,
    "effort": _SHARE,
    "post": Meaning(("posts", "acts", "ratio")),
    "reassure": _SHARE,
    "settle": _SHARE,
    "supply": _FIGHTERS,
    "suspend": Meaning(("acts", "share", "ratio")),
    "wear": _SHARE,
}

MEANINGS: dict[str, Meaning] = {
    "places.*.weight": Meaning(("weight", "ratio")),
    "places.*.excluded_share": _SHARE,
    "actions.*.lethality": _SHARE,
    "actions.*.severity": Meaning(("deaths", "ratio"), 0.001, 1000.0),
    "actions.*.civilians": _SHARE,
    "actions.*.own_share": _SHARE,
    "actions.*.hidden": _SHARE,
    "actions.*.found": _SHARE,
    "actions.*.suspects.*": _WEIGHT,
    "actions.*.claims_exception": _SHARE,
    **{f"actions.*.changes.{effect}": meaning for effect, meaning in EFFECT_MEANINGS.items()},
    "actors.*.strength": Meaning(("fighters",), daily=False),
    "actors.*.tempo": Meaning(("ratio", "multiplier"), 1.0, 50.0),
    "actors.*.leverage.*": _SHARE,
    "actors.*.confidence.*": _START_SHARE,
    "actors.*.objectives.*": _LEVEL,
    "actors.*.rules.*.rate": Meaning(("per day", "acts per day"), 0.0, 1000.0),
    "actors.*.rules.*.within": Meaning(("days",), 0.0, 1000.0),
    "actors.*.rules.*.at_most": Meaning(("acts per day", "acts"), 1.0),
    "actors.*.rules.*.rest": Meaning(("days",), 0.0, 1000.0),
    "actors.*.rules.*.multiplied_by.*": Meaning(("multiplier",), 0.02, 50.0),
    "agreements.*.term": _DAYS,
    "agreements.*.renewal_confidence": _SHARE,
    "agreements.*.obligations.*.weight": _LEVEL,
    "agreements.*.obligations.*.within": _DAYS,
    "agreements.*.obligations.*.every": _DAYS,
    "agreements.*.obligations.*.at_least": Meaning(("posts",), 0.0, 1000.0),
    "history.*.deaths": _DEATHS,
    "history.*.civilians": _DEATHS,
    "history.*.suspects.*": _WEIGHT._replace(daily=False),
    "background.*.per_day": Meaning(("per day", "acts per day"), 0.0, 1000.0, daily=False),
    "calendar.*.occupies": _SHARE,
    "talks.*.window": _DAYS,
    "talks.*.attendance": _SHARE,
    "talks.*.reluctance": _SHARE,
    "talks.*.accord": _SHARE,
    "memory.*.half_life": _HALF_LIFE,
    "memory.*.scale": _SCALE,
    "perception.confidence": _START_SHARE,
    "perception.breach_cost": _SHARE,
    "perception.duty_credit": _SHARE,
    "perception.doubt": _SHARE,
    "perception.verification": _SHARE,
    "perception.joint_verification": _SHARE,
    "perception.post_reach": _SHARE,
    "ground.fire_support": _RATIO,
    "ground.momentum": _RATIO,
    "ground.defence": _FACTOR,
    "ground.post": _RATIO,
    "outcomes.reference_events": Meaning(("events", "ratio"), 0.1, daily=False),
    "outcomes.reporting_share": Meaning(("share", "ratio"), 0.01, 1.0, daily=False),
    "outcomes.most_deaths": Meaning(("deaths", "ratio"), 1.0, daily=False),
    "outcomes.de_escalation": _START_RATIO,
    "outcomes.escalation": _START_RATIO,
    "outcomes.lull": _START_RATIO,
    "outcomes.relapse": _START_RATIO,
    "outcomes.collapse_places": _START_SHARE,
    "outcomes.collapse_fire_days": Meaning(("days", "events", "ratio"), 1.0, 14.0, daily=False),
}

_NAMED = {pattern.split(".")[0] for pattern in MEANINGS} - {"perception", "ground", "outcomes"}


def pattern_of(path: str) -> str:
    """The table's key for a Parameter's path: every second step is an id in the sections of named things."""
    steps = path.split(".")
    if steps[0] not in _NAMED:
        return path
    pattern = ".".join("*" if i % 2 else step for i, step in enumerate(steps))
    return pattern if pattern in MEANINGS else ".".join(pattern.split(".")[:-1] + steps[-1:])


def meaning_of(path: str) -> Meaning | None:
    """What the Parameter at `path` may be; None for an effect that does not exist."""
    return MEANINGS.get(pattern_of(path))


def complaint(path: str, parameter: Parameter) -> tuple[str, str] | None:
    """What is wrong with a Parameter's unit or range, and in which of its fields."""
    meaning = meaning_of(path)
    if meaning is None:
        return None
    if parameter.unit not in meaning.units:
        return f'the unit "{parameter.unit}" does not fit here; {" or ".join(meaning.units[:2])} does', "unit"
    if parameter.low < meaning.least or parameter.high > meaning.most:
        ends = f"[{parameter.low:g}, {parameter.high:g}] leaves [{meaning.least:g}, {meaning.most:g}]"
        return f"the range {ends}", "low" if parameter.low < meaning.least else "high"
    return None
