"""Dues: why nothing comes of an obligation, a zone, or the term of an agreement."""

from sim.scenario.agreement import Maintain, Refrain
from sim.scenario.scenario import Scenario

from .watch import Watched


class Dues:
    """What was due and breached in the watched worlds, beside what the agreements say."""

    def __init__(self, scenario: Scenario, watched: Watched) -> None:
        self._scenario, self._watched = scenario, watched

    def obligation(self, path: str) -> str | None:
        """Why an obligation, by its path, binds nobody; None if it does."""
        _, name, _, key = path.split(".")
        owed, watched = self._scenario.agreements[name].obligations[key], self._watched
        if isinstance(owed, Maintain) and self._scenario.day_of(owed.due) > self._scenario.days:
            return "first due after the last day"
        if isinstance(owed, Refrain):
            idle = not watched.breached[path]
            return "never breached, and no rule that acts is bound by it" if idle else None
        return None if watched.due[path] else "never due"

    def zone(self, path: str) -> str | None:
        """Why it does not matter which places lie in a zone; None if it may."""
        name = path.split(".")[1]
        placed = [key for key, agreement in self._scenario.agreements.items() if agreement.zone == name]
        if not placed:
            return "no agreement applies in it"
        owed = (o for key in placed for o in self._scenario.agreements[key].obligations.values())
        if not any(isinstance(obligation, Refrain) for obligation in owed):
            return f"no obligation of {' or '.join(placed)} depends on where something happens"
        return None

    def number(self, path: str) -> str | None:
        """Why a number of an agreement changes nothing; None if it may."""
        _, name, *rest = path.split(".")
        if rest[0] == "obligations":
            return self.obligation(path.rpartition(".")[0])
        agreement = self._scenario.agreements[name]
        until = agreement.until
        if until is None:
            return "the agreement has no end"
        if self._scenario.day_of(until) > self._scenario.days:
            return "the agreement ends after the last day"
        if rest[0] == "term" and agreement.term:
            after = self._scenario.day_of(until) + agreement.term.low
            return "a renewed term ends after the last day" if after > self._scenario.days else None
        return None
