"""Conclusion: what a comparison says, in plain sentences that keep what they hang on."""

import math
from collections.abc import Sequence

from sim.experiment.compare import Comparison, Difference, Pair
from sim.experiment.hinge import Hinge
from sim.experiment.multiplicity import by_chance
from sim.tell.figures import MISSING, amount, name_of, percent, signed, span


def conclusion(comparison: Comparison, pair: Pair, outcome: str) -> str:
    """One outcome of one scenario in a sentence: direction, size, interval, hinge and sign share."""
    d = pair[outcome]
    name, before = name_of(outcome, d.unit), amount(d.base, d.unit)
    subject = f"In this model, “{pair.ensemble.scenario.title}”"
    if not d.difference or math.isnan(d.difference):
        return f"{subject} does not change {name} on average ({before})."
    hangs = f"{hinge_told(d.hinge, pair.assumptions, comparison.draws)}{signs_told(d)}"
    return f"{subject} {_size(d, name)} from {before} in {comparison.base.days} days; {hangs}."


def _size(d: Difference, name: str) -> str:
    """What happens to an outcome and by how much; a direction only where the interval has one."""
    if not d.leaves_zero_out:
        return f"changes {name} by no more than chance may: {signed(d.difference, d.unit)} ({span(d)})"
    middle, least, most = (
        signed(value, d.unit).replace("+", "")
        for value in (abs(d.difference), *sorted((abs(d.low), abs(d.high))))
    )
    least = least.removesuffix(" pts")
    return f"{'raises' if d.difference > 0 else 'lowers'} {name} by {middle} ({least} to {most})"


def hinge_told(hinge: Hinge, assumptions: int, draws: int) -> str:
    """What a difference hangs on most, beside what chance alone gives, or that nothing stands out."""
    if not hinge.path:
        return f"the same in all {draws} draws" if draws else "what it hangs on was not examined"
    if not hinge.stands_out:
        return f"none of {assumptions} assumptions stands out in {draws} draws"
    strength = f"rank correlation {hinge.correlation:+.2f} in {draws} draws"
    return f"it hangs most on {hinge.path} ({strength}, by chance below {hinge.by_chance:.2f})"


def signs_told(d: Difference) -> str:
    """In what part of the draws the sign keeps and turns; nothing without draws."""
    if math.isnan(d.sign_share):
        return ""
    return f", the sign keeps in {percent(d.sign_share)} of draws and turns in {percent(d.sign_turned)}"


def many_told(pair: Pair) -> str:
    """How many intervals leave 0 out, how many would by chance, and how many stand when all are counted."""
    found, outcomes = pair.differences, len(pair.differences)
    out, stand = sum(d.leaves_zero_out for d in found), sum(d.stands for d in found)
    expected = f"by chance alone at most about {by_chance(outcomes):.1f} would"
    stars = f"{stand}, marked *, also when all are counted (false discovery rate 5 %)"
    return f"Of {outcomes} intervals {out} leave 0 out; {expected}. {stars}."


def enough_told(difference: Difference, worlds: int) -> str:
    """Whether this many worlds are enough for the half-width asked for, or about how many more it takes."""
    if math.isnan(difference.worlds_needed):
        return MISSING
    more = difference.worlds_needed - worlds
    return "enough" if more <= 0 else f"{round_up(more):,} more"


def worlds_told(comparison: Comparison, differences: Sequence[Difference]) -> str:
    """For which of these outcomes there are too few worlds, in a sentence."""
    told = {d: enough_told(d, len(comparison.base)) for d in differences}
    short = [f"{name_of(d.outcome, d.unit)} ({more})" for d, more in told.items() if more.endswith("more")]
    asked = "Worlds for the half-widths asked for (a tenth of the base's mean where none is)"
    return f"{asked}: {'too few for ' + ', '.join(short) if short else 'enough'}."


def round_up(number: float) -> int:
    """A positive number, up to two figures: the rest is chance.

    >>> round_up(7), round_up(12345), round_up(200)
    (7, 13000, 200)
    """
    whole = math.ceil(number)
    step = 10 ** max(0, len(str(whole)) - 2)
    return -(-whole // step) * step
