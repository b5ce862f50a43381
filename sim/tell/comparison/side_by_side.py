"""Side by side: two kept runs in the same worlds, in words, as a table and as bands."""

from typing import TYPE_CHECKING, NamedTuple

from sim.experiment.beside import beside
from sim.experiment.kept import Kept, KeptComparison
from sim.tell.run.unfolding import Bands, overlaid

from .finding import finding

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = [
    "outcome", "unit", "base", "other", "difference", "low", "high", "better", "worse", "same",
]  # fmt: skip


class SideBySide(NamedTuple):
    """`table`: one row an outcome; `sentences` by outcome; `bands` by metric, their scenarios as named."""

    table: "pd.DataFrame"
    sentences: dict[str, str]
    bands: dict[str, Bands]


def side_by_side(first: Kept, second: Kept, names: tuple[str, str]) -> SideBySide:
    """What differs in `second` from `first`, which are called by these names.

    Raises `RefusedError` with the reason where their worlds are not the same ones.
    """
    import pandas as pd

    found = [difference._asdict() for difference in beside(first, second)]
    told = {row["outcome"]: finding(*names, row, 0) for row in found}
    runs = dict(zip(names, (first, second), strict=True))
    both = KeptComparison(first.folder, {}, runs)
    return SideBySide(pd.DataFrame(found, columns=_COLUMNS), told, overlaid(both))
