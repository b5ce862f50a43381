"""Random small valid scenarios: any signal, reach, effect, obligation, history, talks and lever.

A scenario is generated from a whole number and a set of sections, so that a failing case has a
short name and shrinks to few sections: `generate(17, {"history", "talks"})`.
"""

import random
from typing import Any, get_args

from hypothesis import strategies as st

from sim.scenario.event import Background, Claim, Event, Scheduled, Status
from sim.scenario.intervention import Intervention, LeverKind
from sim.scenario.meaning import meaning_of
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from sim.scenario.talks import Talks
from tests.build import day, ground, memory, parameter, perception, scenario, thresholds, zone
from tests.pacts import FIXED, Pacts
from tests.sound import without_idle

FIRST = ("agreements", "background", "calendar", "history", "talks")
LAST = ("claims", "interventions")
"""Sections that name paths of a scenario that is already there."""
SECTIONS = FIRST + LAST
STATUSES, LEVER_KINDS = get_args(Status), get_args(LeverKind)
EARLIEST = -4


def scenarios() -> st.SearchStrategy[Scenario]:
    """Any generated scenario; shrinks towards few sections."""
    return st.builds(generate, st.integers(0, 2**32), st.sets(st.sampled_from(SECTIONS)))


def generate(number: int, sections: set[str] | tuple[str, ...] = SECTIONS) -> Scenario:
    """The scenario of this number, with these of the optional sections."""
    return Draft(random.Random(number)).scenario(sections)


class Draft(Pacts):
    """A whole scenario: what is owed, what happened, what is scheduled and what may intervene."""

    def scenario(self, sections: set[str] | tuple[str, ...]) -> Scenario:
        """The finished scenario."""
        parts = {name: getattr(self, f"_{name}")() for name in FIRST}
        made = scenario(
            id="generated",
            days=self.days,
            places=self.ground,
            zones={name: zone(*self._some(self.places, 1)) for name in ("area", "edge")},
            actions=self.actions,
            actors={name: self._actor(name) for name in self.names},
            **self._mechanisms(),
            **{name: part for name, part in parts.items() if name in sections},
        )
        self.base = without_idle(made)
        later = {name: FrozenMap(getattr(self, f"_{name}")()) for name in LAST if name in sections}
        return without_idle(self.base.model_copy(update=later))

    def _mechanisms(self) -> dict[str, Any]:
        number = self.chance.uniform
        memories = ("audience", "breaches", "complaints", "effort", "grievance", "recent_fire", "violence")
        shares = ("confidence", "breach_cost", "doubt", "duty_credit", "joint_verification", "post_reach")
        limits = ("collapse_places", "de_escalation", "escalation", "lull", "relapse", "reporting_share")
        measured = {name: number(0.2, 1) for name in limits}
        measured |= {"reference_events": 2 ** number(0, 6), "most_deaths": number(1, 40)}
        measured["relapse"] = measured["lull"] * number(0.2, 1.5)
        return {
            "memory": memory(**{name: number(0.5, 12) for name in memories}),
            "perception": perception(**{name: self._share() for name in (*shares, "verification")}),
            "ground": ground(fire_support=number(0, 2), momentum=number(0, 9), defence=number(0.5, 2)),
            "outcomes": thresholds(falls=self.places, **measured),
        }

    def _happening(self) -> dict[str, Any]:
        """An act without a rule: author, action, place, addressee."""
        author, act = self.chance.choice(self.names), self.chance.choice(sorted(self.actions))
        reach = self.actions[act].reach
        where = None if reach == "none" else self.chance.choice(self.places)
        if reach == "site":
            where = next((name for name, place in self.ground.items() if place.post), None)
        toward = self._other(author) if reach == "none" else self._maybe(self._other(author))
        return {"actor": author, "action": act, "place": where, "toward": toward, **FIXED}

    def _history(self) -> dict[str, Any]:
        return {f"event_{k}": self._event() for k in range(self.chance.randint(1, 5))}

    def _event(self) -> Event:
        happening = self._happening()
        if self.chance.random() < 0.4:
            happening["actor"] = None
        if self.actions[happening["action"]].kinetic:
            deaths = self.chance.randint(0, 9)
            happening["deaths"] = parameter(deaths, "deaths")
            happening["civilians"] = parameter(self.chance.randint(0, deaths), "deaths")
        suspects = {
            name: parameter(self.chance.choice((0.0, 1.0)), "weight")
            for name in (() if happening["actor"] else self._some(self.names))
        }
        date, status = day(self.chance.randint(EARLIEST, 0)), self.chance.choice(STATUSES)
        return Event(date=date, status=status, text="reported", suspects=suspects, **happening)

    def _background(self) -> dict[str, Any]:
        return {f"routine_{k}": self._routine() for k in range(self.chance.randint(1, 3))}

    def _routine(self) -> Background:
        happening = self._happening()
        if self.chance.random() < 0.5:
            happening["place"] = None
        since = self.chance.randint(EARLIEST, 0)
        until = day(self.chance.randint(since, 0))
        per_day = parameter(self.chance.uniform(0, 2), "acts per day")
        return Background(per_day=per_day, since=day(since), until=until, **happening)

    def _calendar(self) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for k in range(self.chance.randint(1, 3)):
            entries[f"date_{k}"] = Scheduled(date=day(self.chance.randint(1, self.days)), **self._happening())
        begin = self.chance.randint(1, self.days)
        until = day(begin + self.chance.randint(0, 9))
        occupies = parameter(self._share(), "share")
        who = self.chance.choice(self.names)
        entries["operation"] = Scheduled(date=day(begin), until=until, actor=who, occupies=occupies, **FIXED)
        return entries

    def _talks(self) -> dict[str, Any]:
        return {f"round_{k}": self._round() for k in range(self.chance.randint(1, 2))}

    def _round(self) -> Talks:
        host = self.chance.choice(self.names)
        invited = self._some(tuple(name for name in self.names if name != host), 1)
        numbers = {name: parameter(self._share(), "share") for name in ("attendance", "reluctance", "accord")}
        words = self._with("none")
        return Talks(
            name="Talks",
            date=day(self.chance.randint(1, self.days)),
            window=parameter(self.chance.uniform(1, 12), "days"),
            host=host,
            invited=invited,
            required=self._some((*invited, host)[: self.chance.randint(0, len(invited) + 1)]),
            attended=self.chance.choice(words),
            refused=self.chance.choice(words),
            **numbers,
            **FIXED,
        )

    def _claims(self) -> dict[str, Claim]:
        about = self.chance.sample(sorted(self.base.parameters), 2)
        said = {"date": day(EARLIEST), "claimed_by": "somebody", "text": "said", **FIXED}
        return {
            f"claim_{k}": Claim(about=path, status=self.chance.choice(STATUSES), **said)
            for k, path in enumerate(about)
        }

    def _interventions(self) -> dict[str, Intervention]:
        return {f"lever_{k}": self._intervention() for k in range(self.chance.randint(1, 3))}

    def _intervention(self) -> Intervention:
        """Some numbers of the scenario that can change after the start, to anything in their ranges."""
        ends = {path: (p.low, p.high) for path, p in self.base.parameters.items() if p.low < p.high}
        daily = sorted(path for path in ends if (meaning := meaning_of(path)) and meaning.daily)
        values = {
            path: self.chance.choice((*ends[path], self.chance.uniform(*ends[path])))
            for path in self.chance.sample(daily, self.chance.randint(1, 8))
        }
        on = self.chance.randint(1, self.days)
        until = self._maybe(day(self.chance.randint(on, self.days)))
        kind = self.chance.choice(LEVER_KINDS)
        return Intervention(kind=kind, on=day(on), until=until, set=values, **FIXED)
