"""The named draws of one world, one at a time or, to compare speed fairly, fetched beforehand."""

from collections.abc import Sequence

from sim.engine.chance import block
from sim.scenario.scenario import Scenario

Four = tuple[float, ...]


class Draws:
    """Every draw of one world. What was drawn is known, so that a second run draws nothing."""

    def __init__(self, seed: int, world: int, first_day: int) -> None:
        self.seed, self.world, self.first_day = seed, world, first_day
        self._known: dict[tuple[str, str | None, int, str], Four] = {}
        self._cells: dict[tuple[str, str | None], list[float]] = {}

    def four(self, stream: str, place: str | None, moment: int, purpose: str) -> Four:
        """The four uniforms of one name."""
        name = (stream, place, moment, purpose)
        if name not in self._known:
            self._known[name] = block(self.seed, stream, place or "", moment, purpose, self.world)
        return self._known[name]

    def one(self, stream: str, place: str | None, moment: int, purpose: str) -> float:
        """The first uniform of one name."""
        return self.four(stream, place, moment, purpose)[0]

    def acts(self, stream: str, place: str | None) -> "Sequence[float] | Days":
        """The uniforms of one cell's acts, to be read at [day - first_day]."""
        return self._cells.get((stream, place)) or Days(self, stream, place)

    def fetch(self, scenario: Scenario) -> "Draws":
        """Draws beforehand all that the acts of any rule can need at any place and day."""
        moments = range(self.first_day // 4, scenario.days // 4 + 1)
        skip = self.first_day % 4
        for stream in (*scenario.rules, *(f"background.{name}" for name in scenario.background)):
            for place in (None, *scenario.places):
                words = [u for moment in moments for u in self.four(stream, place, moment, "acts")]
                self._cells[stream, place] = words[skip:]
        return self


class Days:
    """A cell's uniforms, drawn when asked for: four days share a block."""

    def __init__(self, draws: Draws, stream: str, place: str | None) -> None:
        self._draws, self._stream, self._place = draws, stream, place

    def __getitem__(self, index: int) -> float:
        moment, word = divmod(index + self._draws.first_day, 4)
        return self._draws.four(self._stream, self._place, moment, "acts")[word]


def fetch(scenario: Scenario, seed: int, world: int) -> Draws:
    """The draws of one world, those of its acts made already."""
    return Draws(seed, world, scenario.first_day).fetch(scenario)
