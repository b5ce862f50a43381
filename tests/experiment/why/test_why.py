"""Why: the world that is explained is the one of the run, to the bit, or nothing is explained."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.experiment.ensemble import Ensemble
from sim.experiment.folder import FolderError, write_manifest
from sim.experiment.pool import Pool
from sim.experiment.refusal import RefusedError
from sim.experiment.run import run
from sim.experiment.store import run_into
from sim.experiment.why.opened import played_again
from sim.experiment.why.why import why
from sim.scenario.parameter import FrozenMap
from tests.build import toy

WORLDS, DAYS = 5, 12


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "run"
    with Pool(1) as pool:
        run_into(folder, toy(), WORLDS, 1, pool=pool, days=DAYS)
    return folder


@pytest.fixture(scope="module")
def lived() -> Ensemble:
    return run(toy(), WORLDS, 1, days=DAYS, workers=1)


def copied(folder: Path, target: Path) -> Path:
    target.mkdir()
    for path in folder.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def resealed(folder: Path) -> None:
    """A manifest that fits whatever lies there now."""
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").unlink()
    write_manifest(folder, {key: value for key, value in manifest.items() if key != "files"})


@pytest.mark.parametrize("world", range(WORLDS))
def test_each_world_of_a_run_is_the_same_to_the_bit(stored: Path, lived: Ensemble, world: int) -> None:
    again = played_again(stored, world)
    assert np.array_equal(again.record.digest[:, 0], lived.digest[world])
    assert not np.array_equal(again.record.digest[:, 0], lived.digest[(world + 1) % WORLDS])
    assert played_again(lived, world).acts == again.acts


def test_acts_have_the_numbers_of_the_table(stored: Path) -> None:
    table = pq.read_table(stored / "events.parquet").to_pandas()
    acts = played_again(stored, 2).acts
    own = table[table["world"].isin([-1, 2])].set_index("event")
    assert sorted(own.index) == sorted(act.event for act in acts)
    for act in acts:
        assert (act.day, act.path, act.count) == tuple(own.loc[act.event, ["day", "rule", "count"]])


def test_the_first_that_matches_is_explained_and_another_by_its_number(stored: Path) -> None:
    found = why(stored, 1, action="air_strike", actor="government")
    assert len(found.matches) > 1
    assert found.act == found.matches[0]
    assert {(act.actor, act.action) for act in found.matches} == {("government", "air_strike")}
    other = found.matches[-1]
    assert why(stored, 1, actor="government", event=other.event).act == other
    assert {act.day for act in why(stored, 1, day=3).matches} == {3}


def test_what_no_rule_decided_has_no_trace(stored: Path) -> None:
    found = why(stored, 1, day=-5)
    assert found.act.path == "history.drone_raid"
    assert found.trace is None
    assert not found.tips
    assert not found.chain.links
    decided = next(a for a in why(stored, 1).matches if a.kind == "rule")
    assert why(stored, 1, event=decided.event).trace is not None


def test_interventions_in_force_are_named() -> None:
    long = run(toy(), 1, 1, days=22, workers=1)
    before, during, both = (why(long, 0, day=on).levers for on in (12, 13, 22))
    assert (before, during, both) == ((), ("restraint",), ("monitoring", "restraint"))


def test_an_intervention_of_day_one_is_in_force_on_day_one() -> None:
    scenario = toy()
    lever = scenario.interventions["restraint"].model_copy(update={"on": scenario.start})
    early = scenario.model_copy(update={"interventions": FrozenMap({"restraint": lever})})
    lived = run(early, 1, 1, days=2, workers=1)
    assert [why(lived, 0, day=on).levers for on in (0, 1)] == [(), ("restraint",)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"world": WORLDS}, "not between 0 and 4"),
        ({"world": -1}, "not between 0 and 4"),
        ({"actor": "goverment"}, 'did you mean "government"'),
        ({"action": "air_stroke"}, 'did you mean "air_strike"'),
        ({"day": 99}, "no act of day 99"),
        ({"day": 99, "actor": "government"}, "there are on days"),
        ({"event": 10**6}, "none of those that match"),
    ],
)
def test_refused(stored: Path, asked: dict[str, int | str], told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        why(stored, **asked)  # type: ignore[arg-type]


def test_a_folder_that_was_changed_is_refused(stored: Path, tmp_path: Path) -> None:
    folder = copied(stored, tmp_path / "run")
    assert why(folder, 0).act
    (folder / "series.parquet").write_bytes(b"another")
    with pytest.raises(FolderError, match="not as it was written: series"):
        why(folder, 0)


def test_a_run_of_another_edition_is_refused(stored: Path, tmp_path: Path) -> None:
    """A table that differs by one death in one world: that world is refused, the others are explained."""
    folder = copied(stored, tmp_path / "run")
    table = pq.read_table(folder / "events.parquet")
    deaths = table["deaths"].to_pylist()
    row = next(i for i, world in enumerate(table["world"].to_pylist()) if world == 3)
    deaths[row] += 1
    column = table.schema.get_field_index("deaths")
    pq.write_table(
        table.set_column(column, "deaths", pa.array(deaths, pa.int32())), folder / "events.parquet"
    )
    resealed(folder)
    assert why(folder, 2).act
    with pytest.raises(RefusedError, match="another edition"):
        why(folder, 3)


@pytest.mark.parametrize(
    "poison",
    [
        {"files": []},
        {"files": {"events.parquet": 3}},
        {"seed": "1"},
        {"seed": -1},
        {"worlds": 10**30},
        {"worlds": True},
        {"days": None},
        {"fingerprint": "0" * 64},
    ],
)
def test_a_poisoned_manifest_is_refused(stored: Path, tmp_path: Path, poison: dict[str, object]) -> None:
    folder = copied(stored, tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | poison))
    with pytest.raises(RefusedError):
        why(folder, 0)


def test_a_broken_table_is_refused(stored: Path, tmp_path: Path) -> None:
    folder = copied(stored, tmp_path / "run")
    (folder / "events.parquet").write_bytes(b"PAR1 and nothing else")
    resealed(folder)
    with pytest.raises(FolderError, match="its events cannot be read"):
        why(folder, 0)


def test_another_scenario_under_the_same_name_is_refused(stored: Path, tmp_path: Path) -> None:
    folder = copied(stored, tmp_path / "run")
    text = (folder / "scenario.yaml").read_text()
    (folder / "scenario.yaml").write_text(text.replace("value: 1.2,", "value: 1.1,", 1))
    assert text != (folder / "scenario.yaml").read_text()
    resealed(folder)
    with pytest.raises(FolderError, match="its scenario"):
        why(folder, 0)


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="holds no results"):
        why(tmp_path, 0)
    (tmp_path / "runs" / "toy").mkdir(parents=True)
    write_manifest(tmp_path, {"kind": "comparison", "seed": 1, "worlds": 2, "days": 3})
    with pytest.raises(FolderError, match="choose one of its runs"):
        why(tmp_path, 0)
