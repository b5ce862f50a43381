"""The report and the first table: everything that is needed to judge a difference stands there."""

from pathlib import Path

import numpy as np
import pytest

from sim.experiment.compare import Comparison, compare
from sim.tell.pictures import BANDS, bands, draw, weekly
from sim.tell.report import as_json, report
from sim.tell.tables import MAIN, main_differences, parting
from sim.tell.terminal import print_comparison, print_ensemble
from tests.build import toy

HOSTILE = "<b>bold</b> [red]![x](http://example.org)"
PROVENANCE = {"command": ["deescalate"], "versions": {"package": "0"}, "start": "now"}


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """A toy without its levers beside itself, with a hostile title."""
    base = toy(days=30)
    other = base.model_copy(update={"id": "other", "title": HOSTILE, "interventions": {}})
    return compare(base, other, worlds=12, workers=1, draws=2)


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
