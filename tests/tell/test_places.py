"""Where ground changes hands and places are struck: the shares against a plain count, world by world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.experiment.kept import Kept, KeptComparison, open_run
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.scenario.vary import vary
from sim.tell.run.places import DAYS, places_apart, places_by_day
from tests.build import toy

WORLDS = 6


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Kept]]:
    """A run, and one of the same worlds with more assaults."""
    folder: Path = tmp_path_factory.mktemp("runs")
    calm = toy()
    wild = vary(calm, {"actors.government.rules.assault.rate": 4.0}, beyond_range=True)
    for name, scenario in (("calm", calm), ("wild", wild)):
        run_into(folder / name, scenario, WORLDS, 1, pool=Pool(1), days=20)
    yield {name: open_run(folder / name) for name in ("calm", "wild")}


def counted(kept: Kept, place: str, day: int) -> tuple[float, float]:
    """Shares of worlds, counted one by one."""
    events = kept.table("events")
    force = {name for name, action in kept.scenario.actions.items() if action.kinetic}
    lost = struck = 0
    for world in range(WORLDS):
        rows = [e for e in events.itertuples() if e.world == world and e.place == place and 1 <= e.day <= day]
        holder = next((e.actor for e in reversed(rows) if e.captured), kept.scenario.places[place].holder)
        lost += holder != kept.scenario.places[place].holder
        struck += any(e.action in force and e.day > day - DAYS for e in rows)
    return lost / WORLDS, struck / WORLDS


@pytest.mark.parametrize("name", ["calm", "wild"])
def test_shares_are_those_counted_world_by_world(kept: dict[str, Kept], name: str) -> None:
    found = places_by_day(kept[name]).set_index(["place", "day"])
    for place in kept[name].scenario.places:
        for day in (1, 9, 20):
            assert tuple(found.loc[(place, day)]) == pytest.approx(counted(kept[name], place, day))


def test_other_worlds_are_other_shares(kept: dict[str, Kept]) -> None:
    calm, wild = places_by_day(kept["calm"]), places_by_day(kept["wild"])
    assert wild["lost"].max() > 0 and wild["struck"].max() > 0
    assert not calm.equals(wild)


def test_apart_is_the_other_less_the_base(kept: dict[str, Kept]) -> None:
    frame = places_apart(KeptComparison(Path(), {}, kept))
    assert set(frame["scenario"]) == {"wild"}
    assert frame["difference"].tolist() == (frame["other"] - frame["base"]).tolist()
    last = frame[frame["day"] == 20].set_index("place")["other"]
    assert (
        last.to_dict() == places_by_day(kept["wild"]).query("day == 20").set_index("place")["lost"].to_dict()
    )
    assert frame["difference"].abs().max() > 0


def test_a_scenario_is_not_apart_from_itself(kept: dict[str, Kept]) -> None:
    same = places_apart(KeptComparison(Path(), {}, {"calm": kept["calm"], "again": kept["calm"]}))
    assert (same["difference"] == 0).all()
