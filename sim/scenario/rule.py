"""Rule: an actor's rate for an action, multiplied by what the actor sees."""

from typing import Annotated, Literal

from .parameter import Frozen, FrozenMap, Id, Noun, Parameter, Parameters


class Rule(Noun):
    """A proportional-hazards rule (Cox 1972): rate x weight share x product of multiplier^signal.

    `action` defaults to the rule's id. `per` says whether `rate` is for the whole area or for each
    place. `toward` is whom a rule without a place addresses. `against` narrows the candidates to
    places held by these actors. `answers` makes it a reply to an action, open for `within` days and
    aimed at the actor blamed. `at_most` caps its acts a day; after an act it rests for `rest` days.
    """

    action: Id | None = None
    rate: Parameter
    per: Literal["area", "place"] = "area"
    toward: Id | None = None
    against: tuple[Id, ...] = ()
    answers: Id | None = None
    within: Parameter | None = None
    at_most: Parameter | None = None
    rest: Parameter | None = None
    multiplied_by: Parameters = FrozenMap()
    note: str = ""


Rules = Annotated[dict[Id, Rule], Frozen]
