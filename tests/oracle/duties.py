"""Duties with a deadline (perform, answer_for) and states to be maintained."""

import math
from typing import TYPE_CHECKING

from sim.scenario.agreement import Agreement, AnswerFor, Maintain, Perform
from tests.oracle.act import Act
from tests.oracle.judge import Breach

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld


class Owed:
    """What one bearer owes one counterparty under one obligation."""

    client: str | None = None

    def __init__(
        self, world: "OracleWorld", agreement: str, path: str, bearer: str, counterparty: str
    ) -> None:
        self.world, self.agreement, self.path = world, agreement, path
        self.bearer, self.counterparty = bearer, counterparty
        self.key = (path, bearer, counterparty)

    def read(self) -> None:
        """Takes over the day's parameters."""
        today = self.world.today
        self.weight = today[f"{self.path}.weight"]
        self.within = today.get(f"{self.path}.within", 0.0)
        self.every = max(1, math.floor(today.get(f"{self.path}.every", 1.0)))
        self.at_least = today.get(f"{self.path}.at_least", 0.0)

    def in_force(self) -> bool:
        """Whether anything is owed today: the agreement is in force and the weight is not 0."""
        return self.weight > 0.0 and self.agreement in self.world.in_force

    def close(self, kept: bool) -> None:
        """Books the duty as kept or breached, with its consequence for confidence."""
        self.world.book(self.key, "kept" if kept else "breached")
        if kept:
            self.world.credits.add((self.counterparty, self.bearer))
        else:
            self.world.hit(self.counterparty, self.bearer, self.weight)


class Duty(Owed):
    """A duty to do one of some actions by a deadline; for `of: result`, to see no further breach."""

    def __init__(self, obligation: Perform | AnswerFor, client: str | None, **owed: object) -> None:
        super().__init__(**owed)  # type: ignore[arg-type]
        self.obligation, self.client = obligation, client
        self.addressed = (None, self.counterparty, client)
        self.by_result = isinstance(obligation, AnswerFor) and obligation.of == "result"
        self.opened: int | None = None
        self.deadline = math.inf
        self.breached_since = False

    def urgency(self) -> float:
        """From 0 on the day it opened to 1 at its deadline."""
        if self.opened is None or not self.in_force():
            return 0.0
        return min(1.0, (self.world.day - self.opened) / self.within) if self.within else 1.0

    def judge(self, acts: dict[str | None, list[Act]], found: list[Breach]) -> None:
        """Kept, due, opened: in this order."""
        if not self.in_force():
            self.opened = None
            return
        seen = [b for b in found if b.counterparty == self.counterparty and b.bearer == self.client]
        if self.opened is not None:
            self.breached_since |= bool(seen)  # a breach of any agreement spoils the result
            self.settle(acts)
        # Only a breach of the same agreement opens the duty.
        if self.opened is None and self.triggered(acts, any(b.agreement == self.agreement for b in seen)):
            self.opened, self.breached_since = self.world.day, False
            self.deadline = self.world.day + self.within
            self.world.book(self.key, "due")

    def settle(self, acts: dict[str | None, list[Act]]) -> None:
        """Closes an open duty that was kept today or has reached its deadline."""
        if not self.by_result and any(self.keeps(act) for act in acts[self.bearer]):
            self.opened = None
            self.close(kept=True)
        elif self.world.day >= self.deadline:
            self.opened = None
            self.close(kept=self.by_result and not self.breached_since)

    def keeps(self, act: Act) -> bool:
        """Whether with this act the bearer did what it owed, addressed rightly."""
        return act.action in self.obligation.one_of and act.toward in self.addressed

    def triggered(self, acts: dict[str | None, list[Act]], breach: bool) -> bool:
        """Whether the duty falls due today."""
        if isinstance(self.obligation, AnswerFor):
            return breach
        if self.obligation.every is not None:
            since = self.world.day - 1
            return since >= 0 and since % self.every == 0
        return any(
            act.action == self.obligation.after and act.target == self.bearer and not act.hidden
            for act in acts[self.counterparty]
        )


class Upkeep(Owed):
    """A number of standing posts, checked from a date on every so many days."""

    def __init__(self, obligation: Maintain, **owed: object) -> None:
        super().__init__(**owed)  # type: ignore[arg-type]
        self.first = self.world.nouns.day_of(obligation.due)
        self.opened: int | None = None
        self.missed = False

    def urgency(self) -> float:
        """Grows to 1 towards the next check while posts are missing; 1 after a check that was missed."""
        if not self.in_force() or self.enough():
            return 0.0
        day = self.world.day
        ahead = self.first - day if day < self.first else (self.first - day) % self.every
        return 1.0 if self.missed else min(1.0, max(0.0, 1.0 - ahead / self.every))

    def enough(self) -> bool:
        """Whether as many posts stand as are owed."""
        return self.world.ground.posts_of(self.bearer) >= self.at_least

    def judge(self, acts: dict[str | None, list[Act]], found: list[Breach]) -> None:
        """Checks the state on a day of checking."""
        day = self.world.day
        if day < max(1, self.first) or (day - self.first) % self.every or not self.in_force():
            return
        self.missed = not self.enough()
        self.world.book(self.key, "due")
        self.close(kept=not self.missed)


def owed_in(world: "OracleWorld", name: str, agreement: Agreement) -> list[Duty | Upkeep]:
    """Every duty and upkeep of an agreement, one a bearer and counterparty (and client)."""
    duties: list[Duty | Upkeep] = []
    for key, obligation in agreement.obligations.items():
        path = f"agreements.{name}.obligations.{key}"
        pairs = [
            (b, c) for b in sorted(obligation.bearers) for c in sorted(obligation.counterparties) if b != c
        ]
        for bearer, counterparty in pairs:
            owed = {
                "world": world,
                "agreement": name,
                "path": path,
                "bearer": bearer,
                "counterparty": counterparty,
            }
            if isinstance(obligation, Maintain):
                duties.append(Upkeep(obligation, **owed))
            elif isinstance(obligation, AnswerFor):
                duties += [Duty(obligation, client, **owed) for client in sorted(obligation.clients)]
            elif isinstance(obligation, Perform):
                duties.append(Duty(obligation, None, **owed))
    return duties
