"""Counted weeks are the table's days summed; they stand beside a run of their area, and of no other."""

import csv
import datetime
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

import sim
from sim.evidence.counted import FIRST, LAST
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.scenario.vary import vary
from sim.tell.page.run import run_page
from tests.build import toy

CHAPTER = "Beside what was counted"
SHARE = "outcomes.reporting_share"
DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def base() -> sim.Scenario:
    return sim.load("idlib-2018-01")


@pytest.fixture(scope="module")
def kept(base: sim.Scenario, tmp_path_factory: pytest.TempPathFactory) -> sim.Kept:
    return lived(base, tmp_path_factory.mktemp("counted") / "run")


def lived(scenario: sim.Scenario, folder: Path) -> sim.Kept:
    with Pool(1) as pool:
        run_into(folder, scenario, 8, 1, pool=pool, days=21)
    return sim.open_run(folder)


def by_day() -> Counter[datetime.date]:
    """Events of each day, read line by line."""
    days: Counter[datetime.date] = Counter()
    lines = files("sim").joinpath("evidence/tables/idlib-daily.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        days[datetime.date.fromisoformat(row["date"])] += int(row["events"])
    return days


def test_weeks_are_sums_of_days(base: sim.Scenario) -> None:
    found, days = sim.counted_by_week(base, 30, 3), by_day()
    assert found is not None
    begins = [base.start + 7 * week * DAY for week in range(-3, 4)]
    assert [week.date() for week in found["week"]] == begins
    assert found["lethal_events"].tolist() == [sum(days[day + k * DAY] for k in range(7)) for day in begins]
    assert (found["deaths"] > found["lethal_events"]).all()


def test_only_weeks_that_the_table_covers_whole(base: sim.Scenario) -> None:
    found = sim.counted_by_week(base, 2000, 200)
    assert found is not None
    first, last = found["week"].iloc[0].date(), found["week"].iloc[-1].date()
    assert FIRST <= first < FIRST + 7 * DAY
    assert LAST - 7 * DAY < last + 6 * DAY <= LAST
    assert len(found) == (last - first).days // 7 + 1


def test_sums_before_day_one_are_of_all_those_weeks_or_none(base: sim.Scenario) -> None:
    days = by_day()
    found = sim.counted_before(base, 4)
    assert found is not None
    assert found["lethal_events"] == sum(days[base.start - (k + 1) * DAY] for k in range(28)) == 99
    most = (base.start - FIRST).days // 7
    assert sim.counted_before(base, most) and sim.counted_before(base, most + 1) is None
    assert sim.counted_before(toy(), 4) is None


def test_another_area_has_no_counts(base: sim.Scenario, tmp_path: Path) -> None:
    assert sim.counted_by_week(toy(), 30) is None
    elsewhere = lived(toy(), tmp_path / "toy")
    assert not sim.unfolding(elsewhere).counted
    assert CHAPTER not in [chapter.title for chapter in run_page(elsewhere).chapters]
    assert sim.counted_by_week(sim.load("no-drone-raid"), 30) is not None


def test_bands_beside_counts_are_those_of_the_run_times_the_share(kept: sim.Kept) -> None:
    found = sim.unfolding(kept)
    for name, bands in found.counted.items():
        for level in ("low90", "median", "high90"):
            assert bands.frame[level].tolist() == pytest.approx(found.bands[name].frame[level] * 0.7)
    assert set(found.counted) == {"lethal_events", "deaths"}


def test_the_report_tells_what_was_counted(kept: sim.Kept) -> None:
    (chapter,) = (found for found in run_page(kept).chapters if found.title == CHAPTER)
    told = repr(chapter)
    assert "of 3 counted weeks lie in the range" in told and "fit, not foresight" in told
    assert "'counted')" in told
    first, *_, last = sim.unfolding(kept).counted["deaths"].frame["counted"]
    assert f"Counted: {first:.0f} in the first week, {last:.0f} in the last." in told


def test_another_share_counts_less_of_the_same_worlds(
    base: sim.Scenario, kept: sim.Kept, tmp_path: Path
) -> None:
    other = sim.unfolding(lived(vary(base, {SHARE: 0.5}), tmp_path / "half")).counted["deaths"].frame
    same = sim.unfolding(kept).counted["deaths"].frame
    assert other["counted"].tolist() == same["counted"].tolist()
    assert (other["high90"] < same["high90"]).all()
    assert "times 0.5," in sim.counted_told(0.5)


def test_weeks_within_the_range_are_counted(kept: sim.Kept) -> None:
    counted = sim.unfolding(kept).counted
    frame = counted["deaths"].frame
    assert sim.within(counted)["deaths"] == (
        sum(
            low <= seen <= high
            for low, seen, high in zip(frame["low90"], frame["counted"], frame["high90"], strict=True)
        ),
        3,
    )
    frame["counted"] = frame["high90"] + 1
    assert sim.within(counted)["deaths"] == (0, 3)
