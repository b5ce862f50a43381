"""The folder of an attribution: a report to read, a document and a table to check."""

from collections.abc import Callable, Sequence
from pathlib import Path

from sim.experiment.attribution.attribute import Attribution
from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.folder import (
    FolderError,
    check_replaceable,
    read_manifest,
    whole_folder,
    write_json,
    write_manifest,
)
from sim.experiment.store import made
from sim.tell.tables import csv_text

from .attribution import document, markdown

KIND = "attribution"


def room_for(target: Path | None, *, replace: bool) -> None:
    """Raise `FolderError` before any work for a folder that must stay as it is."""
    if target is not None:
        check_replaceable(target, _may_replace(replace))


def attribution_into(target: Path, found: Attribution, command: Sequence[str], *, replace: bool) -> None:
    """Write the folder, whole or not at all: report.md, attribution.json, attribution.csv, manifest."""
    with whole_folder(target, _may_replace(replace)) as folder:
        write_json(folder / "attribution.json", document(found))
        (folder / "attribution.csv").write_text(csv_text(found.table), encoding="utf-8")
        text = "\n\n".join(part.strip("\n") for part in markdown(found) if part)
        (folder / "report.md").write_text(f"{text}\n", encoding="utf-8")
        write_manifest(folder, {"kind": KIND, "not_a_prediction": NOT_A_PREDICTION} | made(command))


def _may_replace(replace: bool) -> Callable[[Path], None]:
    def check(target: Path) -> None:
        if read_manifest(target).get("kind") != KIND:
            raise FolderError(f"{target}: holds something other than an attribution; choose another --out")
        if not replace:
            raise FolderError(f"{target}: holds another attribution; choose another --out, or --replace")

    return check
