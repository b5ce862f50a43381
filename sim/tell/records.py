"""Records: figures that a command made once and that are kept with the package."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGED = Path(__file__).resolve().parents[1] / "_records"
_DOCS = Path(__file__).resolve().parents[2] / "docs"
_PLACES = {"audit": "reference", "causes": "explanation"}


@cache
def record(name: str) -> dict[str, Any] | None:
    """The record of `make audit-all` ("audit") or of `make causes` ("causes"); None where it is not there."""
    packaged = _PACKAGED / f"{name}.json"
    path = packaged if packaged.is_file() else _DOCS / _PLACES[name] / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
