"""What happens without a rule: reported events, scheduled acts, and what was routine before day one."""

import numpy as np

from sim.scenario.event import Background

from .acts import Cells
from .arrays import Floats, Ints
from .chance import Dense
from .rates import Draws, occurring
from .roster import NOBODY, Origin, Roster
from .signals import Morning
from .talks import everywhere


class Occurrences:
    """Reported and scheduled acts happen in every row; routine acts are drawn like those of a rule."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        scenario = roster.scenario
        dated = {f"history.{k}": e.date for k, e in scenario.history.items()}
        dated |= {f"calendar.{k}": e.date for k, e in scenario.calendar.items()}
        self._dated: dict[int, list[int]] = {}
        self._routine: list[tuple[int, Background]] = []
        for code, origin in enumerate(roster.origins):
            if origin.path in dated:
                self._dated.setdefault(scenario.day_of(dated[origin.path]), []).append(code)
            if origin.path.startswith("background."):
                self._routine.append((code, scenario.background[origin.path.removeprefix("background.")]))
        names = roster.places
        self._draws = {
            code: Draws(roster.origins[code].path, [entry.place or ""] if self._single(code) else names)
            for code, entry in self._routine
        }

    def of_day(self, see: Morning, chance: Dense) -> list[Cells]:
        """Cells of the day's reported, scheduled and routine acts."""
        everyone = np.arange(see.state.rows)
        return [self._certain(code, see, everyone) for code in self._dated.get(see.day, [])] + [
            self._drawn(code, see, chance) for code, routine in self._routine if self._runs(routine, see.day)
        ]

    def _runs(self, routine: Background, day: int) -> bool:
        day_of = self._roster.scenario.day_of
        return day < 1 and day_of(routine.since) <= day <= day_of(routine.until)

    def _certain(self, code: int, see: Morning, rows: Ints) -> Cells:
        origin = self._roster.origins[code]
        cells = everywhere(code, rows, origin.toward, origin.place)
        if origin.toward == NOBODY and origin.place != NOBODY:
            cells.target = self._hit(cells.place, rows, see)
        return cells

    def _hit(self, place: Ints, row: Ints, see: Morning) -> Ints:
        """The owner of the base at the place, else its holder."""
        base = self._roster.base_of[place]
        return np.where(base >= 0, base, see.ground.holder[place, row])

    def _single(self, code: int) -> bool:
        """Whether routine acts have one cell only: a given place, or none."""
        origin = self._roster.origins[code]
        return origin.place != NOBODY or self._roster.kind(origin).reach == "none"

    def _drawn(self, code: int, see: Morning, chance: Dense) -> Cells:
        origin = self._roster.origins[code]
        share = self._shares(origin, see)
        live = np.flatnonzero(share.any(axis=1))
        mean = share[live] * see.numbers.values[f"{origin.path}.per_day"]
        uniform = self._draws[code].of_day(live, chance, see.day, see.state.rows)
        cell, row, _, count = occurring(uniform, mean)
        place = np.full(len(row), origin.place) if self._single(code) else live[cell]
        if origin.toward == NOBODY and len(place) and place[0] != NOBODY:
            return Cells(code, row, place, count, self._hit(place, row, see))
        return Cells(code, row, place, count, np.full(len(row), origin.toward))

    def _shares(self, origin: Origin, see: Morning) -> Floats:
        """The share of routine acts that falls on each cell."""
        roster, reach = self._roster, self._roster.kind(origin).reach
        if origin.place != NOBODY or reach == "none":
            return np.ones((1, see.state.rows))
        weight = see.numbers.weight * see.ground.candidates(reach, origin.author, 0)
        total = np.zeros(see.state.rows)
        for place in range(len(roster.places)):
            total += weight[place]
        return weight / np.where(total > 0, total, 1.0)
