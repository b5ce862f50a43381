"""Decisions: what all rules of all actors do on a morning, in one go.

A rule's places are lines of one table, `(lines, rows)`, so that the intensities, the draws and the acts of
every rule are computed together: NumPy's price of a call is paid once a day, not once a rule.
"""

from itertools import pairwise

import numpy as np

from .acts import Cells
from .arrays import Bools, Floats, Ints
from .chance import Dense
from .draws import Draws, keep_lowest, occurring
from .ground import ON_WORKS
from .levels import Levels
from .numbers import Numbers
from .rates import RuleRate
from .roster import NOBODY, Roster
from .rows import column
from .signals import Morning


class Decisions:
    """The rules of a scenario, in order; each has a line of the draws for every place it could reach."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        rules = roster.scenario.rules.items()
        self.rules = [RuleRate(roster, code, path, rule) for code, (path, rule) in enumerate(rules)]
        self._actor = np.array([rule.actor for rule in self.rules], dtype=np.int64)
        self._origin = np.array([rule.origin for rule in self.rules], dtype=np.int64)
        self._answers = np.array([bool(rule.rule.answers) for rule in self.rules], dtype=bool)[:, None]
        names: list[tuple[str, str]] = []
        self._line = np.zeros((len(self.rules), len(roster.places) + 1), dtype=np.int64)  # the last: no place
        for rule in self.rules:
            self._line[rule.code, rule.places] = len(names) + np.arange(len(rule.places))
            names += [(rule.path, roster.places[p] if p != NOBODY else "") for p in rule.places]
        self._draws = Draws(names)
        self._elsewhere = [rule for rule in self.rules if not rule.placed or rule.kind.reach in ON_WORKS]
        self._levels = Levels(roster, self.rules)

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        for rule in self.rules:
            rule.read(numbers, self._roster)
        self._rate = column([rule.rate for rule in self.rules])
        self._levels.read()

    def of_day(self, see: Morning, chance: Dense) -> list[Cells]:
        """What every actor does today, one entry an actor."""
        rules, places, intensity = self.intensity(see, chance)
        uniform = self._draws.of_day(self._line[rules, places], chance, see.day, see.state.rows)
        line, row, u, count = occurring(uniform, intensity)
        rule, place = rules[line], places[line]
        kept = self._at_most(rule, count, u, row, place)
        rule, place, row, count = rule[kept], place[kept], row[kept], count[kept]
        cells = Cells(self._origin[rule], row, place, count, self._targets(rule, place, row, see))
        bounds = np.searchsorted(self._actor[rule], np.arange(len(self._roster.actors) + 1)).tolist()
        return [cells.part(first, end) for first, end in pairwise(bounds)]

    def intensity(self, see: Morning, chance: Dense) -> tuple[Ints, Ints, Floats]:
        """Rule and place of each line where something may happen, and the expected acts `(lines, rows)`."""
        able, level = self._able(see), self._levels.of_day(see, chance)
        base, awake = self._rate * able, set(np.flatnonzero(able.any(axis=1)).tolist())
        reached = [(rule, rule.reached(see)) for rule in self.rules if rule.code in awake]
        lengths = [len(where.places) for _, where in reached]
        mean, first = np.empty((sum(lengths), see.state.rows)), 0
        for (rule, where), length in zip(reached, lengths, strict=True):
            part = mean[first : (first := first + length)]
            np.multiply(where.share, base[rule.code], out=part)
            part *= rule.factor(see, where.places, level[rule.code])
        rules = np.repeat([rule.code for rule, _ in reached], lengths).astype(np.int64)
        places = np.concatenate([np.zeros(0, dtype=np.int64), *(where.places for _, where in reached)])
        return rules, places, mean

    def _able(self, see: Morning) -> Bools:
        """Rows in which each rule may act at all: capability, an open question to answer, rest."""
        state = see.state
        able = (state.strength > 0)[self._actor] & (see.day > state.rest_until)
        return able & (~self._answers | (see.day <= state.open_until))

    def _at_most(self, rule: Ints, count: Ints, u: Floats, row: Ints, place: Ints) -> Ints:
        """Lower the counts of rules with a most acts a day, in place; returns the entries that are left."""
        for capped in self.rules:
            if capped.at_most is not None:
                mine = slice(*np.searchsorted(rule, (capped.code, capped.code + 1)))
                count[mine] = keep_lowest(count[mine], u[mine], row[mine], place[mine], capped.at_most)
        return np.flatnonzero(count)

    def _targets(self, rule: Ints, place: Ints, row: Ints, see: Morning) -> Ints:
        """Whom each act hits: the holder of the place, the owner of base or post, or whom it addresses."""
        target = see.ground.holder[place, row]
        ends = np.searchsorted(rule, np.arange(len(self.rules) + 1)).tolist()
        for r in self._elsewhere:
            mine = slice(ends[r.code], ends[r.code + 1])
            if not r.placed:
                target[mine] = r.facing(see)[row[mine]]
            elif r.kind.reach in ON_WORKS:
                target[mine] = see.ground.targets(r.kind.reach)[place[mine], row[mine]]
        return target
