"""Confidence: what one actor expects of another, moved once a day by breaches and by duties kept."""

import numpy as np

from .arrays import Bools, Floats
from .breaches import Breach
from .obligations import Duties, Flow
from .signals import Morning
from .state import State
from .talks import Meeting

Pair = tuple[int, int]


class Confidence:
    """It falls by breach_cost x weight of itself for a breach, then rises by duty_credit of the rest."""

    def __init__(self, duties: Duties) -> None:
        self._duties = duties

    def end_of_day(
        self,
        breaches: list[Breach],
        flow: Flow,
        met: list[Meeting],
        see: Morning,
        evening: State,
    ) -> None:
        """Move the confidence of every pair that a breach, a duty or a meeting touched today."""
        hit, credit = self._hits(breaches, see), dict[Pair, Bools]()
        for k, duty in enumerate(self._duties.duties):
            pair = (duty.counterparty, duty.bearer)
            if flow.breached[k].any():
                hit[pair] = np.maximum(hit.get(pair, 0.0), flow.breached[k] * self._duties.weight[k])
            if flow.kept[k].any():
                credit[pair] = credit.get(pair, False) | flow.kept[k]
        for meeting in met:
            a, b = meeting.pair
            for pair in ((a, b), (b, a)):
                credit[pair] = credit.get(pair, False) | meeting.held
        cost, gain = see.numbers.perception["breach_cost"], see.numbers.perception["duty_credit"]
        for pair in sorted({*hit, *credit}):
            c = evening.confidence[pair]
            c = c - cost * hit.get(pair, 0.0) * c
            evening.confidence[pair] = np.where(credit.get(pair, False), c + gain * (1.0 - c), c)

    def _hits(self, breaches: list[Breach], see: Morning) -> dict[Pair, Floats]:
        """The weight of the day's heaviest breach for each (observer, judged)."""
        hit: dict[Pair, Floats] = {}
        for breach in breaches:
            weight = (breach.count > 0) * self._duties.bans.weight[breach.ban.path]
            for judged, answers in self._duties.bans.answerable(breach, see).items():
                pair = (breach.observer, judged)
                hit[pair] = np.maximum(hit.get(pair, 0.0), weight * answers)
        return hit
