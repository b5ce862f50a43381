"""Rates: a rule's intensity in every place and row, and the acts that chance makes of it.

Intensity = rate x share of the place's weight x exp(sum of signal x ln multiplier), a proportional
hazard (Cox 1972). Exponentials enter comparisons only, never state.
"""

from dataclasses import dataclass

import numpy as np

from sim.scenario.rule import Rule
from sim.scenario.signal import SIGNALS

from .acts import MOST_ACTS, Cells
from .arrays import Array, Bools, Floats, Ints, true_cells
from .chance import Dense
from .numbers import Numbers, log
from .roster import NOBODY, Roster
from .rows import Number
from .signals import Morning

DAYS_A_BLOCK = 4


@dataclass(frozen=True)
class Term:
    """One multiplier of a rule: the signal and the logarithm of its multiplier."""

    signal: str
    scope: str
    log: Number


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
        self.against = sum(1 << roster.actor_code[name] for name in rule.against)
        self.places = self._places(roster)
        self._ids = [roster.places[p] for p in self.places] if self.placed else [""]
        self._draws = Draws(path, self._ids)

    @property
    def placed(self) -> bool:
        """Whether the act falls on a place."""
        return self.kind.reach != "none"

    def _places(self, roster: Roster) -> Ints:
        """The places where the act could ever fall."""
        reach = self.kind.reach
        if reach == "none":
            return np.zeros(0, dtype=np.int64)
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
        self.at_most = values[f"{self.path}.at_most"] if rule.at_most else None
        self.rest = values[f"{self.path}.rest"] if rule.rest else None
        self.within = values[f"{self.path}.within"] if rule.within else None
        actor = roster.actors[self.actor]
        tempo = values[f"actors.{actor}.tempo"] if roster.scenario.actors[actor].tempo else None
        self.log_tempo = log(tempo) if tempo is not None and self.kind.kinetic else None
        self.weight = numbers.weight[self.places]

    def open_rows(self, see: Morning) -> Bools:
        """Rows in which the rule may act at all: capability, an open question to answer, rest."""
        state = see.state
        able = state.strength[self.actor] > 0
        if self.rule.answers:
            able = able & (see.day <= state.open_until[self.code])
        return able & (see.day > state.rest_until[self.code]) if self.rest is not None else able

    def candidates(self, see: Morning) -> Bools:
        """Cells in which the rule may act, `(cells, rows)`."""
        able = self.open_rows(see)
        if not self.placed:
            return able[None, :]
        reach = self.kind.reach
        cells = see.ground.candidates(reach, self.actor, self.against)[self.places] & able
        if self.rule.answers:
            cells &= see.ground.targets(reach)[self.places] == see.state.blamed[self.code]
        return cells

    def share(self, cells: Bools, live: Ints) -> Floats:
        """Each candidate's share of the rate."""
        if not self.placed or self.rule.per == "place":
            return cells.astype(float)
        weight = self.weight[live] * cells
        total = np.zeros(cells.shape[1])
        for k in range(len(weight)):
            total += weight[k]
        return weight / np.where(total > 0, total, 1.0)

    def facing(self, see: Morning) -> Ints:
        """Whom a rule without a place addresses, `(rows,)`."""
        if self.toward == NOBODY and self.rule.answers:
            return see.state.blamed[self.code]
        return np.full(see.state.rows, self.toward)

    def seen(self, term: Term, see: Morning, live: Ints) -> Array:
        """A signal as this rule sees it: `(rows,)` or, at the live cells, `(cells, rows)`."""
        if term.scope == "area":
            return see.signal(term.signal)
        if term.scope == "actor":
            return see.signal(term.signal)[self.actor]
        if term.scope == "pair" and not self.placed:
            toward = np.maximum(self.facing(see), 0)
            return see.signal(term.signal)[self.actor, toward, np.arange(see.state.rows)]
        if term.scope == "pair":
            whole = see.facing(term.signal, self.actor, self.kind.reach)
        elif term.scope == "place":
            whole = see.signal(term.signal)
        else:
            whole = see.at_places(term.signal, self.actor, self.action, self.kind.reach)
        return whole[self.places[live]]

    def intensity(self, see: Morning, chance: Dense) -> tuple[Ints, Floats]:
        """The live cells (with a candidate in some row) and the expected acts there, `(live, rows)`."""
        cells = self.candidates(see)
        live = np.flatnonzero(cells.any(axis=1))
        cells = cells[live]
        common, local = np.zeros(see.state.rows), np.zeros(cells.shape)
        if not len(live):
            return live, local
        for term in self.terms:
            signal = self.seen(term, see, live)
            if signal.ndim == 1:
                common += term.log * signal
            else:
                local += term.log * signal
        if self.log_tempo is not None:
            common += self.log_tempo * (self._mood(see, chance) - 0.5)
        local += common
        return live, self.rate * self.share(cells, live) * np.exp(local, out=local)

    def _mood(self, see: Morning, chance: Dense) -> Floats:
        """The actor's uniform of the week."""
        actor, week = see.roster.actors[self.actor], (see.day - 1) // 7
        return see.kept(("tempo", actor), lambda: chance.uniforms(f"actors.{actor}", "", week, "tempo")[0])

    def acts(self, see: Morning, chance: Dense) -> Cells:
        """What the rule does today."""
        live, intensity = self.intensity(see, chance)
        uniform = self._draws.of_day(live, chance, see.day, see.state.rows)
        cell, row, u, count = occurring(uniform, intensity)
        if self.at_most is not None:
            count = keep_lowest(count, u, row, cell, self.at_most)
            kept = np.flatnonzero(count)
            cell, row, count = cell[kept], row[kept], count[kept]
        place = self.places[live[cell]] if self.placed else np.full(len(row), NOBODY)
        return Cells(self.origin, row, place, count, self._target(see, place, row))

    def _target(self, see: Morning, place: Ints, row: Ints) -> Ints:
        if not self.placed:
            return self.facing(see)[row]
        return see.ground.targets(self.kind.reach)[place, row]


class Draws:
    """The uniforms of a stream's cells, drawn for four days at once and only where they are asked for."""

    def __init__(self, stream: str, places: list[str]) -> None:
        self._stream, self._places = stream, places
        self._block: int | None = None
        self._drawn = np.zeros(len(places), dtype=bool)
        self._uniforms = np.zeros((0, 0, 0))

    def of_day(self, cells: Ints, chance: Dense, day: int, rows: int) -> Floats:
        """Uniforms of these cells, `(cells, rows)`."""
        block, word = divmod(day, DAYS_A_BLOCK)
        if block != self._block:
            self._block, self._drawn[:] = block, False
            if self._uniforms.shape[2] != rows:
                self._uniforms = np.zeros((DAYS_A_BLOCK, len(self._places), rows))
        for cell in cells[~self._drawn[cells]].tolist():
            self._uniforms[:, cell] = chance.uniforms(self._stream, self._places[cell], block, "acts")
        self._drawn[cells] = True
        today = self._uniforms[word]
        return today if len(cells) == len(today) else today[cells]


def occurring(uniform: Floats, mean: Floats) -> tuple[Ints, Ints, Floats, Ints]:
    """Cell, row, uniform and count of the cells in which something happens."""
    cell, row = true_cells(uniform < mean)  # P(at least one act) <= mean
    u = uniform[cell, row]
    count = poisson(u, mean[cell, row])
    some = np.flatnonzero(count)
    return cell[some], row[some], u[some], count[some]


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


def keep_lowest(count: Ints, u: Floats, row: Ints, cell: Ints, at_most: Number) -> Ints:
    """Keep at most so many acts a row, those of the lowest uniforms first."""
    order = np.lexsort((cell, u, row))
    sorted_count, sorted_row = count[order], row[order]
    before = np.cumsum(sorted_count) - sorted_count
    first = np.searchsorted(sorted_row, sorted_row, side="left")
    cap = np.floor(at_most[sorted_row] if isinstance(at_most, np.ndarray) else at_most)
    kept = np.empty_like(count)
    kept[order] = np.clip(cap - (before - before[first]), 0, sorted_count)
    return kept
