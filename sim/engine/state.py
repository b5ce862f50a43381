"""State: what a row remembers from one day to the next. The last axis is the row."""

from copy import copy

import numpy as np

from .arrays import Array
from .numbers import Numbers
from .roster import NOBODY, Roster
from .rows import Number

LONG_AGO = -1_000_000
_MEMORIES = {
    "audience": "audience",
    "breaches": "breaches",
    "complaints": "complaints",
    "fire": "recent_fire",
    "grievance": "grievance",
    "lost": "losing_ground",
    "own_dead": "own_dead",
}


class State:
    """All state arrays; see docs/reference/model.md, section State of a row."""

    def __init__(self, roster: Roster, numbers: Numbers, rows: int) -> None:
        a, p = len(roster.actors), len(roster.places)
        self.rows = rows
        self.holder = np.repeat(roster.holder[:, None], rows, axis=1)
        self.post = np.repeat(roster.post_stands[:, None], rows, axis=1)
        self.strength = np.empty((a, rows), dtype=np.int64)
        for k, name in enumerate(roster.actors):
            self.strength[k] = np.floor(numbers.values[f"actors.{name}.strength"])
        self.fire = np.zeros((p, rows))
        self.grievance, self.own_dead = np.zeros((a, a, rows)), np.zeros((a, a, rows))
        self.breaches, self.complaints = np.zeros((a, a, rows)), np.zeros((a, a, rows))
        self.audience, self.lost = np.zeros((a, rows)), np.zeros((a, rows))
        self.effort, self.wear = np.zeros((a, a, rows)), np.zeros((a, a, rows))
        self.violence = filled(numbers.normal, rows)
        self.confidence = self._confidence(roster, numbers)
        agreements = roster.scenario.agreements.values()
        self.in_force = np.ones((len(agreements), rows), dtype=bool)
        self.term_end = np.empty((len(agreements), rows), dtype=np.int64)
        for k, agreement in enumerate(agreements):
            self.term_end[k] = roster.scenario.day_of(agreement.until) if agreement.until else -LONG_AGO
        rules = len(roster.scenario.rules)
        self.open_until = np.full((rules, rows), float(LONG_AGO))
        self.blamed = np.full((rules, rows), NOBODY, dtype=np.int64)
        self.wrong = np.zeros((rules, rows), dtype=bool)
        self.rest_until = np.full((rules, rows), float(LONG_AGO))

    def evening(self, numbers: Numbers) -> "State":
        """A copy in which every memory has faded; the day's acts change it, the morning stays as it was."""
        after = copy(self)
        for name in ("holder", "post", "strength", "confidence", "in_force", "term_end"):
            setattr(after, name, getattr(self, name).copy())
        for name, memory in _MEMORIES.items():
            setattr(after, name, getattr(self, name) * numbers.memory[memory].keep)
        for name in ("effort", "wear", "violence"):
            setattr(after, name, getattr(self, name) * numbers.keep[name])
        return after

    def _confidence(self, roster: Roster, numbers: Numbers) -> Array:
        a = len(roster.actors)
        confidence = np.empty((a, a, self.rows))
        confidence[:] = numbers.perception["confidence"]
        for i, actor in enumerate(roster.scenario.actors.values()):
            for other in actor.confidence:
                path = f"actors.{roster.actors[i]}.confidence.{other}"
                confidence[i, roster.actor_code[other]] = numbers.values[path]
        return confidence


def filled(number: Number, rows: int) -> Array:
    """One number a row."""
    array = np.empty(rows)
    array[:] = number
    return array
