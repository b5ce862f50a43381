"""Trace: how likely an act decided by a rule was, term by term, and what the draw made of it.

The logarithm of the intensity is a sum: that of the rate, of the place's share, one signal x ln multiplier
each, and the week's tempo. What would have tipped the act follows from the Poisson quantile: with the same
draw u there is no act where P(X >= 1) <= u, and there are more than n where P(X >= n + 1) > u.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.engine.acts import MOST_ACTS
from sim.engine.chance import block
from sim.engine.day import World
from sim.engine.draws import DAYS_A_BLOCK
from sim.engine.rates import RuleRate
from sim.engine.signals import Morning

DAYS_A_WEEK = 7


class Term(NamedTuple):
    """One part of the logarithm of the intensity: `path` names the number, `value` what it is that day;
    `signal` and `seen` its signal and the value of that (for tempo the week's draw less a half)."""

    path: str
    value: float
    signal: str
    seen: float
    log: float


class Tip(NamedTuple):
    """To what a number (`signal` empty) or a signal had to be moved alone so that nothing happened, or one
    act more than did; NaN where no value would have done it."""

    path: str
    signal: str
    now: float
    to_none: float
    to_one_more: float


@dataclass(frozen=True)
class Trace:
    """One rule in one place on one day. `intensity` is the engine's own number, `uniform` the draw, `drawn`
    the acts it made and `count` those that a cap of `at_most` a day left; `blamed` whom an answer is for."""

    path: str
    place: str
    day: int
    rate: Term
    share: float
    candidates: int
    terms: tuple[Term, ...]
    intensity: float
    uniform: float
    drawn: int
    count: int
    at_most: float | None
    blamed: str = ""

    @property
    def log_share(self) -> float:
        """Of the place's share of the rate."""
        return math.log(self.share)

    @property
    def log_intensity(self) -> float:
        """The sum of all parts."""
        return self.rate.log + self.log_share + sum(term.log for term in self.terms)

    @property
    def probability(self) -> float:
        """Of at least one act there that day."""
        return -math.expm1(-self.intensity)

    def threshold(self, acts: int) -> float:
        """The intensity up to which this draw makes fewer acts than these; NaN beyond the most there are."""
        from scipy.special import gammaincinv

        return float(gammaincinv(acts, self.uniform)) if 1 <= acts <= MOST_ACTS else math.nan

    def _repr_html_(self) -> str:
        """An escaped table for notebooks."""
        from html import escape

        parts = [*((t.path, t.log) for t in (self.rate, *self.terms)), ("share of the place", self.log_share)]
        lines = "".join(f"<tr><td>{escape(name)}</td><td>{log:+.4f}</td></tr>" for name, log in parts)
        total = f"<tr><th>intensity {self.intensity:.4g}</th><th>{self.log_intensity:+.4f}</th></tr>"
        return f"<p>{escape(self.path)}, day {self.day}, in the model</p><table>{lines}{total}</table>"

    def tips(self) -> Iterator[Tip]:
        """What would have tipped it, each number and signal alone, all else as it stood that morning."""
        none, more = (_log_ratio(self.threshold(n), self.intensity) for n in (1, self.drawn + 1))
        yield Tip(
            self.rate.path, "", self.rate.value, *(_scaled(self.rate.value, d, 1.0) for d in (none, more))
        )
        for term in self.terms:
            yield Tip(term.path, "", term.value, *(_scaled(term.value, d, term.seen) for d in (none, more)))
            if term.path.endswith(f".multiplied_by.{term.signal}"):
                yield Tip(term.path, term.signal, term.seen, *(_shifted(term, d) for d in (none, more)))


def _log_ratio(threshold: float, intensity: float) -> float:
    return math.log(threshold / intensity) if threshold > 0 else math.nan


def _scaled(value: float, log: float, seen: float) -> float:
    """The multiplier whose logarithm, times what is seen, moves the sum by `log`."""
    try:
        return value * math.exp(log / seen) if seen else math.nan
    except OverflowError:
        return math.nan


def _shifted(term: Term, log: float) -> float:
    """The value of the signal that moves the sum by `log`, if a signal can have it."""
    if term.value == 1:
        return math.nan
    moved = term.seen + log / math.log(term.value)
    return moved if 0 <= moved <= 1 else math.nan


class Tracer:
    """Watches one row decide, and keeps a trace of every act that a rule makes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rules = {rule.origin: rule for rule in world.decisions.rules}
        self.traces: dict[tuple[int, str, str], Trace] = {}

    def decide(self, see: Morning) -> list:
        """What the day's rules do, as the world itself decides it."""
        decided = self._world.decide(see)
        lines = self._intensities(see)
        for cells in decided:
            for origin, place, count in zip(
                cells.origin.tolist(), cells.place.tolist(), cells.count.tolist(), strict=True
            ):
                trace = self._trace(self._rules[origin], place, count, lines, see)
                self.traces[see.day, trace.path, trace.place] = trace
        return decided

    def _intensities(self, see: Morning) -> dict[tuple[int, int], float]:
        rules, places, mean = self._world.decisions.intensity(see, self._world.chance)
        return dict(zip(zip(rules.tolist(), places.tolist(), strict=True), mean[:, 0].tolist(), strict=True))

    def _trace(
        self, rule: RuleRate, place: int, count: int, lines: dict[tuple[int, int], float], see: Morning
    ) -> Trace:
        roster, reached = self._world.roster, rule.reached(see)
        where = roster.places[place] if place >= 0 else ""
        intensity, u = lines[rule.code, place], self._uniform(rule.path, where, see.day)
        blamed = int(see.state.blamed[rule.code, 0]) if rule.rule.answers else -1
        return Trace(
            path=rule.path,
            place=where,
            day=see.day,
            rate=Term(f"{rule.path}.rate", _one(rule.rate), "", 1.0, math.log(_one(rule.rate))),
            share=float(reached.share[reached.places == place][0, 0]),
            candidates=int((reached.share[:, 0] > 0).sum()),
            terms=(*self._terms(rule, place, see), *self._tempo(rule, see.day)),
            intensity=intensity,
            uniform=u,
            drawn=drawn_acts(u, intensity),
            count=count,
            at_most=None if rule.at_most is None else _one(rule.at_most),
            blamed=roster.actors[blamed] if blamed >= 0 else "",
        )

    def _uniform(self, stream: str, place: str, day: int) -> float:
        moment, word = divmod(day, DAYS_A_BLOCK)
        return block(self._world.seed, stream, place, moment, "acts", int(self._world.rows.worlds[0]))[word]

    def _terms(self, rule: RuleRate, place: int, see: Morning) -> Iterator[Term]:
        for term in rule.terms:
            seen = np.asarray(rule.seen(term, see))
            value = float(seen[place, 0] if seen.ndim == 2 else seen[0])
            path = f"{rule.path}.multiplied_by.{term.signal}"
            log = _one(term.log)
            yield Term(path, _one(see.numbers.values[path]), term.signal, value, log * value)

    def _tempo(self, rule: RuleRate, day: int) -> Iterator[Term]:
        if rule.log_tempo is None:
            return
        path = f"actors.{self._world.roster.actors[rule.actor]}"
        world, week = int(self._world.rows.worlds[0]), (day - 1) // DAYS_A_WEEK
        mood = block(self._world.seed, path, "", week, "tempo", world)[0] - 0.5
        log = _one(rule.log_tempo)
        yield Term(f"{path}.tempo", math.exp(log), "the week's draw", mood, log * mood)


def drawn_acts(uniform: float, intensity: float) -> int:
    """Acts that a draw makes of an intensity, at most 8: the number of k with u < P(X >= k)."""
    from sim.engine.draws import poisson

    return int(poisson(np.array([uniform]), np.array([intensity]))[0])


def _one(number: "float | np.ndarray") -> float:
    return float(np.asarray(number).reshape(-1)[0])
