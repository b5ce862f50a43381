"""One rule of one actor: where it can fall today, how often it does, and whether it is open."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.scenario.rule import Rule
from tests.oracle.act import Act, poisson
from tests.oracle.ground import Site
from tests.oracle.signals import FACING, OWN, STILL

if TYPE_CHECKING:
    from tests.oracle.draws import Days
    from tests.oracle.party import Party

NEVER = -math.inf


class Cell(NamedTuple):
    """A candidate: its share of the rate, and what the signals that stand still there contribute."""

    site: Site
    share: float
    still: float
    draws: "Sequence[float] | Days"


class Rate:
    """A rule at work: rate x share x product of multiplier^signal, in each of its cells."""

    def __init__(self, party: "Party", name: str, rule: Rule) -> None:
        self.party, self.rule = party, rule
        self.path = f"actors.{party.name}.rules.{name}"
        self.action = rule.action or name
        self.acting = party.world.nouns.actions[self.action]
        self.open_until = NEVER
        self.blamed: str | None = None
        self.wrong = False
        self.rest_until = NEVER

    def decide(self) -> list[Act]:
        """Today's acts, at most one row a place."""
        if self._sleeps():
            return []
        drawn = self._draw(self._cells())
        if self.rule.at_most is not None:
            drawn = _cap(drawn, math.floor(self.party.today[f"{self.path}.at_most"]))
        acts = [
            Act(
                self.party.name,
                self.action,
                self.path,
                site.target,
                self._toward(site),
                site.origin,
                site.place,
                count,
            )
            for _, site, count in drawn
        ]
        if acts:
            self._acted()
        return acts

    def _sleeps(self) -> bool:
        day = self.party.world.day
        closed = self.rule.answers is not None and day > self.open_until
        return closed or day <= self.rest_until or self.party.strength == 0

    def _acted(self) -> None:
        world = self.party.world
        if self.rule.rest is not None:
            self.rest_until = world.day + self.party.today[f"{self.path}.rest"]
        if self.rule.answers is not None:
            self.open_until = NEVER
            world.wrong_authors += self.wrong

    def _draw(self, cells: list[Cell]) -> list[tuple[float, Site, int]]:
        """(uniform, site, acts) of every cell in which something happens."""
        world, burning, exp = self.party.world, self.party.world.burning, math.exp
        day = world.day - world.nouns.first_day
        level, facing = self._level(), self._facing(cells)
        fire = self._terms()["recent_fire"]
        world.evaluations += len(cells)
        drawn = []
        for site, share, still, draws in cells:
            x = still + facing[site.target]
            if fire and site.place in burning:
                x += fire * burning[site.place]
            rate, u = level * share * exp(x), draws[day]
            if u < rate:
                count = poisson(u, rate)
                if count:
                    drawn.append((u, site, count))
        return drawn

    def _level(self) -> float:
        """The rate with all that concerns the actor alone."""
        x = sum(log * self.party.own(signal) for signal, log in self._terms()["own"])
        tempo = self.party.tempo() if self.acting.kinetic else 1.0
        return self.party.today[f"{self.path}.rate"] * tempo * math.exp(x)

    def _facing(self, cells: list[Cell]) -> dict[str | None, float]:
        """The contribution of what the actor sees in each target; nothing where there is no target."""
        used = [(self.party.facing(signal), log) for signal, log in self._terms()["facing"]]
        facing: dict[str | None, float] = {None: 0.0}
        for cell in cells:
            other = cell.site.target
            if other not in facing:
                x = 0.0
                for seen, log in used:
                    x += log * seen[other]
                facing[other] = x
        return facing

    def _terms(self) -> dict[str, Any]:
        """(signal, logarithm of its multiplier) by what the signal concerns, and that of `recent_fire`."""
        still = self.party.world.still
        if self.path not in still:
            logs = self._logs()
            still[self.path] = {
                "own": [(signal, log) for signal, log in logs if signal in OWN],
                "facing": [(signal, log) for signal, log in logs if signal in FACING],
                "still": [(signal, log) for signal, log in logs if signal in STILL],
                "recent_fire": dict(logs).get("recent_fire", 0.0),
            }
        return still[self.path]

    def _logs(self) -> list[tuple[str, float]]:
        today, path = self.party.today, f"{self.path}.multiplied_by"
        return [(signal, math.log(today[f"{path}.{signal}"])) for signal in self.rule.multiplied_by]

    def _cells(self) -> list[Cell]:
        """The candidates; they stay as they are until ground, posts, agreements or parameters change."""
        still = self.party.world.still
        key = (self.path, self.blamed if self.rule.answers else None)
        if key not in still:
            still[key] = self._find_cells()
        return still[key]

    def _find_cells(self) -> list[Cell]:
        world, per_area = self.party.world, self.rule.per == "area"
        sites = self._sites()
        if self.acting.reach == "none":
            return [Cell(site, 1.0, 0.0, world.draws.acts(self.path, None)) for site in sites]
        weight = {site.place: world.today[f"places.{site.place}.weight"] for site in sites}
        total = sum(weight.values())
        return [
            Cell(
                site,
                weight[site.place] / total if per_area else 1.0,
                self._still(site.place),
                self._draws(site),
            )
            for site in sites
            if total or not per_area
        ]

    def _sites(self) -> list[Site]:
        if self.acting.reach == "none":
            return [Site(None, self.rule.toward or self.blamed, None)]
        sites = self.party.world.ground.sites(self.party.name, self.acting.reach, self.rule.against)
        return [site for site in sites if self.rule.answers is None or site.target == self.blamed]

    def _toward(self, site: Site) -> str | None:
        return site.target if self.acting.reach == "none" else self.rule.toward

    def _draws(self, site: Site) -> "Sequence[float] | Days":
        return self.party.world.draws.acts(self.path, site.place)

    def _still(self, place: str) -> float:
        return sum(log * STILL[signal](self, place) for signal, log in self._terms()["still"])


def _cap(drawn: list[tuple[float, Site, int]], most: int) -> list[tuple[float, Site, int]]:
    """Keeps the acts of the cells with the lowest uniforms until `most` are reached."""
    kept = []
    for u, site, count in sorted(drawn, key=lambda cell: (cell[0], cell[1].place or "")):
        taken = min(count, most)
        most -= taken
        if taken:
            kept.append((u, site, taken))
    return sorted(kept, key=lambda cell: cell[1].place or "")
