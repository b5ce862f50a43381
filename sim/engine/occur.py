"""What happens without a rule: reported events, scheduled acts, and what was routine before day one."""

from collections.abc import Mapping

import numpy as np

from sim.scenario.event import Background

from .acts import Cells
from .arrays import Bools, Ints
from .chance import Dense
from .draws import Draws, occurring
from .ground import aim
from .rates import Reached, shared
from .roster import NOBODY, Origin, Roster
from .signals import Morning
from .talks import everywhere


class Occurrences:
    """Reported and scheduled acts happen in every row, save reported ones where they are `absent` (by
    path, `(rows,)`); routine acts are drawn like those of a rule."""

    def __init__(self, roster: Roster, absent: Mapping[str, Bools]) -> None:
        self._roster, self._absent = roster, absent
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
        self._draws = {
            code: Draws([(roster.origins[code].path, place) for place in self._places(code, entry)])
            for code, entry in self._routine
        }

    def of_day(self, see: Morning, chance: Dense) -> list[Cells]:
        """Cells of the day's reported, scheduled and routine acts."""
        return [self._certain(code, see) for code in self._dated.get(see.day, [])] + [
            self._drawn(code, see, chance) for code, routine in self._routine if self._runs(routine, see.day)
        ]

    def _runs(self, routine: Background, day: int) -> bool:
        day_of = self._roster.scenario.day_of
        return day < 1 and day_of(routine.since) <= day <= day_of(routine.until)

    def _certain(self, code: int, see: Morning) -> Cells:
        origin = self._roster.origins[code]
        rows = np.flatnonzero(~self._absent.get(origin.path, np.zeros(see.state.rows, dtype=bool)))
        cells = everywhere(code, rows, origin.toward, origin.place)
        if origin.toward == NOBODY and origin.place != NOBODY:
            cells.target = self._hit(cells.place, rows, see)
        return cells

    def _hit(self, place: Ints, row: Ints, see: Morning) -> Ints:
        """The owner of the base at the place, else its holder."""
        base = self._roster.base_of[place]
        return np.where(base >= 0, base, see.ground.holder[place, row])

    def _places(self, code: int, entry: Background) -> list[str]:
        """Where routine acts may fall: the place given, nowhere, or every place."""
        return [entry.place or ""] if self._single(code) else self._roster.places

    def _single(self, code: int) -> bool:
        """Whether routine acts have one cell only: a given place, or none."""
        origin = self._roster.origins[code]
        return origin.place != NOBODY or self._roster.kind(origin).reach == "none"

    def _drawn(self, code: int, see: Morning, chance: Dense) -> Cells:
        origin = self._roster.origins[code]
        live, share = self._reached(origin, see)
        mean = share * see.numbers.values[f"{origin.path}.per_day"]
        uniform = self._draws[code].of_day(live, chance, see.day, see.state.rows)
        cell, row, _, count = occurring(uniform, mean)
        place = np.full(len(row), origin.place) if self._single(code) else live[cell]
        toward = np.full(len(row), origin.toward)
        if origin.toward == NOBODY and len(place) and place[0] != NOBODY:
            toward = self._hit(place, row, see)
        return Cells(np.full(len(row), code), row, place, count, toward)

    def _reached(self, origin: Origin, see: Morning) -> Reached:
        """Where routine acts may fall, and the share of each of those cells."""
        roster, reach = self._roster, self._roster.kind(origin).reach
        if origin.place != NOBODY or reach == "none":
            return Reached(np.zeros(1, dtype=np.int64), np.ones((1, see.state.rows)))
        cells = see.ground.candidates(aim(roster, reach, origin.author))
        return shared(cells, see.numbers.weight, "area")
