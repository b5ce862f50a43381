"""Memories: what the day adds to grievance, own dead, breaches, lost ground, fire and violence."""

import numpy as np

from .acts import Acts
from .arrays import Floats, Ints, add_at, true_cells
from .breaches import Bans, Breaches
from .numbers import Numbers
from .roster import NOBODY, Roster
from .signals import Morning
from .state import State


class Memories:
    """Adds the day's inflows to the evening, after fading."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def read(self, numbers: Numbers, rows: int) -> None:
        """Take over the day's parameters."""
        self._standing = numbers.standing
        self._table = numbers.standing_table(rows)
        self._forget = 1.0 - numbers.keep["violence"]

    def add(self, acts: Acts, blamed: Ints, evening: State) -> None:
        """Attacks, the dead, fire and violence of the day."""
        struck = np.flatnonzero(acts.kinetic)
        placed = struck[acts.place[struck] >= 0]
        add_at(evening.fire, (acts.place[placed], acts.row[placed]), acts.count[placed])
        deadly = np.bincount(acts.row[struck[acts.deaths[struck] > 0]], minlength=evening.rows)
        evening.violence = evening.violence + self._forget * deadly
        hurt = struck[acts.target[struck] != NOBODY]
        self._open_attacks(acts, hurt[~acts.hidden[hurt]], evening)
        self._hidden_attacks(acts, hurt[acts.hidden[hurt]], blamed, evening)
        self._dead(acts, hurt, blamed, evening)

    def _open_attacks(self, acts: Acts, which: Ints, evening: State) -> None:
        """grievance[i, j] += sum over targets t and authors b of n[t, b] x V[i, t] x V[j, b]."""
        actors, rows = evening.audience.shape
        cell = (acts.target[which] * actors + acts.author[which]) * rows + acts.row[which]
        count = np.bincount(cell, weights=acts.count[which], minlength=actors * actors * rows)
        count = count.reshape(actors, actors, rows).astype(float)  # whole numbers: exact in any order
        felt, laid = np.zeros_like(count), np.zeros_like(count)
        hit, acted = (np.bincount(codes[which], minlength=actors) for codes in (acts.target, acts.author))
        for (victim, target), stands in self._standing.items():
            if hit[target]:
                felt[victim] += stands * count[target]
        for (culprit, author), stands in self._standing.items():
            if acted[author]:
                laid[:, culprit] += stands * felt[:, author]
        laid[np.arange(actors), np.arange(actors)] = 0.0
        evening.grievance += laid

    def _hidden_attacks(self, acts: Acts, which: Ints, blamed: Ints, evening: State) -> None:
        """The same for attacks whose author each observer guesses."""
        felt = self._behind(acts.target[which], acts.row[which]) * acts.count[which]
        observer, some = true_cells((felt > 0) & (blamed[:, which] >= 0))
        row = acts.row[which[some]]
        share = self._behind(blamed[observer, which[some]], row)
        share[observer, np.arange(len(some))] = 0.0  # nobody holds anything against itself
        pair, culprit = true_cells(share.T > 0)
        amounts = felt[observer[pair], some[pair]] * share[culprit, pair]
        add_at(evening.grievance, (observer[pair], culprit, row[pair]), amounts)

    def _behind(self, client: Ints, row: Ints) -> Floats:
        """How far each actor stands behind these, `(actors, n)`."""
        return self._table[:, client, row if self._table.shape[2] > 1 else 0]

    def _dead(self, acts: Acts, which: Ints, blamed: Ints, evening: State) -> None:
        deadly = which[acts.deaths[which] > 0]
        target, row = acts.target[deadly], acts.row[deadly]
        accused, dead = blamed[target, deadly], (acts.deaths - acts.own_losses)[deadly]
        some = accused >= 0
        add_at(evening.own_dead, (target[some], accused[some], row[some]), dead[some])
        known = deadly[acts.own_losses[deadly] > 0]
        where = (acts.author[known], acts.target[known], acts.row[known])
        add_at(evening.own_dead, where, acts.own_losses[known])

    def add_breaches(self, breaches: Breaches, bans: Bans, see: Morning, evening: State) -> None:
        """Breaches as the observer lays them at the door of bearer and guarantors."""
        entry, judged = bans.discredited(breaches, see)
        where = (breaches.observer[entry], judged, breaches.row[entry])
        add_at(evening.breaches, where, breaches.count[entry])

    def add_losses(self, acts: Acts, see: Morning, evening: State) -> None:
        """Fighters lost leave their actor's strength; lost places are remembered by those behind them."""
        if see.day < 1:
            return
        fighters = acts.deaths - acts.civilians - acts.own_losses
        lost = np.zeros_like(evening.strength)
        hit, own = acts.target >= 0, acts.own_losses > 0
        add_at(lost, (acts.target[hit], acts.row[hit]), fighters[hit])
        add_at(lost, (acts.author[own], acts.row[own]), acts.own_losses[own])
        evening.strength = np.maximum(0, evening.strength - lost)
        fallen = np.flatnonzero(acts.captured)
        places = np.zeros_like(evening.strength)
        add_at(places, (see.ground.holder[acts.place[fallen], acts.row[fallen]], acts.row[fallen]), 1)
        for (patron, client), stands in self._standing.items():
            evening.lost[patron] += stands * places[client]
