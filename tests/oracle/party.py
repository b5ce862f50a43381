"""One actor of one world: what it remembers, what it sees and what it decides."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import mesa

from tests.oracle.act import Act
from tests.oracle.rate import Rate
from tests.oracle.signals import FACING, OWN

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld

TOWARDS_OTHERS = ("grievance", "own_dead", "breaches", "complaints")


class Party(mesa.Agent):
    """An actor with its memories of the others; a memory that is missing is 0."""

    def __init__(self, world: "OracleWorld", name: str) -> None:
        super().__init__(world)
        self.world, self.name = world, name
        self.record = world.nouns.actors[name]
        self.side, self.kind = self.record.side, self.record.kind
        self.strength: float = math.floor(self.today[f"actors.{name}.strength"])
        self.grievance: dict[str, float] = {}
        self.own_dead: dict[str, float] = {}
        self.breaches: dict[str, float] = {}
        self.complaints: dict[str, float] = {}
        self.effort: dict[str, float] = {}
        self.wear: dict[str, float] = {}
        self.audience = self.lost = 0.0
        general = self.today["perception.confidence"]
        self.confidence = {
            other: self.today.get(f"actors.{name}.confidence.{other}", general)
            for other in world.nouns.actors
        }
        self.rates = [Rate(self, rule_id, rule) for rule_id, rule in self.record.rules.items()]
        self._own: dict[str, float] = {}
        self._facing: dict[str, dict[str, float]] = {}
        self._power: float | None = None
        self._weeks: dict[int, float] = {}

    @property
    def today(self) -> Mapping[str, float]:
        """The day's parameters."""
        return self.world.today

    def leverage(self, client: str) -> float:
        """How far the actor can hold back a client; 0 over anybody else."""
        return self.today.get(f"actors.{self.name}.leverage.{client}", 0.0)

    def observe(self) -> None:
        """Opens its eyes: yesterday's signals are forgotten, today's are read when needed."""
        self._own, self._facing, self._power = {}, {}, None

    def own(self, signal: str) -> float:
        """A signal that concerns the actor alone."""
        if signal not in self._own:
            self._own[signal] = OWN[signal](self)
        return self._own[signal]

    def facing(self, signal: str) -> dict[str, float]:
        """A signal that the actor sees in each of the others; 0 towards itself."""
        if signal not in self._facing:
            self._facing[signal] = FACING[signal](self) | {self.name: 0.0}
        return self._facing[signal]

    def power(self) -> float:
        """Strength that it can bring to one place: spread over its places in contact."""
        if self._power is None:
            still, key = self.world.still, ("contact", self.name)
            if key not in still:
                still[key] = max(1, self.world.ground.contact_places(self.name))
            self._power = self.strength / still[key]
        return self._power

    def tempo(self) -> float:
        """This week's factor on the actor's kinetic rates."""
        ratio = self.today.get(f"actors.{self.name}.tempo")
        if ratio is None:
            return 1.0
        week = (self.world.day - 1) // 7
        if week not in self._weeks:
            self._weeks[week] = self.world.draws.one(f"actors.{self.name}", None, week, "tempo")
        return math.exp((self._weeks[week] - 0.5) * math.log(ratio))

    def decide(self) -> None:
        """Draws the acts of each of its rules."""
        self.acts: list[Act] = [act for rate in self.rates for act in rate.decide()]

    def fade(self) -> None:
        """One day's forgetting."""
        faded = self.world.faded
        for memory in TOWARDS_OTHERS:
            _shrink(getattr(self, memory), faded(memory))
        _shrink(self.effort, faded("effort"))
        _shrink(self.wear, faded("wear"))
        self.audience *= faded("audience")
        self.lost *= faded("losing_ground")


def _shrink(memory: dict[str, float], factor: float) -> None:
    for key in memory:
        memory[key] *= factor
