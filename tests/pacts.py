"""Random agreements of a generated scenario: every form of obligation, with and without a term."""

from typing import Any

from sim.scenario.agreement import AnswerFor, Maintain, Perform, Refrain
from tests.build import agreement, day, parameter
from tests.sketch import Sketch

FIXED: dict[str, Any] = {"source": "toy"}


class Pacts(Sketch):
    """What the actors of a sketch owe each other, where and until when."""

    def _agreements(self) -> dict[str, Any]:
        return {f"pact_{k}": self._agreement() for k in range(self.chance.randint(1, 2))}

    def _agreement(self) -> Any:
        zone = self.chance.choice(("area", "edge"))
        more: dict[str, Any] = {"in_force": day(self.chance.choice((-300, 4))), "zone": zone}
        if self.chance.random() < 0.7:
            more["until"] = day(self.chance.randint(4, 4 + self.days // 3))
        if "until" in more and self.chance.random() < 0.8:
            more |= {
                "term": parameter(self.chance.uniform(1, 5), "days"),
                "renewal_confidence": parameter(self.chance.random(), "share"),
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
        weight = parameter(self.chance.choice((0.0, 0.5, 1.0, 1.0)), "share")
        parties = {"bearers": bearers, "counterparties": counterparties}
        return {**parties, "text": "owed", "weight": weight, **FIXED}

    def _obligation(self) -> Any:
        twice = (self._refrain, self._answer_for, self._perform)  # more of them pass the checks by chance
        return self.chance.choice((*twice, *twice, self._maintain))(self._owed())

    def _refrain(self, owed: dict[str, Any]) -> Refrain:
        exclusion = self._some(self.names)
        actions = self._some(tuple(self._with("place")), 1)
        return Refrain(
            form="refrain", actions=actions, against=self._some(self.names, 1), exclusion=exclusion, **owed
        )

    def _perform(self, owed: dict[str, Any]) -> Perform:
        every = parameter(self.chance.uniform(1, 8), "days")
        after = self.chance.choice(sorted(self.actions))
        when = {"every": every} if self.chance.random() < 0.5 else {"after": after}
        return Perform(
            form="perform", one_of=self._some(tuple(self.actions), 1), within=self._within(), **when, **owed
        )

    def _maintain(self, owed: dict[str, Any]) -> Maintain:
        due, every = day(self.chance.randint(-5, self.days)), parameter(self.chance.uniform(1, 6), "days")
        least = parameter(self.chance.randint(0, 2), "posts")
        return Maintain(form="maintain", state="posts", at_least=least, due=due, every=every, **owed)

    def _answer_for(self, owed: dict[str, Any]) -> AnswerFor:
        return AnswerFor(
            form="answer_for",
            clients=self._some(self.bound, 1),
            one_of=self._some(tuple(self.actions), 1),
            within=self._within(),
            of=self.chance.choice(("effort", "result")),
            **owed,
        )

    def _within(self) -> Any:
        return parameter(self.chance.choice((1.0, 1.5, 2.5, 5.0)), "days")
