"""Confidence: what one actor expects of another, moved once a day by breaches and by duties kept."""

import numpy as np

from .arrays import Bools, Floats, true_cells
from .breaches import Breaches
from .obligations import Duties, Flow
from .rows import of_row, pick
from .signals import Morning
from .state import State
from .talks import Meeting


class Confidence:
    """It falls by breach_cost x weight of itself for a breach, then rises by duty_credit of the rest."""

    def __init__(self, duties: Duties) -> None:
        self._duties = duties
        self._pair = np.array([(d.counterparty, d.bearer) for d in duties.duties], dtype=np.int64)
        self._pair = self._pair.reshape(-1, 2).T

    def end_of_day(
        self,
        breaches: Breaches,
        flow: Flow,
        met: list[Meeting],
        see: Morning,
        evening: State,
    ) -> None:
        """Move the confidence of every pair that a breach, a duty or a meeting touched today."""
        perception, rows = see.numbers.perception, see.state.rows
        confidence = evening.confidence.reshape(-1)
        hit = self._hits(breaches, flow, see)
        touched = np.flatnonzero(hit)
        c = confidence[touched]
        confidence[touched] = c - of_row(perception["breach_cost"], touched % rows) * hit[touched] * c
        touched = np.flatnonzero(self._credits(flow, met, see))
        c = confidence[touched]
        confidence[touched] = c + of_row(perception["duty_credit"], touched % rows) * (1.0 - c)

    def _hits(self, breaches: Breaches, flow: Flow, see: Morning) -> Floats:
        """The weight of the day's heaviest breach for each observer and whom it judges, `(pairs x rows,)`."""
        bans, shape = self._duties.bans, see.state.confidence.shape
        hit = np.zeros(see.state.confidence.size)
        entry, judged = bans.discredited(breaches, see)
        row, (duty, missed) = breaches.row[entry], true_cells(flow.breached)
        cells = np.ravel_multi_index((breaches.observer[entry], judged, row), shape)
        np.maximum.at(hit, cells, bans.weight_of(breaches.ban[entry], row))
        cells = np.ravel_multi_index((*self._pair[:, duty], missed), shape)
        np.maximum.at(hit, cells, pick(self._duties.weight, duty, missed))
        return hit

    def _credits(self, flow: Flow, met: list[Meeting], see: Morning) -> Bools:
        """Who kept a duty towards whom, or met it at talks, `(actors, actors, rows)`."""
        credit = np.zeros(see.state.confidence.shape, dtype=bool)
        duty, row = true_cells(flow.kept)
        credit[(*self._pair[:, duty], row)] = True
        for meeting in met:
            a, b = meeting.pair
            credit[a, b] |= meeting.held
            credit[b, a] |= meeting.held
        return credit
