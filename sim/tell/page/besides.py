"""Beside: one other scenario of a kept comparison, read back from its document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.experiment.compare import Difference
from sim.experiment.kept import Kept, KeptComparison
from sim.tell.tables import main_outcomes, parting_told


@dataclass(frozen=True)
class Beside:
    """One other scenario beside the base: its run, its differences, and the sentences about the main ones."""

    kept: Kept
    label: str
    parted: str
    differences: tuple[Difference, ...]
    sentences: Mapping[str, str]
    counted: str

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.kept.scenario.title

    def __getitem__(self, outcome: str) -> Difference:
        """The difference of one outcome. Raises KeyError for one that is not in both."""
        return {d.outcome: d for d in self.differences}[outcome]

    @property
    def main(self) -> list[Difference]:
        """The outcomes to tell first."""
        return [self[name] for name in self.sentences]


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
        label=str(other["change"]),
        parted=parting_told(float(other["identical"]), parted["earliest"], parted["median"]),
        differences=differences,
        sentences=dict(zip(order, map(str, other["in_words"]), strict=True)),
        counted=str(other["many_outcomes"]),
    )


def _difference(one: dict[str, Any]) -> Difference:
    """A difference as `comparison.json` holds it: missing numbers are null there, and none hangs on null."""
    told = one | {"direction": one["better_direction"], "hangs_on": one["hangs_on"] or ""}
    fields = {name: told[name] for name in Difference._fields}
    texts = ("outcome", "unit", "direction", "hangs_on")
    numbers = {
        name: np.nan if value is None else float(value) for name, value in fields.items() if name not in texts
    }
    values: dict[str, Any] = numbers | {name: str(fields[name]) for name in texts}
    return Difference(**values)
