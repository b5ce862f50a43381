"""Morris: elementary effects along trajectories that move one factor at a time (Morris 1991).

An effect is the change of the outcome's mean over the worlds, for a move of the whole range of a factor, so
its unit is the outcome's. `mu` is the mean effect, `mu_star` the mean of its size (Campolongo et al. 2007),
`sigma` the standard deviation: large beside mu_star where the factor interacts or bends. A change of what-if
counts whole, whichever it is; its sign follows the order of the list. Intervals resample trajectories (95 %).
Chance alone gives a mu_star above 0: about `by_chance`.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.engine.arrays import Floats, Ints
from sim.experiment.percent import percent
from sim.experiment.sweep.sweep import Factor

from .chance import noise_in_means
from .resampling import bootstrap, ends
from .sobol import ORDER, order_kept
from .swept import Swept, codes, demand_method, point_means

FEWEST = 4
_MEASURES = ("mu", "mu_star", "sigma")


@dataclass(frozen=True, eq=False)
class Screening:
    """`effects`: one row a lever, outcome and factor. `verdicts`: one row a lever and outcome."""

    effects: pd.DataFrame
    verdicts: pd.DataFrame


def morris(swept: Swept, outcomes: Collection[str] = (), against: str = "") -> Screening:
    """Elementary effects of every outcome under every lever; with `against`, on the difference from it.

    A move with a missing end has no effect and is not counted. Raises `RefusedError` for a design of another
    method.
    """
    demand_method(swept, "morris")
    moves = _moves(swept)
    rows: list[dict] = []
    verdicts: list[dict] = []
    for lever, outcome in swept.cases(outcomes):
        if lever != against:
            table, case = swept.table(outcome, lever, against), {"lever": lever, "outcome": outcome}
            found = elementary_effects(swept, moves, point_means(table))
            noise = np.sqrt(4 * noise_in_means(table) / np.pi)
            rows += [case | row for row in _rows(swept, found, moves, noise)]
            verdicts.append(case | _verdict(found))
    return Screening(pd.DataFrame(rows), pd.DataFrame(verdicts))


def _in_order(swept: Swept) -> Ints:
    """Positions of the points, trajectory by trajectory and step by step."""
    return np.lexsort((swept.design["step"].to_numpy(), swept.design["trajectory"].to_numpy()))


def _moves(swept: Swept) -> Floats:
    """How far each point of the design moved its factor, as a share of the range `(points, factors)`.

    NaN where it moved another, or nothing.
    """
    position = _in_order(swept)
    found = np.full((len(position), len(swept.factors)), np.nan)
    moved = swept.design["moved"].to_numpy()[position]
    for column, factor in enumerate(swept.factors):
        values = codes(factor, swept.design[factor.name].to_numpy())[position]
        steps = np.diff(values, prepend=np.nan)
        steps = np.sign(steps) if factor.is_what_if else steps / _range(factor)
        found[position, column] = np.where((moved == factor.name) & (steps != 0), steps, np.nan)
    return found


def _range(factor: Factor) -> float:
    listed = [float(value) for value in factor.values]
    return max(listed) - min(listed) if listed else factor.high - factor.low


def elementary_effects(swept: Swept, moves: Floats, means: Floats) -> Floats:
    """Effects `(trajectories, factors)` of the points' means `(points,)`; NaN where there is none."""
    position = _in_order(swept)
    change = np.empty(len(means))
    change[position] = np.diff(means[position], prepend=np.nan)
    effect = change[:, None] / moves
    names, row = np.unique(swept.design["trajectory"].to_numpy(), return_inverse=True)
    found = np.full((len(names), moves.shape[1]), np.nan)
    point, factor = np.nonzero(~np.isnan(effect))
    found[row[point], factor] = effect[point, factor]
    return found


def measures(effects: Floats, weights: Floats | None = None) -> Floats:
    """mu, mu_star and sigma `(3, factors)`, or of each resample `(3, resamples, factors)`.

    Weights `(resamples, trajectories)`. NaN where no effect is known; sigma needs two.
    """
    counted = np.ones((1, len(effects))) if weights is None else weights
    there = ~np.isnan(effects)
    known = np.where(there, effects, 0.0)
    count = counted @ there.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mu, mu_star = counted @ known / count, counted @ np.abs(known) / count
        centre = np.where(count.max(initial=0) > 0, known.sum(axis=0) / np.maximum(there.sum(axis=0), 1), 0.0)
        off = np.where(there, effects - centre, 0.0)
        spread = counted @ off**2 - count * (mu - centre) ** 2
        sigma = np.sqrt(np.maximum(spread, 0.0) / (count - 1))
    found = np.array([mu, mu_star, np.where(count > 1, sigma, np.nan)])
    return found[:, 0] if weights is None else found


def _rows(swept: Swept, effects: Floats, moves: Floats, noise: float) -> list[dict]:
    whole = measures(effects)
    low, high = ends(measures(effects, bootstrap("trajectories", len(effects))).transpose(1, 0, 2))
    rows: list[dict] = []
    for column, factor in enumerate(swept.factors):
        row: dict = {"factor": factor.name, "effects": int(np.sum(~np.isnan(effects[:, column])))}
        for k, name in enumerate(_MEASURES):
            row |= {name: whole[k, column], f"{name}_low": low[k, column], f"{name}_high": high[k, column]}
        sizes = np.abs(moves[:, column])
        known = sizes[~np.isnan(sizes)]
        rows.append(row | {"by_chance": noise * float(np.mean(1 / known)) if len(known) else np.nan})
    return rows


def _verdict(effects: Floats) -> dict:
    """Settled when the three factors with the largest mu_star keep their order in 95 % of the resamples;
    sizes within a twentieth of the largest are tied."""
    size = measures(effects)[1]
    fewest = int(np.min(np.sum(~np.isnan(effects), axis=0), initial=len(effects)))
    largest = np.max(np.nan_to_num(size), initial=0.0)
    if fewest < FEWEST:
        reason = f"not settled: a factor has {fewest} effects, {FEWEST} are the least"
        return {"order": np.nan, "settled": False, "verdict": reason}
    if not largest:
        reason = "constant: no factor moves the mean, nothing to rank"
        return {"order": np.nan, "settled": False, "verdict": reason}
    drawn = measures(effects, bootstrap("trajectories", len(effects)))[1]
    order = order_kept(size / largest, drawn / largest)
    settled = order >= ORDER
    text = (
        f"order of the leading factors kept in {percent(order)} of resamples of {len(effects)} trajectories"
    )
    return {"order": order, "settled": settled, "verdict": f"{'' if settled else 'not '}settled: {text}"}
