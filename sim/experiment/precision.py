"""Precision: how many worlds make the interval of a paired difference as narrow as asked.

Asked is a half-width in the outcome's unit (of shares and dates a share), or else a tenth of the mean in
the base. The answer is the normal one from the paired variance that was seen, n = (1.96 s / half-width)^2
(Law and Kelton 1991), and as uncertain as that variance.
"""

import math
from collections.abc import Iterable, Mapping
from statistics import NormalDist

from sim.scenario.errors import nearest, quoted
from sim.scenario.scenario import Scenario

from .outcomes import outcomes_of
from .paired import LEVEL
from .refusal import RefusedError

Precision = Mapping[str, float]
TENTH = 0.1
_NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)


def precision_of(texts: Iterable[str], scenario: Scenario) -> dict[str, float]:
    """Half-widths by outcome from `OUTCOME=HALF_WIDTH`. Raises `RefusedError` for anything else."""
    asked = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            asked[name.strip()] = float(number)
        except ValueError:
            raise RefusedError(
                f"--precision {quoted(text)}: write OUTCOME=HALF_WIDTH, as in deaths=10"
            ) from None
    check_precision(asked, scenario)
    return asked


def check_precision(precision: Precision, scenario: Scenario) -> None:
    """Raises `RefusedError` for an outcome that is not there, or a half-width that is no positive number."""
    known = list(outcomes_of(scenario))
    for name, half_width in precision.items():
        if name not in known:
            near = nearest(name, known)
            hint = f'; did you mean "{near}"?' if near else ""
            raise RefusedError(f"precision: {quoted(name)} is no outcome of {scenario.id}{hint}")
        if not 0 < half_width < math.inf:
            raise RefusedError(f"precision: {name}: {half_width:g} is no positive number")


def half_width_of(outcome: str, base: float, precision: Precision) -> float:
    """What is asked for, or a tenth of the base's mean; NaN where that is 0 or missing."""
    asked = precision.get(outcome, TENTH * abs(base))
    return asked or math.nan


def worlds_needed(standard_error: float, worlds: int, half_width: float) -> float:
    """Number of worlds whose 95 % interval has this half-width, two at least; NaN where nothing varied.

    `standard_error` is that of the paired difference in `worlds` worlds.

    >>> worlds_needed(0.5, 100, 0.98)
    100.0
    """
    if math.isnan(half_width) or math.isnan(standard_error) or not standard_error:
        return math.nan
    return float(max(2, math.ceil(worlds * (_NORMAL * standard_error / half_width) ** 2)))
