"""Past: questions about a replayed world: who was blamed, what was addressed to whom, what was broken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Array
from sim.experiment.act import Act
from sim.scenario.action import Action
from sim.scenario.agreement import Refrain

from .replay import Replay


class Entry(NamedTuple):
    """One line of a world's ledger."""

    day: int
    obligation: str
    bearer: str
    counterparty: str
    due: int
    kept: int
    breached: int
    pending: int


@dataclass(frozen=True)
class Past:
    """A replayed world, ready to be asked."""

    replay: Replay

    @cached_property
    def by_event(self) -> Mapping[int, Act]:
        """Acts by their number."""
        return {act.event: act for act in self.replay.acts}

    @cached_property
    def by_day(self) -> Mapping[int, list[Act]]:
        """Acts of each day, in order."""
        days: dict[int, list[Act]] = {day: [] for day in self.replay.numbers}
        for act in self.replay.acts:
            days[act.day].append(act)
        return days

    @cached_property
    def _toward(self) -> Mapping[tuple[str, str], str]:
        roster = self.replay.roster
        names = [*roster.actors, ""]
        return {(o.path, roster.actions[o.action]): names[o.toward] for o in roster.origins}

    @cached_property
    def ledger(self) -> list[Entry]:
        """What duties did, in order of days."""
        table, names = self.replay.record.ledger or {}, self.replay.record.names
        kinds = {"obligation": "obligation", "bearer": "actor", "counterparty": "actor"}
        columns = [
            [names[kinds[field]][code] for code in table[field].tolist()]
            if field in kinds
            else table[field].tolist()
            for field in Entry._fields
        ]
        return sorted(Entry(*cells) for cells in zip(*columns, strict=True))

    def action(self, act: Act) -> Action:
        """The act's action."""
        return self.replay.scenario.actions[act.action]

    def toward(self, act: Act) -> str:
        """Whom an act addresses: the target of one without a place, else only who is named."""
        return act.target if self.action(act).reach == "none" else self._toward[act.path, act.action]

    def blamed(self, act: Act, observer: str) -> str:
        """The author in an observer's eyes, if anybody."""
        if not act.hidden or observer == act.actor:
            return act.actor
        return self.replay.judged[act.event, observer][0]

    def holder(self, place: str, day: int) -> str:
        """Who held a place on the morning of a day."""
        roster = self.replay.roster
        return roster.actors[int(self.replay.mornings[day].holder[roster.place_code[place], 0])]

    def value(self, path: str, day: int) -> float:
        """A parameter on a day, interventions applied."""
        return one(self.replay.numbers[day].values[path])

    def stands(self, patron: str, client: str, day: int) -> float:
        """1 for oneself, leverage for a patron and its client, else 0."""
        code = self.replay.roster.actor_code
        return one(self.replay.numbers[day].standing.get((code[patron], code[client]), 0.0))

    def amount(self, act: Act, effect: str) -> float:
        """How much of an effect the act has, each time; on the ground nothing changes before day 1."""
        path = f"actions.{act.action}.changes.{effect}"
        return self.value(path, act.day) if effect in self.action(act).changes else 0.0

    def broken(self, entry: Entry) -> list[Act]:
        """The acts that broke an obligation to refrain, in the counterparty's eyes, on the entry's day."""
        _, agreement, _, name = entry.obligation.split(".")
        pact = self.replay.scenario.agreements[agreement]
        ban = pact.obligations[name]
        if not isinstance(ban, Refrain):
            return []
        zone = self.replay.scenario.zones[pact.zone].places
        acts = (a for a in self.by_day[entry.day] if a.action in ban.actions and a.place in zone)
        by_bearer = (a for a in acts if self.blamed(a, entry.counterparty) == entry.bearer)
        return [a for a in by_bearer if self._breaks(ban, a, entry.counterparty)]

    def _breaks(self, ban: Refrain, act: Act, observer: str) -> bool:
        holder = self.holder(act.place, act.day)
        if not act.claimed_excepted:
            return holder in ban.against
        refused = self.replay.judged.get((act.event, observer), ("", -1))[1] == 0
        return refused and holder in {*ban.against, *ban.exclusion}

    def in_force(self, agreement: str, day: int) -> bool:
        """Whether an agreement holds on a day."""
        agreements = self.replay.scenario.agreements
        begun = day >= self.replay.scenario.day_of(agreements[agreement].in_force)
        return begun and bool(self.replay.mornings[day].in_force[list(agreements).index(agreement), 0])

    def answer_for(self, client: str, day: int) -> set[str]:
        """Who answers for what this actor does: itself, and guarantors by agreements in force."""
        actors, found = self.replay.roster.actors, {client}
        for path, _, guarantor, answered in self.replay.answering:
            holds = self.in_force(path.split(".")[1], day) and self.value(f"{path}.weight", day) > 0
            if holds and actors[answered] == client:
                found.add(actors[guarantor])
        return found

    def breaches(self, observer: str, judged: str, day: int) -> Iterator[tuple[Entry, Act]]:
        """Breaches of a day that this observer lays at this actor's door."""
        for entry in self._broken_on(day):
            if entry.counterparty == observer != judged and judged in self.answer_for(entry.bearer, day):
                yield from ((entry, act) for act in self.broken(entry))

    def _broken_on(self, day: int) -> list[Entry]:
        return [entry for entry in self._by_day.get(day, ()) if entry.breached]

    @cached_property
    def _by_day(self) -> dict[int, list[Entry]]:
        days: dict[int, list[Entry]] = {}
        for entry in self.ledger:
            days.setdefault(entry.day, []).append(entry)
        return days


def one(number: "float | Array") -> float:
    """The number of the only row."""
    return float(np.asarray(number).reshape(-1)[0])
