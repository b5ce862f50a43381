"""A census: what generated scenarios hold, and which of it moves some world.

What may be held is read from the scenario floor itself, so that a new noun, number, signal or word of a
list is missing from the census until the generators make it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args

import numpy as np

from sim.engine.record import Record
from sim.engine.simulate import simulate
from sim.experiment.outcomes import measure
from sim.scenario.action import Reach
from sim.scenario.actor import Kind, Side
from sim.scenario.agreement import AnswerFor, Perform, Refrain
from sim.scenario.event import Status
from sim.scenario.intervention import LeverKind
from sim.scenario.meaning import MEANINGS, pattern_of
from sim.scenario.parameter import FrozenMap
from sim.scenario.references import nouns
from sim.scenario.rule import Rule
from sim.scenario.scenario import Scenario
from sim.scenario.signal import SIGNALS
from tests.laws.lived import changed

SEED = 1
WORLDS = (0, 1, 2)
REACHES = get_args(Reach)
"""Words of closed lists: each must occur; those below must also act."""
WORDS = {f"status {word}" for word in get_args(Status)} | {f"kind {word}" for word in get_args(Kind)}
WORDS |= {f"side {word}" for word in get_args(Side)}
DEEDS = {f"{how} act of reach {reach}" for how in ("kinetic", "peaceful") for reach in REACHES}
DEEDS |= {f"rule that says {name}" for name in Rule.model_fields if name not in ("action", "rate", "note")}
DEEDS |= {f"{origin} act" for origin in ("history", "background", "calendar", "talks", "actors")}
SIGHTS = {f"{signal} {way}" for signal in SIGNALS for way in ("raises", "lowers")}
DUTIES = {"refrain", "refrain with exclusion", "perform after", "perform every", "maintain"}
DUTIES |= {"answer_for by effort", "answer_for by result"}
NUMBERS = set(MEANINGS)
"""Every kind of number that a scenario may hold."""
SECTIONS = {f"lever of {kind}" for kind in get_args(LeverKind)} | {"post", "agreement with a term"}
HELD = NUMBERS | SIGHTS | WORDS | SECTIONS | {"claims"}
ACTED = NUMBERS | SIGHTS | DEEDS | DUTIES | SECTIONS


@dataclass
class Census:
    """`held` and `acted` count scenarios by what they hold and what moved a world of theirs."""

    held: dict[str, int] = field(default_factory=dict)
    acted: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """What no scenario counted so far holds, or what moved none."""
        return sorted((HELD - self.held.keys()) | (ACTED - self.acted.keys()))

    def take(self, scenario: Scenario) -> None:
        """Count one scenario; what has acted already is not moved again."""
        asked = {path: pattern_of(path) for path in scenario.parameters}
        asked = {path: kind for path, kind in asked.items() if kind not in self.acted}
        seen = {path: way for path, way in sights(scenario).items() if way not in self.acted}
        moves = [(path, kind, to) for path, kind in asked.items() for to in elsewhere(scenario, path)]
        moves += [(path, way, 1.0) for path, way in seen.items()]
        record = simulate(scenario, WORLDS, SEED)
        self._add(self.held, {*asked.values(), *seen.values(), *words(scenario)})
        self._add(self.acted, moved(scenario, moves) | deeds(record) | duties(record))
        without = {name: less for name, less in lessened(scenario) if name not in self.acted}
        self._add(self.acted, {name for name, less in without.items() if differs(record, less)})

    def _add(self, counts: dict[str, int], found: set[str]) -> None:
        for name in found:
            counts[name] = counts.get(name, 0) + 1


def elsewhere(scenario: Scenario, path: str) -> tuple[float, ...]:
    """Where a number is moved to: the ends of its range, for what an act changes nothing at all, and for
    what outcomes are measured against far beyond."""
    number = scenario.parameters[path]
    if ".changes." in path:
        return (0.0,)
    if path.startswith("outcomes."):
        return number.value / 8, number.value * 8
    return number.low, number.high


def sights(scenario: Scenario) -> dict[str, str]:
    """Each multiplier's path, with the signal and which way it pushes."""
    return {
        path: f"{path.rsplit('.', 1)[1]} {'raises' if number.value > 1 else 'lowers'}"
        for path, number in scenario.parameters.items()
        if ".multiplied_by." in path and number.value != 1
    }


def moved(scenario: Scenario, moves: list[tuple[str, str, float]]) -> set[str]:
    """The kinds of numbers of which one, moved alone, changes what happens or what is measured."""
    paths = sorted({path for path, _, _ in moves})
    shape = (len(moves) + 1, len(WORLDS))
    numbers = {path: np.full(shape, scenario.parameters[path].value) for path in paths}
    for row, (path, _, value) in enumerate(moves, 1):
        numbers[path][row] = value
    flat = {path: values.ravel() for path, values in numbers.items()}
    record = simulate(scenario, np.tile(WORLDS, shape[0]), SEED, flat, tables=False)
    digest = record.digest.reshape(-1, *shape)
    outcomes = np.array(list(measure(record, flat).values())).reshape(-1, *shape)
    return {
        kind
        for row, (_, kind, _) in enumerate(moves, 1)
        if not np.array_equal(digest[:, row], digest[:, 0])
        or not np.array_equal(outcomes[:, row], outcomes[:, 0], equal_nan=True)
    }


def deeds(record: Record) -> set[str]:
    """What was done: by reach, by origin, and by what the rule says beyond its rate."""
    found: set[str] = set()
    events, scenario = record.events or {}, record.scenario
    for action, code in {*zip(events["action"].tolist(), events["rule"].tolist(), strict=True)}:
        kind, path = scenario.actions[record.names["action"][action]], record.names["rule"][code]
        found |= {f"{'kinetic' if kind.kinetic else 'peaceful'} act of reach {kind.reach}"}
        found |= {f"{path.split('.')[0]} act"}
        if rule := scenario.rules.get(path):
            said = {name for name, of in Rule.model_fields.items() if getattr(rule, name) != of.default}
            found |= {f"rule that says {name}" for name in said}
    return found


def duties(record: Record) -> set[str]:
    """The forms of obligation with an entry in the ledger."""
    ledger, scenario = record.ledger or {}, record.scenario
    paths = {record.names["obligation"][code] for code in ledger.get("obligation", ())}
    return {_form(scenario, path) for path in paths}


def _form(scenario: Scenario, path: str) -> str:
    _, agreement, _, name = path.split(".")
    owed = scenario.agreements[agreement].obligations[name]
    if isinstance(owed, AnswerFor):
        return f"answer_for by {owed.of}"
    if isinstance(owed, Perform):
        return "perform after" if owed.after else "perform every"
    return owed.form


def words(scenario: Scenario) -> set[str]:
    """Words of closed lists that stand in the scenario."""
    found: set[str] = set()
    for _, noun in nouns(scenario):
        fields = type(noun).model_fields
        found |= {f"{name} {getattr(noun, name)}" for name in ("status", "kind", "side") if name in fields}
    return found | {name for name, _ in lessened(scenario)} | ({"claims"} if scenario.claims else set())


def lessened(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """What holds no number of its own, with the scenario that lacks it."""
    for name, lever in scenario.interventions.items():
        less = {key: one for key, one in scenario.interventions.items() if key != name}
        yield f"lever of {lever.kind}", changed(scenario, interventions=less)
    posts = {name: place.model_copy(update={"post": None}) for name, place in scenario.places.items()}
    if any(place.post for place in scenario.places.values()):
        yield "post", changed(scenario, places=posts)
    if any(agreement.term for agreement in scenario.agreements.values()):
        endless = {"term": None, "renewal_confidence": None}
        yield "agreement with a term", _every_agreement(scenario, lambda of: of.model_copy(update=endless))
    if any(_excludes(owed) for of in scenario.agreements.values() for owed in of.obligations.values()):
        yield "refrain with exclusion", _every_agreement(scenario, _without_exclusion)
    if scenario.claims:
        yield "claims", changed(scenario, claims={})


def _every_agreement(scenario: Scenario, change: Any) -> Scenario:
    return changed(scenario, agreements={name: change(of) for name, of in scenario.agreements.items()})


def _excludes(owed: Any) -> bool:
    return isinstance(owed, Refrain) and bool(owed.exclusion)


def _without_exclusion(agreement: Any) -> Any:
    plain = {
        name: owed.model_copy(update={"exclusion": ()}) if _excludes(owed) else owed
        for name, owed in agreement.obligations.items()
    }
    return agreement.model_copy(update={"obligations": FrozenMap(plain)})


def differs(record: Record, less: Scenario) -> bool:
    """Whether some world of the battery goes another way without it."""
    return not np.array_equal(record.digest, simulate(less, WORLDS, SEED).digest)
