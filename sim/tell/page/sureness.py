"""Sureness: what the differences of a comparison hang on, and how many worlds are enough."""

from collections.abc import Sequence

from sim.experiment.doubt import WORLDS_A_DRAW
from sim.tell.comparison.conclusion import enough_told
from sim.tell.figures import name_of
from sim.tell.tables import HINGES, PRECISION, hinge_rows, precision_rows

from .besides import Beside
from .blocks import Block, Chapter, Heading, Prose, Table


def hangs_on(others: Sequence[Beside], draws: int) -> Chapter:
    """Which assumption each difference hangs on, and in what part of the draws its sign keeps."""
    title = "What the differences hang on"
    if not draws:
        return Chapter(title, [Prose(["How far this hangs on the assumptions was not examined (0 draws)."])])
    blocks: list[Block] = [
        Prose(
            [
                f"All assumptions were drawn from their ranges {draws} times, the same for base and other,"
                f" {WORLDS_A_DRAW} worlds a draw. What a difference hangs on is the assumption whose value"
                " goes most with it, by rank. The largest of hundreds is large by chance: where it does not"
                " exceed what shuffled draws give in 95 %, none stands out. One that stands out is an"
                " association in the model, and overstated, as the largest of many is."
            ]
        )
    ]
    for other in others:
        rows = hinge_rows(other.main)
        told = [Table(HINGES, rows, f"{other.title}: largest rank correlations", "texts")] if rows else []
        blocks += [Heading(other.title), *(told or [Prose(["Nothing varies over the draws."])])]
    return Chapter(title, blocks)


def enough(others: Sequence[Beside], worlds: int) -> Chapter:
    """For which outcomes there are too few worlds, and how many it takes."""
    blocks: list[Block] = [
        Prose(
            [
                "Worlds needed make an interval of plus and minus the half-width asked for: what --precision"
                " says, or else a tenth of the base's mean. It is an estimate from the variance seen here."
                " “If not paired” is the standard error of as many worlds without the same chance."
            ]
        )
    ]
    for other in others:
        short = [name_of(d.outcome, d.unit) for d in other.main if enough_told(d, worlds).endswith("more")]
        answer = (
            f"{worlds:,} worlds are too few for: {', '.join(short)}." if short else "Enough for all shown."
        )
        table = Table(PRECISION, precision_rows(other.main, worlds), f"{other.title}: precision", folded=True)
        blocks += [Heading(other.title), Prose([answer]), table]
    return Chapter("How many worlds are enough", blocks)
