"""JSON Schema of sweep files for editors: `python -m sim.experiment.sweep.schema` prints it."""

import sys
from typing import Any

from sim.experiment.outcomes import OUTCOMES
from sim.scenario.schema import DIALECT, as_committed, record_schema

from .file import SweepFile
from .sweep import WHAT_IF


def sweep_schema() -> dict[str, Any]:
    """The schema of a sweep file."""
    full = record_schema(SweepFile)
    records = full.pop("$defs")
    records["Varied"] = _varied(records["Varied"])
    ids = {"type": "array", "minItems": 2, "items": {"type": "string"}, "description": "Ids of scenarios."}
    full["properties"]["vary"]["properties"] = {WHAT_IF: ids}
    names = [{"enum": list(OUTCOMES)}, {"pattern": "^fall_"}]
    full["properties"]["outcomes"]["items"] = {"type": "string", "anyOf": names}
    return {
        "$schema": DIALECT,
        "title": "De-escalation sweep",
        **full,
        "$defs": dict(sorted(records.items())),
    }


def sweep_schema_text() -> str:
    """The schema as it is committed."""
    return as_committed(sweep_schema())


def _varied(record: dict[str, Any]) -> dict[str, Any]:
    """A factor as it is written: a range, a bare list of values, or nothing."""
    fields = record["properties"]
    ends = {name: fields[name] for name in ("low", "high")}
    span = {"type": "object", "properties": ends, "required": ["low", "high"], "additionalProperties": False}
    values = {"type": "array", "minItems": 2, "items": {"type": "number"}}
    return {"description": record["description"], "anyOf": [span, values, {"type": "null"}]}


if __name__ == "__main__":
    sys.stdout.write(sweep_schema_text())
