"""One actor of one world: what it remembers, what it sees and what it decides."""

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import mesa

from tests.oracle.act import Act
from tests.oracle.rate import Rate
from tests.oracle.signals import FACING, OWN

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld


class Party(mesa.Agent):
    """An actor with its memories of the others; a memory that is missing is 0."""

    def __init__(self, world: "OracleWorld", name: str) -> None:
        super().__init__(world)
        self.world, self.name = world, name
        self.record = world.nouns.actors[name]
        self.side, self.kind = self.record.side, self.record.kind
        self.strength: float = math.floor(world.today[f"actors.{name}.strength"])
        self.grievance: dict[str, float] = defaultdict(float)
        self.own_dead: dict[str, float] = defaultdict(float)
        self.breaches: dict[str, float] = defaultdict(float)
        self.complaints: dict[str, float] = defaultdict(float)
        self.effort: dict[str, float] = defaultdict(float)
        self.wear: dict[str, float] = defaultdict(float)
        self.audience = self.lost = 0.0
        general = world.today["perception.confidence"]
        self.confidence = {
            other: world.today.get(f"actors.{name}.confidence.{other}", general)
            for other in world.nouns.actors
        }
        self.rates = [Rate(self, rule_id, rule) for rule_id, rule in self.record.rules.items()]
        self.replies = [rate for rate in self.rates if rate.answers]
        self.observe()

    def read(self) -> None:
        """Takes over the day's parameters."""
        today, path = self.world.today, f"actors.{self.name}"
        self.leverage = {client: today[f"{path}.leverage.{client}"] for client in self.record.leverage}
        self.objectives = {place: today[f"{path}.objectives.{place}"] for place in self.record.objectives}
        self.ratio = today.get(f"{path}.tempo")
        for rate in self.rates:
            rate.read()

    def observe(self) -> None:
        """Opens its eyes: yesterday's signals are forgotten, today's are read when needed."""
        self._own: dict[str, float] = {}
        self._facing: dict[str, dict[str, float]] = {}
        self._power: float | None = None
        self._tempo: float | None = None

    def own(self, signal: str) -> float:
        """A signal that concerns the actor alone."""
        if signal not in self._own:
            self._own[signal] = OWN[signal](self)
        return self._own[signal]

    def facing(self, signal: str) -> dict[str, float]:
        """A signal that the actor sees in each of the others."""
        if signal not in self._facing:
            self._facing[signal] = FACING[signal](self)
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
        if self._tempo is None:
            self._tempo = 1.0
            if self.ratio is not None:
                self._tempo = math.exp((self._draw_of_week() - 0.5) * math.log(self.ratio))
        return self._tempo

    def _draw_of_week(self) -> float:
        week = (self.world.day - 1) // 7
        return self.world.draws.one(f"actors.{self.name}", None, week, "tempo")

    def decide(self) -> None:
        """Draws the acts of each of its rules."""
        self.acts: list[Act] = [act for rate in self.rates for act in rate.decide()]

    def fade(self) -> None:
        """One day's forgetting."""
        keep = self.world.keep
        _shrink(self.grievance, keep["grievance"])
        _shrink(self.own_dead, keep["own_dead"])
        _shrink(self.breaches, keep["breaches"])
        _shrink(self.complaints, keep["complaints"])
        _shrink(self.effort, keep["effort"])
        _shrink(self.wear, keep["wear"])
        self.audience *= keep["audience"]
        self.lost *= keep["losing_ground"]


def _shrink(memory: dict[str, float], factor: float) -> None:
    for key in memory:
        memory[key] *= factor
