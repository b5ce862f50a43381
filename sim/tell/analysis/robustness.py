"""Robustness: which lever holds up whatever is true, how surely, and what it costs elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from sim.experiment.analysis.condition import condition
from sim.experiment.analysis.ranking import HOLDS
from sim.experiment.analysis.robustness import Robustness, robust
from sim.experiment.analysis.swept import KEYS
from sim.experiment.outcomes import Outcome
from sim.experiment.sweep.finished import Finished
from sim.tell.figures import amount, name_of, percent, signed
from sim.tell.tables import Row

from .findings import Findings, Section, asked_of, chosen_outcomes, ends_of, losses, size
from .frames import Record, records, texts, where
from .labels import shortened
from .regrets import heat_map, regrets

COLUMNS = (
    "lever",
    "mean",
    "mean regret",
    "95 % interval",
    "most regret",
    "worst",
    "meets",
    "beats none",
    "rank (kept in)",
)
BESIDE = ("setting", "outcome", "mean", "beside none", "95 % interval")
GUIDE = (
    "A future is a point of the design: one set of assumptions. Futures count alike; the design says where"
    " they lie, not how likely they are.",
    "Regret is the distance to the best lever in the same future, in the outcome's unit: 0 is best"
    " everywhere. Worst is the mean in the least favourable future. Meets: the share of futures in which the"
    " threshold holds. Beats none: the share in which the mean is better than doing nothing, in the same"
    " worlds.",
    "The rank is by mean regret; in brackets the share of resamples of futures and worlds that keep it. An"
    " order that does not hold is no order. A lever can look best by chance, which raises every regret.",
    "Only restraint, monitoring and messaging are ranked. Another history or setting is compared, never"
    " ranked.",
)
_BY = {
    "regret_max": "least regret at most",
    "worst": "best in its worst future",
    "satisficing": "most often meets the threshold",
}


def robustness(
    finished: Finished,
    *,
    conditions: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    levers: Sequence[str] = (),
) -> Findings:
    """Regret, worst case and thresholds met of each lever over all futures, by outcome.

    An outcome with a threshold is judged as well. Raises `RefusedError` for levers of another kind, or that
    add force.
    """
    swept = finished.swept
    chosen, warnings = chosen_outcomes(finished, outcomes)
    bound = [condition(text, swept).outcome for text in conditions]
    names = list(dict.fromkeys([*chosen, *bound]))
    found = robust(
        swept if outcomes else replace(swept, outcomes=swept.outcomes[[*KEYS, *names]]),
        finished.changes,
        conditions=conditions,
        outcomes=names if outcomes else (),
        levers=levers,
    )
    return Findings(
        kind="robustness",
        sweep=asked_of(finished),
        asked={"thresholds": dict(found.thresholds), "outcomes": names, "levers": list(levers)},
        scope=_scope(finished, found),
        sections=list(_sections(found, swept.kinds)),
        frames=_frames(found),
        guide=GUIDE,
        warnings=[*losses(finished), *warnings],
        also={"skipped": dict(found.skipped)},
    )


def _scope(finished: Finished, found: Robustness) -> str:
    levers = texts(found.levers, "lever") if len(found.levers) else []
    futures = len(finished.swept.design[finished.swept.independent])
    worlds = f"{finished.manifest['worlds']:,} worlds of {finished.manifest['days']} days"
    return f"Robustness of {', '.join(levers)} over {futures:,} futures; {worlds} each."


def _frames(found: Robustness) -> dict[str, pd.DataFrame]:
    names = ("levers", "ranks", "orders", "tradeoffs", "compared")
    frames: dict[str, pd.DataFrame] = {name: getattr(found, name) for name in names}
    return {name: frame for name, frame in frames.items() if len(frame)}


def _sections(found: Robustness, kinds: Mapping[str, Outcome]) -> Iterator[Section]:
    yield _traded(found, kinds)
    for outcome in found.thresholds:
        yield _outcome(outcome, kinds[outcome].unit, found)
    if len(found.compared):
        rows = [_beside(row, kinds[row["outcome"]].unit) for row in records(found.compared)]
        told = "Another history or setting, beside doing nothing."
        yield Section("Compared, never ranked", (told,), BESIDE, rows)
    if found.skipped:
        yield Section("Not judged", tuple(f"{name}: {why}." for name, why in found.skipped.items()))


def _outcome(outcome: str, unit: str, found: Robustness) -> Section:
    levers, ranks, orders = (
        where(frame, "outcome", outcome) for frame in (found.levers, found.ranks, found.orders)
    )
    by = where(ranks, "criterion", "regret_mean").filter(["lever", "rank", "keeps"])
    ordered = levers.merge(by, on="lever").sort_values("rank", kind="stable")
    return Section(
        heading=name_of(outcome, unit),
        sentences=tuple(_answers(records(ordered)[0], orders, unit)),
        columns=COLUMNS,
        rows=[_row(row, unit) for row in records(ordered)],
        note=f"Threshold: {found.thresholds[outcome]}.",
        pictures=(regrets(outcome, unit, ordered),),
    )


def _answers(first: Record, orders: pd.DataFrame, unit: str) -> Iterator[str]:
    by = {row["criterion"]: row for row in records(orders)}
    verdict, leads = (str(by["regret_mean"][name]) for name in ("verdict", "leads"))
    if verdict.startswith("tied"):
        yield "All are worth the same: none has less regret than another."
        return
    so_far = "" if first["keeps"] >= HOLDS else "So far, "
    yield (
        f"{so_far}{leads} has the least mean regret: {size(first['regret_mean'], unit)} (95 % interval"
        f" {_within(first, unit)}), and keeps that place in {percent(first['keeps'])} of resamples."
    )
    yield f"The order of all {verdict}."
    led = {words: str(by[name]["leads"]) for name, words in _BY.items()}
    other = [f"{words}: {names}" for words, names in led.items() if leads not in names.split(", ")]
    if other:
        yield f"By other criteria others lead: {'; '.join(other)}."


def _row(row: Record, unit: str) -> Row:
    return (
        shortened(row["lever"]),
        amount(row["mean"], unit),
        size(row["regret_mean"], unit),
        _within(row, unit),
        size(row["regret_max"], unit),
        amount(row["worst"], unit),
        percent(row["satisficing"]),
        percent(row["better_than_none"]),
        f"{row['rank']} ({percent(row['keeps'])})",
    )


def _within(row: Record, unit: str) -> str:
    return ends_of(row["regret_mean_low"], row["regret_mean_high"], unit, change=True).replace("+", "")


def _traded(found: Robustness, kinds: Mapping[str, Outcome]) -> Section:
    """What each lever helps and harms beside doing nothing, with the map of all."""
    pictures = (heat_map(found.levers, kinds),) if len(found.levers) else ()
    told = tuple(_help(row, kinds) for row in records(found.tradeoffs))
    return Section("Beside doing nothing, over all futures", told, pictures=pictures)


def _help(row: Record, kinds: Mapping[str, Outcome]) -> str:
    helps, harms = (
        ", ".join(name_of(name, kinds[name].unit) for name in row[side].split(", ") if name)
        for side in ("helps", "harms")
    )
    if not helps and not harms:
        return f"{row['lever']}: no mean difference that its 95 % interval keeps from 0."
    better = f"better in {helps}" if helps else "better in nothing"
    return f"{row['lever']}: {better}; {f'worse in {harms}' if harms else 'worse in nothing'}."


def _beside(row: Record, unit: str) -> Row:
    change = signed(row["difference"], unit)
    within = ends_of(row["difference_low"], row["difference_high"], unit, change=True)
    return (row["lever"], name_of(row["outcome"], unit), amount(row["mean"], unit), change, within)
