"""Levels: what raises or lowers a rule wherever it acts, computed signal by signal, not rule by rule."""

from typing import NamedTuple

import numpy as np

from .arrays import Floats, Ints
from .chance import Dense
from .rates import RuleRate, Term
from .roster import Roster
from .rows import column
from .signals import Morning


class Seers(NamedTuple):
    """The rules that look at one signal: their codes and actors, and the logarithms of their multipliers."""

    terms: list[tuple[RuleRate, Term]]
    rules: Ints
    actors: Ints
    log: Floats


class Levels:
    """The part of every rule's exponent that is the same at all places, with the tempo of the week."""

    def __init__(self, roster: Roster, rules: list[RuleRate]) -> None:
        self._roster, self._rules = roster, rules
        self._mood: dict[int, Floats] = {}
        self._week: int | None = None

    def read(self) -> None:
        """Take over the day's parameters, after the rules."""
        terms: dict[str, list[tuple[RuleRate, Term]]] = {}
        for rule in self._rules:
            for term in rule.common:
                terms.setdefault(term.signal, []).append((rule, term))
        self._seers = {
            name: Seers(
                seers,
                np.array([rule.code for rule, _ in seers]),
                np.array([rule.actor for rule, _ in seers]),
                column([term.log for _, term in seers]),
            )
            for name, seers in sorted(terms.items())  # the order of each rule's multipliers
        }
        self._tempered = [(r.code, r.actor, r.log_tempo) for r in self._rules if r.log_tempo is not None]

    def of_day(self, see: Morning, chance: Dense) -> Floats:
        """Sums of signal x ln multiplier, and the week's tempo, `(rules, rows)`."""
        total = np.zeros((len(self._rules), see.state.rows))
        for name, seers in self._seers.items():
            total[seers.rules] += seers.log * self._seen(name, seers, see)
        for rule, actor, log_tempo in self._tempered:
            total[rule] += log_tempo * (self._mood_of(actor, see.day, chance) - 0.5)
        return total

    def _seen(self, name: str, seers: Seers, see: Morning) -> Floats:
        """The signal as each of these rules sees it: `(rows,)` if all see the same."""
        scope = seers.terms[0][1].scope
        if scope == "area":
            return see.signal(name)
        if scope == "actor":
            return see.signal(name)[seers.actors]
        return np.array([rule.seen(term, see) for rule, term in seers.terms])

    def _mood_of(self, actor: int, day: int, chance: Dense) -> Floats:
        """The actor's uniform of the week."""
        week = (day - 1) // 7
        if week != self._week:
            self._week, self._mood = week, {}
        if actor not in self._mood:
            stream = f"actors.{self._roster.actors[actor]}"
            self._mood[actor] = chance.uniforms(stream, "", week, "tempo")[0]
        return self._mood[actor]
