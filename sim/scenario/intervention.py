"""Intervention: a lever that sets parameters for a span of days."""

from typing import Annotated, Literal

from .parameter import Day, Frozen, Id, Noun

LeverKind = Literal["restraint", "monitoring", "messaging", "other"]


class Intervention(Noun):
    """From `on` to `until` (both included; without `until` to the end) the paths in `set` have
    these values. Only restraint, monitoring and messaging may be ranked."""

    kind: LeverKind
    on: Day
    until: Day | None = None
    set: Annotated[dict[str, float], Frozen]
    text: str = ""
    source: str
    note: str = ""


Interventions = Annotated[dict[Id, Intervention], Frozen]
