"""The report and the first table: everything that is needed to judge a difference stands there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.compare import Comparison, Pair, compare
from sim.tell.comparison.conclusion import conclusion, enough_told, many_told, worlds_told
from sim.tell.comparison.report import as_json, report
from sim.tell.pictures import BANDS, bands, draw, weekly
from sim.tell.tables import HINGES, MAIN, PRECISION, main_differences, parting, rows_of
from sim.tell.terminal import print_comparison, print_ensemble
from tests.build import toy

HOSTILE = "<b>bold</b> [red]![x](http://example.org)"
PROVENANCE = {"command": ["deescalate"], "versions": {"package": "0"}, "start": "now"}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """A toy without its levers beside itself, with a hostile title."""
    base = toy(days=30)
    other = base.model_copy(update={"id": "other", "title": HOSTILE, "interventions": {}})
    return compare(base, other, worlds=12, workers=1, draws=4)


def test_the_report_holds_what_a_reader_needs(comparison: Comparison) -> None:
    text = "\n".join(report(comparison, {"deaths.png": "Deaths"}, PROVENANCE))
    assert text.count("not a prediction") == 1
    for heading in ("In short", "Main outcomes", "Pictures", "How sure", "All outcomes", "Provenance"):
        assert f"## {heading}\n" in text
    assert "![Deaths](deaths.png)" in text
    assert comparison.base.result_hash[:16] in text
    for difference in comparison.pairs[0].differences:
        assert difference.outcome.split("_")[0] in text
    assert "Before the talks" in text


def test_the_report_says_how_sure_each_scenario_is(comparison: Comparison) -> None:
    text = "\n".join(report(comparison, {}, PROVENANCE))
    sure = text.split("## How sure\n", 1)[1].split("## All outcomes", 1)[0]
    for words in (*PRECISION, *HINGES, "leave 0 out", "false discovery", "--precision"):
        assert words in sure
    assert "In this model" in text.split("## Main outcomes")[0]
    undrawn = replace(comparison, pairs=(_without_draws(comparison.pairs[0]),), draws=0)
    text = "\n".join(report(undrawn, {}, PROVENANCE))
    assert HINGES[1] not in text
    assert "was not examined" in text


def _without_draws(pair: Pair) -> Pair:
    nothing = {"sign_share": np.nan, "sign_turned": np.nan, "hangs_on": ""}
    return replace(pair, differences=tuple(d._replace(**nothing) for d in pair.differences))


def told(comparison: Comparison, **fields: object) -> str:
    """The sentence on deaths, with other figures than were found."""
    fixed = {"base": 1147.0, "difference": -29.0, "low": -39.0, "high": -19.0}
    fixed |= {"sign_share": 0.69, "sign_turned": 0.3, "hangs_on": "memory.wear.half_life"}
    fixed |= {"hangs_correlation": -0.6, "hangs_by_chance": 0.47, "hangs_p": 0.001}
    pair = comparison.pairs[0]
    changed = tuple(d._replace(**(fixed | fields)) if d.outcome == "deaths" else d for d in pair.differences)
    return conclusion(comparison, replace(pair, differences=changed), "deaths")


def test_a_conclusion_says_size_interval_hinge_and_sign(comparison: Comparison) -> None:
    lowered = told(comparison)
    assert lowered.startswith("In this model, “")
    assert "lowers deaths by 29.0 (19.0 to 39.0) from 1,147 in 30 days" in lowered
    assert "hangs most on memory.wear.half_life (rank correlation -0.60" in lowered
    assert "the sign keeps in 69 % of draws and turns in 30 %" in lowered
    assert "raises deaths by 29.0 (19.0 to 39.0)" in told(comparison, difference=29.0, low=19.0, high=39.0)
    assert "; the same in all 4 draws, the sign" in told(comparison, hangs_on="")
    assert "none of 219 assumptions stands out in 4 draws" in told(comparison, hangs_p=0.2)


def test_a_conclusion_claims_no_direction_that_chance_may_give(comparison: Comparison) -> None:
    unsure = told(comparison, high=2.0)
    assert "by no more than chance may: -29.0 (-39.0 to +2.0)" in unsure
    assert "lowers" not in unsure
    assert "does not change deaths" in told(comparison, difference=0.0)


def test_a_star_needs_both_the_interval_and_the_count_of_outcomes(comparison: Comparison) -> None:
    sure = comparison.pairs[0]["deaths"]._replace(low=1.0, high=2.0, p_adjusted=0.01)
    stars = [
        rows_of([d])[0][4].endswith("*")
        for d in (
            sure,
            sure._replace(p_adjusted=0.2),
            sure._replace(low=-1.0),
            sure._replace(p_adjusted=np.nan),
        )
    ]
    assert stars == [True, False, False, False]


def test_enough_worlds_or_how_many_more(comparison: Comparison) -> None:
    deaths = comparison.pairs[0]["deaths"]
    assert enough_told(deaths._replace(worlds_needed=12.0), 12) == "enough"
    assert enough_told(deaths._replace(worlds_needed=13.0), 12) == "1 more"
    assert enough_told(deaths._replace(worlds_needed=12357.0), 12) == "13,000 more"
    assert enough_told(deaths._replace(worlds_needed=np.nan), 12) == "–"
    few = [deaths._replace(worlds_needed=13.0)]
    assert "too few for deaths (1 more)" in worlds_told(comparison, few)
    assert worlds_told(comparison, [few[0]._replace(worlds_needed=2.0)]).endswith(": enough.")


def test_many_outcomes_are_counted(comparison: Comparison) -> None:
    (pair,) = comparison.pairs
    none = tuple(d._replace(low=-1.0, high=1.0) for d in pair.differences)
    assert f"Of {len(none)} intervals 0 leave 0 out" in many_told(replace(pair, differences=none))
    one = (none[0]._replace(low=0.5, p_adjusted=0.01), none[1]._replace(low=0.5, p_adjusted=0.3), *none[2:])
    assert "2 leave 0 out; by chance" in many_told(replace(pair, differences=one))
    assert " 1, marked *" in many_told(replace(pair, differences=one))


def test_a_title_stays_text(comparison: Comparison, capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(report(comparison, {}, PROVENANCE))
    assert "<b>" not in text
    assert "http://" not in text
    print_comparison(comparison)
    assert HOSTILE in capsys.readouterr().out


def test_the_table_says_once_that_it_is_no_prediction(
    comparison: Comparison, capsys: pytest.CaptureFixture[str]
) -> None:
    print_comparison(comparison)
    shown = capsys.readouterr().out
    assert shown.count("not a prediction") == 1
    assert "\x1b" not in shown
    assert "civilian deaths" in shown
    print_ensemble(comparison.base)
    assert capsys.readouterr().out.count("not a prediction") == 1


def test_the_first_table_shows_main_outcomes_and_falls(comparison: Comparison) -> None:
    shown = [difference.outcome for difference in main_differences(comparison.pairs[0])]
    assert shown[: len(MAIN)] == list(MAIN)
    assert all(name.startswith("fall_") for name in shown[len(MAIN) :])


def test_json_has_no_missing_number(comparison: Comparison) -> None:
    document = as_json(comparison)
    assert document["others"][0]["change"].startswith("lever")
    values = [v for d in document["others"][0]["differences"] for v in d.values()]
    assert not any(isinstance(value, float) and not np.isfinite(value) for value in values)


def test_parting_is_told_in_a_sentence(comparison: Comparison) -> None:
    assert "identical" in parting(comparison.pairs[0])


def test_weeks_are_whole(comparison: Comparison) -> None:
    base = comparison.base
    deaths = weekly(base, "deaths")
    assert deaths.shape == (12, 4)
    assert deaths[:, 0].sum() == base.daily["deaths"][:, :7].sum()
    assert np.array_equal(weekly(base, "confidence")[:, 1], base.daily["confidence"][:, 13])
    levels = bands(base, "deaths")[list(BANDS)].to_numpy()
    assert (np.diff(levels, axis=1) >= 0).all()


def test_every_picture_has_a_caption(comparison: Comparison, tmp_path: Path) -> None:
    captions = draw(comparison, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(captions)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in tmp_path.iterdir())
