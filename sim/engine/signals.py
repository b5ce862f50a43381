"""Signals: all that an actor can see on a morning, each in [0, 1], 0 when nothing unusual is going on.

Names, scopes and meanings stand in `sim/scenario/signal.py`; `IMPLEMENTED` has one function for each.
An area signal has shape `(rows,)`, an actor's `(actors, rows)`, a place's `(places, rows)`; a pair signal is
what one actor sees of each other, `(actors, rows)`; an actor's view of places depends on its act too.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from .arrays import Array, Floats
from .ground import ON_WORKS, Ground
from .numbers import Numbers
from .roster import Roster
from .rows import Number
from .state import State

T = TypeVar("T")


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
        self._seen: dict[object, Any] = {}

    def signal(self, name: str) -> Array:
        """The whole array of an area, actor or place signal."""
        if name not in self._seen:
            self._seen[name] = IMPLEMENTED[name](self)
        return self._seen[name]

    def pair(self, name: str, actor: int) -> Array:
        """What an actor sees of each other, `(actors, rows)`."""
        if (name, actor) not in self._seen:
            self._seen[name, actor] = IMPLEMENTED[name](self, actor)
        return self._seen[name, actor]

    def at_places(self, name: str, actor: int, action: int, reach: str) -> Array:
        """An actor's view of every place, `(places, rows)`."""
        key = (name, actor, action if name == "bound" else reach if name == "outnumbering" else 0)
        if key not in self._seen:
            self._seen[key] = IMPLEMENTED[name](self, actor, action, reach)
        return self._seen[key]

    def facing(self, name: str, actor: int, reach: str) -> Array:
        """An actor's pair signal against whoever an act of this reach would hit at each place."""
        key = (name, actor, reach if reach in ON_WORKS else "holder")
        if key not in self._seen:
            self._seen[key] = self.of_target(self.pair(name, actor), reach)
        return self._seen[key]

    def of_target(self, by_actor: Array, reach: str) -> Array:
        """Each place's entry, from `(actors, rows)`, of whoever is hit there; 0 where nobody is."""
        key = ("cells", reach if reach in ON_WORKS else "holder")
        cells = self.kept(key, lambda: self._target_cells(reach))
        found = by_actor.reshape(-1).take(cells)
        return np.where(self.ground.targets(reach) < 0, 0.0, found) if reach in ON_WORKS else found

    def _target_cells(self, reach: str) -> Array:
        """Flat indices into `(actors, rows)` of whoever is hit at each place."""
        return np.maximum(self.ground.targets(reach), 0) * self.state.rows + np.arange(self.state.rows)

    def kept(self, key: object, compute: Callable[[], T]) -> T:
        """Compute something once a day."""
        if key not in self._seen:
            self._seen[key] = compute()
        return self._seen[key]

    def remembered(self, name: str, memory: Array) -> Floats:
        """A memory of the state as a signal."""
        return reading(memory, self.numbers.memory[name].scale)


def grievance(see: Morning, actor: int) -> Floats:
    """Attacks on me and those I stand behind."""
    return see.remembered("grievance", see.state.grievance[actor])


def own_dead(see: Morning, actor: int) -> Floats:
    """My own dead by the other's hand."""
    return see.remembered("own_dead", see.state.own_dead[actor])


def breaches(see: Morning, actor: int) -> Floats:
    """Breaches I recognised by those the other answers for."""
    return see.remembered("breaches", see.state.breaches[actor])


def ignored(see: Morning, actor: int) -> Floats:
    """Complaints that stay unanswered."""
    return see.remembered("complaints", see.state.complaints[actor])


def distrust(see: Morning, actor: int) -> Floats:
    """One minus confidence."""
    return 1.0 - see.state.confidence[actor]


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
    kinds = [actor.kind for actor in see.roster.scenario.actors.values()]
    with_them = 0
    for actor in (code for code, kind in enumerate(kinds) if kind == "excluded"):
        with_them |= see.roster.sides_of(actor)[0]
    return see.numbers.excluded_share * see.ground.held_by(with_them)


def post_nearby(see: Morning) -> Floats:
    """A post here, or felt from next door."""
    here, near = see.state.post, see.ground.post_around
    return np.where(here, 1.0, near * see.numbers.perception["post_reach"])


def recent_fire(see: Morning) -> Floats:
    """Recent attacks at the place."""
    return see.remembered("recent_fire", see.state.fire)


def front(see: Morning, actor: int, action: int, reach: str) -> Floats:
    """Enemy places that touch one of mine or my side's."""
    mine, theirs = see.roster.sides_of(actor)
    return (see.ground.held_by(theirs) & see.ground.touches(mine)).astype(float)


def outnumbering(see: Morning, actor: int, action: int, reach: str) -> Floats:
    """Local superiority over whoever is hit."""
    own = see.ground.power[actor]
    foe = see.kept(("power", reach), lambda: see.of_target(see.ground.power, reach))
    total = own + foe
    superior = np.maximum(0.0, (own - foe) / np.where(total > 0, total, 1.0))
    return np.where(see.ground.targets(reach) < 0, 0.0, superior) if reach in ON_WORKS else superior


def objective(see: Morning, actor: int, action: int, reach: str) -> Floats:
    """Places the actor wants and its side does not hold."""
    _, theirs = see.roster.sides_of(actor)
    return see.numbers.wanted[actor] * see.ground.held_by(theirs)


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
