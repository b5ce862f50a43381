"""Tables: events, judgements and ledger of a run as Parquet, written part by part in order of worlds.

A worker writes its part as an Arrow file; the parent appends the parts in order and deletes them, so
that neither memory nor the finished file depends on how many worlds a part holds. Reported events
are the same in every world: they stand once, with `world = -1`, and have the lowest event numbers.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from sim.engine.arrays import Array, Bools, Ints

if TYPE_CHECKING:
    from sim.engine.simulate import Record

Flat = Mapping[str, Array]
Columns = dict[str, Any]
TABLES = ("events", "judgements", "ledger")
EVERY_WORLD = -1
_REGISTRY = pyarrow.compute.function_registry()  # filled now, before two threads race to do it
_TEXT = pa.dictionary(pa.int16(), pa.string())
SCHEMAS = {
    "events": pa.schema(
        [
            ("event", pa.int32()),
            ("world", pa.int32()),
            ("day", pa.int32()),
            ("actor", _TEXT),
            ("action", _TEXT),
            ("rule", _TEXT),
            ("target", _TEXT),
            ("from_place", _TEXT),
            ("place", _TEXT),
            ("cameo", _TEXT),
            ("goldstein", pa.float64()),
            ("rung", pa.int8()),
            ("count", pa.int16()),
            ("deaths", pa.int32()),
            ("deaths_civilians", pa.int32()),
            ("captured", pa.bool_()),
            ("claimed_excepted", pa.bool_()),
            ("hidden", pa.bool_()),
        ]
    ),
    "judgements": pa.schema(
        [
            ("world", pa.int32()),
            ("day", pa.int32()),
            ("event", pa.int32()),
            ("observer", _TEXT),
            ("blamed", _TEXT),
            ("accepted", pa.bool_()),
        ]
    ),
    "ledger": pa.schema(
        [
            ("world", pa.int32()),
            ("day", pa.int32()),
            ("obligation", _TEXT),
            ("bearer", _TEXT),
            ("counterparty", _TEXT),
            ("due", pa.int32()),
            ("kept", pa.int32()),
            ("breached", pa.int32()),
            ("pending", pa.int32()),
        ]
    ),
}


_NO_ENTRIES = {field.name: np.zeros(0, np.int16) for field in SCHEMAS["ledger"]} | {
    "row": np.zeros(0, np.int32)
}
"""The ledger of a scenario in which nothing is owed."""


class EventTables:
    """A context that joins the parts written to `folder` into `<table>.parquet`, in order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        for name, schema in SCHEMAS.items():
            path = self.folder / f"{name}.parquet"
            texts = [field.name for field in schema if pa.types.is_dictionary(field.type)]
            options = {"compression": "zstd", "use_dictionary": texts, "store_schema": False}
            self._writers[name] = pq.ParquetWriter(path, schema, **options)
        return self

    def __exit__(self, *_: object) -> None:
        for writer in self._writers.values():
            writer.close()

    def take(self, number: int) -> None:
        """Append a part that its worker has finished, and delete its files."""
        for name, writer in self._writers.items():
            path = _part_file(self.folder, name, number)
            with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as part:
                writer.write_table(part.read_all())
            path.unlink()


def _part_file(folder: Path, name: str, number: int) -> Path:
    return folder / f"{name}-{number:05d}.arrow"


def write_part(record: "Record", folder: Path, number: int) -> None:
    """Write the three tables of a record; reported events only with the part that holds world 0."""
    for name, columns in zip(TABLES, _columns(record), strict=True):
        schema = SCHEMAS[name]
        table = pa.table([pa.array(columns[field.name], field.type) for field in schema], schema=schema)
        path = str(_part_file(folder, name, number))
        with pa.OSFile(path, "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
            writer.write_table(table)


def _columns(record: "Record") -> tuple[Columns, Columns, Columns]:
    events, judgements, ledger = record.events, record.judgements, record.ledger
    if events is None or judgements is None or ledger is None:
        raise ValueError("the record was made without tables")
    reported, by_row = _reported(record, events), _by_row(events)
    numbers = _event_numbers(events["row"], reported, by_row)
    own = by_row[~reported[by_row]]
    once = np.flatnonzero(reported & (events["row"] == 0)) if record.worlds[0] == 0 else own[:0]
    order = np.concatenate((once, own))
    told = _events(record, events, reported, order) | {"event": numbers[order]}
    return told, _judgements(record, judgements, numbers), _ledger(record, ledger or _NO_ENTRIES)


def _reported(record: "Record", events: Flat) -> Bools:
    """Which event rows are reported ones."""
    of_history = np.array([rule.startswith("history.") for rule in record.names["rule"]], bool)
    return of_history[events["rule"]]


def _by_row(table: Flat) -> Ints:
    """The order of a table by row; within a row it stays as recorded, day by day."""
    row = table["row"]
    small = row.astype(np.uint16) if len(row) and row.max() < 2**16 else row
    return np.argsort(small, kind="stable")  # 16 bits are sorted by radix, ten times faster


def _event_numbers(row: Ints, reported: Bools, by_row: Ints) -> Ints:
    """A number for each event: reported ones first, the same in every world, then a world's own."""
    known = reported[by_row]
    events = np.bincount(row)
    first = np.repeat(np.cumsum(events) - events, events)
    rank = np.arange(len(row)) - first
    before = np.cumsum(known) - known
    reported_before = before - before[first]
    width = int(np.bincount(row[reported]).max()) if reported.any() else 0
    numbers = np.empty(len(row), np.int64)
    numbers[by_row] = np.where(known, reported_before, width + rank - reported_before)
    return numbers


def _events(record: "Record", events: Flat, reported: Bools, order: Ints) -> Columns:
    world = record.worlds[events["row"][order]]
    world[reported[order]] = EVERY_WORLD
    columns: Columns = {"world": world}
    for name in ("day", "rung", "count", "deaths", "deaths_civilians", "captured", "hidden"):
        columns[name] = events[name][order]
    # Whether a reported event is claimed excepted is drawn anew in each world: the one row cannot say it.
    claimed = events["claimed_excepted"][order].astype(bool)
    columns["claimed_excepted"] = pa.array(claimed, mask=reported[order])
    actions = [record.scenario.actions[action] for action in record.names["action"]]
    texts, cameo = np.unique([action.cameo for action in actions], return_inverse=True)
    columns["cameo"] = _text(cameo[events["action"][order]], texts.tolist())
    columns["goldstein"] = np.array([action.goldstein for action in actions])[events["action"][order]]
    return columns | _names(record, "events", events, order)


def _judgements(record: "Record", judgements: Flat, numbers: Ints) -> Columns:
    order = _by_row(judgements)
    accepted = judgements["accepted"][order]
    columns = _worlds_and_days(record, judgements, order) | _names(record, "judgements", judgements, order)
    event = numbers[judgements["event"][order]] if len(order) else judgements["event"]
    return columns | {"event": event, "accepted": pa.array(accepted > 0, mask=accepted < 0)}


def _ledger(record: "Record", ledger: Flat) -> Columns:
    order = _by_row(ledger)
    columns: Columns = {name: ledger[name][order] for name in ("due", "kept", "breached", "pending")}
    return columns | _worlds_and_days(record, ledger, order) | _names(record, "ledger", ledger, order)


def _worlds_and_days(record: "Record", table: Flat, order: Ints) -> Columns:
    return {"world": record.worlds[table["row"][order]], "day": table["day"][order]}


def _names(record: "Record", name: str, table: Flat, order: Ints) -> Columns:
    return {column: _text(table[column][order], record.names[kind]) for column, kind in _NAMED[name].items()}


_NAMED = {
    "events": {
        "actor": "actor",
        "action": "action",
        "rule": "rule",
        "target": "actor",
        "from_place": "place",
        "place": "place",
    },
    "judgements": {"observer": "actor", "blamed": "actor"},
    "ledger": {"obligation": "obligation", "bearer": "actor", "counterparty": "actor"},
}
"""Which list of names the codes of a column point into."""


def _text(codes: Ints, names: list[str]) -> pa.DictionaryArray:
    indices = pa.array(codes.astype(np.int16), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(names, pa.string()))
