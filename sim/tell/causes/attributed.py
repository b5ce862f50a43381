"""Attributed: the folder of an attribution read back, as tables and sentences for pictures and readers."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.experiment.folder import FolderError, read_json, read_manifest, verify
from sim.experiment.outcomes import outcomes_of
from sim.scenario.scenario import Scenario
from sim.tell.figures import amount, name_of, percent, signed
from sim.tell.tables import main_outcomes

from .attribution import READING
from .folder import KIND
from .story import SIDES

if TYPE_CHECKING:
    import pandas as pd

EFFECTS = ("outcome", "unit", "with", "without", "adds", "low", "high")
BEYOND = ("outcome", "unit", "beyond", "low", "high")
COUNTED = (
    "in worlds", "both", "only with", "only without", "neither", "necessary", "sufficient", "prevented",
)  # fmt: skip


@dataclass(frozen=True)
class CauseKept:
    """What leaving one thing out, or all of them together, did, from the document of an attribution."""

    document: dict[str, Any]

    @property
    def name(self) -> str:
        """What was left out."""
        return self.document["cause"]

    @property
    def parting(self) -> str:
        """When the worlds part, in a sentence or two."""
        return self.document["parting"]

    @property
    def changes_nothing(self) -> bool:
        """Whether every world is the same from day 1 on."""
        return bool(self.document["changes_nothing"])

    @cached_property
    def effects(self) -> "pd.DataFrame":
        """One row a main outcome, or any where none of those was asked for, under `EFFECTS`."""
        import pandas as pd

        by_name = {each["outcome"]: each for each in self.document["effects"]}
        rows = [_effect(by_name[name]) for name in main_outcomes(by_name) or by_name]
        return pd.DataFrame(rows, columns=list(EFFECTS))

    def sentence(self, outcome: str) -> str:
        """What it adds to one of the outcomes, in a plain sentence; empty where that is not known."""
        for each in self.document["effects"]:
            unit = each["unit"]
            if name_of(each["outcome"], unit) == outcome and None not in each.values():
                before, after = (amount(each[key], unit) for key in ("without", "with_cause"))
                adds, low, high = (signed(each[key], unit) for key in ("adds", "low", "high"))
                return (
                    f"In this model, {outcome}: {after} with it and {before} without it on average; it adds"
                    f" {adds} (95 % interval over worlds {low} to {high})."
                )
        return ""

    @cached_property
    def happenings(self) -> "pd.DataFrame":
        """Counts of worlds, and the shares of necessity, sufficiency and prevention, under `COUNTED`."""
        import pandas as pd

        rows = [_happening(each) for each in self.document["happenings"]]
        return pd.DataFrame(rows, columns=list(COUNTED))

    @property
    def has_story(self) -> bool:
        """Whether some world differs from day 1 on, so that it can be told twice."""
        return bool(self.document["story"])

    @property
    def story_heading(self) -> str:
        """Which world is told twice."""
        story = self.document["story"]
        return f"World {story['world']}, days {story['first_day']} to {story['last_day']}, where it parts"

    @cached_property
    def story(self) -> "pd.DataFrame":
        """One row a day on which the two courses differ, under `SIDES`; what is in both is counted."""
        import pandas as pd

        acts = self.document["story"]["acts"]
        days = sorted({act["day"] for act in acts if act["in"] != "both"})
        return pd.DataFrame([_sides(acts, day) for day in days], columns=list(SIDES))

    @property
    def judgements(self) -> list[str]:
        """Judgements that only one of the two courses has."""
        told = {"with": "only with it", "without": "only without it"}
        said = self.document["story"]["judgements"]
        return [f"Day {each['day']}, {told[each['in']]}: {each['text']}" for each in said]


@dataclass(frozen=True)
class KeptAttribution:
    """A finished attribution: its document and the causes in it; several have all together last."""

    folder: Path
    document: dict[str, Any]
    reading: str = READING

    @cached_property
    def causes(self) -> tuple[CauseKept, ...]:
        """Each cause alone, then all together."""
        return tuple(CauseKept(each) for each in self.document["causes"])

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that are told, in words."""
        return list(self.causes[0].effects["outcome"])

    def effects_on(self, outcome: str) -> "pd.DataFrame":
        """What each cause adds to one of `outcomes`: `cause`, then `EFFECTS`."""
        import pandas as pd

        frame = pd.concat([each.effects.assign(cause=each.name) for each in self.causes], ignore_index=True)
        return pd.DataFrame(frame.loc[frame["outcome"] == outcome, ["cause", *EFFECTS]])

    @cached_property
    def interactions(self) -> "pd.DataFrame":
        """What all add together beyond the sum of each alone: `outcome, unit, beyond, low, high`."""
        import pandas as pd

        by_name = {each["outcome"]: each for each in self.document["interactions"]}
        rows = [_told(by_name[name], *BEYOND[2:]) for name in main_outcomes(by_name) or by_name]
        return pd.DataFrame(rows, columns=list(BEYOND))


def open_attribution(folder: Path) -> KeptAttribution:
    """The attribution that a folder holds. Raises `FolderError` for another one, and for changed files."""
    if read_manifest(folder).get("kind") != KIND:
        raise FolderError(f"{folder}: holds no attribution")
    if changed := verify(folder):
        raise FolderError(f"{folder}: changed or missing since it was written: {', '.join(changed)}")
    return KeptAttribution(folder, read_json(folder / "attribution.json"))


def outcome_names(scenario: Scenario) -> dict[str, str]:
    """Every outcome of a scenario in words, the main ones first."""
    kinds = outcomes_of(scenario)
    order = main_outcomes(kinds)
    return {name: name_of(name, kinds[name].unit) for name in (*order, *(k for k in kinds if k not in order))}


def _effect(each: dict[str, Any]) -> tuple[Any, ...]:
    return _told(each, "with_cause", "without", *EFFECTS[4:])


def _told(each: dict[str, Any], *keys: str) -> tuple[Any, ...]:
    """Numbers for readers: dates are told as shares of the worlds that reach them, in percent."""
    scale = 100.0 if each["unit"] in ("share", "day") else 1.0
    told = {"day": "% of worlds", "share": "%"}.get(each["unit"], each["unit"])
    numbers = (each[key] for key in keys)
    return (
        name_of(each["outcome"], each["unit"]),
        told,
        *(None if n is None else scale * n for n in numbers),
    )


def _happening(each: dict[str, Any]) -> tuple[Any, ...]:
    counts = each["counts"]
    cells = (counts[key] for key in ("both", "only_with", "only_without", "neither"))
    shares = (_share(each[key]) for key in ("necessity", "sufficiency", "prevention"))
    outcome, _, rest = each["happening"].partition(" ")
    name = name_of(outcome, "day") if rest == "reached" else f"{name_of(outcome, '')} {rest}"
    return (name, *cells, *shares)


def _share(share: dict[str, Any]) -> str:
    """A share with its 95 % interval and what it is counted in."""
    if not share["whole"]:
        return "no such world"
    span = f"{100 * share['low']:.0f} to {100 * share['high']:.0f}"
    return f"{percent(share['share'])} ({span}) of {share['whole']}"


def _sides(acts: list[dict[str, Any]], day: int) -> tuple[Any, ...]:
    here = [act for act in acts if act["day"] == day]
    words = ("\n".join(act["text"] for act in here if act["in"] == side) for side in ("with", "without"))
    return (day, sum(act["in"] == "both" for act in here), *words)
