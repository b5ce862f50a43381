"""Report: a comparison as a folder to read and to check: report.md, pictures, tables, run folders.

Everything a reader sees says once that it is not a prediction, and what the intervals leave out.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.experiment.compare import Comparison, Difference, Pair, compared
from sim.experiment.doubt import Doubt
from sim.experiment.ensemble import NOT_A_PREDICTION, Ensemble
from sim.experiment.folder import FolderError, read_manifest, whole_folder, write_json, write_manifest
from sim.experiment.paired import interval
from sim.experiment.precision import Precision
from sim.experiment.run import WIDE, simulate_worlds
from sim.experiment.store import described, made, told, write_run
from sim.experiment.tables import EventTables
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint
from sim.tell.figures import amount, plain_markdown, signed
from sim.tell.pictures import draw, renderer
from sim.tell.tables import COLUMNS, csv_text, main_differences, markdown_table, parting, rows_of

from .certainty import how_sure
from .conclusion import conclusion, enough_told, many_told

Check = Callable[[Path], None]
BEFORE_TALKS = 14


def compare_into(
    target: Path,
    scenarios: Sequence[Scenario],
    worlds: int,
    doubt: Doubt,
    *,
    precision: Precision = MappingProxyType({}),
    replace: bool = False,
    command: Sequence[str] = (),
) -> Comparison:
    """Compare and write the folder `target`, whole or not at all.

    `doubt` lends its workers, seed, days and progress; `precision` asks for half-widths by outcome.
    Raises `FolderError` for a folder that holds another comparison, unless `replace`, and for one that
    holds anything else.
    """

    def simulate(scenario: Scenario) -> Ensemble:
        run = folder / "runs" / scenario.id
        run.mkdir(parents=True)
        options = {"pool": doubt.pool, "days": doubt.days, "chunk": WIDE, "progress": doubt.progress}

        def lived(tables: EventTables) -> Ensemble:
            return simulate_worlds(scenario, worlds, doubt.seed, tables=tables, **options)

        return write_run(run, lived, command)

    identity = identified(scenarios, worlds, doubt) | {"precision": dict(precision)}
    with whole_folder(target, same_comparison(identity, replace)) as folder:
        comparison = compared(scenarios, simulate, doubt, precision)
        write_comparison(folder, comparison, identity | made(command))
    return comparison


def identified(scenarios: Sequence[Scenario], worlds: int, doubt: Doubt) -> dict[str, Any]:
    """What makes a comparison the same one."""
    prints = {scenario.id: fingerprint(scenario) for scenario in scenarios}
    return {
        "kind": "comparison",
        "scenarios": prints,
        "worlds": worlds,
        "days": doubt.days,
        "seed": doubt.seed,
        "draws": doubt.draws,
    }


def same_comparison(identity: dict[str, Any], replace: bool) -> Check:
    """A check that a folder holds this comparison, or with `replace` any."""

    def check(target: Path) -> None:
        there = read_manifest(target)
        if there.get("kind") != "comparison":
            raise FolderError(f"{target}: holds something other than a comparison; choose another --out")
        if not replace and any(there.get(key) != value for key, value in identity.items()):
            raise FolderError(f"{target}: holds another comparison; choose another --out, or --replace it")

    return check


def write_comparison(folder: Path, comparison: Comparison, provenance: dict[str, Any]) -> None:
    """Write everything but the run folders, and the manifest last."""
    pictures = draw(comparison, folder)
    (folder / "comparison.csv").write_text(csv_text(comparison.table), encoding="utf-8")
    write_json(folder / "comparison.json", as_json(comparison))
    text = "\n".join(report(comparison, pictures, provenance))
    (folder / "report.md").write_text(text + "\n", encoding="utf-8")
    write_manifest(folder, provenance | {"not_a_prediction": NOT_A_PREDICTION, "pictures": renderer()})


def as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as strict JSON: what `compare --json` prints."""
    return {
        "base": described(comparison.base),
        "draws": comparison.draws,
        "others": [_pair_json(comparison, pair) for pair in comparison.pairs],
        "not_a_prediction": NOT_A_PREDICTION,
    }


def _pair_json(comparison: Comparison, pair: Pair) -> dict[str, Any]:
    return described(pair.ensemble) | {
        "change": pair.change.label,
        "may_be_ranked": pair.change.may_be_ranked,
        "identical": pair.divergence.identical,
        "first_divergence": {"earliest": pair.divergence.told(0), "median": pair.divergence.told(0.5)},
        "differences": told([_difference_json(comparison, pair, d) for d in pair.differences]),
        "in_words": [conclusion(comparison, pair, d.outcome) for d in main_differences(pair)],
        "many_outcomes": many_told(pair),
    }


def _difference_json(comparison: Comparison, pair: Pair, difference: Difference) -> dict[str, Any]:
    fields = difference._asdict()
    return fields | {
        "better_direction": fields.pop("direction"),
        "hangs_on": difference.hangs_on or None,
        "stands": difference.stands,
        "hinge_stands_out": difference.hinge.stands_out,
        "worlds_enough": enough_told(difference, len(comparison.base)),
        "in_words": conclusion(comparison, pair, difference.outcome),
    }


def report(comparison: Comparison, pictures: dict[str, str], provenance: dict[str, Any]) -> Iterator[str]:
    """The lines of report.md."""
    base = comparison.base
    yield f"# {plain_markdown(base.scenario.title)}: what changes\n"
    yield f"**{NOT_A_PREDICTION}** {_scope(comparison)}\n"
    yield "## In short\n"
    for pair in comparison.pairs:
        yield from _in_short(comparison, pair)
    yield "\n## Main outcomes\n"
    for pair in comparison.pairs:
        yield from _section(pair, base, main_differences(pair), "###")
    yield from _before_talks(comparison)
    yield "## Pictures\n"
    for name, caption in pictures.items():
        yield f"![{caption}]({name})\n\n*{caption}.*\n"
    yield f"Drawn by {renderer()}.\n"
    yield "## How sure\n"
    yield from how_sure(comparison)
    yield "\n## All outcomes\n"
    for pair in comparison.pairs:
        yield from _section(pair, base, pair.differences, "###")
    yield "## Provenance\n"
    yield from _provenance(comparison, provenance)


def _scope(comparison: Comparison) -> str:
    base = comparison.base
    return (
        f"Each scenario was simulated in the same {len(base):,} worlds of {base.days} days from"
        f" {base.scenario.start} (seed {base.seed}); a world has the same chance in each of them, so that"
        " only what was changed, and what follows from it, differs."
    )


def _in_short(comparison: Comparison, pair: Pair) -> Iterator[str]:
    """One scenario in a few sentences."""
    title = f"**{plain_markdown(pair.ensemble.scenario.title)}** ({plain_markdown(pair.change.label)})"
    yield f"- {title}: {plain_markdown(parting(pair))}"
    for outcome in ("lethal_events", "deaths", "lasting_lull"):
        yield f"  - {plain_markdown(conclusion(comparison, pair, outcome))}"
    yield f"  - {plain_markdown(many_told(pair))}"


def _section(pair: Pair, base: Ensemble, differences: Sequence[Difference], level: str) -> Iterator[str]:
    scenario = pair.ensemble.scenario
    yield f"{level} {plain_markdown(scenario.title)} (`{scenario.id}`)\n"
    if scenario.description:
        yield f"{plain_markdown(scenario.description)}\n"
    columns = [base.scenario.id if name == "base" else name for name in COLUMNS]
    yield markdown_table(columns, rows_of(differences))


def _before_talks(comparison: Comparison) -> Iterator[str]:
    """Deaths in the two weeks before each meeting of the base: do parties surge before talks?"""
    base = comparison.base
    columns = ("scenario", "base", "here", "difference", "95 % interval")
    for talks in base.scenario.talks.values():
        last = base.scenario.day_of(talks.date) - 1
        if not BEFORE_TALKS <= last <= base.days:
            continue
        yield f"## Before the talks of {talks.date}\n"
        yield f"Deaths in the {BEFORE_TALKS} days before: {plain_markdown(talks.name)}.\n"
        rows = [_over(base, pair.ensemble, last) for pair in comparison.pairs]
        yield markdown_table(columns, rows)


def _over(base: Ensemble, other: Ensemble, last: int) -> tuple[str, ...]:
    first, second = (e.daily["deaths"][:, last - BEFORE_TALKS : last].sum(axis=1) for e in (base, other))
    mean, low, high = interval(1.0 * (second - first))
    ends = f"{signed(low, 'deaths')} to {signed(high, 'deaths')}"
    means = amount(float(first.mean()), "deaths"), amount(float(second.mean()), "deaths")
    return other.scenario.id, *means, signed(mean, "deaths"), ends


def _provenance(comparison: Comparison, provenance: dict[str, Any]) -> Iterator[str]:
    ensembles = [comparison.base, *(pair.ensemble for pair in comparison.pairs)]
    yield "```\n" + " ".join(provenance["command"]) + "\n```\n"
    versions = ", ".join(f"{name} {number}" for name, number in provenance["versions"].items())
    yield f"{provenance['start']}; {versions}.\n"
    rows = [(e.scenario.id, fingerprint(e.scenario)[:16], e.result_hash[:16]) for e in ensembles]
    yield markdown_table(("scenario", "fingerprint", "result hash"), rows)
    yield "Each `runs/` folder holds the full tables and resolves to the same scenario."
