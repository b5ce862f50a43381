"""Places: where in the worlds of a kept run ground changes hands and places are struck, day by day."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.arrays import Floats
from sim.experiment.kept import Kept, KeptComparison

if TYPE_CHECKING:
    import pandas as pd

DAYS = 7  # a place counts as struck for a week


def places_by_day(kept: Kept) -> "pd.DataFrame":
    """One row a place and day: columns `place, day, lost, struck`, shares of worlds.

    `lost`: held by another than on the eve of day 1; `struck`: hit by force in the last seven days.
    """
    import pandas as pd

    places = list(kept.scenario.places)
    events = _events(kept, places)
    shares = {"lost": _lost(kept, places, events), "struck": _struck(events, kept, len(places))}
    days = np.tile(np.arange(1, kept.days + 1), len(places))
    return pd.DataFrame({"place": np.repeat(places, kept.days), "day": days} | shares)


def places_apart(comparison: KeptComparison) -> "pd.DataFrame":
    """One row a place, day and scenario beside the base: `place, day, scenario, base, other, difference`.

    The shares are those of worlds in which the place is held by another than at first. Only places that both
    have.
    """
    import pandas as pd

    (_, base), *others = ((name, places_by_day(kept)) for name, kept in comparison.runs.items())
    by = ["place", "day"]
    merged = [
        base.merge(found, on=by, suffixes=("_base", "_other")).assign(scenario=name) for name, found in others
    ]
    frame = pd.concat(merged, ignore_index=True)
    shares = {"base": frame["lost_base"], "other": frame["lost_other"]}
    return frame[[*by, "scenario"]].assign(**shares, difference=shares["other"] - shares["base"])


def _events(kept: Kept, places: list[str]) -> Any:
    """What happened at places from day 1 on, with `at`, the place's number, and `force`, whether used."""
    import pandas as pd

    columns = ["world", "day", "place", "actor", "action", "captured"]
    events = kept.table("events", columns, [("day", ">=", 1), ("world", ">=", 0)])
    kinetic = {name for name, action in kept.scenario.actions.items() if action.kinetic}
    at = pd.Categorical(events["place"], categories=places).codes  # -1 where it happened at none
    return events.assign(at=at, force=events["action"].isin(kinetic))[at >= 0]


def _lost(kept: Kept, places: list[str], events: Any) -> Floats:
    """Shares of worlds in which a place is held by another than at first, `(places * days,)`."""
    lost = np.zeros((kept.worlds, len(places), kept.days), bool)
    taken = events[events["captured"]].sort_values("day", kind="stable")
    for world, place, day, actor in taken[["world", "at", "day", "actor"]].itertuples(index=False):
        lost[world, place, day - 1 :] = actor != kept.scenario.places[places[place]].holder
    return lost.mean(axis=0).ravel()


def _struck(events: Any, kept: Kept, places: int) -> Floats:
    """Shares of worlds in which force was used at a place within the last days, as `_lost`."""
    hit = np.zeros((kept.worlds, places, kept.days), bool)
    force = events[events["force"]]
    hit[force["world"], force["at"], force["day"] - 1] = True
    struck = hit.copy()
    for back in range(1, min(DAYS, kept.days)):
        struck[:, :, back:] |= hit[:, :, :-back]
    return struck.mean(axis=0).ravel()
