"""Place: a town, airbase or crossing, who holds it, and what lies next to it."""

from typing import Annotated, Literal

from pydantic import Field

from .parameter import Frozen, Id, Noun, Parameter

PlaceType = Literal["city", "town", "village", "airbase", "naval_base", "crossing", "area", "enclave", "camp"]


class Post(Noun):
    """An observation post of a guarantor: it stands, or it is planned and has a site."""

    owner: Id
    state: Literal["standing", "planned"]


class Place(Noun):
    """`holder` is the actor holding it on day one; `weight` draws acts to it among candidates.

    `excluded_share` is the presence of groups excluded from the ceasefire, in [0, 1].
    `neighbours` must be mutual. `base_of` marks a base of a guarantor that is a target by itself.
    """

    name: str
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    type: PlaceType
    holder: Id
    weight: Parameter
    excluded_share: Parameter | None = None
    neighbours: tuple[Id, ...]
    post: Post | None = None
    base_of: Id | None = None
    source: str
    note: str = ""


class Zone(Noun):
    """A named set of places in which an agreement applies."""

    name: str
    places: tuple[Id, ...]
    source: str
    note: str = ""


Places = Annotated[dict[Id, Place], Frozen]
Zones = Annotated[dict[Id, Zone], Frozen]
