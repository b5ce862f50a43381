"""Talks: a dated meeting that actors attend or refuse."""

from typing import Annotated

from .parameter import Day, Frozen, Id, Noun, Parameter


class Talks(Noun):
    """`window` is the number of days over which they cast their shadow ahead.

    Each invited actor attends with probability `attendance x (1 - reluctance x worst)`, where worst
    is the larger of its distrust in the host and the breaches it sees there. When all `required`
    attend, the talks are held and relieve the share `accord` of the grievance among those present.
    """

    name: str
    date: Day
    window: Parameter
    host: Id
    invited: tuple[Id, ...]
    required: tuple[Id, ...]
    attended: Id
    refused: Id
    attendance: Parameter
    reluctance: Parameter
    accord: Parameter
    article: tuple[str, ...] = ()
    source: str
    note: str = ""


AllTalks = Annotated[dict[Id, Talks], Frozen]
