"""Discovery: in which region of the factors do futures of interest lie (Bryant and Lempert 2010)?

PRIM peels a trajectory of boxes; one of them is chosen by a stated rule, pasted, and freed of limits without
significance. The points that it holds are set aside and the next box is sought among the rest. Because a
search always finds something, each box is sought again in random halves of its points and held against the
other half: it `stands` when it has limits, and in 95 % of the halves the box found there is denser in the
other half than that half is. It describes the model's own points and is not a prediction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np
import pandas as pd

from sim.engine.arrays import Floats
from sim.experiment.percent import percent
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE, Factor

from .condition import Condition, condition, met
from .covering import FEWEST, Choice, Found, Rule, covering, lifted, stands
from .prim import Box, Limit, Space, fit, quasi_p
from .resampling import ends
from .swept import Swept, codes, known, levels

Told = Callable[[Found, tuple[Factor, ...]], list[dict]]
_LIMIT = (
    "factor",
    "side",
    "value",
    "quasi_p",
    "side_again",
    "factor_again",
    "spread_low",
    "spread_high",
)


@dataclass(frozen=True, eq=False)
class Discovery:
    """Boxes and how sure they are.

    `trajectory`: one row a box and step of peeling. `boxes`: one row a box: its fit among all points
    (coverage of later boxes counts only what earlier ones left), what held in the other halves, the verdict.
    `limits`: one row a limit, with quasi-p, share of halves with a limit on that side and on that factor at
    all, and its spread.
    """

    condition: Condition
    lever: str
    points: int
    interest: int
    left_out: int
    trajectory: pd.DataFrame
    boxes: pd.DataFrame
    limits: pd.DataFrame


def discover(
    swept: Swept,
    text: str,
    *,
    lever: str = NONE,
    against: str = "",
    share: float | None = None,
    rule: Rule | None = None,
) -> Discovery:
    """Boxes of the factors in which the condition written as `text` holds (see `condition`).

    Uses the independent points of the design; those with a missing outcome are left out and counted. Raises
    `RefusedError` when no point or every point is of interest, or fewer than twenty are there.
    """
    rule = rule or Rule()
    known(rule.choice, get_args(Choice), "rule of choice")
    asked = condition(text, swept, share)
    asked = replace(asked, share=None) if against else asked
    wanted = met(asked, swept, lever, against)
    there = swept.independent & ~np.isnan(wanted)
    _refuse_one_sided(asked, wanted[there])
    factors = tuple(_with_levels(factor, swept) for factor in swept.factors)
    values = np.column_stack([codes(factor, swept.design[factor.name].to_numpy()) for factor in factors])
    space = Space(values[there], tuple(not factor.is_what_if for factor in factors), wanted[there] > 0)
    found = list(covering(space, rule))
    left_out = int(np.sum(swept.independent & np.isnan(wanted)))
    tables = (_table(found, factors, told) for told in (_trajectory, _boxes, _limits))
    return Discovery(asked, lever, len(space.interest), int(space.interest.sum()), left_out, *tables)


def _with_levels(factor: Factor, swept: Swept) -> Factor:
    """The factor with every what-if that the design has among its values."""
    if not factor.is_what_if:
        return factor
    return replace(factor, values=levels(factor, swept.design[factor.name].to_numpy()))


def _table(found: list[Found], factors: tuple[Factor, ...], told: Told) -> pd.DataFrame:
    rows = [{"box": number, **row} for number, box in enumerate(found, start=1) for row in told(box, factors)]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=["box", *_LIMIT])


def _refuse_one_sided(asked: Condition, wanted: Floats) -> None:
    points, hits = len(wanted), int(wanted.sum())
    if points < FEWEST:
        raise RefusedError(f"{points} points have this outcome; {FEWEST} are the least to find a region in")
    if not 0 < hits < points:
        held = "every one" if hits else "none"
        ask = "ask for another number or share of worlds" if asked.sign else "it hardly varies"
        raise RefusedError(f"{asked}: {held} of {points} points is of interest; {ask}")


def _trajectory(found: Found, factors: tuple[Factor, ...]) -> list[dict]:
    return [
        {"step": step, **fit(box, found.left)._asdict(), "factors": _names(box, factors)}
        for step, box in enumerate(found.steps)
    ]


def _place(limit: Limit) -> tuple[int, int, float]:
    return limit.factor, ("low", "high", "without").index(limit.side), limit.value


def _names(box: Box, factors: tuple[Factor, ...]) -> str:
    return ", ".join(factors[factor].name for factor in box.factors)


def _boxes(found: Found, factors: tuple[Factor, ...]) -> list[dict]:
    inside = found.box.inside(found.space.values) & found.open
    hits, held = int((inside & found.space.interest).sum()), int(inside.sum())
    base = float(found.left.interest.mean())
    outside = [again.density for again in found.again if not np.isnan(again.density)]
    row = {
        "factors": _names(found.box, factors),
        "points": held,
        "coverage": hits / int(found.space.interest.sum()),
        "density": hits / held if held else np.nan,
        "support": held / len(inside),
        "density_around": base,
        "density_other_half": float(np.mean(outside)) if outside else np.nan,
        "denser_in_other_half": lifted(found),
        "stands": stands(found),
        "verdict": _verdict(found),
    }
    return [row]


def _verdict(found: Found) -> str:
    if not found.box.limits:
        return "no region: no box is better than all points together"
    told = f"denser in the other half in {percent(lifted(found))} of {len(found.again)} random halves"
    return f"{'stands' if stands(found) else 'does not stand'}: {told}"


def _limits(found: Found, factors: tuple[Factor, ...]) -> list[dict]:
    return [_limit(found, limit, factors) for limit in sorted(found.box.limits, key=_place)]


def _limit(found: Found, limit: Limit, factors: tuple[Factor, ...]) -> dict:
    factor = factors[limit.factor]
    is_code = limit.side == "without"
    on_factor = [[own for own in again.box.limits if own.factor == limit.factor] for again in found.again]
    alike = [[own.value for own in limits if _alike(own, limit)] for limits in on_factor]
    low, high = ends(np.array([value for values in alike for value in values]))
    values = (
        factor.name,
        limit.side,
        factor.values[int(limit.value)] if factor.is_what_if else limit.value,
        quasi_p(found.box, limit, found.left),
        _share(alike),
        _share(on_factor),
        np.nan if is_code else float(low),
        np.nan if is_code else float(high),
    )
    return dict(zip(_LIMIT, values, strict=True))


def _share(lists: Sequence[Sequence[object]]) -> float:
    """Share of lists that are not empty; NaN without any."""
    return float(np.mean([bool(items) for items in lists])) if lists else np.nan


def _alike(own: Limit, limit: Limit) -> bool:
    same_value: bool = limit.side != "without" or own.value == limit.value
    return own.side == limit.side and same_value
