"""Random small valid scenarios: any signal, reach, effect, obligation, history, talks and lever.

A scenario is generated from a whole number and a set of sections, so that a failing case has a
short name and shrinks to few sections: `generate(17, {"history", "talks"})`.
"""

import random
from typing import Any

from hypothesis import strategies as st

from sim.scenario.agreement import AnswerFor, Maintain, Perform, Refrain
from sim.scenario.event import Background, Event, Scheduled
from sim.scenario.intervention import Intervention
from sim.scenario.scenario import Scenario
from sim.scenario.talks import Talks
from tests.build import agreement, day, memory, parameter, perception, scenario, thresholds, zone
from tests.sketch import Sketch
from tests.sound import without_idle

SECTIONS = ("agreements", "background", "calendar", "history", "interventions", "talks")
FIXED: dict[str, Any] = {"source": "toy"}


def scenarios() -> st.SearchStrategy[Scenario]:
    """Any generated scenario; shrinks towards few sections."""
    return st.builds(generate, st.integers(0, 10**6), st.sets(st.sampled_from(SECTIONS)))


def generate(number: int, sections: set[str] | tuple[str, ...] = SECTIONS) -> Scenario:
    """The scenario of this number, with these of the optional sections."""
    return Draft(random.Random(number)).scenario(sections)


class Draft(Sketch):
    """A whole scenario: what is owed, what happened, what is scheduled and what may intervene."""

    def scenario(self, sections: set[str] | tuple[str, ...]) -> Scenario:
        """The finished scenario."""
        parts = {name: getattr(self, f"_{name}")() for name in SECTIONS}
        number = self.chance.uniform
        made = scenario(
            id="generated",
            days=self.days,
            places=self.ground,
            zones={"area": zone(*self._some(self.places, 1))},
            actions=self.actions,
            actors={name: self._actor(name) for name in self.names},
            memory=memory(grievance=number(1, 20), complaints=number(1, 9), effort=number(1, 9)),
            perception=perception(confidence=number(0, 1), doubt=number(0, 1), post_reach=number(0, 1)),
            outcomes=thresholds(
                falls=self.places, reference_events=number(1, 40), collapse_places=number(0.1, 1)
            ),
            **{name: part for name, part in parts.items() if name in sections},
        )
        return without_idle(made)

    def _agreements(self) -> dict[str, Any]:
        return {f"pact_{k}": self._agreement() for k in range(self.chance.randint(1, 2))}

    def _agreement(self) -> Any:
        more: dict[str, Any] = {"in_force": day(self.chance.choice((-300, 4)))}
        if self.chance.random() < 0.5:
            more["until"] = day(self.chance.randint(5, self.days))
        if "until" in more and self.chance.random() < 0.7:
            more |= {
                "term": parameter(self.chance.uniform(1, 9), "days"),
                "renewal_confidence": parameter(self._share(), "share"),
            }
        self.bound: tuple[str, ...] = self.names
        obligations = {"duty_0": self._refrain(self._owed())}
        self.bound = obligations["duty_0"].bearers
        for k in range(1, self.chance.randint(2, 6)):
            obligations[f"duty_{k}"] = self._obligation()
        return agreement(self._some(self.names, 2), obligations, **more)

    def _owed(self) -> dict[str, Any]:
        bearers, counterparties = self._some(self.names, 1), self._some(self.names, 1)
        if set(bearers) == set(counterparties):
            bearers, counterparties = self.names[:1], self.names[1:2]
        weight = parameter(self.chance.choice((0.0, 0.5, 1.0)), "share")
        return {
            "bearers": bearers,
            "counterparties": counterparties,
            "text": "owed",
            "weight": weight,
            **FIXED,
        }

    def _obligation(self) -> Any:
        kinds = (
            self._refrain,
            self._refrain,
            self._perform,
            self._maintain,
            self._answer_for,
            self._answer_for,
        )
        return self.chance.choice(kinds)(self._owed())

    def _refrain(self, owed: dict[str, Any]) -> Refrain:
        exclusion = self._some(self.names)
        actions = self._some(tuple(self._with("place")), 1)
        return Refrain(
            form="refrain", actions=actions, against=self._some(self.names, 1), exclusion=exclusion, **owed
        )

    def _perform(self, owed: dict[str, Any]) -> Perform:
        every = parameter(self.chance.uniform(1, 8), "days")
        when = (
            {"every": every}
            if self.chance.random() < 0.5
            else {"after": self.chance.choice(sorted(self.actions))}
        )
        return Perform(
            form="perform", one_of=self._some(tuple(self.actions), 1), within=self._within(), **when, **owed
        )

    def _maintain(self, owed: dict[str, Any]) -> Maintain:
        due, every = day(self.chance.randint(-5, 12)), parameter(self.chance.uniform(1, 6), "days")
        return Maintain(
            form="maintain",
            state="posts",
            at_least=parameter(self.chance.randint(0, 3), "posts"),
            due=due,
            every=every,
            **owed,
        )

    def _answer_for(self, owed: dict[str, Any]) -> AnswerFor:
        of = self.chance.choice(("effort", "result"))
        actions = self._some(tuple(self.actions), 1)
        return AnswerFor(
            form="answer_for",
            clients=self._some(self.bound, 1),
            one_of=actions,
            within=self._within(),
            of=of,
            **owed,
        )

    def _within(self) -> Any:
        return parameter(self.chance.choice((1.0, 1.5, 2.5, 5.0)), "days")

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
            happening |= {
                "deaths": parameter(deaths, "deaths"),
                "civilians": parameter(self.chance.randint(0, deaths), "deaths"),
            }
        suspects = {
            name: parameter(self.chance.choice((0.0, 1.0)), "weight")
            for name in (() if happening["actor"] else self._some(self.names))
        }
        return Event(
            date=day(self.chance.randint(-9, 0)),
            status="fact",
            text="reported",
            suspects=suspects,
            **happening,
        )

    def _background(self) -> dict[str, Any]:
        return {f"routine_{k}": self._routine() for k in range(self.chance.randint(1, 3))}

    def _routine(self) -> Background:
        happening = self._happening()
        if self.chance.random() < 0.5:
            happening["place"] = None
        since = self.chance.randint(-9, 0)
        per_day = parameter(self.chance.uniform(0, 2), "acts per day")
        return Background(
            per_day=per_day, since=day(since), until=day(self.chance.randint(since, 0)), **happening
        )

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
            required=tuple(sorted(self.chance.sample(invited, self.chance.randint(0, len(invited))))),
            attended=self.chance.choice(words),
            refused=self.chance.choice(words),
            **numbers,
            **FIXED,
        )

    def _interventions(self) -> dict[str, Any]:
        return {f"lever_{k}": self._intervention() for k in range(self.chance.randint(1, 3))}

    def _intervention(self) -> Intervention:
        ends = self._ends()
        chosen = self.chance.sample(sorted(ends), self.chance.randint(1, 4))
        on = self.chance.randint(1, self.days)
        until = self._maybe(day(self.chance.randint(on, self.days)))
        values = {path: self.chance.uniform(*ends[path]) for path in chosen}
        return Intervention(kind="other", on=day(on), until=until, set=values, **FIXED)

    def _ends(self) -> dict[str, tuple[float, float]]:
        """Least and greatest value of what may be set, by path."""
        ends = {
            f"perception.{name}": (0.0, 1.0) for name in ("breach_cost", "joint_verification", "post_reach")
        }
        ends |= {f"actions.{name}.lethality": (0.0, 1.0) for name, act in self.actions.items() if act.kinetic}
        weights = {name: place.weight for name, place in self.ground.items()}
        ends |= {f"places.{name}.weight": (weight.low, weight.high) for name, weight in weights.items()}
        return ends | {"ground.defence": (0.7, 2.0), "memory.recent_fire.scale": (0.8, 2.5)}
