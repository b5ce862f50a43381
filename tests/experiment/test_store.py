"""The run folder: whole or not at all, verified, and never over another run."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.experiment import store, tables
from sim.experiment.ensemble import NOT_A_PREDICTION, Ensemble
from sim.experiment.folder import FolderError, read_manifest, verify, whole_folder
from sim.experiment.pool import Pool
from sim.experiment.store import default_folder, run_into
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint
from tests.build import tiny

FILES = {
    "events.parquet",
    "judgements.parquet",
    "ledger.parquet",
    "manifest.json",
    "outcomes.parquet",
    "scenario.yaml",
    "series.parquet",
}


@pytest.fixture(scope="module")
def folder(short: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("runs") / "run"
    run_into(target, short, 10, 1, pool=Pool(1))
    return target


def write(target: Path, scenario: Scenario, worlds: int = 2, seed: int = 1) -> Ensemble:
    return run_into(target, scenario, worlds, seed, pool=Pool(1), days=3)


def test_the_folder_holds_what_it_should_and_nothing_else(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["run"]


def test_the_manifest_names_every_file(folder: Path, ensemble: Ensemble) -> None:
    manifest = read_manifest(folder)
    assert set(manifest["files"]) == FILES - {"manifest.json"}
    assert verify(folder) == []
    assert manifest["result_hash"] == ensemble.result_hash
    assert manifest["not_a_prediction"] == NOT_A_PREDICTION
    assert manifest["fingerprint"] == fingerprint(ensemble.scenario)
    assert {"package", "python", "numpy", "mesa"} <= set(manifest["versions"])
    for key in ("scenario", "seed", "worlds", "days", "elapsed_s", "runs_per_s", "start", "command"):
        assert key in manifest
    deaths = manifest["outcomes"]["deaths"]
    assert set(deaths) == {"mean", "sd", "q05", "q50", "q95", "share", "unit", "better"}


def test_a_flipped_byte_is_found(folder: Path) -> None:
    path = folder / "series.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    assert verify(folder) == ["series.parquet"]
    path.write_bytes(content)
    assert verify(folder) == []


def test_outcomes_have_a_row_a_world(folder: Path, ensemble: Ensemble) -> None:
    outcomes = pd.read_parquet(folder / "outcomes.parquet")
    pd.testing.assert_frame_equal(outcomes, ensemble.outcomes, check_index_type=False)


def test_series_are_the_sums_of_events(folder: Path) -> None:
    events = pd.read_parquet(folder / "events.parquet")
    series = pd.read_parquet(folder / "series.parquet").set_index(["world", "day"])
    lived = events[(events["world"] >= 0) & (events["day"] >= 1)]
    deaths = lived.groupby(["world", "day"])["deaths"].sum().reindex(series.index, fill_value=0)
    assert (deaths == series["deaths"]).all()
    captures = lived.groupby(["world", "day"])["captured"].sum().reindex(series.index, fill_value=0)
    assert (captures == series["captures"]).all()


def test_reported_events_stand_once(folder: Path, short: Scenario) -> None:
    events = pd.read_parquet(folder / "events.parquet")
    reported = events[events["world"] == -1]
    assert sorted(reported["rule"]) == sorted(f"history.{name}" for name in short.history)
    assert reported["claimed_excepted"].isna().all()
    assert not events[events["world"] >= 0]["rule"].str.startswith("history.").any()


def test_every_judgement_is_of_an_event(folder: Path) -> None:
    events = pd.read_parquet(folder / "events.parquet")
    judgements = pd.read_parquet(folder / "judgements.parquet")
    reported = int((events["world"] == -1).sum())
    own = judgements[judgements["event"] >= reported]
    matched = own.merge(events, on=["world", "event"], how="left", suffixes=("", "_event"))
    assert (matched["day"] == matched["day_event"]).all()
    assert len(own) < len(judgements)


def test_event_numbers_are_unique_in_a_world(folder: Path) -> None:
    events = pd.read_parquet(folder / "events.parquet")
    assert not events.duplicated(["world", "event"]).any()
    numbers = events[events["world"] >= 0].groupby("world")["event"]
    assert (numbers.max() - numbers.min() + 1 == numbers.size()).all()


@pytest.mark.parametrize("table", ["events", "judgements", "ledger"])
def test_tables_do_not_depend_on_parts(
    folder: Path, short: Scenario, tmp_path: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate_worlds = store.simulate_worlds

    def in_threes(*arguments: Any, **options: Any) -> Ensemble:
        return simulate_worlds(*arguments, **(options | {"chunk": 3}))

    monkeypatch.setattr(store, "simulate_worlds", in_threes)
    run_into(tmp_path / "again", short, 10, 1, pool=Pool(1))
    whole, parts = (pd.read_parquet(path / f"{table}.parquet") for path in (folder, tmp_path / "again"))
    pd.testing.assert_frame_equal(whole, parts)


def test_the_same_run_again_replaces_it(short: Scenario, tmp_path: Path) -> None:
    first = write(tmp_path / "run", short)
    again = write(tmp_path / "run", short, worlds=3)
    assert read_manifest(tmp_path / "run")["worlds"] == 3
    assert np.array_equal(first.digest, again.digest[:2])


def test_the_folder_of_another_run_is_refused(short: Scenario, tmp_path: Path) -> None:
    write(tmp_path / "run", short)
    before = (tmp_path / "run" / "manifest.json").read_bytes()
    with pytest.raises(FolderError, match="holds another run"):
        write(tmp_path / "run", short, seed=2)
    assert (tmp_path / "run" / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("content", ["", "not json", "[]"])
def test_a_folder_of_something_else_is_refused(short: Scenario, tmp_path: Path, content: str) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "manifest.json").write_text(content)
    with pytest.raises(FolderError):
        write(tmp_path / "thesis", short)
    assert (tmp_path / "thesis" / "manifest.json").read_text() == content


def test_an_empty_folder_is_filled_and_a_file_refused(short: Scenario, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", short)
    assert {path.name for path in (tmp_path / "empty").iterdir()} == FILES
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FolderError, match="is not a folder"):
        write(tmp_path / "file", short)
    with pytest.raises(FolderError, match="cannot be written"):
        write(tmp_path / "file" / "below", short)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, MemoryError])
def test_an_interruption_leaves_what_was_there(
    short: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    write(tmp_path / "run", short)
    before = read_manifest(tmp_path / "run")

    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr("sim.experiment.store.to_yaml", stop)
    for target in ("run", "fresh"):
        with pytest.raises(error):
            write(tmp_path / target, short)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert read_manifest(tmp_path / "run") == before


def test_a_rename_that_fails_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "old").touch()
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if "partial" in self.name:
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="no"), whole_folder(tmp_path / "run", lambda _: None) as folder:
        (folder / "new").touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["run", "old"]


def test_the_default_folder_names_scenario_content_and_seed(short: Scenario) -> None:
    assert default_folder(short, 7) == Path("results") / f"{short.id}-{fingerprint(short)[:8]}-7"


@pytest.mark.parametrize("last", [2**16 - 1, 2**16, 2**16 + 1])
def test_rows_stand_in_order_on_both_sides_of_16_bits(last: int) -> None:
    row = np.array([1, last, 0, 1, last], np.int32)
    assert tables._by_row({"row": row}).tolist() == [2, 0, 3, 1, 4]


def test_nothing_is_pickled(folder: Path) -> None:
    for path in folder.iterdir():
        head = path.read_bytes()[:4]
        assert head == b"PAR1" if path.suffix == ".parquet" else json.dumps(head.decode())


def test_where_nothing_is_owed_the_ledger_is_empty(tmp_path: Path, folder: Path) -> None:
    write(tmp_path / "run", tiny())
    empty, full = (pd.read_parquet(run / "ledger.parquet") for run in (tmp_path / "run", folder))
    assert empty.empty and not full.empty
    assert list(empty.columns) == list(full.columns)
