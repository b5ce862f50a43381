"""Contested facts: whom each observer blames for a hidden act, and who accepts a claimed exception."""

import numpy as np

from .acts import Acts, Happenings
from .arrays import Bools, Floats, Ints
from .chance import hashes
from .numbers import Numbers, suspects
from .roster import NOBODY, Roster
from .rows import of_row, pick
from .signals import Morning


class Judges:
    """Blame and acceptance by named draws, one for each act and observer."""

    def __init__(self, roster: Roster, happenings: Happenings) -> None:
        self._roster, self._happenings = roster, happenings
        self._blame = hashes(f"blame/{name}" for name in roster.actors)
        self._accept = hashes(f"accept/{name}" for name in roster.actors)

    def read(self, numbers: Numbers) -> None:
        """Take over the day's parameters."""
        roster, scenario = self._roster, self._roster.scenario
        owners = {f"actions.{name}": action.suspects for name, action in scenario.actions.items()}
        owners |= {f"history.{name}": event.suspects for name, event in scenario.history.items()}
        self._weights = [suspects(owner, path, roster, numbers.values) for path, owner in owners.items()]
        codes = {path: k for k, path in enumerate(owners)}
        of_origin = [
            codes[origin.path if owners.get(origin.path) else f"actions.{roster.actions[origin.action]}"]
            for origin in roster.origins
        ]
        self._suspects = np.array(of_origin, dtype=np.int64)  # the table of weights for each origin
        self._found = numbers.toll["found"]

    def blame(self, acts: Acts, day: int) -> Ints:
        """Whom each observer blames for each act, `(actors, acts)`."""
        blamed = np.tile(acts.author, (len(self._roster.actors), 1))
        hidden = np.flatnonzero(acts.hidden)
        if not len(hidden):
            return blamed
        purposes = np.repeat(self._blame, len(hidden))
        u = self._happenings.draws(acts, np.tile(hidden, len(self._blame)), purposes, day)[0]
        u = u.reshape(len(self._blame), len(hidden))
        author, row = acts.author[hidden], acts.row[hidden]
        found = np.where(author != NOBODY, pick(self._found, acts.action[hidden], row), 0.0)
        rest = (u - found) / np.where(found < 1.0, 1.0 - found, 1.0)
        guess = np.full(u.shape, NOBODY)
        suspects = self._suspects[acts.origin[hidden]]
        for k in np.flatnonzero(np.bincount(suspects)).tolist():
            here = np.flatnonzero(suspects == k)
            guess[:, here] = _suspect(self._weights[k], row[here], rest[:, here])
        knows = (u < found) | (author == np.arange(len(u))[:, None])
        blamed[:, hidden] = np.where(knows, author, guess)
        return blamed

    def accepts(self, acts: Acts, which: Ints, observer: Ints, blamed: Ints, see: Morning) -> Bools:
        """Whether each observer accepts that the excluded group was the target of this act."""
        perception, row, place = see.numbers.perception, acts.row[which], acts.place[which]
        post, presence = see.signal("post_nearby")[place, row], see.signal("excluded_present")[place, row]
        unseen = (1.0 - of_row(perception["verification"], row) * post) * (
            1.0 - of_row(perception["joint_verification"], row)
        )
        v = 1.0 - unseen
        belief = (1.0 - v) * presence + v * acts.hit_excluded[which]
        distrust = 1.0 - see.state.confidence[observer, blamed, row]
        doubt = of_row(perception["doubt"], row)
        u = self._happenings.draws(acts, which, self._accept[observer], see.day)[0]
        return u < belief * (1.0 - doubt * distrust)


def _suspect(table: Floats, row: Ints, u: Floats) -> Ints:
    """For each observer the first suspect, other than itself, whose cumulative weight exceeds u.

    Nobody when no other has weight.
    """
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
