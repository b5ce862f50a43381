"""Digest: one number for all that happened in a row on a day.

It is a sum of hashes over events, judgements and ledger flows: two rows have equal digests on a day
exactly when the same happened (up to a chance of 2^-64), in whatever order it was computed.
"""

import numpy as np

from .acts import Acts
from .arrays import Array, Words, true_cells
from .breaches import Breaches
from .chance import hashes
from .lived import Lived
from .obligations import Duties
from .roster import Roster

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(27), np.uint64(31)


def mix(*codes: "Array | int") -> Words:
    """Hash columns of whole numbers into one 64-bit word each (splitmix64 steps; Steele et al. 2014)."""
    word = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)
    for code in codes:
        word = word ^ np.asarray(code).astype(np.uint64)
        word *= _FIRST
        word ^= word >> _SHIFTS[0]
        word *= _SECOND
        word ^= word >> _SHIFTS[1]
    return word


class Digest:
    """Digests of the days of one batch. Names are hashed, so that equal things in two scenarios are equal."""

    def __init__(self, roster: Roster, duties: Duties, rows: int) -> None:
        self._roster, self._rows = roster, rows
        self._origin = hashes(f"{o.path}/{roster.actions[o.action]}" for o in roster.origins)
        self._actor = hashes([*roster.actors, ""])  # the last (index NOBODY): no name
        self._ban = hashes(ban.path for ban in duties.bans.bans)
        parties = ([getattr(duty, p) for duty in duties.duties] for p in ("bearer", "counterparty", "client"))
        whom = (self._actor[np.array(codes, dtype=np.int64)] for codes in parties)
        self._duty = mix(hashes(duty.path for duty in duties.duties), *whom)

    def of(self, lived: Lived) -> Words:
        """The digest of every row, `(rows,)`."""
        digest = np.zeros(self._rows, dtype=np.uint64)
        event = self._events(lived.acts)
        np.add.at(digest, lived.acts.row, event)
        self._add_judgements(digest, lived, event)
        np.add.at(digest, lived.breaches.row, self._broken(lived.breaches))
        flows = lived.flow.due + 2 * lived.flow.kept + 4 * lived.flow.breached
        duty, row = true_cells(flows > 0)
        np.add.at(digest, row, mix(self._duty[duty], flows[duty, row]))
        return digest

    def _events(self, acts: Acts) -> Words:
        flags = acts.captured + 2 * acts.claimed + 4 * acts.hidden
        origin, place = self._origin[acts.origin], self._roster.place_hash[acts.place]
        who = mix(self._actor[acts.author], self._actor[acts.target])
        return mix(origin, place, who, acts.count, acts.deaths, acts.civilians, flags)

    def _add_judgements(self, digest: Words, lived: Lived, event: Words) -> None:
        observer, which = lived.judged()
        blamed, accepted = lived.blamed[observer, which], lived.accepted[observer, which]
        views = mix(event[which], self._actor[observer], self._actor[blamed], accepted + 1)
        np.add.at(digest, lived.acts.row[which], views)

    def _broken(self, breaches: Breaches) -> Words:
        parties = self._actor[breaches.bearer], self._actor[breaches.observer]
        return mix(mix(self._ban[breaches.ban], *parties), breaches.count)
