"""The records of a sweep file as its author writes it, before anything that it names is looked up."""

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema, model_validator

from sim.experiment.run import MOST_SEED, MOST_WORLDS
from sim.scenario.parameter import Frozen, FrozenMap, Noun

from .sweep import Method

MOST_POINTS = 1_000_000


def _scalar(value: object) -> float | str:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a number, or the id of a what-if, is expected")
    return value if isinstance(value, str) else float(value)


Value = Annotated[Any, AfterValidator(_scalar), WithJsonSchema({"type": ["number", "string"]})]
"""What a factor may take: a number, or the id of a what-if."""
Seed = Annotated[int, Field(ge=0, le=MOST_SEED)]


class Varied(Noun):
    """The range of a factor, or what it may take, written as a bare list. Without either: its own range."""

    low: float | None = None
    high: float | None = None
    values: tuple[Value, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _unfolded(cls, written: Any) -> Any:
        if written is None:
            return {}
        if isinstance(written, list):
            return {"values": tuple(written)}
        if not isinstance(written, dict) or not written:
            raise ValueError(
                "write {low: , high: }, a list of values, or nothing for the Parameter's own range"
            )
        if "values" in written:
            raise ValueError("write the values as a bare list: [a, b]")
        return written


class DesignFile(Noun):
    """How points are chosen."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    method: Method
    """grid, lhs (Latin hypercube), sobol (Saltelli), morris, one_at_a_time, or points (listed)."""
    points: Annotated[int, Field(ge=1, le=MOST_POINTS)] | None = None
    """Points of lhs, base points of sobol, trajectories of morris, steps a factor of the others."""
    seed: Seed | None = None
    """Of the draws of lhs, sobol and morris; 1 where it is missing."""
    levels: Annotated[int, Field(ge=2, le=1000)] | None = None
    """Levels of morris, an even number; 4 where it is missing."""
    at: tuple[Annotated[dict[str, Value], Frozen], ...] | None = None
    """The points of method points: values by path; what a point leaves out is as in the scenario."""


class SweepFile(Noun):
    """A sweep: the same worlds at many points of the space of assumptions, and under several levers."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    title: str = ""
    question: str = ""
    """What the sweep is there to answer."""
    scenario: str
    """The id of a shipped scenario, or the relative path of a file."""
    design: DesignFile | None = None
    """Without it, and without factors, there is one point: the scenario as it is."""
    vary: Annotated[dict[str, Varied], Frozen] = FrozenMap()
    """The factors: paths of Parameters, or what_if with a list of scenarios."""
    levers: tuple[str, ...] | None = None
    """Ids of scenarios that extend this one; none is the scenario itself. All are crossed with all points."""
    worlds: Annotated[int, Field(ge=1, le=MOST_WORLDS)]
    """Worlds of each point under each lever: the same ones everywhere."""
    seed: Seed = 1
    """Of the worlds' chance."""
    days: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Days from day one on; the scenario's where it is missing."""
    outcomes: tuple[str, ...] | None = None
    """What the tables show; all outcomes where it is missing."""

    @property
    def listed(self) -> tuple[dict[str, Value], ...]:
        """The explicit points, if any."""
        return self.design.at or () if self.design else ()
