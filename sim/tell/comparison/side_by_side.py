"""Side by side: two kept runs in the same worlds, in words, as a table and as bands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from sim.experiment.beside import beside
from sim.experiment.compare import Difference
from sim.experiment.kept import Kept, KeptComparison
from sim.tell.figures import MISSING, amount, name_of, percent, signed
from sim.tell.run.weeks import Bands, overlaid

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

    found = beside(first, second)
    told = {difference.outcome: _told(*names, difference) for difference in found}
    runs = dict(zip(names, (first, second), strict=True))
    both = KeptComparison(first.folder, {}, runs)
    return SideBySide(pd.DataFrame([one._asdict() for one in found], columns=_COLUMNS), told, overlaid(both))


def _told(base: str, other: str, d: Difference) -> str:
    """One outcome in the runs called `base` and `other`: its interval, and the shares of worlds."""
    name, before = name_of(d.outcome, d.unit), amount(d.base, d.unit)
    if not d.difference:
        return f"In this model, “{other}” and “{base}” do not differ on average in {name} ({before})."
    ends = f"{signed(d.low, d.unit)} to {signed(d.high, d.unit)}"
    moved = f"{amount(d.other, d.unit)} under “{other}” and {before} under “{base}”"
    change = f"a difference of {signed(d.difference, d.unit)} (95 % interval over worlds {ends})"
    hangs = "How far this hangs on the assumptions was not examined here."
    return " ".join((f"In this model, {name}: {moved}, {change}.", *_shares(d), hangs))


def _shares(d: Difference) -> Iterator[str]:
    better, worse, same = percent(d.better), percent(d.worse), percent(d.same)
    if MISSING not in (better, worse):
        yield f"It is better in {better} of the paired worlds, worse in {worse} and the same in {same}."
