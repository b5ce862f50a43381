"""An audit in words: what is inert and why, what acts how much, cliffs and turns; as text, Markdown, JSON."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from sim.experiment.audit.audit import Audit
from sim.experiment.audit.effect import Effect
from sim.experiment.audit.verdict import Verdict
from sim.experiment.audit.walk import Walk
from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.outcomes import outcomes_of
from sim.scenario.write import fingerprint
from sim.tell.figures import amount, name_of, signed
from sim.tell.tables import markdown_table
from sim.tell.terminal import console, table

Row = tuple[str, ...]
COUNTS = ("kind", "audited", "act", "inert, declared", "inert")
INERT = ("thing", "path", "worlds", "why, as far as the model tells", "declared")
EFFECTS = ("thing", "change", "outcome", "base", "difference", "95 % interval", "worlds")
WALKS = ("parameter", "outcome", "shape", "between", "moves by", "of its span")


def counts(audit: Audit) -> list[Row]:
    """How many things of each kind act."""
    kinds = Counter((verdict.kind, verdict.status) for verdict in audit.verdicts)
    names = sorted({kind for kind, _ in kinds})
    of_each = [
        (kind, *(kinds[kind, status] for status in ("acts", "inert, declared", "inert"))) for kind in names
    ]
    return [(str(kind), str(sum(some)), *map(str, some)) for kind, *some in of_each]


def inert_rows(verdicts: Iterable[Verdict]) -> list[Row]:
    """What changed nothing, and why."""
    return [(v.kind, v.path, f"0 of {v.worlds}", v.reason, v.declared) for v in verdicts]


def effect_rows(effects: Iterable[Effect]) -> list[Row]:
    """Effects on outcomes, one line each."""
    return [
        (
            each.path,
            each.change,
            name_of(each.outcome, each.unit),
            amount(each.base, each.unit),
            signed(each.difference, each.unit),
            f"{signed(each.low, each.unit).removesuffix(' pts')} to {signed(each.high, each.unit)}",
            str(each.worlds),
        )
        for each in effects
    ]


def strongest(audit: Audit, outcome: str, most: int = 12) -> list[Effect]:
    """The clear effects on an outcome, largest first; of a subject only the larger."""
    best: dict[str, Effect] = {}
    for each in audit.effects:
        known = best.get(each.path)
        if each.outcome == outcome and each.is_clear:
            best[each.path] = max([each, *([known] if known else [])], key=lambda e: abs(e.difference))
    return sorted(best.values(), key=lambda each: -abs(each.difference))[:most]


def walk_rows(audit: Audit) -> list[Row]:
    """Cliffs and turns, one line each."""
    kinds = outcomes_of(audit.scenario)
    return [_walk_row(each, kinds[each.outcome].unit) for each in audit.walks]


def _walk_row(each: Walk, unit: str) -> Row:
    between = f"{each.start:g} and {each.end:g}"
    return (
        each.path, name_of(each.outcome, unit), each.shape, between, signed(each.move, unit),
        f"{100 * each.share:.0f} %",
    )  # fmt: skip


def heading(audit: Audit) -> str:
    """What was audited, and how much of it acts, in two sentences."""
    acting = sum(not verdict.inert for verdict in audit.verdicts)
    return (
        f"{audit.scenario.title}: {acting:,} of {len(audit.verdicts):,} things act on some world of"
        f" {audit.scenario.days} days, seed {audit.seed}. {len(audit.undeclared)} undeclared inert,"
        f" {len(audit.stale)} declared inert but acting."
    )


def reading(audit: Audit) -> str:
    """How to read the numbers."""
    first, last = audit.plan.rounds[0], audit.plan.rounds[-1]
    return (
        f"In the model, from {audit.rows:,} worlds played. Each thing is changed alone and the same worlds"
        f" are played again, {first} of them first ({audit.plan.worlds} where a thing is left out whole), up"
        f" to {last} where nothing had changed. Inert means: in none of them was any event, judgement, duty"
        " or outcome different from day 1 on. A difference is the mean with the change minus that without;"
        f" its interval shows chance between worlds only. {NOT_A_PREDICTION}"
    )


def print_audit(audit: Audit, outcome: str = "deaths") -> None:
    """The audit on standard output; at most twelve effects on one outcome."""
    out = console()
    out.print(Text(heading(audit), style="bold"))
    out.print(table(COUNTS, counts(audit)))
    for title, verdicts in (("Inert", audit.undeclared), ("Declared inert, but acting", audit.stale)):
        if verdicts:
            out.print(Text(title, style="bold red"))
        for verdict in verdicts:
            out.print(Text(f"  {verdict.path} ({verdict.kind}): {verdict.reason or verdict.declared}"))
    if found := strongest(audit, outcome):
        out.print(table(EFFECTS, effect_rows(found)))
    if audit.walks:
        out.print(table(WALKS, walk_rows(audit)))
    out.print(Text(reading(audit), style="dim"))


def markdown(audit: Audit, outcomes: Sequence[str] = ("deaths", "breaches")) -> str:
    """The audit as a part of a Markdown page."""
    parts = [heading(audit), markdown_table(COUNTS, counts(audit))]
    if audit.inert:
        parts += ["Inert:", markdown_table(INERT, inert_rows(audit.inert))]
    if audit.stale:
        parts += ["Declared inert, but acting:", markdown_table(INERT, inert_rows(audit.stale))]
    for outcome in outcomes:
        if found := strongest(audit, outcome):
            parts += [f"Largest clear effects on {outcome}:", markdown_table(EFFECTS, effect_rows(found))]
    if audit.walks:
        parts += ["Cliffs and turns:", markdown_table(WALKS, walk_rows(audit))]
    return "\n\n".join(part.strip() for part in [*parts, reading(audit)]) + "\n"


def document(audit: Audit, *, effects: bool = True) -> dict[str, Any]:
    """The audit as one JSON document; NaN becomes null."""
    found: dict[str, Any] = {
        "scenario": audit.scenario.id,
        "fingerprint": fingerprint(audit.scenario),
        "seed": audit.seed,
        "days": audit.scenario.days,
        "plan": audit.plan._asdict(),
        "rows": audit.rows,
        "ok": audit.ok,
        "undeclared": [verdict.path for verdict in audit.undeclared],
        "stale": [verdict.path for verdict in audit.stale],
        "verdicts": [vars(verdict) | {"status": verdict.status} for verdict in audit.verdicts],
        "walks": [walk._asdict() for walk in audit.walks],
    }
    if effects:
        found["changes"] = [change._asdict() for change in audit.changes]
        found["effects"] = [effect._asdict() for effect in audit.effects]
    return _finite(found)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value
