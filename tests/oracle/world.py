"""The second explanation of the model: one world, one object an actor, one day at a time.

Written from docs/reference/model.md alone and sharing nothing with the array engine but the frozen
scenario and the named draws. It is meant to be read. Not a prediction of anything.
"""

import datetime
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import mesa

from sim.scenario.scenario import Scenario
from tests.oracle import effects, judge, record, terms
from tests.oracle.act import Act
from tests.oracle.draws import Draws
from tests.oracle.duties import owed_in
from tests.oracle.ground import Ground
from tests.oracle.kind import kind
from tests.oracle.occur import occur
from tests.oracle.outcomes import outcomes
from tests.oracle.party import Party
from tests.oracle.rate import Rate


class OracleWorld(mesa.Model):
    """World number `world` of a scenario; `run()` it and read events, judgements, ledger, series, outcomes.

    `overrides` replaces parameters by path; `draws` are this world's draws, fetched beforehand; `watch` is
    called every evening with the world.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        world: int = 0,
        overrides: Mapping[str, float] | None = None,
        draws: Draws | None = None,
        watch: Callable[["OracleWorld"], None] | None = None,
    ) -> None:
        super().__init__(rng=seed)  # Mesa's own generator is never used
        self.nouns, self.watch = scenario, watch
        self.draws = draws or Draws(seed, world, scenario.first_day)
        self.base = {path: p.value for path, p in scenario.parameters.items()} | dict(overrides or {})
        self.today: dict[str, float] = dict(self.base)
        self.levers: tuple[str, ...] = ()
        self.still: dict[Any, Any] = {}
        self.day = scenario.first_day - 1
        self.ground = Ground(scenario)
        self.parties = {name: Party(self, name) for name in scenario.actors}
        self.guarantors = [party.name for party in self.parties.values() if party.kind == "guarantor"]
        self.bans = judge.bans(scenario)
        self.agreed = dict.fromkeys(scenario.agreements, True)
        self.term_end = {
            name: scenario.day_of(a.until) if a.until else None for name, a in scenario.agreements.items()
        }
        self.duties = [duty for name, a in scenario.agreements.items() for duty in owed_in(self, name, a)]
        self.owed = {duty.key for duty in self.duties}
        self.pending: Counter[tuple[str, str, str]] = Counter()
        self.read_parameters()
        self.violence = self.normal
        self.wrong_authors = self.evaluations = 0
        self.first_collapse: int | None = None
        self.events: list[dict[str, Any]] = []
        self.judgements: list[dict[str, Any]] = []
        self.ledger: list[dict[str, Any]] = []
        self.series: list[dict[str, Any]] = []
        self.rungs: dict[int, dict[tuple[str, str], int]] = {}
        self.holders: dict[int, dict[str, str]] = {}
        self.outcomes: dict[str, float | None] = {}

    def run(self) -> "OracleWorld":
        """All days to the end."""
        while self.day < self.nouns.days:
            self.step()
        self.outcomes = outcomes(self)
        return self

    def step(self) -> None:
        """One day: occur, intervene, observe, decide, act, judge, record."""
        self.intervene()
        self.begin()
        self.agents.do("observe")
        acts = occur(self)
        acts += self.decide()
        found = self.perceive(acts)
        self.act(acts)
        self.judge(acts, found)
        record.evening(self, acts, found)
        if self.watch:
            self.watch(self)

    def begin(self) -> None:
        """A new morning: nothing has been booked yet, and the signal `recent_fire` stands for the day."""
        self.flows: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        self.hits: dict[tuple[str, str], float] = {}
        self.credits: set[tuple[str, str]] = set()
        self.held: list[tuple[str, tuple[str, ...]]] = []
        self.in_force = {
            name
            for name, agreement in self.nouns.agreements.items()
            if self.agreed[name] and self.date >= agreement.in_force
        }
        self.binding = [ban for ban in self.bans if ban.agreement in self.in_force]
        scale = self.today["memory.recent_fire.scale"]
        self.burning = {place: x / (x + scale) for place, x in self.ground.fire.items() if x}

    def intervene(self) -> None:
        """The day's parameters: base values, replaced by every intervention in force, in order of id."""
        self.day += 1
        self.date = self.nouns.start + datetime.timedelta(days=self.day - 1)
        levers = tuple(
            name
            for name, lever in self.nouns.interventions.items()
            if self.day >= 1 and lever.on <= self.date and (lever.until is None or self.date <= lever.until)
        )
        if levers != self.levers:
            self.levers, self.today = levers, dict(self.base)
            for name in levers:
                self.today.update(self.nouns.interventions[name].set)
            self.read_parameters()

    def read_parameters(self) -> None:
        """Everybody takes over the day's parameters; they hold until a lever begins or ends."""
        self.still.clear()
        today = self.today
        half_lives = {path.split(".")[1]: x for path, x in today.items() if path.endswith(".half_life")}
        self.keep = {memory: 0.5 ** (1.0 / days) for memory, days in half_lives.items()}
        self.normal = today["outcomes.reference_events"] / 28.0 / today["outcomes.reporting_share"]
        self.kinds = {name: kind(name, action, today) for name, action in self.nouns.actions.items()}
        self.ground.read(today)
        for reader in (*self.parties.values(), *self.duties):
            reader.read()
        self.behind = {name: self.stakes(name) for name in self.parties}

    def stakes(self, name: str) -> list[tuple[Party, float]]:
        """Whom an actor's fate and doings concern: itself fully, its patrons by their leverage over it."""
        stakes = [
            (party, 1.0 if party.name == name else party.leverage.get(name, 0.0))
            for party in self.parties.values()
        ]
        return [(party, stake) for party, stake in stakes if stake > 0.0]

    def decide(self) -> list[Act]:
        """Every actor draws its acts; nobody knows another's draw. Nobody decides in history."""
        if self.day < 1:
            return []
        if any(agreement.in_force == self.date for agreement in self.nouns.agreements.values()):
            self.still.clear()
        self.agents.do("decide")
        return [act for party in self.parties.values() for act in party.acts]

    def perceive(self, acts: list[Act]) -> list[judge.Breach]:
        """Tolls, blame, claims and breaches, all from the morning's state."""
        for act in acts:
            judge.detail(self, act)
        return judge.breaches(self, acts)

    def act(self, acts: list[Act]) -> None:
        """The acts' effects: memories fade, then take the day's inflow."""
        self.done = effects.by_effect(self, acts)
        taken = effects.contests(self, self.done["capture"]) if self.day >= 1 else []
        self.agents.do("fade")
        for place in self.ground.fire:
            self.ground.fire[place] *= self.keep["recent_fire"]
        self.violence *= self.keep["violence"]
        effects.change_relations(self, self.done)
        effects.remember(self, acts)
        if self.day >= 1:
            raised = self.ground.standing.copy()
            effects.change_ground(self, acts, self.done, taken)
            if taken or raised != self.ground.standing:
                self.still.clear()

    def judge(self, acts: list[Act], found: list[judge.Breach]) -> None:
        """Breaches, duties, confidence, answers; then agreements are suspended, renewed or lapse."""
        judge.recognise(self, found)
        by_author: dict[str | None, list[Act]] = defaultdict(list)
        for act in acts:
            by_author[act.actor].append(act)
        for duty in self.duties:
            duty.judge(by_author, found)
        self.trust()
        for party in self.parties.values():
            for rate in party.replies:
                self.reopen(party, rate, acts)
        terms.end(self, self.done["suspend"])

    def book(self, key: tuple[str, str, str], flow: str) -> None:
        """One entry of the ledger (obligation, bearer, counterparty): `due`, `kept` or `breached`."""
        self.flows[key][flow] += 1

    def hit(self, observer: str, other: str, weight: float) -> None:
        """Confidence will be hit tonight; the largest weight of the day counts."""
        self.hits[observer, other] = max(self.hits.get((observer, other), 0.0), weight)

    def trust(self) -> None:
        """Confidence, once a day per ordered pair: a hit first, then a credit."""
        for _, present in self.held:
            self.credits |= {(one, other) for one in present for other in present if one != other}
        for (observer, other), weight in self.hits.items():
            confidence = self.parties[observer].confidence
            confidence[other] -= self.today["perception.breach_cost"] * weight * confidence[other]
        for observer, other in self.credits:
            confidence = self.parties[observer].confidence
            confidence[other] += self.today["perception.duty_credit"] * (1.0 - confidence[other])

    def reopen(self, party: Party, rate: Rate, acts: list[Act]) -> None:
        """A rule that answers opens against whom the actor blames for today's first such act on it."""
        first = next((a for a in acts if a.action == rate.rule.answers and a.target == party.name), None)
        blamed = first.blamed[party.name] if first else None
        if first is None or blamed in (None, party.name):
            return
        rate.open_until = self.day + rate.within
        rate.blamed = blamed
        author = first.actor
        rate.wrong = author not in (None, blamed) and self.parties[blamed].leverage.get(author, 0.0) <= 0.0

    def least_confidence(self, names: tuple[str, ...] | list[str]) -> float:
        """The least confidence between any two of these on different sides; infinite when there are none."""
        parties = [self.parties[name] for name in names]
        return min(
            (one.confidence[other.name] for one in parties for other in parties if one.side != other.side),
            default=math.inf,
        )
