"""The folder of a sweep: whose it is, who works in it, and what in it is not believed."""

import json
import os
from pathlib import Path

import pytest

from sim.experiment.folder import FolderError
from sim.experiment.sweep.run import status, sweep_folder
from tests.experiment.sweep.small import Hands, sweep
from tests.experiment.sweep.test_run import result_hash, swept


def test_the_folder_of_another_sweep_or_of_a_person_is_refused(tmp_path: Path):
    swept(sweep(), tmp_path / "s")
    with pytest.raises(FolderError, match="another sweep"):
        swept(sweep(id="other"), tmp_path / "s")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    with pytest.raises(FolderError, match="no results of this program"):
        swept(sweep(), tmp_path / "mine")
    assert (tmp_path / "mine" / "notes.txt").read_text() == "keep"


def test_a_second_process_is_told_to_wait(tmp_path: Path):
    folder = tmp_path / "s"
    with (
        sweep_folder(folder, sweep()),
        pytest.raises(FolderError, match="another process"),
        sweep_folder(folder, sweep()),
    ):
        pass
    swept(sweep(), tmp_path / "s")


KEY = "0" * 32
LIES: dict[str, object] = {  # what is stated beside a part whose hash is right
    "a huge span": [[KEY, 0, 10**15]],
    "an infinite span": [[KEY, 0, float("inf")]],
    "a negative world": [[KEY, -20, 0]],
    "other cells": [[KEY, 0, 20]],
    "nothing": [],
    "no list": {"a": 1},
}


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "forge", "sidecar", *LIES])
def test_a_damaged_part_is_found_told_and_simulated_again(tmp_path: Path, damage: str):
    folder = tmp_path / "s"
    swept(sweep(), folder)
    before = result_hash(folder)
    part = sorted((folder / "outcomes").glob("*.parquet"))[0]
    _damage(part, damage)
    assert status(folder).damaged == (f"outcomes/{part.stem}",)
    hands = Hands()
    with sweep_folder(folder, sweep()) as store:
        assert store.damaged == [f"outcomes/{part.stem}"]
    swept(sweep(), folder, hands)
    assert 0 < hands.rows < 40 and result_hash(folder) == before and not status(folder).damaged


def _damage(part: Path, how: str) -> None:
    content = bytearray(part.read_bytes())
    sidecar = part.with_suffix(".json")
    if how == "flip":
        content[len(content) // 2] ^= 1
        part.write_bytes(content)
    elif how == "truncate":
        part.write_bytes(content[:-20])
    elif how == "remove":
        part.unlink()
    elif how == "forge":
        stated = json.loads(sidecar.read_text())
        sidecar.write_text(json.dumps(stated | {"sha256": 7}))
    elif how in LIES:
        stated = json.loads(sidecar.read_text())
        sidecar.write_text(json.dumps(stated | {"cells": LIES[how]}))
    else:
        sidecar.write_text("[" * 100_000)


def test_foreign_files_are_left_alone_and_told(tmp_path: Path):
    folder = tmp_path / "s"
    swept(sweep(), folder)
    (folder / "outcomes" / "part-notes.parquet").write_text("mine")
    (folder / "outcomes" / "part-00000000000000000000.parquet").symlink_to("/etc/hostname")
    (folder / "outcomes" / f"part-{'1' * 20}.json").mkdir()
    os.mkfifo(folder / "outcomes" / f"part-{'2' * 20}.json")  # reading it would wait for ever
    (folder / "\x1b[31mred").touch()
    (folder / "plot.png").write_text("mine")
    hands = Hands()
    swept(sweep(worlds=6), folder, hands)
    assert hands.rows == 8 and (folder / "plot.png").read_text() == "mine"
    parts = {"notes.parquet", f"{'0' * 20}.parquet", f"{'1' * 20}.json", f"{'2' * 20}.json"}
    there = {"plot.png", "\N{REPLACEMENT CHARACTER}[31mred", *(f"outcomes/part-{name}" for name in parts)}
    assert set(status(folder).foreign) == there
