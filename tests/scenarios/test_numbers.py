"""The numbers that docs/explanation/rates.md quotes follow from the aggregated tables."""

from pathlib import Path

from sim.scenario.load import load
from tests.scenarios import numbers

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "rates.md"


def test_the_reference_is_the_count_of_four_weeks() -> None:
    assert numbers.counted(numbers.FOUR_WEEKS)[0] == load("idlib-2018-01").outcomes.reference_events.value


def test_weights_are_counts_near_the_place() -> None:
    near = numbers.weights()
    for name, place in load("idlib-2018-01").places.items():
        assert place.weight.value == near[name]
        assert place.weight.low <= near[name] / 2 and place.weight.high >= 2 * near[name]


def test_counts_end_before_day_one() -> None:
    assert max(row["week_start"] for row in numbers.table("idlib-place-weeks.csv")) < "2018-01-10"


def test_the_page_quotes_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [line for line in numbers.lines() if line not in page] == []
