"""Talks and terms: who comes, what a meeting relieves, and whether an agreement is renewed."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .acts import Cells
from .arrays import Bools, Floats, Ints
from .chance import Dense
from .numbers import Numbers
from .roster import NOBODY, Roster
from .signals import Morning
from .state import State


@dataclass(frozen=True)
class Meeting:
    """Two actors at talks: the rows in which both came and the talks were held, and the share of the
    grievance between them that this relieves."""

    pair: tuple[int, int]
    held: Bools
    relief: Floats


class AllTalks:
    """Attendance by named draws; held when all required are present."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def of_day(self, see: Morning, chance: Dense) -> tuple[list[Cells], list[Meeting]]:
        """What guests do today, and who met whom."""
        cells: list[Cells] = []
        met: list[Meeting] = []
        for name, talks in self._roster.scenario.talks.items():
            if see.day >= 1 and self._roster.scenario.day_of(talks.date) == see.day:
                present = self._present(name, see, chance)
                cells += self._acts(name, present)
                met += self._meetings(name, present, see.numbers)
        return cells, met

    def _present(self, name: str, see: Morning, chance: Dense) -> dict[int, Bools]:
        talks, values = self._roster.scenario.talks[name], see.numbers.values
        host = self._roster.actor_code[talks.host]
        present = {host: np.ones(see.state.rows, dtype=bool)}
        for guest in sorted(talks.invited):
            code = self._roster.actor_code[guest]
            if code != host:
                u = chance.uniforms(f"talks.{name}", "", see.day, f"attend/{guest}")[0]
                worst = np.maximum(see.pair("distrust", code)[host], see.pair("breaches", code)[host])
                comes = values[f"talks.{name}.attendance"] * (
                    1.0 - values[f"talks.{name}.reluctance"] * worst
                )
                present[code] = u < comes
        return dict(sorted(present.items()))

    def _acts(self, name: str, present: dict[int, Bools]) -> list[Cells]:
        talks = self._roster.scenario.talks[name]
        host = self._roster.actor_code[talks.host]
        cells = []
        for guest, comes in present.items():
            for action, does in ((talks.attended, comes), (talks.refused, ~comes)):
                if guest != host:
                    code = self._roster.origin_code[f"talks.{name}", guest, self._roster.action_code[action]]
                    cells.append(everywhere(code, np.flatnonzero(does), host))
        return cells

    def _meetings(self, name: str, present: dict[int, Bools], numbers: Numbers) -> list[Meeting]:
        talks, accord = self._roster.scenario.talks[name], numbers.values[f"talks.{name}.accord"]
        quorum = np.ones_like(next(iter(present.values())))
        for required in talks.required:
            quorum = quorum & present[self._roster.actor_code[required]]
        held = {(a, b): quorum & present[a] & present[b] for a, b in combinations(present, 2)}
        return [Meeting(pair, both, np.where(both, accord, 0.0)) for pair, both in held.items()]


def everywhere(origin: int, row: Ints, target: int, place: int = NOBODY) -> Cells:
    """One act of this origin in each of these rows."""
    ones = np.ones(len(row), dtype=np.int64)
    return Cells(ones * origin, row, ones * place, ones, ones * target)


class Terms:
    """Agreements end on their date unless there is confidence enough to renew them."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def end_of_day(self, day: int, numbers: Numbers, evening: State) -> None:
        """Renew or let lapse what ends today."""
        if day < 1:
            return
        for k, (name, agreement) in enumerate(self._roster.scenario.agreements.items()):
            ends = evening.in_force[k] & (evening.term_end[k] == day)
            if not ends.any():
                continue
            renewed = np.zeros(evening.rows, dtype=bool)
            path = f"agreements.{name}"
            if agreement.term and agreement.renewal_confidence:
                enough = (
                    self.least_confidence(agreement.parties, evening)
                    >= numbers.values[f"{path}.renewal_confidence"]
                )
                renewed = ends & enough
                term = np.floor(numbers.values[f"{path}.term"]).astype(np.int64)
                evening.term_end[k] = np.where(renewed, evening.term_end[k] + term, evening.term_end[k])
            evening.in_force[k] &= ~(ends & ~renewed)

    def least_confidence(self, parties: tuple[str, ...], evening: State) -> Floats:
        """The lowest confidence between these actors across the sides, both ways."""
        codes = sorted(self._roster.actor_code[party] for party in parties)
        least = np.full(evening.rows, np.inf)
        for a in codes:
            for b in codes:
                if self._roster.side[a] != self._roster.side[b]:
                    least = np.minimum(least, evening.confidence[a, b])
        return least
