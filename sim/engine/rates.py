"""Rates: the intensity of one rule of one actor in every place and row, and how many acts it makes.

Intensity = rate x share of the place's weight x exp(sum of signal x ln multiplier), a proportional
hazard (Cox 1972). Exponentials enter comparisons only, never state. `decisions` puts all rules together.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.scenario.rule import Rule
from sim.scenario.signal import SIGNALS

from .acts import MOST_ACTS
from .arrays import Array, Bools, Floats, Ints, in_order
from .ground import Aim, aim
from .numbers import Numbers, log
from .roster import NOBODY, Roster
from .rows import Number
from .signals import Morning

NOWHERE = np.array([NOBODY])


@dataclass(frozen=True)
class Term:
    """One multiplier of a rule: the signal and the logarithm of its multiplier."""

    signal: str
    scope: str
    log: Number


class Reached(NamedTuple):
    """The places with a candidate in some row, and each one's share of the rate, `(places, rows)`."""

    places: Ints
    share: Floats


def shared(cells: Bools, weight: Floats, per: str) -> Reached:
    """Shares of candidates `(places, rows)` by weight, or all of the rate for each of them."""
    live = np.flatnonzero(cells.any(axis=1))
    if per == "place":
        return Reached(live, cells[live].astype(float))
    weighed = weight[live] * cells[live]
    total = in_order(weighed)
    weighed /= np.where(total > 0, total, 1.0)
    return Reached(live, weighed)


def reached(aim: Aim, per: str, see: Morning) -> Reached:
    """Where acts with this aim can fall this morning; computed once for all that have it."""
    return see.kept((aim, per), lambda: shared(see.ground.candidates(aim), see.numbers.weight, per))


class RuleRate:
    """One rule of one actor: its fixed facts, and its numbers while the same interventions hold."""

    def __init__(self, roster: Roster, code: int, path: str, rule: Rule) -> None:
        self.code, self.path, self.rule = code, path, rule
        _, actor, _, rule_id = path.split(".")
        self.actor = roster.actor_code[actor]
        self.action = roster.action_code[roster.action_of(rule_id, rule)]
        self.kind = roster.scenario.actions[roster.actions[self.action]]
        self.origin = roster.origin_code[path, self.actor, self.action]
        self.toward = roster.actor(rule.toward)
        against = sum(1 << roster.actor_code[name] for name in rule.against)
        self._aim = aim(roster, self.kind.reach, self.actor, against)
        self.places = self._places(roster)

    @property
    def placed(self) -> bool:
        """Whether the act falls on a place."""
        return self.kind.reach != "none"

    def _places(self, roster: Roster) -> Ints:
        """The places where the act could ever fall; NOBODY alone when it falls on none."""
        reach = self.kind.reach
        if reach == "none":
            return NOWHERE
        if reach == "base":
            return np.flatnonzero(roster.base_of != NOBODY)
        if reach in ("post", "site"):
            return np.flatnonzero(roster.post_owner != NOBODY)
        return np.flatnonzero(roster.base_of == NOBODY)

    def read(self, numbers: Numbers, roster: Roster) -> None:
        """Take over the day's parameters."""
        values, rule = numbers.values, self.rule
        self.rate = values[f"{self.path}.rate"]
        self.terms = [
            Term(name, SIGNALS[name].scope, log(values[f"{self.path}.multiplied_by.{name}"]))
            for name in rule.multiplied_by
        ]
        self.common = [term for term in self.terms if not self._is_local(term)]
        self.local = [term for term in self.terms if self._is_local(term)]
        self.at_most = values[f"{self.path}.at_most"] if rule.at_most else None
        self.rest = values[f"{self.path}.rest"] if rule.rest else None
        self.within = values[f"{self.path}.within"] if rule.within else None
        actor = roster.actors[self.actor]
        tempo = values[f"actors.{actor}.tempo"] if roster.scenario.actors[actor].tempo else None
        self.log_tempo = log(tempo) if tempo is not None and self.kind.kinetic else None

    def _is_local(self, term: Term) -> bool:
        """Whether the rule sees another value of the signal at each place."""
        return term.scope in ("place", "actor_place") or (term.scope == "pair" and self.placed)

    def reached(self, see: Morning) -> Reached:
        """Where the rule may act, strength, answers and rest apart, and its shares there."""
        if not self.placed:
            return see.kept("everywhere", lambda: Reached(NOWHERE, np.ones((1, see.state.rows))))
        if self.rule.answers:
            blamed = see.ground.targets(self.kind.reach) == see.state.blamed[self.code]
            cells = see.ground.candidates(self._aim) & blamed
            return shared(cells, see.numbers.weight, self.rule.per)
        return reached(self._aim, self.rule.per, see)

    def facing(self, see: Morning) -> Ints:
        """Whom a rule without a place addresses, `(rows,)`."""
        if self.toward == NOBODY and self.rule.answers:
            return see.state.blamed[self.code]
        return np.full(see.state.rows, self.toward)

    def seen(self, term: Term, see: Morning) -> Array:
        """A signal as this rule sees it: `(rows,)`, or `(places, rows)` of all places if it is local."""
        if term.scope == "area":
            return see.signal(term.signal)
        if term.scope == "actor":
            return see.signal(term.signal)[self.actor]
        if term.scope == "pair" and not self.placed:
            pair = see.pair(term.signal, self.actor)
            return pair[np.maximum(self.facing(see), 0), np.arange(see.state.rows)]
        if term.scope == "pair":
            return see.facing(term.signal, self.actor, self.kind.reach)
        if term.scope == "place":
            return see.signal(term.signal)
        return see.at_places(term.signal, self.actor, self.action, self.kind.reach)

    def factor(self, see: Morning, places: Ints, level: Floats) -> Floats:
        """Exponential of the sum of signal x ln multiplier, `(places, rows)`; `(rows,)` if no term is local.

        `level` is the part of the sum that is the same at all places, `(rows,)`.
        """
        total: Floats | float = 0.0
        for term in self.local:
            local = self.seen(term, see).take(places, axis=0)
            local *= term.log
            local += total
            total = local
        exponent = total + level
        return np.exp(exponent, out=exponent)


def poisson(u: Floats, mean: Floats) -> Ints:
    """Acts by inverse transform, at most 8: the number of k with u < P(X >= k)."""
    term = np.exp(-mean)
    below, count = term.copy(), np.zeros(len(u), dtype=np.int64)
    for k in range(1, MOST_ACTS + 1):
        more = u < 1.0 - below
        if not more.any():
            break
        count += more
        term = term * mean / k
        below += term
    return count
