"""Agents: the actors, as Mesa agents that live in all rows at once.

Importing Mesa 3.3 changes how the whole process starts its children; here it is left as it was found.
"""

import multiprocessing
from typing import TYPE_CHECKING

_start_method = multiprocessing.get_start_method(allow_none=True)
import mesa  # noqa: E402

multiprocessing.set_start_method(_start_method, force=True)

from sim.scenario.actor import Actor  # noqa: E402

from .acts import Cells  # noqa: E402
from .arrays import Bools, Ints  # noqa: E402
from .obligations import Duty  # noqa: E402
from .rates import RuleRate  # noqa: E402
from .signals import Morning  # noqa: E402

if TYPE_CHECKING:
    from .model import Model

__all__ = ["ActorAgent", "Excluded", "Faction", "Government", "Guarantor", "forget", "mesa"]


class ActorAgent(mesa.Agent):
    """One actor: what it holds and has, what it owes, and what it does today.

    Its rules and obligations are data of the scenario; `strength` and `holds` have one entry a row.
    """

    def __init__(self, model: "Model", name: str) -> None:
        super().__init__(model)
        self.name = name
        self.world = model.world
        self.code = model.world.roster.actor_code[name]
        self.rules: list[RuleRate] = [rule for rule in model.world.decisions.rules if rule.actor == self.code]

    @property
    def actor(self) -> Actor:
        """The actor's record in the scenario."""
        return self.world.scenario.actors[self.name]

    @property
    def strength(self) -> Ints:
        """Fighters, `(rows,)`."""
        return self.world.state.strength[self.code]

    @property
    def holds(self) -> Bools:
        """Places held, `(places, rows)`."""
        return self.world.state.holder == self.code

    def decide(self, see: Morning) -> list[Cells]:
        """The acts of the day, from what the morning shows; all actors' rules are computed together."""
        return [self.world.decide(see)[self.code]]


class Guarantor(ActorAgent):
    """A state that answers for clients it does not fully control."""

    @property
    def clients(self) -> list[str]:
        """Those it has leverage over."""
        return list(self.actor.leverage)

    @property
    def duties(self) -> list[Duty]:
        """What it owes, to whom and for whom."""
        return [duty for duty in self.world.duties.duties if duty.bearer == self.code]


class Government(ActorAgent):
    """A state party, bound through its guarantors."""


class Faction(ActorAgent):
    """An armed group that the ceasefire covers."""


class Excluded(ActorAgent):
    """An armed group that the ceasefire excludes."""


def forget(model: "Model") -> None:
    """Let go of a model that is done: Mesa 3.3 counts the agents of every model made, and so keeps it."""
    getattr(mesa.Agent, "_ids", {}).pop(model, None)


KINDS: dict[str, type[ActorAgent]] = {
    "guarantor": Guarantor,
    "government": Government,
    "faction": Faction,
    "excluded": Excluded,
}
