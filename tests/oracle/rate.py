"""One rule of one actor: where it can fall today, how often it does, and whether it is open."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

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


class Cells(NamedTuple):
    """All candidates of a rule, and whom they hit."""

    cells: list[Cell]
    targets: set[str]


class Rate:
    """A rule at work: rate x share x product of multiplier^signal, in each of its cells."""

    def __init__(self, party: "Party", name: str, rule: Rule) -> None:
        self.party, self.world, self.rule = party, party.world, rule
        self.path = f"actors.{party.name}.rules.{name}"
        self.action = rule.action or name
        self.acting = party.world.nouns.actions[self.action]
        self.answers = rule.answers is not None
        self.open_until = NEVER
        self.blamed: str | None = None
        self.wrong = False
        self.rest_until = NEVER

    def read(self) -> None:
        """Takes over the day's parameters; the logarithms of multipliers by what their signals concern."""
        today, path, rule = self.world.today, self.path, self.rule
        self.rate = today[f"{path}.rate"]
        self.at_most = math.floor(today[f"{path}.at_most"]) if rule.at_most else None
        self.rest = today[f"{path}.rest"] if rule.rest else None
        self.within = today[f"{path}.within"] if rule.within else 0.0
        logs = [(signal, math.log(today[f"{path}.multiplied_by.{signal}"])) for signal in rule.multiplied_by]
        self.own = [(signal, log) for signal, log in logs if signal in OWN]
        self.facing = [(signal, log) for signal, log in logs if signal in FACING]
        self.still = [(signal, log) for signal, log in logs if signal in STILL]
        self.fire = dict(logs).get("recent_fire", 0.0)

    def decide(self) -> list[Act]:
        """Today's acts, at most one row a place."""
        if self._sleeps():
            return []
        drawn = self._draw()
        if self.at_most is not None:
            drawn = _cap(drawn, self.at_most)
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
        day = self.world.day
        return (self.answers and day > self.open_until) or day <= self.rest_until or not self.party.strength

    def _acted(self) -> None:
        if self.rest is not None:
            self.rest_until = self.world.day + self.rest
        if self.answers:
            self.open_until = NEVER
            self.world.wrong_authors += self.wrong

    def _draw(self) -> list[tuple[float, Site, int]]:
        """(uniform, site, acts) of every cell in which something happens."""
        world, burning, exp = self.world, self.world.burning, math.exp
        index = world.day - world.nouns.first_day
        cells, targets = self._cells()
        level, facing, fire = self._level(), self._facing(targets), self.fire
        world.evaluations += len(cells)
        drawn = []
        for site, share, still, draws in cells:
            x = still + facing[site.target]
            if fire and site.place in burning:
                x += fire * burning[site.place]
            rate, u = level * share * exp(x), draws[index]
            if u < rate:
                count = poisson(u, rate)
                if count:
                    drawn.append((u, site, count))
        return drawn

    def _level(self) -> float:
        """The rate with all that concerns the actor alone."""
        x = 0.0
        for signal, log in self.own:
            x += log * self.party.own(signal)
        tempo = self.party.tempo() if self.acting.kinetic else 1.0
        return self.rate * tempo * math.exp(x)

    def _facing(self, targets: set[str]) -> dict[str | None, float]:
        """The contribution of what the actor sees in each target; nothing where there is no target."""
        facing: dict[str | None, float] = {None: 0.0} | dict.fromkeys(targets, 0.0)
        for signal, log in self.facing:
            seen = self.party.facing(signal)
            for other in targets:
                facing[other] += log * seen[other]
        return facing

    def _cells(self) -> Cells:
        """The candidates; they stay as they are until ground, posts, agreements or parameters change."""
        still = self.world.still
        key = (self.path, self.blamed if self.answers else None)
        if key not in still:
            cells = self._find_cells()
            still[key] = Cells(cells, {cell.site.target for cell in cells if cell.site.target})
        return still[key]

    def _find_cells(self) -> list[Cell]:
        world, per_area = self.world, self.rule.per == "area"
        if self.acting.reach == "none":
            site = Site(None, self.rule.toward or self.blamed, None)
            return [Cell(site, 1.0, 0.0, world.draws.acts(self.path, None))]
        sites = self._sites()
        weights = [world.ground.weight[site.place] for site in sites]
        total = sum(weights)
        if per_area and not total:
            return []
        return [
            Cell(
                site,
                weight / total if per_area else 1.0,
                self._still(site.place),
                world.draws.acts(self.path, site.place),
            )
            for site, weight in zip(sites, weights, strict=True)
        ]

    def _sites(self) -> list[Site]:
        sites = self.world.ground.sites(self.party.name, self.acting.reach, self.rule.against)
        return [site for site in sites if not self.answers or site.target == self.blamed]

    def _toward(self, site: Site) -> str | None:
        return site.target if self.acting.reach == "none" else self.rule.toward

    def _still(self, place: str) -> float:
        x = 0.0
        for signal, log in self.still:
            x += log * STILL[signal](self, place)
        return x


def _cap(drawn: list[tuple[float, Site, int]], most: int) -> list[tuple[float, Site, int]]:
    """Keeps the acts of the cells with the lowest uniforms until `most` are reached."""
    kept = []
    for u, site, count in sorted(drawn, key=lambda cell: (cell[0], cell[1].place or "")):
        taken = min(count, most)
        most -= taken
        if taken:
            kept.append((u, site, taken))
    return sorted(kept, key=lambda cell: cell[1].place or "")
