"""Robustness: which lever helps whatever is true, over levers crossed with futures (a future is a point).

Only restraint, monitoring and messaging are ranked, beside `none`, doing nothing. Another history or setting
is compared and never ranked; a lever of another kind, or one that adds force, is refused. Intervals (95 %)
and the stability of ranks resample futures and worlds together. Futures count alike: the design says where
they lie, not how likely they are, so that nothing here is a prediction. A lever can look best by chance,
which raises the regret of all: the more so the fewer worlds there are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from sim.experiment.lever import Change
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE

from .condition import Condition, condition, goodness
from .swept import Swept, known
from .worth import DIFFERENCE, Worth, complete_futures, judged

FEWEST = 3
NEVER_WORSE = "at least as good as none in the same future"


@dataclass(frozen=True, eq=False)
class Robustness:
    """`levers`: one row a ranked lever and outcome, each criterion with its interval. `ranks`: one row an
    outcome, criterion and lever. `orders`: one row an outcome and criterion: who leads, whether the order
    holds. `tradeoffs`: one row a lever: which outcomes it helps and harms beside `none`, over all futures.
    `compared`: settings beside `none`, not ranked, where both have it.
    `thresholds` of the satisficing share and reasons for what was `skipped`, by outcome."""

    levers: pd.DataFrame
    ranks: pd.DataFrame
    orders: pd.DataFrame
    tradeoffs: pd.DataFrame
    compared: pd.DataFrame
    thresholds: Mapping[str, str]
    skipped: Mapping[str, str]


def robust(
    swept: Swept,
    changes: Mapping[str, Change],
    *,
    conditions: Collection[str] = (),
    outcomes: Collection[str] = (),
    levers: Collection[str] = (),
) -> Robustness:
    """Criteria, ranks and trade-offs of the levers (all, or those named; `none` is always among them).

    `changes` says what each lever changes. `conditions` are thresholds of the satisficing share, one an
    outcome; without one, a lever must be at least as good as `none` in the same future. Raises
    `RefusedError` for a lever that must not be ranked, an outcome named without a better direction, or
    fewer than two levers to rank.
    """
    wanted = [known(name, swept.levers, "lever") for name in levers or swept.levers]
    ranked, settings = admitted(swept, wanted, changes)
    asked = _thresholds(swept, conditions)
    found: list[Worth] = []
    skipped: dict[str, str] = {}
    for outcome in outcomes or swept.names:
        reason = _unfit(swept, outcome, ranked)
        if reason and outcomes:
            raise RefusedError(f"{outcome}: {reason}")
        if reason:
            skipped[outcome] = reason
        else:
            found.append(judged(swept, outcome, ranked, asked.get(outcome)))
    return Robustness(
        pd.DataFrame([row for case in found for row in case.rows()]),
        pd.DataFrame([row for case in found for row in case.ranks()]),
        pd.DataFrame([row for case in found for row in case.orders()]),
        pd.DataFrame([_tradeoff(lever, found) for lever in ranked[1:]]),
        pd.DataFrame([row for case in found for row in _beside_none(swept, case.outcome, settings, changes)]),
        {case.outcome: str(asked.get(case.outcome, NEVER_WORSE)) for case in found},
        skipped,
    )


def admitted(
    swept: Swept, wanted: Collection[str], changes: Mapping[str, Change]
) -> tuple[list[str], list[str]]:
    """The levers to rank, `none` first, and the settings to compare.

    Raises `RefusedError` for one of another kind or that adds force, one without a change, or none to rank.
    """
    known(NONE, swept.levers, "lever")
    others = [name for name in wanted if name != NONE]
    for name in others:
        change = changes[known(name, changes, "described lever")]
        if change.is_lever and not change.may_be_ranked:
            paths = f" ({', '.join(change.adds_force)})" if change.adds_force else ""
            raise RefusedError(f"{name}: {change.label}{paths}; name the levers to rank without it")
    ranked = [NONE, *(name for name in others if changes[name].may_be_ranked)]
    if len(ranked) < 2:
        raise RefusedError(
            "no lever of kind restraint, monitoring or messaging is in the sweep: none to rank"
        )
    return ranked, [name for name in others if name not in ranked]


def _thresholds(swept: Swept, conditions: Collection[str]) -> dict[str, Condition]:
    found: dict[str, Condition] = {}
    for text in conditions:
        asked = condition(text, swept)
        if not asked.sign:
            raise RefusedError(
                f"{asked.outcome}: a threshold is <outcome> <op> <number>, such as deaths > 500"
            )
        if asked.outcome in found:
            raise RefusedError(f"{asked.outcome}: has two thresholds")
        found[asked.outcome] = asked
    return found


def _unfit(swept: Swept, outcome: str, ranked: list[str]) -> str:
    """Why an outcome cannot be judged, or nothing."""
    if not goodness(swept.kinds[known(outcome, swept.names, "outcome")]):
        return "neither direction is better"
    futures = int(complete_futures(swept, outcome, ranked).sum())
    return f"{futures} futures have it under every lever, {FEWEST} are the least" if futures < FEWEST else ""


def _tradeoff(lever: str, cases: list[Worth]) -> dict:
    """The outcomes whose mean difference from `none` has an interval on the better or worse side of 0."""
    helps, harms = [], []
    for case in cases:
        _, low, high = case.difference(case.levers.index(lever))
        if low > 0 or high < 0:
            (helps if (low > 0) == (case.good > 0) else harms).append(case.outcome)
    return {
        "lever": lever,
        "helps": ", ".join(helps),
        "harms": ", ".join(harms),
        "conflict": bool(helps and harms),
    }


def _beside_none(
    swept: Swept, outcome: str, settings: list[str], changes: Mapping[str, Change]
) -> list[dict]:
    rows = []
    for setting in settings:
        if _unfit(swept, outcome, [NONE, setting]):
            continue
        case = judged(swept, outcome, [NONE, setting])
        mean = float(case.good * case.found[1, 0])
        row = {"lever": setting, "outcome": outcome, "label": changes[setting].label, "mean": mean}
        rows.append(row | dict(zip(DIFFERENCE, case.difference(1), strict=True)))
    return rows
