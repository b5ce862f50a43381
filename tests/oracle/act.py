"""One act: a row of the event table, with its toll and what was said about it."""

import math
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.kind import Kind

MOST_ACTS = 8


@dataclass(slots=True)
class Act:
    """`count` acts of one rule at one place on one day; `own` of the dead are the attacker's fighters.

    `target` is whom it hits, `toward` whom it addresses by name: the same without a place, and
    mostly nobody at a place.

    `blamed` and `accepted` say, per observer, at whose door it was laid and whether the claim that
    the excluded group was the target was believed. `suspects` is set for acts of unknown authors.
    """

    actor: str | None
    action: str
    rule: str
    target: str | None
    toward: str | None
    origin: str | None
    place: str | None
    count: int = 1
    deaths: int = 0
    civilians: int = 0
    own: int = 0
    kinetic: bool = False
    hidden: bool = False
    claimed: bool = False
    hit: bool = False
    captured: bool = False
    suspects: dict[str, float] = field(default_factory=dict)
    blamed: dict[str, str | None] = field(default_factory=dict)
    accepted: dict[str, bool] = field(default_factory=dict)

    @property
    def targets_dead(self) -> int:
        """Fighters of the target among the dead."""
        return self.deaths - self.civilians - self.own

    def row(self, day: int) -> dict[str, Any]:
        """The act as a row of the event table."""
        return {
            "day": day,
            "actor": self.actor or "",
            "action": self.action,
            "rule": self.rule,
            "target": self.target or "",
            "from_place": self.origin or "",
            "place": self.place or "",
            "count": self.count,
            "deaths": self.deaths,
            "deaths_civilians": self.civilians,
            "captured": self.captured,
            "claimed_excepted": self.claimed,
            "hidden": self.hidden,
        }


def poisson(u: float, rate: float) -> int:
    """How many of k = 1..8 have u < P(Poisson(rate) >= k)."""
    if u >= rate:  # P(N >= 1) = 1 - exp(-rate) never exceeds the rate
        return 0
    term = math.exp(-rate)
    below, count = term, 0
    while count < MOST_ACTS and u < 1.0 - below:
        count += 1
        term *= rate / count
        below += term
    return count


def toll(act: Act, draw: tuple[float, ...], kind: Kind, most_deaths: float) -> None:
    """Who dies: lethal or not, a discrete Lomax number of dead, civilians, the attacker's own."""
    lethal, severity, civilians, fighters = draw
    survived = 1.0
    for _ in range(act.count):
        survived *= 1.0 - kind.lethality
    if lethal >= 1.0 - survived:
        return
    dead = 1 + math.floor(kind.severity * (1.0 / math.sqrt(1.0 - severity) - 1.0))
    act.deaths = int(min(most_deaths, dead))
    act.civilians = math.floor(act.deaths * kind.civilians + civilians)
    fighting = act.deaths - act.civilians
    act.own = math.floor(fighting * kind.own_share + fighters)
