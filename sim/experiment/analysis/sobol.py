"""Sobol indices: which share of an outcome's variance each factor explains, alone and in all.

From Saltelli's matrices A, B and AB_i (A with the column of factor i from B), f being the mean over
the worlds: with f centred and V the variance of f over A and B together,

    first_i = mean(f_B (f_AB_i - f_A)) / V             Saltelli et al. 2010, table 2 (b)
    total_i = mean((f_A - f_AB_i)^2) / 2V              Jansen 1999

Intervals are percentile bootstraps over base points (95 %), as if those were drawn on their own: they are
spread more evenly than that, so that intervals are rather too wide. All points share their worlds, so chance
moves them together; what does not move together counts as interaction of all factors, and its share
of V stands beside the indices as `chance`. Base points with a missing mean are left out and counted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.engine.arrays import Floats
from sim.experiment.percent import percent

from .chance import noise_in_means
from .resampling import bootstrap, ends
from .swept import Swept, demand_method, point_means

WIDEST = 0.1  # an interval of a settled index, end to end
TIE = 0.05  # totals this near need no order
LEADING = 3
ORDER = 0.95
FEWEST = 8


class Evaluations(NamedTuple):
    """f at the base points: `a` and `b` `(base,)`, `ab` `(factors, base)`."""

    a: Floats
    b: Floats
    ab: Floats

    def first(self, base: int) -> "Evaluations":
        """Only the first base points: a Sobol sequence cut short is one, too."""
        return Evaluations(self.a[:base], self.b[:base], self.ab[:, :base])


class Estimate(NamedTuple):
    """First and total order, each `(..., factors)`."""

    first: Floats
    total: Floats


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """`indices`: one row a lever, outcome and factor. `convergence`: the same at a quarter, half and all of
    the base points. `verdicts`: one row a lever and outcome: whether they are settled, and why."""

    indices: pd.DataFrame
    convergence: pd.DataFrame
    verdicts: pd.DataFrame


def sobol(swept: Swept, outcomes: Collection[str] = (), against: str = "") -> Sensitivity:
    """Indices of every outcome under every lever; with `against`, of the difference from that lever.

    Raises `RefusedError` for a design of another method.
    """
    demand_method(swept, "sobol")
    tables: tuple[list[dict], list[dict], list[dict]] = ([], [], [])
    for lever, outcome in swept.cases(outcomes):
        if lever != against:
            found = _one(swept, swept.table(outcome, lever, against))
            for table, rows in zip(tables, found, strict=True):
                table += [{"lever": lever, "outcome": outcome, **row} for row in rows]
    return Sensitivity(*(pd.DataFrame(rows) for rows in tables))


def _one(swept: Swept, table: Floats) -> tuple[list[dict], list[dict], list[dict]]:
    names = [factor.name for factor in swept.factors]
    every = evaluations(swept, point_means(table))
    complete = ~np.isnan(np.vstack(every)).any(axis=0)
    known = Evaluations(every.a[complete], every.b[complete], every.ab[:, complete])
    indices, convergence, verdict = settle(known, names, noise_in_means(table))
    verdict["left_out"] = int(np.sum(~complete))
    return indices, convergence, [verdict]


def evaluations(swept: Swept, means: Floats) -> Evaluations:
    """The means of the points `(points,)` by matrix, in the order of the base points."""
    base, matrix = swept.design["base"].to_numpy(np.int64), swept.design["matrix"].to_numpy()
    names = ["A", "B", *(factor.name for factor in swept.factors)]
    by_matrix = np.full((len(names), base.max() + 1 if len(base) else 0), np.nan)
    for row, name in zip(by_matrix, names, strict=True):
        row[base[matrix == name]] = means[matrix == name]
    return Evaluations(by_matrix[0], by_matrix[1], by_matrix[2:])


def estimate(found: Evaluations, weights: Floats | None = None) -> Estimate:
    """Indices `(factors,)`, or with weights `(resamples, base)` of each resample `(resamples, factors)`.

    NaN where every value is the same.
    """
    counted = np.ones((1, len(found.a))) if weights is None else weights
    centre = np.mean([found.a, found.b]) if len(found.a) else 0.0
    a, b, ab = found.a - centre, found.b - centre, found.ab - centre
    share = counted / len(a)
    mean = (share @ (a + b) / 2)[:, None]
    variance = (share @ (a * a + b * b) / 2)[:, None] - mean**2
    step = (ab - a).T
    first = share @ (b[:, None] * step) - mean * (share @ step)
    total = share @ step**2 / 2
    varies = variance > 1e-12 * max(centre**2, np.finfo(float).tiny)
    found_both = (np.divide(x, variance, out=np.full(x.shape, np.nan), where=varies) for x in (first, total))
    return Estimate(*(x[0] if weights is None else x for x in found_both))


def settle(found: Evaluations, names: list[str], noise: float) -> tuple[list[dict], list[dict], dict]:
    """Rows of indices, of convergence, and the verdict, for one outcome; `noise` is a variance."""
    base = len(found.a)
    verdict: dict = {
        "base_points": base,
        "chance": np.nan,
        "widest": np.nan,
        "order": np.nan,
        "drift": np.nan,
    }
    reason = _reason(found)
    if reason:
        rows = [{"factor": name, **_index(np.full(6, np.nan))} for name in names]
        return rows, [], verdict | {"settled": False, "verdict": reason}
    stages = [_stage(found.first(size)) for size in (base // 4, base // 2, base)]
    rows = [{"factor": name, **_index(values)} for name, values in zip(names, stages[-1][0], strict=True)]
    convergence = [
        {"base_points": size, "factor": name, **_index(values)}
        for size, (table, _) in zip((base // 4, base // 2, base), stages, strict=True)
        for name, values in zip(names, table, strict=True)
    ]
    variance = np.var([found.a, found.b])
    verdict |= {"chance": float(np.minimum(1.0, noise / variance))} | _judged(stages, base)
    return rows, convergence, verdict


def _reason(found: Evaluations) -> str:
    if len(found.a) < FEWEST:
        return f"not settled: {len(found.a)} base points are complete, {FEWEST} are the least"
    if np.isnan(estimate(found).first).any():
        return "constant: the same mean at every point, nothing to explain"
    return ""


def _stage(found: Evaluations) -> tuple[Floats, Estimate]:
    """Table `(factors, 6)` of index, low, high of first and total order, and the resampled indices."""
    drawn = estimate(found, bootstrap("base points", len(found.a)))
    whole = estimate(found)
    columns = (whole.first, *ends(drawn.first), whole.total, *ends(drawn.total))
    return np.column_stack(columns), drawn


def _index(values: Floats) -> dict[str, float]:
    names = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    return dict(zip(names, map(float, values), strict=True))


def _judged(stages: list[tuple[Floats, Estimate]], base: int) -> dict:
    """The rule: no interval wider than 0.1, totals moved by no more than that since half of the base
    points, and the leading three keep their order in 95 % of the resamples (totals within 0.05 are tied)."""
    (_, _), (half, _), (whole, drawn) = stages
    widest = float(np.max(whole[:, [2, 5]] - whole[:, [1, 4]]))
    drift = float(np.max(np.abs(whole[:, 3] - half[:, 3])))
    order = order_kept(whole[:, 3], drawn.total)
    settled = bool(widest <= WIDEST and drift <= WIDEST and order >= ORDER)
    moved = "constant over" if np.isnan(drift) else f"moved {drift:.2f} since"
    text = f"widest interval {widest:.2f}, {moved} half of the base points, "
    text += f"order of the leading factors kept in {percent(order)} of resamples"
    if not settled:
        needed = max(2 * base, int(base * (widest / WIDEST) ** 2)) if widest > WIDEST else 2 * base
        text += f"; about {2 ** int(np.ceil(np.log2(needed)))} base points would be needed, {base} are there"
    verdict = f"{'settled' if settled else 'not settled'}: {text}"
    return {"widest": widest, "order": order, "drift": drift, "settled": settled, "verdict": verdict}


def order_kept(total: Floats, drawn: Floats, tie: float = TIE) -> float:
    """Least share of resamples `(resamples, factors)` in which two of the leading three keep their order."""
    leading = np.argsort(-total, kind="stable")[:LEADING]
    pairs = [(i, j) for i, j in combinations(leading, 2) if total[i] - total[j] > tie]
    return min((float(np.mean(drawn[:, i] > drawn[:, j])) for i, j in pairs), default=1.0)
