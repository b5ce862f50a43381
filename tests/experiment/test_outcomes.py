"""Outcomes: the registry, the windows, and the rule applied to what was counted."""

import csv
import datetime
import importlib.resources

import numpy as np
import pytest

from sim.experiment import windows
from sim.experiment.outcomes import OUTCOMES, calm
from sim.experiment.part import Part, outcomes_part
from sim.experiment.survival import share_reached
from sim.scenario.vary import vary
from tests.build import toy

START = datetime.date(2018, 1, 11)
THRESHOLD = {
    "reference_events": 92.0,
    "reporting_share": 1.0,
    "de_escalation": 2 / 3,
    "escalation": 1.5,
    "lull": 0.5,
    "relapse": 1.0,
}


def counted(days: int) -> dict[str, np.ndarray]:
    """Counted events of all dyads on days 1..days in one row, with nothing known of rungs and captures."""
    events = np.zeros((days, 1), np.int64)
    table = importlib.resources.files("sim") / "evidence/tables/idlib-daily.csv"
    with table.open(encoding="utf-8") as lines:
        for line in csv.DictReader(row for row in lines if not row.startswith("#")):
            day = (datetime.date.fromisoformat(line["date"]) - START).days
            if 0 <= day < days:
                events[day] += int(line["events"])
    nothing = np.zeros_like(events)
    return {"lethal_events": events, "captures": nothing, "rung9": nothing, "rung_above": nothing > 0}


def date(day: float) -> datetime.date:
    return START + datetime.timedelta(days=int(day) - 1)


def test_the_record_calms_down_on_12_march_and_reaches_a_lull_on_26_april() -> None:
    dates = calm(counted(200), THRESHOLD)
    assert date(dates["de_escalation"][0]) == datetime.date(2018, 3, 12)
    assert date(dates["lasting_lull"][0]) == datetime.date(2018, 4, 26)
    assert np.isnan(dates["escalation"][0])


def test_a_higher_reference_calms_earlier() -> None:
    dates = calm(counted(200), THRESHOLD | {"reference_events": 115.0})
    assert date(dates["de_escalation"][0]) < datetime.date(2018, 3, 12)


def test_dates_need_a_whole_window() -> None:
    assert np.isnan(calm(counted(27), THRESHOLD | {"reference_events": 1e9})["de_escalation"][0])
    assert calm(counted(28), THRESHOLD | {"reference_events": 1e9})["de_escalation"][0] == 1


@pytest.mark.parametrize("obstacle", ["captures", "rung9"])
def test_a_lull_holds_no_capture_and_no_fire_between_states(obstacle: str) -> None:
    daily = {key: np.zeros((60, 1), np.int64) for key in ("lethal_events", "captures", "rung9", "rung_above")}
    assert calm(daily, THRESHOLD)["lasting_lull"][0] == 1
    daily[obstacle][9] = 1
    assert calm(daily, THRESHOLD)["lasting_lull"][0] == 11
    assert calm(daily, THRESHOLD)["de_escalation"][0] == 1


def test_a_pair_above_its_first_rung_delays_de_escalation() -> None:
    daily = {key: np.zeros((60, 1), np.int64) for key in ("lethal_events", "captures", "rung9", "rung_above")}
    daily["rung_above"][:5] = 1
    assert calm(daily, THRESHOLD)["de_escalation"][0] == 6


def test_a_relapse_comes_after_a_lull() -> None:
    daily = {
        key: np.zeros((120, 2), np.int64) for key in ("lethal_events", "captures", "rung9", "rung_above")
    }
    daily["lethal_events"][:, 0] = 10
    daily["lethal_events"][:60, 1], daily["lethal_events"][60:, 1] = 0, 10
    dates = calm(daily, THRESHOLD)
    assert np.isnan(dates["relapse"][0])
    assert dates["lasting_lull"][1] == 1
    assert dates["relapse"][1] == 43  # ten lethal events on days 61..70 fill the window that begins on day 43


def test_windows_agree_with_plain_sums() -> None:
    daily = np.arange(40).reshape(20, 2) % 7
    for days in (1, 3, 20):
        ahead = [daily[day : day + days].sum(axis=0) for day in range(21 - days)]
        behind = [daily[max(0, day - days + 1) : day + 1].sum(axis=0) for day in range(20)]
        assert np.array_equal(windows.sums_ahead(daily, days), ahead)
        assert np.array_equal(windows.sums_behind(daily, days), behind)
    assert windows.sums_ahead(daily, 21).shape == (0, 2)


def test_share_reached_is_the_share_of_worlds() -> None:
    dates = np.array([1, 1, 4, 9, np.nan])
    assert share_reached(dates, 10) == pytest.approx([0.4] * 3 + [0.6] * 5 + [0.8] * 2)


def test_every_outcome_says_what_it_is() -> None:
    for outcome in OUTCOMES.values():
        assert outcome.unit and outcome.meaning
        assert outcome.better in ("lower", "higher", "later", "none")


def test_each_row_is_measured_by_its_own_thresholds() -> None:
    scenario = toy()
    ranges = {
        path: (p.low, p.high) for path, p in scenario.parameters.items() if path.startswith("outcomes.")
    }
    both = {path: np.array(ends) for path, ends in ranges.items()}
    together = outcomes_part(Part(scenario, 1, np.array([3, 3]), both))
    for row in range(2):
        own = vary(scenario, {path: ends[row] for path, ends in ranges.items()})
        alone = outcomes_part(Part(own, 1, np.array([3])))
        assert all(np.array_equal(together[name][[row]], alone[name], equal_nan=True) for name in alone)
    assert any(first != second for first, second in together.values())
