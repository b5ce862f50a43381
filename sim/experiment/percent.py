"""Percent: a share as every sentence and table tells it."""

import math

MISSING = "–"


def percent(share: float) -> str:
    """A share in whole percent; what is not quite nothing or everything says so.

    >>> percent(0.5), percent(0.001), percent(0.999), percent(-0.001)
    ('50 %', '<1 %', '>99 %', '0 %')
    """
    if not math.isfinite(share):
        return MISSING
    if 0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 <= share < 1 else f"{round(100 * share)} %"  # a whole 0 has no sign
