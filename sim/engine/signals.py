"""Signals: all that an actor can see on a morning, each in [0, 1], 0 when nothing unusual is going on.

Names, scopes and meanings stand in `sim/scenario/signal.py`; `IMPLEMENTED` has one function for each.
An area signal has shape `(rows,)`, an actor's `(actors, rows)`, a pair's `(actors, actors, rows)`,
a place's `(places, rows)`; an actor's view of places is a function of the actor and its act.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from .arrays import Array, Floats
from .ground import Ground
from .numbers import Numbers
from .roster import Roster
from .rows import Number
from .state import State


def reading(memory: Array, scale: Number) -> Floats:
    """A memory as a signal: x / (x + scale)."""
    return memory / (memory + scale)


class Morning:
    """What the state of the morning shows; each signal is computed once and kept for the day."""

    def __init__(
        self, roster: Roster, numbers: Numbers, state: State, day: int, duties: "Any" = None
    ) -> None:
        self.roster, self.numbers, self.state, self.day = roster, numbers, state, day
        self.ground = Ground(roster, state)
        self.duties = duties
        self._seen: dict[object, Array] = {}

    def signal(self, name: str) -> Array:
        """The whole array of an area, actor, pair or place signal."""
        if name not in self._seen:
            self._seen[name] = IMPLEMENTED[name](self)
        return self._seen[name]

    def at_places(self, name: str, actor: int, action: int, reach: str) -> Array:
        """An actor's view of every place, `(places, rows)`."""
        key = (name, actor, action if name == "bound" else reach if name == "outnumbering" else 0)
        if key not in self._seen:
            self._seen[key] = IMPLEMENTED[name](self, actor, action, reach)
        return self._seen[key]

    def facing(self, name: str, actor: int, reach: str) -> Array:
        """An actor's pair signal against whoever an act of this reach would hit at each place."""
        key = (name, actor, reach if reach in ("base", "post", "site") else "holder")
        if key not in self._seen:
            self._seen[key] = self.of_target(self.signal(name)[actor], reach)
        return self._seen[key]

    def of_target(self, by_actor: Array, reach: str) -> Array:
        """Each place's entry, from `(actors, rows)`, of whoever is hit there; 0 where nobody is."""
        cells = self.kept(("cells", reach), lambda: self._target_cells(reach))
        found = by_actor.reshape(-1).take(cells)
        nobody = reach in ("base", "post", "site")
        return np.where(self.ground.targets(reach) < 0, 0.0, found) if nobody else found

    def _target_cells(self, reach: str) -> Array:
        """Flat indices into `(actors, rows)` of whoever is hit at each place."""
        return np.maximum(self.ground.targets(reach), 0) * self.state.rows + np.arange(self.state.rows)

    def kept(self, key: object, compute: Callable[[], Array]) -> Array:
        """Compute something once a day."""
        if key not in self._seen:
            self._seen[key] = compute()
        return self._seen[key]

    def remembered(self, name: str, memory: Array) -> Floats:
        """A memory of the state as a signal."""
        return reading(memory, self.numbers.memory[name].scale)


def grievance(see: Morning) -> Floats:
    """Attacks on me and those I stand behind."""
    return see.remembered("grievance", see.state.grievance)


def own_dead(see: Morning) -> Floats:
    """My own dead by the other's hand."""
    return see.remembered("own_dead", see.state.own_dead)


def breaches(see: Morning) -> Floats:
    """Breaches I recognised by those the other answers for."""
    return see.remembered("breaches", see.state.breaches)


def ignored(see: Morning) -> Floats:
    """Complaints that stay unanswered."""
    return see.remembered("complaints", see.state.complaints)


def distrust(see: Morning) -> Floats:
    """One minus confidence."""
    return 1.0 - see.state.confidence


def audience(see: Morning) -> Floats:
    """Public commitment (audience costs: Fearon 1994)."""
    return see.remembered("audience", see.state.audience)


def losing_ground(see: Morning) -> Floats:
    """Places lost."""
    return see.remembered("losing_ground", see.state.lost)


def restrained(see: Morning) -> Floats:
    """One minus the product over patrons of what their effort leaves (noisy-or)."""
    free = np.ones_like(see.state.audience)
    for (patron, client, _), leverage in zip(see.roster.patronage, see.numbers.leverage, strict=True):
        worn = 1.0 - see.state.wear[patron, client]
        free[client] *= 1.0 - leverage * worn * see.state.effort[patron, client]
    return 1.0 - free


def duty_due(see: Morning) -> Floats:
    """Urgency of the most urgent open duty."""
    return see.duties.urgency(see)


def talks_near(see: Morning) -> Floats:
    """Nearness of the next talks."""
    near = np.zeros(see.state.rows)
    for name, talks in see.roster.scenario.talks.items():
        left = see.roster.scenario.day_of(talks.date) - see.day
        if left >= 0:
            near = np.maximum(near, 1.0 - left / see.numbers.values[f"talks.{name}.window"])
    return near


def attention_elsewhere(see: Morning) -> Floats:
    """Operations elsewhere, from the calendar."""
    taken = np.zeros_like(see.state.audience)
    day_of = see.roster.scenario.day_of
    for name, entry in see.roster.scenario.calendar.items():
        if entry.occupies and day_of(entry.date) <= see.day <= day_of(entry.until or entry.date):
            actor = see.roster.actor_code[entry.actor]
            taken[actor] = np.maximum(taken[actor], see.numbers.values[f"calendar.{name}.occupies"])
    return taken


def lull(see: Morning) -> Floats:
    """How far fighting lies below the normal level."""
    return np.maximum(0.0, 1.0 - see.state.violence / see.numbers.normal)


def excluded_present(see: Morning) -> Floats:
    """Excluded groups at places of the side they fight on."""
    with_them = np.array(see.roster.excluded_side)[see.ground.holder_side]
    return see.numbers.excluded_share * with_them


def post_nearby(see: Morning) -> Floats:
    """A post here, or felt from next door."""
    here, near = see.state.post, see.ground.post_around
    return np.where(here, 1.0, near * see.numbers.perception["post_reach"])


def recent_fire(see: Morning) -> Floats:
    """Recent attacks at the place."""
    return see.remembered("recent_fire", see.state.fire)


def front(see: Morning, actor: int, action: int, reach: str) -> Floats:
    """Enemy places that touch one of mine or my side's."""
    side = int(see.roster.side[actor])
    return ((see.ground.holder_side != side) & see.ground.touches_side(side)).astype(float)


def outnumbering(see: Morning, actor: int, action: int, reach: str) -> Floats:
    """Local superiority over whoever is hit."""
    power = see.ground.power
    foe = see.of_target(power, reach)
    total = power[actor] + foe
    superior = np.maximum(0.0, (power[actor] - foe) / np.where(total > 0, total, 1.0))
    return np.where(see.ground.targets(reach) < 0, 0.0, superior)


def objective(see: Morning, actor: int, action: int, reach: str) -> Floats:
    """Places the actor wants and its side does not hold."""
    name = see.roster.actors[actor]
    wanted = np.zeros(see.state.holder.shape)
    for place in see.roster.scenario.actors[name].objectives:
        wanted[see.roster.place_code[place]] = see.numbers.values[f"actors.{name}.objectives.{place}"]
    return wanted * (see.ground.holder_side != see.roster.side[actor])


def bound(see: Morning, actor: int, action: int, reach: str) -> Floats:
    """The weightiest obligation to refrain from this act at each place."""
    return see.duties.binding(see, actor, action)


IMPLEMENTED: dict[str, Callable[..., Array]] = {
    function.__name__: function
    for function in (
        attention_elsewhere,
        audience,
        bound,
        breaches,
        distrust,
        duty_due,
        excluded_present,
        front,
        grievance,
        ignored,
        losing_ground,
        lull,
        objective,
        outnumbering,
        own_dead,
        post_nearby,
        recent_fire,
        restrained,
        talks_near,
    )
}
