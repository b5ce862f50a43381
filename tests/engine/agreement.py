"""Compares a record of the array engine with plain runs of the same worlds, row by row."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.engine.record import Record
from sim.engine.simulate import simulate
from sim.experiment.outcomes import measure
from sim.scenario.scenario import Scenario
from tests.oracle.world import OracleWorld

EVENT_NAMES = {
    "actor": "actor",
    "target": "actor",
    "from_place": "place",
    "place": "place",
    "action": "action",
    "rule": "rule",
}
EVENT_NUMBERS = ("day", "count", "deaths", "deaths_civilians", "captured", "claimed_excepted", "hidden")
SERIES = {
    "lethal_events": "lethal_events",
    "deaths": "deaths",
    "deaths_civilians": "deaths_civilians",
    "violent_events": "violent_events",
    "breaches": "breaches",
    "kept": "kept",
    "missed": "missed",
    "rung": "top_rung",
    "captures": "captures",
}
Rows = list[dict[str, Any]]


def differences(
    scenario: Scenario,
    worlds: range,
    seed: int = 1,
    overrides: Mapping[str, float | Sequence[float]] | None = None,
) -> list[str]:
    """Where the engines part: the first difference of each world and table; empty when they agree.

    `overrides` gives a number for all worlds, or one for each.
    """
    rows = {path: np.full(len(worlds), value, dtype=float) for path, value in (overrides or {}).items()}
    record = simulate(scenario, np.array(worlds), seed, rows)
    measured = measure(record, rows)
    found = []
    for row, world in enumerate(worlds):
        own = {path: float(values[row]) for path, values in rows.items()}
        plain = OracleWorld(scenario, seed, world, own).run()
        found += [f"world {world}: {text}" for text in compare(record, row, plain, measured)]
    return found


def compare(record: Record, row: int, plain: OracleWorld, measured: dict[str, Any]) -> list[str]:
    """The first difference of one world in each table."""
    tables = (
        ("events", events(record, row), plain.events),
        ("judgements", judgements(record, row), by_act(plain.judgements)),
        ("ledger", ledger(record, row), flows(plain.ledger)),
        (
            "series",
            series(record, row),
            [{k: x for k, x in day.items() if k != "confidence"} for day in plain.series],
        ),
    )
    found = [first_difference(name, arrays, objects) for name, arrays, objects in tables]
    numbers = {name: float(values[row]) for name, values in measured.items()}
    return [
        text for text in (*found, *outcomes(numbers, plain.outcomes), *confidence(record, row, plain)) if text
    ]


def first_difference(table: str, arrays: Rows, objects: Rows) -> str:
    """The first row in which two tables differ, or nothing."""
    for k, (one, other) in enumerate(zip(arrays, objects, strict=False)):
        if one != other:
            keys = [key for key in one | other if one.get(key) != other.get(key)]
            return f"{table}[{k}] differs in {', '.join(keys)}:\n  engine {one}\n  oracle {other}"
    if len(arrays) != len(objects):
        longer = arrays if len(arrays) > len(objects) else objects
        extra = longer[min(len(arrays), len(objects))]
        return f"{table}: engine {len(arrays)} rows, oracle {len(objects)}; first extra {extra}"
    return ""


def outcomes(arrays: dict[str, float], objects: dict[str, float | None]) -> list[str]:
    """Outcomes that differ; what is missing in one must be missing in the other."""
    found = [f"outcomes: {name} only in one engine" for name in sorted(set(arrays) ^ set(objects))]
    for name in sorted(set(arrays) & set(objects)):
        expected = np.nan if objects[name] is None else objects[name]
        if not np.allclose(arrays[name], expected, rtol=1e-12, atol=1e-12, equal_nan=True):
            found.append(f"outcomes: {name}: engine {arrays[name]}, oracle {objects[name]}")
    return found


def confidence(record: Record, row: int, plain: OracleWorld) -> list[str]:
    """The first evening on which the least confidence between guarantors differs."""
    for day, value in zip(plain.series, record.daily["confidence"][:, row], strict=True):
        expected = np.nan if day["confidence"] is None else day["confidence"]
        if not np.allclose(value, expected, rtol=1e-12, atol=1e-12, equal_nan=True):
            return [f"series: confidence on day {day['day']}: engine {value}, oracle {expected}"]
    return []


def table_rows(table: dict[str, Any], row: int) -> list[dict[str, int]]:
    """The entries of one world, as whole numbers."""
    which = np.flatnonzero(table["row"] == row) if table else ()
    return [{name: int(column[k]) for name, column in table.items()} for k in which]


def events(record: Record, row: int) -> Rows:
    """The engine's events of one world in the oracle's words."""
    found = []
    for entry in table_rows(record.events or {}, row):
        event: dict[str, Any] = {name: entry[name] for name in EVENT_NUMBERS}
        for name in ("captured", "claimed_excepted", "hidden"):
            event[name] = bool(event[name])
        found.append(event | {name: named(record, kind, entry[name]) for name, kind in EVENT_NAMES.items()})
    return found


def named(record: Record, kind: str, code: int) -> str:
    """The name of a code; none is empty."""
    return record.names[kind][code] if code >= 0 else ""


def judgements(record: Record, row: int) -> Rows:
    """The engine's judgements of one world in the oracle's words."""
    table = record.events or {}
    found = []
    for entry in table_rows(record.judgements or {}, row):
        act = entry["event"]
        found.append(
            {
                "day": entry["day"],
                "rule": named(record, "rule", int(table["rule"][act])),
                "place": named(record, "place", int(table["place"][act])),
                "observer": named(record, "actor", entry["observer"]),
                "blamed": named(record, "actor", entry["blamed"]),
                "accepted": None if entry["accepted"] < 0 else bool(entry["accepted"]),
            }
        )
    return by_act(found)


def by_act(rows: Rows) -> Rows:
    """Judgements in one order."""
    return sorted(rows, key=lambda row: (row["day"], row["rule"], row["place"], row["observer"]))


def ledger(record: Record, row: int) -> Rows:
    """The engine's ledger of one world in the oracle's words."""
    entries = table_rows(record.ledger or {}, row)
    for entry in entries:
        for name, kind in (("obligation", "obligation"), ("bearer", "actor"), ("counterparty", "actor")):
            entry[name] = named(record, kind, entry[name])  # type: ignore[assignment]
    return flows(entries)


def flows(entries: Rows) -> Rows:
    """Flows and what is pending at night, by day, obligation and pair."""
    total: dict[tuple[Any, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        key = tuple(entry[name] for name in ("day", "obligation", "bearer", "counterparty"))
        for flow in ("due", "kept", "breached", "pending"):
            if entry[flow]:
                total[key][flow] += entry[flow]
    return [{"key": key, **total[key]} for key in sorted(total)]


def series(record: Record, row: int) -> Rows:
    """The engine's daily counts of one world in the oracle's words."""
    daily = record.daily
    return [
        {"day": day + 1} | {name: int(daily[column][day, row]) for name, column in SERIES.items()}
        for day in range(record.days)
    ]
