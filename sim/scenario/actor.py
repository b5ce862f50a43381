"""Actor: a state, government, faction or excluded group, what it wants and how it acts."""

from typing import Annotated, Literal

from .parameter import Frozen, FrozenMap, Id, Noun, Parameter, Parameters
from .rule import Rules

Side = Literal["government", "opposition"]
Kind = Literal["guarantor", "government", "faction", "excluded"]


class Actor(Noun):
    """`leverage` over each client is the share of its rate that full effort removes.

    `strength` is its fighters in the area; `tempo` the ratio between its most and least active
    weeks; `confidence` its initial confidence in others where it differs from the general one;
    `objectives` how much it wants each place, in [0, 1].
    """

    name: str
    side: Side
    kind: Kind
    strength: Parameter
    tempo: Parameter | None = None
    leverage: Parameters = FrozenMap()
    confidence: Parameters = FrozenMap()
    objectives: Parameters = FrozenMap()
    rules: Rules = FrozenMap()
    source: str
    note: str = ""


Actors = Annotated[dict[Id, Actor], Frozen]
