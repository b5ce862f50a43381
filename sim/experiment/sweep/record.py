"""Record: what the manifest of a sweep folder says, read back and checked before anything is believed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.experiment.folder import FolderError, read_manifest
from sim.experiment.lever import Change
from sim.experiment.outcomes import Outcome
from sim.scenario.decode import FORBIDDEN
from sim.scenario.errors import printable

from .carry import Failure
from .sweep import Factor, Method

Count = Annotated[int, Field(ge=0, lt=10**15)]
Some = Annotated[int, Field(ge=1, lt=10**15)]


class _Read(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)


class _Design(_Read):
    method: Method


class _Lever(_Read):
    change: Change


class _File(_Read):
    sha256: str


class _Begun(_Read):
    left: Count
    stored: Count


class Record(_Read):
    """The manifest of a sweep, as far as it is read again. Anything else in it may be whatever it is."""

    sweep: str
    scenario: str
    title: str
    question: str
    seed: Count
    worlds: Some
    days: Some
    points: Some
    rows: Some
    design: _Design
    factors: tuple[Factor, ...]
    levers: dict[str, _Lever]
    outcomes: dict[str, Outcome]
    state: Literal["unfinished", "complete", "failed"]
    files: dict[str, _File]
    begun: _Begun | None = None
    failed: tuple[Failure, ...] = ()
    result_hash: str = ""

    @property
    def simulated(self) -> int:
        """Rows of the table once the sweep is finished."""
        return self.rows - len(self.failed) * self.worlds

    def stored(self, held: int) -> int:
        """Rows answered for, where the parts of the folder hold so many, older answers included."""
        if self.state != "unfinished":
            return self.simulated
        if self.begun is None:
            return 0
        return min(self.rows, max(0, self.rows - self.begun.left + held - self.begun.stored))


def recorded(folder: Path) -> Record:
    """The manifest of the sweep in a folder. Raises `FolderError` where none can be believed."""
    manifest = read_manifest(folder)
    if manifest.get("kind") != "sweep":
        raise FolderError(f"{folder}: holds no sweep")
    try:
        record = Record.model_validate_json(json.dumps(manifest))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise _unbelievable(folder, f"{place} cannot be so") from None
    if any(map(FORBIDDEN.search, _texts(record.model_dump()))):
        raise _unbelievable(folder, "characters that hide, reorder or control text")
    if record.rows != record.points * len(record.levers) * record.worlds:
        raise _unbelievable(folder, "rows: not points x levers x worlds")
    return record


def _unbelievable(folder: Path, reason: str) -> FolderError:
    return FolderError(f"{folder}: its manifest is damaged, or of another version: {printable(reason)}")


def _texts(value: Any) -> Iterator[str]:
    """Every text in a nested value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
