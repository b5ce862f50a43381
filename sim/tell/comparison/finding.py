"""Finding: one difference of a comparison in a plain sentence, with its interval, and what it hangs on."""

from collections.abc import Mapping
from typing import Any

from sim.tell.figures import MISSING, amount, name_of, percent, signed


def finding(base: str, other: str, difference: Mapping[str, Any], draws: int) -> str:
    """What one outcome does, as `compare --json` gives it; `base` and `other` are titles.

    Says "in this model", gives the 95 % interval over worlds, the shares of worlds better and worse, and
    in what part of the draws from the ranges of the assumptions the sign stays.
    """
    unit = difference["unit"]
    name = name_of(difference["outcome"], unit)
    told = {key: _told(difference[key]) for key in ("base", "other", "difference", "low", "high")}
    before, after = amount(told["base"], unit), amount(told["other"], unit)
    if not told["difference"]:
        return f"In this model, “{other}” and “{base}” do not differ on average in {name} ({before})."
    ends = f"{signed(told['low'], unit)} to {signed(told['high'], unit)}"
    moved = f"{after} under “{other}” and {before} under “{base}”"
    change = f"a difference of {signed(told['difference'], unit)} (95 % interval over worlds {ends})"
    sentences = f"In this model, {name}: {moved}, {change}.", _shares(difference), _hangs(difference, draws)
    return " ".join(sentence for sentence in sentences if sentence)


def _told(value: float | None) -> float:
    return float("nan") if value is None else value


def _shares(difference: Mapping[str, Any]) -> str:
    better, worse, same = (percent(_told(difference[key])) for key in ("better", "worse", "same"))
    if MISSING in (better, worse):
        return ""
    return f"It is better in {better} of the paired worlds, worse in {worse} and the same in {same}."


def _hangs(difference: Mapping[str, Any], draws: int) -> str:
    if not draws:
        return "How far this hangs on the assumptions was not examined here."
    keeps, turns = (percent(_told(difference[key])) for key in ("sign_share", "sign_turned"))
    return (
        f"Of {draws} draws of all assumptions from their ranges, {keeps} keep its sign and {turns} turn it."
    )
