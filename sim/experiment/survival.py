"""Survival: dates that may not come within the run, told as the share reached by each day."""

import numpy as np

from sim.engine.arrays import Floats


def share_reached(dates: Floats, last: int) -> Floats:
    """Kaplan-Meier (1958) share of worlds that reached a date by each of the days 1..last, shape `(last,)`.

    `dates` has shape `(worlds,)`; NaN is censored on day `last`, as is a date beyond it. Since every
    world is watched equally long, the product of survivals is the plain share of worlds.

    >>> share_reached(np.array([1.0, 3.0, np.nan, np.nan]), 3).tolist()
    [0.25, 0.25, 0.5]
    """
    days = np.arange(1, last + 1)
    happened = (dates[:, None] == days).sum(axis=0)
    at_risk = len(dates) - np.concatenate(([0], np.cumsum(happened)[:-1]))
    hazard = np.divide(happened, at_risk, out=np.zeros(last), where=at_risk > 0)
    return 1.0 - np.cumprod(1.0 - hazard, dtype=np.float64)
