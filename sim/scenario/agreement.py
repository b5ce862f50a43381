"""Agreement: what guarantors and parties owe each other, in four forms of obligation.

Obligations as trigger, deadline and consequence follow normative multi-agent systems
(Boella, van der Torre and Verhagen 2006).
"""

from typing import Annotated, Literal

from pydantic import Field

from .parameter import Day, Frozen, Id, Noun, Parameter


class Obligation(Noun):
    """What `bearers` owe to `counterparties`; weight 0 is no obligation."""

    text: str
    bearers: tuple[Id, ...]
    counterparties: tuple[Id, ...]
    weight: Parameter
    source: str
    note: str = ""


class Refrain(Obligation):
    """Not these actions in the agreement's zone against covered actors.

    Acts at places held by an actor of `exclusion` are exempt where the claim that the excluded
    group was the target is accepted. The exception exempts from the agreement, from nothing else.
    """

    form: Literal["refrain"]
    actions: tuple[Id, ...]
    against: tuple[Id, ...]
    exclusion: tuple[Id, ...] = ()


class Perform(Obligation):
    """One of these actions within so many days of a trigger: an act by a counterparty, or a period."""

    form: Literal["perform"]
    one_of: tuple[Id, ...]
    within: Parameter
    after: Id | None = None
    every: Parameter | None = None


class Maintain(Obligation):
    """From `due` on, checked every so many days: at least so many of the bearer's posts stand."""

    form: Literal["maintain"]
    state: Literal["posts"]
    at_least: Parameter
    due: Day
    every: Parameter


class AnswerFor(Obligation):
    """After a recognised breach by a client, each bearer owes the counterparty one of these actions.

    `of: effort` is kept by doing it in time; `of: result` by no further breach until the deadline.
    """

    form: Literal["answer_for"]
    clients: tuple[Id, ...]
    one_of: tuple[Id, ...] = ()
    within: Parameter
    of: Literal["effort", "result"] = "effort"


AnyObligation = Annotated[Refrain | Perform | Maintain | AnswerFor, Field(discriminator="form")]


class Agreement(Noun):
    """In force from a date; with a `term` it lapses at its end unless it is renewed.

    It is renewed when the least confidence among its parties of different sides reaches
    `renewal_confidence`.
    """

    name: str
    parties: tuple[Id, ...]
    zone: Id
    in_force: Day
    until: Day | None = None
    term: Parameter | None = None
    renewal_confidence: Parameter | None = None
    obligations: Annotated[dict[Id, AnyObligation], Frozen]
    source: str
    note: str = ""


Agreements = Annotated[dict[Id, Agreement], Frozen]
