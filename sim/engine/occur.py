"""What happens without a rule: reported events, scheduled acts, and what was routine before day one."""

from collections.abc import Mapping

import numpy as np

from sim.scenario.event import Background

from .acts import Cells
from .arrays import Bools, Ints
from .chance import Dense
from .draws import Draws, occurring
from .ground import aim
from .rates import Reached, reached
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
        self._toward = np.array([origin.toward for origin in roster.origins], dtype=np.int64)
        names: list[tuple[str, str]] = []
        self._line = np.zeros((len(roster.origins), len(roster.places) + 1), dtype=np.int64)  # last: no place
        for code, _ in self._routine:
            places = self._places(code)
            self._line[code, places] = len(names) + np.arange(len(places))
            names += [(roster.origins[code].path, roster.places[p] if p != NOBODY else "") for p in places]
        self._draws = Draws(names)

    def of_day(self, see: Morning, chance: Dense) -> list[Cells]:
        """Cells of the day's reported, scheduled and routine acts."""
        certain = [self._certain(code, see) for code in self._dated.get(see.day, [])]
        running = [code for code, routine in self._routine if self._runs(routine, see.day)]
        return [*certain, self._drawn(running, see, chance)] if running else certain

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

    def _places(self, code: int) -> Ints:
        """Where routine acts may fall: the place given, nowhere, or every place."""
        origin = self._roster.origins[code]
        return np.array([origin.place]) if self._single(origin) else np.arange(len(self._roster.places))

    def _single(self, origin: Origin) -> bool:
        """Whether routine acts have one cell only: a given place, or none."""
        return origin.place != NOBODY or self._roster.kind(origin).reach == "none"

    def _drawn(self, codes: list[int], see: Morning, chance: Dense) -> Cells:
        """Acts of these routines, each line of which is a routine at a place."""
        origins = [self._roster.origins[code] for code in codes]
        where = [self._reached(origin, see) for origin in origins]
        per_day = [see.numbers.values[f"{origin.path}.per_day"] for origin in origins]
        mean = np.concatenate([part.share * daily for part, daily in zip(where, per_day, strict=True)])
        code = np.repeat(codes, [len(part.places) for part in where])
        place = np.concatenate([part.places for part in where])
        uniform = self._draws.of_day(self._line[code, place], chance, see.day, see.state.rows)
        line, row, _, count = occurring(uniform, mean)
        code, place = code[line], place[line]
        toward = self._toward[code]
        hit = np.where(place == NOBODY, NOBODY, self._hit(place, row, see))
        return Cells(code, row, place, count, np.where(toward == NOBODY, hit, toward))

    def _reached(self, origin: Origin, see: Morning) -> Reached:
        """Where routine acts may fall, and the share of each of those cells."""
        if self._single(origin):
            return Reached(np.array([origin.place]), np.ones((1, see.state.rows)))
        target = aim(self._roster, self._roster.kind(origin).reach, origin.author)
        return reached(target, "area", see)
