"""Certainty: the part of a report that says how sure its differences are, and what they hang on."""

from collections.abc import Iterator

from sim.experiment.compare import Comparison, Pair
from sim.experiment.doubt import WORLDS_A_DRAW
from sim.tell.figures import plain_markdown
from sim.tell.tables import HINGES, PRECISION, hinge_rows, main_differences, markdown_table, precision_rows

from .conclusion import many_told


def how_sure(comparison: Comparison) -> Iterator[str]:
    """Lines of Markdown: what the figures leave out, then two tables for each scenario."""
    yield from _notes(comparison)
    for pair in comparison.pairs:
        yield from _of_pair(comparison, pair)


def _notes(comparison: Comparison) -> Iterator[str]:
    yield "- Intervals are 95 % percentile bootstraps over worlds. They show chance between worlds only."
    yield (
        "- Many outcomes are looked at, so some intervals leave 0 out by chance alone. A star marks those"
        " that also stand when all outcomes of the scenario are counted (sign flips, Benjamini and Hochberg)."
    )
    yield (
        f"- *Sign keeps* and *turns* are the shares of {comparison.draws} draws from the ranges of all"
        " assumptions, the same for both scenarios, in which the mean difference of"
        f" {WORLDS_A_DRAW} worlds has the sign shown above, or the other one; in the rest there is none."
        " Near 50 % each the sign depends on numbers that nobody measured. With so few worlds a draw,"
        " chance adds to that doubt."
    )
    yield (
        "- What a difference *hangs on* is the assumption whose value goes most with it over these draws, by"
        " rank. The largest of hundreds is large by chance: where it does not exceed what shuffled draws give"
        " in 95 %, none stands out, and more `--draws` may tell. One that stands out is an association in the"
        " model, and overstated, as the largest of many is."
    )
    yield (
        "- *Worlds needed* make an interval of plus and minus the half-width asked for: what `--precision`"
        " says, or else a tenth of the base's mean. It is an estimate from the variance seen here."
    )
    yield "- Dates are shown as the share of worlds that reach them within the run."
    yield "- *Better* and *worse* are shares of worlds; the rest has the same value."
    yield "- Only levers of restraint, monitoring or messaging may be ranked. Nothing here is ranked.\n"


def _of_pair(comparison: Comparison, pair: Pair) -> Iterator[str]:
    shown, scenario = main_differences(pair), pair.ensemble.scenario
    yield f"### How sure: {plain_markdown(scenario.title)} (`{scenario.id}`)\n"
    yield f"{plain_markdown(many_told(pair))}\n"
    yield markdown_table(PRECISION, precision_rows(shown, len(comparison.base)))
    if hinges := hinge_rows(shown):
        yield f"What differences hang on, of {pair.assumptions} assumptions in {comparison.draws} draws:\n"
        yield markdown_table(HINGES, hinges)
