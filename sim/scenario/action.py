"""Action: a kind of act, what it counts as, and what it changes."""

from typing import Annotated, Literal

from pydantic import Field

from .parameter import Frozen, FrozenMap, Id, Noun, Parameter, Parameters

Reach = Literal["none", "anywhere", "front", "neighbour", "base", "post", "site"]
"""Where an act can fall: see docs/reference/model.md, section Candidates."""

EFFECTS: dict[str, str] = {
    "audience": "adds to the author's public commitment (units: acts)",
    "capture": "an assault: highest chance that a won contest takes the place",
    "complain": "adds to the author's unanswered complaints against `toward` (units: acts)",
    "effort": "a patron leans on its client `toward`: share of the missing effort it adds that day",
    "post": "raises an observation post at the place",
    "reassure": "share of the grievance between author and `toward`, both ways, that it relieves",
    "settle": "share of unanswered complaints that it settles",
    "supply": "fighters' worth of strength added to `toward`",
    "suspend": "the author suspends its agreements",
    "wear": "share of remaining leverage over `toward` that one use wears away",
}


class Action(Noun):
    """`rung` is its step on the escalation ladder; `cameo` and `goldstein` its standard codes.

    Kinetic actions have `lethality` (chance that one act kills), `severity` (scale of the toll),
    `civilians` (share of the dead) and may have `own_share` (share of the dead fighters who are
    the attacker's). `hidden` is the share whose author stays hidden, `found` the chance that an
    observer blames the true author then, `suspects` the weights of the others blamed.
    `claims_exception` is the share of which the author says that the excluded group was the target.
    """

    name: str
    cameo: Annotated[str, Field(pattern=r"^[0-9]{2,4}$")]
    goldstein: Annotated[float, Field(ge=-10, le=10)]
    rung: Annotated[int, Field(ge=0, le=9)]
    public: bool
    kinetic: bool
    reach: Reach
    lethality: Parameter | None = None
    severity: Parameter | None = None
    civilians: Parameter | None = None
    own_share: Parameter | None = None
    hidden: Parameter | None = None
    found: Parameter | None = None
    suspects: Parameters = FrozenMap()
    claims_exception: Parameter | None = None
    changes: Parameters = FrozenMap()
    source: str
    note: str = ""


Actions = Annotated[dict[Id, Action], Frozen]
