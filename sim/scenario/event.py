"""Events: what was reported before day one, what was routine then, and what is scheduled."""

from typing import Annotated, Literal

from .parameter import Day, Frozen, FrozenMap, Id, Noun, Parameter, Parameters

Status = Literal["fact", "claim", "accusation"]


class Event(Noun):
    """A reported event before day one. Without `actor` its author is unknown.

    `deaths` carries the range reported. `suspects` weighs whom observers blame when the author is
    unknown or hidden. `article` lists the rows of the article's fact table that it resolves.
    """

    date: Day
    action: Id
    actor: Id | None = None
    toward: Id | None = None
    place: Id | None = None
    deaths: Parameter | None = None
    civilians: Parameter | None = None
    suspects: Parameters = FrozenMap()
    status: Status
    text: str
    reporter: str = ""
    claimed_by: str = ""
    denied_by: str = ""
    article: tuple[str, ...] = ()
    source: str
    note: str = ""


class Background(Noun):
    """What was routine before day one: `per_day` acts on average, drawn like acts of a rule."""

    actor: Id
    action: Id
    per_day: Parameter
    place: Id | None = None
    toward: Id | None = None
    since: Day
    until: Day
    article: tuple[str, ...] = ()
    source: str
    note: str = ""


class Scheduled(Noun):
    """A dated happening known in advance: an act that takes place in every world, or an operation
    elsewhere that occupies an actor between `date` and `until`."""

    date: Day
    until: Day | None = None
    actor: Id
    action: Id | None = None
    place: Id | None = None
    toward: Id | None = None
    occupies: Parameter | None = None
    text: str = ""
    article: tuple[str, ...] = ()
    source: str
    note: str = ""


class Claim(Noun):
    """What somebody says about a parameter's truth: it moves nothing by itself, and says so.

    `about` is the path of what it bears on; contradicting claims stand beside each other.
    """

    date: Day
    claimed_by: str
    denied_by: str = ""
    status: Status
    text: str
    about: str
    article: tuple[str, ...] = ()
    source: str
    note: str = ""


History = Annotated[dict[Id, Event], Frozen]
Backgrounds = Annotated[dict[Id, Background], Frozen]
Calendar = Annotated[dict[Id, Scheduled], Frozen]
Claims = Annotated[dict[Id, Claim], Frozen]
