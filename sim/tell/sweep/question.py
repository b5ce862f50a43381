"""Question: what a sweep file asks before anything is simulated: its design, what it varies, its levers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.experiment.lever import change
from sim.experiment.sweep.covered import settled
from sim.experiment.sweep.points import size
from sim.experiment.sweep.sweep import NONE, Factor, Method, Sweep
from sim.scenario.shelf import sweep_shelf
from sim.tell.analysis.labels import labels
from sim.tell.sources import source_name

if TYPE_CHECKING:
    import pandas as pd

_DESIGNS: dict[Method, str] = {
    "sobol": (
        "Sobol design (Saltelli): {points:,} points drawn twice, and each assumption exchanged between the"
        " two. It tells how much of an outcome's variance each assumption explains, alone and with others."
    ),
    "morris": (
        "Morris screening: {points:,} walks through the ranges, one assumption moved at each step. It finds"
        " the few that matter among many."
    ),
    "lhs": (
        "Latin hypercube: points that cover all ranges evenly. It is made to find regions, and levers that"
        " hold up in all of them."
    ),
    "grid": (
        "Grid: every combination of the values. It maps how an outcome goes with two or three assumptions."
    ),
    "one_at_a_time": (
        "One at a time: each assumption is moved alone, the others stay as the scenario has them."
        " Interactions are not seen."
    ),
    "points": "Points named one by one in the file.",
}


def sweep_titles() -> dict[str, str]:
    """Title of every shipped sweep by id, without checking it: the line that begins with `title:`."""
    found = {}
    for name, path in sweep_shelf().items():
        written = re.search(r"(?m)^title:\s*(.+?)\s*$", path.read_text(encoding="utf-8"))
        found[name] = written.group(1).strip("\"'") if written else name
    return found


@dataclass(frozen=True)
class Question:
    """A sweep in words and tables."""

    sweep: Sweep

    @property
    def points(self) -> int:
        """Points of the design: sets of assumptions."""
        return size(self.sweep)

    @property
    def rows(self) -> int:
        """Worlds over all points and levers."""
        return self.points * len(self.sweep.levers) * self.sweep.worlds

    @property
    def sentences(self) -> list[str]:
        """How the points are chosen and what is simulated at each of them."""
        return list(self._sentences())

    def _sentences(self) -> Iterator[str]:
        sweep = self.sweep
        yield _DESIGNS[sweep.design.method].format(points=sweep.design.points)
        under = f", under each of {len(sweep.levers)} levers" if len(sweep.levers) > 1 else ""
        yield (
            f"At each point{under} the same {sweep.worlds:,} worlds of {sweep.days:,} days are simulated:"
            f" {self.rows:,} courses of the model in all."
        )
        for name, paths in settled(sweep).items():
            yield f"Under {name} these move nothing from day one on: {', '.join(paths)}."

    @cached_property
    def factors(self) -> "pd.DataFrame":
        """A row a factor: `assumption` in words, range or values, the scenario's own value, unit, source."""
        import pandas as pd

        told = labels(factor.name for factor in self.sweep.factors)
        return pd.DataFrame([_factor(factor, told[factor.name], self.sweep) for factor in self.sweep.factors])

    @cached_property
    def levers(self) -> "pd.DataFrame":
        """A row a lever: its id, title and kind; `none` is the scenario as it is."""
        import pandas as pd

        base = self.sweep.scenario
        rows = [
            {"lever": name, "title": "the scenario as it is", "kind": ""}
            if name == NONE
            else {"lever": name, "title": lever.title, "kind": change(base, lever).label}
            for name, lever in self.sweep.levers.items()
        ]
        return pd.DataFrame(rows)


def _factor(factor: Factor, told: str, sweep: Sweep) -> dict[str, object]:
    if factor.is_what_if:
        kind = {"unit": "scenario", "source": "", "note": ""}
        return {
            "assumption": told,
            "from": "",
            "to": "",
            "own value": NONE,
            "values": _listed(factor),
            **kind,
        }
    number = sweep.scenario.parameters[factor.name]
    return {
        "assumption": told,
        "from": f"{factor.low:g}",
        "to": f"{factor.high:g}",
        "own value": f"{number.value:g}",
        "values": _listed(factor),
        "unit": number.unit,
        "source": source_name(sweep.scenario, number.source),
        "note": number.note,
        "path": factor.name,
    }


def _listed(factor: Factor) -> str:
    return ", ".join(value if isinstance(value, str) else f"{value:g}" for value in factor.values)


def question(sweep: Sweep) -> Question:
    """What a sweep asks, in words and tables."""
    return Question(sweep)
