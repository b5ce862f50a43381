"""Watch: what was there to be seen and done in worlds that run unchanged; why something inert is inert.

Each morning every rule is asked what it could do and what it sees, before it acts.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from sim.engine.acts import Cells
from sim.engine.arrays import Array, Floats, Ints
from sim.engine.day import World
from sim.engine.rates import RuleRate
from sim.engine.record import Record
from sim.engine.rows import Rows
from sim.engine.signals import Morning
from sim.experiment.part import Part


@dataclass
class RuleWatched:
    """How often a rule had the strength to act, was open, had a candidate (in worlds x days) and acted;
    its candidate places; and the least and greatest of each signal where it could act."""

    strong: int = 0
    open: int = 0
    candidate: int = 0
    acts: int = 0
    places: set[str] = field(default_factory=set)
    signals: dict[str, tuple[float, float]] = field(default_factory=dict)

    def note(self, signal: str, values: Floats) -> None:
        """A signal as it was seen where the rule could act."""
        least, greatest = self.signals.get(signal, (np.inf, -np.inf))
        self.signals[signal] = min(least, float(values.min())), max(greatest, float(values.max()))

    def constant(self, signal: str) -> float | None:
        """The one value of a signal wherever the rule could act, if it has one."""
        least, greatest = self.signals.get(signal, (0.0, 0.0))
        return least if least == greatest else None


@dataclass(frozen=True)
class Watched:
    """What happened in `worlds` worlds. `done`, `hidden` and `claimed` count event rows by action,
    history included; `due` and `breached` count by path of obligation."""

    worlds: int
    rules: dict[str, RuleWatched]
    done: Counter[str]
    hidden: Counter[str]
    claimed: Counter[str]
    due: Counter[str]
    breached: Counter[str]


def watch(part: Part) -> Watched:
    """Play some worlds and look at every rule on every day from day 1 on."""
    world = World(Rows(part.scenario, part.worlds, part.overrides), part.seed)
    rules = world.decisions.rules
    seen = {rule.path: RuleWatched() for rule in rules}

    def decide(see: Morning) -> list[Cells]:
        for rule in rules:
            _look(rule, see, seen[rule.path])
        return world.decide(see)

    while not world.finished:
        world.step(decide)
    return _counted(world.record(), seen)


def _look(rule: RuleRate, see: Morning, seen: RuleWatched) -> None:
    state, where = see.state, rule.reached(see)
    strong = state.strength[rule.actor] > 0
    gate = strong & (see.day <= state.open_until[rule.code]) if rule.rule.answers else strong
    cells = (where.share > 0) & gate & (see.day > state.rest_until[rule.code])
    seen.strong += int(strong.sum())
    seen.open += int(gate.sum())
    seen.candidate += int(cells.any(axis=0).sum())
    if not cells.any():
        return
    if rule.placed:
        seen.places |= {see.roster.places[place] for place in where.places[cells.any(axis=1)]}
    for term in rule.terms:
        signal = rule.seen(term, see)
        local = signal[where.places] if signal.ndim == 2 else signal
        seen.note(term.signal, np.broadcast_to(local, cells.shape)[cells])


def _counted(record: Record, rules: dict[str, RuleWatched]) -> Watched:
    events, ledger, names = record.events or {}, record.ledger or {}, record.names
    acts = _by_name(names["rule"], events["rule"], events["count"] * (events["day"] >= 1))
    for path, seen in rules.items():
        seen.acts = acts[path]
    return Watched(
        worlds=len(record.worlds),
        rules=rules,
        done=_by_name(names["action"], events["action"]),
        hidden=_by_name(names["action"], events["action"], events["hidden"]),
        claimed=_by_name(names["action"], events["action"], events["claimed_excepted"]),
        due=_by_name(names["obligation"], ledger["obligation"], ledger["due"]),
        breached=_by_name(names["obligation"], ledger["obligation"], ledger["breached"]),
    )


def _by_name(names: list[str], codes: Ints, weights: Array | None = None) -> Counter[str]:
    counts = np.bincount(codes, weights, minlength=len(names))
    return Counter({name: int(count) for name, count in zip(names, counts, strict=True)})
