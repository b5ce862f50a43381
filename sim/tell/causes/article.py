"""Article: what each row of the newspaper report does in the model, from the figures that are kept."""

from typing import TYPE_CHECKING, Any, NamedTuple

from sim.experiment.edition import edition
from sim.scenario.load import load
from sim.scenario.write import fingerprint
from sim.tell.figures import name_of, percent, signed
from sim.tell.records import record

if TYPE_CHECKING:
    import pandas as pd


NEVER = percent(0.0)
ENDS = ("adds", "low", "high")


class ArticleEffects(NamedTuple):
    """`frame`: one row an article's row and outcome: `row, what, said by, status, left out, changed` (share
    of worlds), `outcome, unit, adds, low, high, clear` (whether the interval leaves out 0), `told`; shares
    and dates in percentage points. `states` are rows that are no event and were not left out. `stale` says
    what has changed since, if anything."""

    frame: "pd.DataFrame"
    states: "pd.DataFrame"
    worlds: int
    days: int
    seed: int
    stale: tuple[str, ...]

    @property
    def moving(self) -> "pd.DataFrame":
        """The rows without which some world is another."""
        import pandas as pd

        return pd.DataFrame(self.frame[~self.frame["row"].isin(self.still)])

    @property
    def still(self) -> list[str]:
        """The rows without which every world is the same to the last event."""
        return sorted(set(self.frame.loc[self.frame["changed"] == NEVER, "row"]))


def article_effects() -> ArticleEffects | None:
    """What leaving out each row adds to the outcomes, as `make causes` found it; None where that is not
    kept."""
    import pandas as pd

    kept = record("causes")
    if kept is None:
        return None
    rows = [_effect(line, effect) for line in kept["rows"] for effect in line["effects"]]
    states = [
        {"row": line["row"], "what": line["what"], "state": line["state"]}
        for line in kept["rows"]
        if line["changed"] is None
    ]
    size = (kept["worlds"], kept["days"], kept["seed"])
    return ArticleEffects(pd.DataFrame(rows), pd.DataFrame(states), *size, tuple(_stale(kept)))


def _stale(kept: dict[str, Any]) -> list[str]:
    found = [] if kept["edition"] == edition() else ["the code of the model"]
    same = kept["fingerprint"] == fingerprint(load(kept["scenario"]))
    return found if same else [*found, f"the scenario {kept['scenario']}"]


def _effect(line: dict[str, Any], effect: dict[str, Any]) -> dict[str, Any]:
    unit = effect["unit"]
    scale = 100.0 if unit in ("share", "day") else 1.0
    adds, low, high = (effect[end] * scale for end in ENDS)
    told, least, most = (signed(effect[end], unit) for end in ENDS)
    return {
        "row": line["row"],
        "what": line["what"],
        "said by": line["said_by"],
        "status": line["status"],
        "left out": ", ".join(line["left_out"]),
        "changed": percent(line["changed"]),
        "outcome": name_of(effect["outcome"], unit),
        "unit": "percentage points of worlds" if scale > 1 else unit,
        "adds": adds,
        "low": low,
        "high": high,
        "clear": "yes" if low > 0 or high < 0 else "no",
        "told": f"{told} ({least} to {most})",
    }
