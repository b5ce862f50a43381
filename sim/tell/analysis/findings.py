"""Findings: what one analysis of a sweep says, before it is printed, given as a document, or written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.refusal import RefusedError
from sim.experiment.store import told
from sim.experiment.sweep.finished import Finished
from sim.tell.figures import amount, signed
from sim.tell.tables import MAIN, Row

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["sensitivity", "discovery", "robustness"]
_ASKED = ("sweep", "title", "question", "scenario", "points", "worlds", "days", "seed", "result_hash")


@dataclass(frozen=True)
class Picture:
    """A chart and what it shows; `name` is its file's, without the ending."""

    name: str
    chart: Any
    caption: str


@dataclass(frozen=True)
class Section:
    """One part of what is told: a heading, sentences, a table of text under its columns, a picture."""

    heading: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    note: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, eq=False)
class Findings:
    """What one analysis says. `asked` is the request, `frames` the tidy tables by file name, with full
    paths; `guide` says how to read them."""

    kind: Kind
    sweep: Mapping[str, Any]
    asked: Mapping[str, Any]
    scope: str
    sections: Sequence[Section]
    frames: Mapping[str, "pd.DataFrame"]
    guide: Sequence[str]
    warnings: Sequence[str] = ()
    also: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pictures(self) -> list[Picture]:
        """All pictures, in order."""
        return [picture for section in self.sections for picture in section.pictures]


def document(findings: Findings) -> dict[str, Any]:
    """The findings as strict JSON: what `--json` prints. Missing numbers are null."""
    tables = {name: frame.to_dict(orient="records") for name, frame in findings.frames.items()}
    content = {
        "kind": findings.kind,
        **findings.sweep,
        "asked": dict(findings.asked),
        "scope": findings.scope,
        "answers": [sentence for section in findings.sections for sentence in section.sentences],
        "warnings": list(findings.warnings),
        "guide": list(findings.guide),
        "sections": [_words(section) for section in findings.sections],
        **findings.also,
        "tables": tables,
        "not_a_prediction": NOT_A_PREDICTION,
    }
    strict: dict[str, Any] = told(content)
    return strict


def _words(section: Section) -> dict[str, Any]:
    """A section without its pictures."""
    names = ("heading", "sentences", "columns", "rows", "note")
    return {name: getattr(section, name) for name in names}


def asked_of(finished: Finished) -> dict[str, Any]:
    """What the sweep is, from its manifest."""
    return {name: finished.manifest.get(name) for name in _ASKED} | {"method": finished.swept.method}


def losses(finished: Finished) -> list[str]:
    """A sentence where points of the sweep failed."""
    if not finished.failed:
        return []
    asked = finished.manifest["points"] * len(finished.manifest["levers"])
    return [
        f"{finished.failed:,} of {asked:,} points under a lever failed and are missing here; the same sweep"
        " command tries them again."
    ]


def chosen_outcomes(finished: Finished, asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """Outcomes to tell (those named, else the main ones, else all), and a sentence about those left aside."""
    names = finished.swept.names
    if asked:
        return list(dict.fromkeys(asked)), []
    main = [name for name in (*MAIN, *names) if name in names and (name in MAIN or name.startswith("fall_"))]
    found = list(dict.fromkeys(main)) or list(names)
    left = [name for name in names if name not in found]
    note = f"Measured as well, shown with --outcome: {', '.join(left)}."
    return found, [note] if left else []


def chosen_lever(finished: Finished, lever: str | None, against: str | None) -> tuple[str, str]:
    """The lever to tell (`none`, or the first without it) and what it is held against, if anything.

    Raises `RefusedError` for a lever held against itself, or `against` without `lever`.
    """
    if against is not None and lever is None:
        raise RefusedError("--against says what a lever is held against: name one with --lever")
    if against is not None and against == lever:
        raise RefusedError(f"--lever and --against are both {lever}: nothing differs")
    return lever or finished.swept.levers[0], against or ""


def under(lever: str, against: str) -> str:
    """In which case, in words."""
    return f"the difference of {lever} from {against}" if against else f"lever {lever}"


def size(value: float, unit: str) -> str:
    """A distance in a unit, without a sign; of shares in percentage points."""
    return signed(value, unit).removeprefix("+")


def ends_of(low: float, high: float, unit: str, *, change: bool = False) -> str:
    """The two ends of an interval in a unit; of a `change` with their signs."""
    shown = signed if change else amount
    first, second = shown(low, unit), shown(high, unit)
    for mark in (" pts", " %"):
        if second.endswith(mark):
            first = first.removesuffix(mark)
    return f"{first} to {second}"
