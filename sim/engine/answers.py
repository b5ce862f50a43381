"""Answers: rules that reply to a kind of act, open for some days and aimed at the actor blamed."""

import numpy as np

from .acts import Acts
from .arrays import Ints
from .numbers import Numbers
from .rates import RuleRate
from .roster import NOBODY, Roster
from .rows import of_row
from .state import LONG_AGO, State


class Answers:
    """Closes what was answered today and opens what asks for an answer."""

    def __init__(self, roster: Roster, rules: list[RuleRate]) -> None:
        self._roster = roster
        self._rules = [rule for rule in rules if rule.rule.answers]
        self._resting = [rule for rule in rules if rule.rule.rest]
        self._rule = np.full(len(roster.origins), len(rules), dtype=np.int64)  # the last: no rule
        self._rule[[rule.origin for rule in rules]] = np.arange(len(rules))

    def read(self, numbers: Numbers, rows: int) -> None:
        """Take over the day's parameters."""
        self._standing = numbers.standing_table(rows)

    def end_of_day(self, acts: Acts, blamed: Ints, day: int, state: State) -> Ints:
        """Rest and close the rules that acted, open the others; returns replies to the wrong actor."""
        acted = np.zeros((len(state.wrong) + 1, state.rows), dtype=bool)
        acted[self._rule[acts.origin], acts.row] = True
        wrong = np.zeros(state.rows, dtype=np.int64)
        for rule in self._resting:
            np.copyto(state.rest_until[rule.code], day + np.asarray(rule.rest), where=acted[rule.code])
        for rule in self._rules:
            wrong += acted[rule.code] & state.wrong[rule.code]
            state.open_until[rule.code, acted[rule.code]] = LONG_AGO
            self._reopen(rule, acts, blamed, day, state)
        return wrong

    def _reopen(self, rule: RuleRate, acts: Acts, blamed: Ints, day: int, state: State) -> None:
        asked = self._roster.action_code[rule.rule.answers or ""]
        which = np.flatnonzero((acts.action == asked) & (acts.target == rule.actor))
        row, first = np.unique(acts.row[which], return_index=True)
        which = which[first]
        accused, author = blamed[rule.actor, which], acts.author[which]
        some = np.flatnonzero((accused != NOBODY) & (accused != rule.actor))  # nobody answers itself
        row, which, accused, author = row[some], which[some], accused[some], author[some]
        within = 0.0 if rule.within is None else rule.within
        state.open_until[rule.code, row] = day + of_row(within, row)
        state.blamed[rule.code, row] = accused
        leverage = self._standing[accused, np.maximum(author, 0), row if self._standing.shape[2] > 1 else 0]
        state.wrong[rule.code, row] = (author != NOBODY) & (accused != author) & (leverage == 0)
