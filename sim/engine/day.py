"""One day of all rows: occur, intervene, observe, decide, act, judge, record.

This is the order of the day, once. Ties and sums run in id order, so neither the order of actors nor
of acts within a day changes anything. docs/reference/model.md says it in words.
"""

from collections.abc import Callable

import numpy as np

from .acts import Acts, Cells, Happenings
from .answers import Answers
from .arrays import Array, Floats, Ints
from .breaches import Bans
from .chance import Dense, blocks, name_hash, stream_key
from .claims import Judges
from .confidence import Confidence
from .decisions import Decisions
from .effects import Effects
from .lived import Lived
from .memories import Memories
from .numbers import Numbers
from .obligations import Duties
from .occur import Occurrences
from .record import Record, Recorder
from .roster import Roster
from .rows import Rows, Schedule
from .signals import Morning
from .state import State
from .talks import AllTalks, Meeting, Terms


class World:
    """The rows of one batch, advanced day by day. `today` is the last day lived."""

    def __init__(self, rows: Rows, seed: int, tables: bool = True) -> None:
        scenario, width = rows.scenario, len(rows)
        self.scenario, self.seed, self.rows = scenario, seed, rows
        self.roster = Roster(scenario)
        self._schedule = Schedule(rows)
        self.chance = Dense(seed, rows.worlds)
        self.decisions = Decisions(self.roster)
        self.duties = Duties(self.roster, Bans(self.roster), width)
        self._happenings = Happenings(self.roster, seed, rows.worlds)
        self._judges = Judges(self.roster, self._happenings)
        self._occurrences = Occurrences(self.roster, rows.absent)
        self._talks, self._terms = AllTalks(self.roster), Terms(self.roster)
        self._effects, self._memories = Effects(self.roster), Memories(self.roster)
        self._confidence = Confidence(self.duties)
        self._answers = Answers(self.roster, self.decisions.rules)
        self._recorder = Recorder(self.roster, self.duties, width, tables)
        self._values: object = None
        self.today = scenario.first_day - 1
        self._intervene(self.today)
        self.state = State(self.roster, self.numbers, width)

    @property
    def latest(self) -> dict[str, Array]:
        """The metrics of the last day lived, each `(rows,)`."""
        return self._recorder.latest

    @property
    def finished(self) -> bool:
        """True after the last day."""
        return self.today >= self.scenario.days

    def morning(self, day: int) -> Morning:
        """What can be seen on the morning of a day."""
        self._intervene(day)
        return Morning(self.roster, self.numbers, self.state, day, self.duties)

    def step(self, decide: Callable[[Morning], list[Cells]] | None = None) -> None:
        """Live one day. `decide` says what actors do; by default every rule acts."""
        day = self.today + 1
        see = self.morning(day)  # 2 intervene, 3 observe
        happened = self._occurrences.of_day(see, self.chance)  # 1 occur
        talked, met = self._talks.of_day(see, self.chance)
        decided = (decide or self.decide)(see) if day >= 1 else []  # 4 decide
        acts = self._acts([*happened, *talked, *decided], see)
        evening = self.state.evening(self.numbers)  # 5 act
        self._effects.apply(acts, see, evening, self._capture_draw(day), [(m.pair, m.relief) for m in met])
        blamed = self._judges.blame(acts, day)
        self._memories.add(acts, blamed, evening)
        self._memories.add_losses(acts, see, evening)
        self._judge(acts, blamed, met, see, evening)  # 6 judge, 7 record
        self.state, self.today = evening, day

    def decide(self, see: Morning) -> list[Cells]:
        """What every actor does today, one entry an actor: all from the same morning."""
        return see.kept("decisions", lambda: self.decisions.of_day(see, self.chance))

    def record(self) -> Record:
        """The record of the days lived so far."""
        return self._recorder.finish(self.seed, self.rows.worlds, self.scenario.first_day)

    def _intervene(self, day: int) -> None:
        values = self._schedule.on(day)
        if values is self._values:
            return
        self._values, width = values, len(self.rows)
        self.numbers = Numbers(self.roster, values)
        for part in (self.decisions, self.duties, self._judges, self._effects):
            part.read(self.numbers)
        self._memories.read(self.numbers, width)
        self._answers.read(self.numbers, width)

    def _acts(self, cells: list[Cells], see: Morning) -> Acts:
        presence = see.signal("excluded_present")
        return self._happenings.of_day(cells, self.numbers, see.ground, presence, see.day)

    def _capture_draw(self, day: int) -> Callable[[Ints, Ints], Floats]:
        key = np.array(stream_key(self.seed, "ground"), dtype=np.uint64)[:, None]
        purpose = np.uint64(name_hash("capture"))

        def draw(place: Ints, row: Ints) -> Floats:
            keys = np.repeat(key, len(row), axis=1)
            return blocks(keys, self.roster.place_hash[place], day, purpose, self.rows.worlds[row])[0]

        return draw

    @property
    def guarantors(self) -> tuple[str, ...]:
        """Actors of kind guarantor."""
        return tuple(name for name, actor in self.scenario.actors.items() if actor.kind == "guarantor")

    def _judge(self, acts: Acts, blamed: Ints, met: list[Meeting], see: Morning, evening: State) -> None:
        bans = self.duties.bans
        breaches, accepted = bans.judge(acts, blamed, self._judges, see)
        self._memories.add_breaches(breaches, bans, see, evening)
        flow = self.duties.judge(acts, breaches, see, evening)
        self._confidence.end_of_day(breaches, flow, met, see, evening)
        wrong = self._answers.end_of_day(acts, blamed, see.day, evening)
        self._terms.end_of_day(see.day, self.numbers, evening)
        least = self._terms.least_confidence(self.guarantors, evening)
        least = np.where(np.isinf(least), np.nan, least)  # no guarantors on different sides
        day = Lived(see.day, acts, blamed, accepted, breaches, flow, see.state, evening, wrong, least)
        self._recorder.add(day)
