"""Ensemble: what came out of many worlds of one scenario."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.arrays import Array, Floats, Ints, Words
from sim.scenario.scenario import Scenario

from .outcomes import outcomes_of

if TYPE_CHECKING:
    import pandas as pd

QUANTILES = {"q05": 0.05, "q50": 0.5, "q95": 0.95}
NOT_A_PREDICTION = "Simulated under stated assumptions; not a prediction."


@dataclass(frozen=True)
class Ensemble:
    """Worlds of a scenario in order of their numbers, lived for `days` from day 1 on.

    `measured` maps an outcome to `(worlds,)` floats, NaN where missing; `daily` a metric to
    `(worlds, days)`; `digest` has shape `(worlds, days from first_day on)` and is equal exactly
    where two worlds' days are.
    """

    scenario: Scenario
    seed: int
    worlds: Ints
    days: int
    first_day: int
    measured: dict[str, Floats]
    daily: dict[str, Array]
    digest: Words
    elapsed: float

    def __len__(self) -> int:
        return len(self.worlds)

    @property
    def runs_per_s(self) -> float:
        """Worlds a second."""
        return len(self) / self.elapsed if self.elapsed else float("nan")

    @cached_property
    def outcomes(self) -> "pd.DataFrame":
        """One row a world, one column an outcome; missing where a date is censored."""
        import pandas as pd

        return pd.DataFrame(self.measured, index=pd.Index(self.worlds, name="world"))

    @cached_property
    def series(self) -> "pd.DataFrame":
        """Tidy: one row a world and day, one column a metric."""
        import pandas as pd

        worlds, days = len(self), self.days
        keys: dict[str, Any] = {
            "world": np.repeat(self.worlds, days),
            "day": np.tile(np.arange(1, days + 1), worlds),
        }
        return pd.DataFrame(keys | {name: values.ravel() for name, values in self.daily.items()})

    @cached_property
    def result_hash(self) -> str:
        """SHA-256 over outcomes and digests in order of worlds: the same results, the same hash."""
        outcomes = np.stack(list(self.measured.values()), axis=1)
        outcomes = np.where(np.isnan(outcomes), np.nan, outcomes + 0.0)
        rows = np.concatenate((outcomes.view(np.uint64), self.digest), axis=1)
        heading = f"{list(self.measured)} {self.first_day} {self.days}".encode()
        return hashlib.sha256(heading + rows.astype("<u8").tobytes()).hexdigest()

    def summary(self) -> "pd.DataFrame":
        """One row an outcome: mean, sd, quantiles, share reached (of dates), unit and better direction.

        A date has no mean: worlds that never reach it would drop out. Its quantiles count them as
        later than all others and are missing where those prevail.
        """
        import pandas as pd

        kinds = outcomes_of(self.scenario)
        rows = {name: _summary(values, kinds[name].is_date) for name, values in self.measured.items()}
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=["mean", "sd", *QUANTILES, "share"])
        frame["unit"] = [kinds[name].unit for name in rows]
        frame["better"] = [kinds[name].better for name in rows]
        return frame.rename_axis("outcome")

    def _repr_html_(self) -> str:
        """An escaped table for notebooks."""
        from html import escape

        title = escape(f"{self.scenario.title}: {len(self)} worlds, {self.days} days, seed {self.seed}")
        table = self.summary().round(3).to_html(escape=True, na_rep="")
        return f"<p><strong>{title}</strong></p>{table}<p>{NOT_A_PREDICTION}</p>"


def _summary(values: Floats, is_date: bool) -> list[float]:
    if is_date:
        dates = np.where(np.isnan(values), np.inf, values)
        levels = np.quantile(dates, list(QUANTILES.values()), method="inverted_cdf")
        reached = [float(day) if np.isfinite(day) else np.nan for day in levels]
        return [np.nan, np.nan, *reached, float(np.mean(np.isfinite(dates)))]
    known = values[~np.isnan(values)]
    if not len(known):
        return [np.nan] * 6
    spread = float(known.std(ddof=1)) if len(known) > 1 else np.nan
    return [float(known.mean()), spread, *np.quantile(known, list(QUANTILES.values())).tolist(), np.nan]
