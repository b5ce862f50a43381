"""How agreements end: suspended by a party, or at their term when confidence does not suffice."""

import math
from typing import TYPE_CHECKING

from tests.oracle.effects import Done

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld


def end(world: "OracleWorld", suspending: Done) -> None:
    """Suspensions, and terms that end today: from tomorrow out of force, or renewed."""
    authors = {act.actor for act, _ in suspending}
    for name, agreement in world.nouns.agreements.items():
        ends = world.term_end[name] == world.day and world.day >= 1 and name in world.in_force
        lapses = ends and not renewed(world, name)
        if world.agreed[name] and (lapses or authors & set(agreement.parties)):
            world.agreed[name] = False
            world.still.clear()
            if world.day >= 1 and world.first_collapse is None:
                world.first_collapse = world.day


def renewed(world: "OracleWorld", name: str) -> bool:
    """Whether the least confidence across the sides suffices; then the term is prolonged."""
    agreement, path = world.nouns.agreements[name], f"agreements.{name}"
    if agreement.term is None:
        return False
    if world.least_confidence(agreement.parties) < world.today.get(f"{path}.renewal_confidence", 0.0):
        return False
    world.term_end[name] += math.floor(world.today[f"{path}.term"])
    return True
