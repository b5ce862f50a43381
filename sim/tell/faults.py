"""Faults: what is wrong with scenarios, for people, programs and pull requests."""

import json
from collections.abc import Iterable, Sequence
from typing import Literal

from sim.scenario.load import ScenarioError, load

Format = Literal["text", "json", "github"]


def faults_of(references: Iterable[str]) -> list[ScenarioError]:
    """The errors of all scenarios that cannot be loaded."""
    wrong = []
    for reference in references:
        try:
            load(reference)
        except ScenarioError as error:
            wrong.append(error)
    return wrong


def as_text(wrong: Sequence[ScenarioError], how: Format) -> str:
    """All errors in one text; as JSON one document, also when nothing is wrong."""
    if how == "json":
        documents = [error.as_dict() for error in wrong]
        errors = [fault for document in documents for fault in document["errors"]]  # type: ignore[attr-defined]
        more = sum(document["more"] for document in documents)  # type: ignore[misc]
        return json.dumps({"errors": errors, "more": more}, indent=2, ensure_ascii=False)
    return "\n".join(error.as_github() if how == "github" else str(error) for error in wrong)
