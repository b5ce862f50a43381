"""Faults: what is wrong with scenarios and sweep files, for people, programs and pull requests."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from sim.scenario.decode import read_file
from sim.scenario.load import ScenarioError, load
from sim.scenario.shelf import looks_like_path, sweep_shelf

Format = Literal["text", "json", "github"]


def faults_of(references: Iterable[str]) -> list[ScenarioError]:
    """The errors of all scenarios and sweep files that cannot be loaded."""
    wrong = []
    for reference in references:
        try:
            _open(reference)
        except ScenarioError as error:
            wrong.append(error)
    return wrong


def _open(reference: str) -> None:
    if not is_sweep(reference):
        load(reference)
        return
    from sim.experiment.sweep.read import open_sweep  # numbers and frames: not for a scenario

    open_sweep(reference)


def is_sweep(reference: str) -> bool:
    """Whether a path or id means a sweep file: such a file names a scenario, a design or what it varies."""
    if not looks_like_path(reference):
        return reference in sweep_shelf()
    try:
        text = read_file(Path(reference), reference)
    except ScenarioError:
        return False
    return re.search(rb"(?m)^(scenario|design|vary)\s*:", text) is not None


def none_found(references: Sequence[str]) -> str:
    """That nothing is wrong, with how many scenarios and sweeps were read."""
    sweeps = sum(map(is_sweep, references))
    counted = {"scenario": len(references) - sweeps, "sweep": sweeps}
    told = [f"{many} {noun}{'s' * (many > 1)}" for noun, many in counted.items() if many]
    return f"no errors found in {' and '.join(told)}"


def as_text(wrong: Sequence[ScenarioError], how: Format) -> str:
    """All errors in one text; as JSON one document, also when nothing is wrong."""
    if how == "json":
        documents = [error.as_dict() for error in wrong]
        errors = [fault for document in documents for fault in document["errors"]]  # type: ignore[attr-defined]
        more = sum(document["more"] for document in documents)  # type: ignore[misc]
        return json.dumps({"errors": errors, "more": more}, indent=2, ensure_ascii=False)
    return "\n".join(error.as_github() if how == "github" else str(error) for error in wrong)
