"""Contested facts: whom each observer blames for a hidden act, and who accepts a claimed exception."""

import numpy as np

from .acts import Acts, Happenings
from .arrays import Bools, Floats, Ints
from .numbers import Numbers, suspects
from .roster import NOBODY, Roster
from .rows import of_row, pick
from .signals import Morning


class Judges:
    """Blame and acceptance by named draws, one for each act and observer."""

    def __init__(self, roster: Roster, happenings: Happenings) -> None:
        self._roster, self._happenings = roster, happenings

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        roster, scenario = self._roster, self._roster.scenario
        by_action = {
            name: suspects(action.suspects, f"actions.{name}", roster, numbers.values)
            for name, action in scenario.actions.items()
        }
        self._suspects = [
            self._of_event(origin.path, numbers)
            if origin.path.startswith("history.") and scenario.history[origin.path[8:]].suspects
            else by_action[roster.actions[origin.action]]
            for origin in roster.origins
        ]
        self._found = numbers.toll["found"]

    def _of_event(self, path: str, numbers: Numbers) -> Floats:
        event = self._roster.scenario.history[path.removeprefix("history.")]
        return suspects(event.suspects, path, self._roster, numbers.values)

    def blame(self, acts: Acts, day: int) -> Ints:
        """Whom each observer blames for each act, `(actors, acts)`."""
        blamed = np.tile(acts.author, (len(self._roster.actors), 1))
        hidden = np.flatnonzero(acts.hidden)
        if not len(hidden):
            return blamed
        purposes = [f"blame/{name}" for name in self._roster.actors]
        u = self._happenings.draws_of_each(acts, hidden, purposes, day)
        author, row = acts.author[hidden], acts.row[hidden]
        found = np.where(author != NOBODY, pick(self._found, acts.action[hidden], row), 0.0)
        rest = (u - found) / np.where(found < 1.0, 1.0 - found, 1.0)
        guess = np.full(u.shape, NOBODY)
        for origin in np.unique(acts.origin[hidden]).tolist():
            here = np.flatnonzero(acts.origin[hidden] == origin)
            guess[:, here] = self._suspect(origin, row[here], rest[:, here])
        knows = (u < found) | (author == np.arange(len(u))[:, None])
        blamed[:, hidden] = np.where(knows, author, guess)
        return blamed

    def _suspect(self, origin: int, row: Ints, u: Floats) -> Ints:
        """For each observer the first suspect, other than itself, whose cumulative weight exceeds u.

        Nobody when no other has weight.
        """
        table = self._suspects[origin]
        weights = table[:, row if table.shape[1] > 1 else np.zeros(len(row), dtype=np.int64)]
        observers = np.arange(len(table))[:, None]
        named = np.flatnonzero(table.any(axis=1)).tolist()
        total, cumulated = np.zeros(u.shape), np.zeros(u.shape)
        for actor in named:
            total += weights[actor] * (observers != actor)
        guess = np.full(u.shape, NOBODY)
        for actor in named:
            weight = weights[actor] * (observers != actor)
            cumulated += weight
            guess = np.where((guess == NOBODY) & (weight > 0) & (cumulated > u * total), actor, guess)
        return guess

    def accepts(self, acts: Acts, which: Ints, observer: int, blamed: Ints, see: Morning) -> Bools:
        """Whether the observer accepts that the excluded group was the target of these acts."""
        perception, row, place = see.numbers.perception, acts.row[which], acts.place[which]
        post = see.signal("post_nearby")
        checked = 1.0 - (1.0 - perception["verification"] * post) * (1.0 - perception["joint_verification"])
        v, presence = checked[place, row], see.signal("excluded_present")[place, row]
        belief = (1.0 - v) * presence + v * acts.hit_excluded[which]
        distrust = see.pair("distrust", observer)[blamed, row]
        doubt = of_row(perception["doubt"], row)
        u = self._happenings.draws(acts, which, f"accept/{self._roster.actors[observer]}", see.day)[0]
        return u < belief * (1.0 - doubt * distrust)
