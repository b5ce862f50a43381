"""Lived: one day of all rows after it was lived, as the recorder needs it."""

from dataclasses import dataclass

import numpy as np

from .acts import Acts
from .arrays import Floats, Ints, true_cells
from .breaches import Breaches
from .obligations import Flow
from .state import State


@dataclass(frozen=True)
class Lived:
    """Acts, whom each observer blames and whose claims it accepts `(actors, acts)`, breaches and duties,
    replies to the wrong actor and the least confidence between guarantors `(rows,)`."""

    day: int
    acts: Acts
    blamed: Ints
    accepted: Ints
    breaches: Breaches
    flow: Flow
    morning: State
    evening: State
    wrong: Ints
    least_confidence: Floats

    def judged(self) -> tuple[Ints, Ints]:
        """(observer, act) of every judgement: hidden acts by all others, claims by those asked."""
        others = self.acts.author != np.arange(len(self.blamed))[:, None]
        return true_cells((self.acts.hidden & others) | (self.accepted >= 0))
