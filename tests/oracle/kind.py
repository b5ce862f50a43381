"""One kind of act with the numbers of the day."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.scenario.action import Action


@dataclass(frozen=True, slots=True)
class Kind:
    """What an action is today; a number that the scenario does not give is 0.

    `suspects` are weights of whom observers blame, `changes` the sizes of what one such act changes.
    """

    kinetic: bool
    lethality: float
    severity: float
    civilians: float
    own_share: float
    hidden: float
    found: float
    claims_exception: float
    suspects: Mapping[str, float]
    changes: Mapping[str, float]


def kind(name: str, action: Action, today: Mapping[str, float]) -> Kind:
    """The action under the day's parameters."""

    def number(of: str) -> float:
        return today.get(f"actions.{name}.{of}", 0.0)

    return Kind(
        action.kinetic,
        number("lethality"),
        number("severity"),
        number("civilians"),
        number("own_share"),
        number("hidden"),
        number("found"),
        number("claims_exception"),
        {who: number(f"suspects.{who}") for who in action.suspects},
        {effect: number(f"changes.{effect}") for effect in action.changes},
    )
