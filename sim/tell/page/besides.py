"""Beside: one other scenario of a kept comparison, read back from its document."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

import numpy as np

from sim.experiment.compare import Difference
from sim.experiment.kept import Kept, KeptComparison
from sim.tell.tables import main_outcomes, parting_told


@dataclass(frozen=True)
class Beside:
    """One other scenario beside the base: its run, its differences, and the sentences about the main ones."""

    kept: Kept
    title: str
    label: str
    parted: str
    differences: tuple[Difference, ...]
    sentences: Mapping[str, str]
    counted: str

    def __getitem__(self, outcome: str) -> Difference:
        """The difference of one outcome. Raises KeyError for one that is not in both."""
        return {d.outcome: d for d in self.differences}[outcome]

    @property
    def main(self) -> list[Difference]:
        """The outcomes to tell first."""
        return [self[name] for name in self.sentences]


def titles(found: KeptComparison) -> dict[str, str]:
    """The titles of all scenarios by id, the base's first; the same ones told apart by their ids."""
    written = {name: kept.scenario.title for name, kept in found.runs.items()}
    often = Counter(written.values())
    return {name: title if often[title] == 1 else f"{title} ({name})" for name, title in written.items()}


def besides(found: KeptComparison) -> list[Beside]:
    """The other scenarios of a comparison, in its order. Raises KeyError, TypeError or ValueError for a
    document of another version."""
    return [_beside(found, other) for other in found.document["others"]]


def _beside(found: KeptComparison, other: dict[str, Any]) -> Beside:
    differences = tuple(_difference(one) for one in other["differences"])
    order = main_outcomes(d.outcome for d in differences)
    parted = other["first_divergence"]
    return Beside(
        kept=found.runs[other["scenario"]],
        title=titles(found)[other["scenario"]],
        label=_text(other["change"]),
        parted=parting_told(_number(other["identical"]), parted["earliest"], parted["median"]),
        differences=differences,
        sentences=dict(zip(order, map(_text, other["in_words"]), strict=True)),
        counted=_text(other["many_outcomes"]),
    )


def _difference(one: dict[str, Any]) -> Difference:
    """A difference as `comparison.json` holds it: missing numbers are null there, and none hangs on null."""
    told = one | {"direction": one["better_direction"], "hangs_on": one["hangs_on"] or ""}
    values: dict[str, Any] = {
        name: (_text if kind is str else _number)(told[name])
        for name, kind in get_type_hints(Difference).items()
    }
    return Difference(**values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _number(value: object) -> float:
    if value is not None and not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return np.nan if value is None else float(value)
