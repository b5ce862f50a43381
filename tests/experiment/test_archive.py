"""The archive: what is there, what is damaged, names, packing and deleting; two runs side by side."""

import io
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.experiment import archive as archived
from sim.experiment.beside import beside
from sim.experiment.compare import compare
from sim.experiment.doubt import Doubt
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.tell.comparison import report
from tests.build import tiny


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five runs of two scenarios, of which three share worlds."""
    folder = tmp_path_factory.mktemp("results")
    often = sim.vary(tiny(days=10), {"actors.striker.rules.strike.rate": 0.9})
    made = {
        "calm": (tiny(days=10), 6, 1, 10),
        "often": (often, 6, 1, 10),
        "few": (often, 3, 1, 10),
        "seed": (often, 3, 2, 10),
        "short": (often, 3, 1, 5),
    }
    with Pool(1) as pool:
        for name, (scenario, worlds, seed, days) in made.items():
            run_into(
                folder / name, scenario, worlds, seed, pool=pool, days=days, command=("deescalate", name)
            )
    return folder


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    """A copy that may be spoilt."""
    for name in ("calm", "often"):
        shutil.copytree(home / name, tmp_path / name)
    return tmp_path


def test_every_run_is_listed_with_where_it_comes_from(home: Path) -> None:
    found = {one.folder.name: one for one in sim.archive(home)}
    assert set(found) == {"calm", "often", "few", "seed", "short"}
    run, kept = found["few"], sim.open_run(home / "few")
    assert (run.kind, run.fault, run.titles, run.scenarios) == ("run", "", ("Toy",), ("tiny",))
    assert (run.worlds, run.seed, run.days, run.command) == (3, 1, 10, ("deescalate", "few"))
    assert run.result_hash == kept.manifest["result_hash"] != found["seed"].result_hash
    assert run.edition == sim.edition() and run.size > 1000


def test_hidden_folders_and_links_are_not_listed(own: Path) -> None:
    (own / "calm").rename(own / ".calm")
    (own / "again").symlink_to(own / "often")
    assert [one.folder.name for one in sim.archive(own)] == ["often"]


def test_a_comparison_is_listed_with_all_its_scenarios(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "draw", lambda *_: {})  # pictures take longer than all the rest
    often = tiny(rate=0.9, id="often", title="Often", days=5)
    with Pool(1) as pool:
        report.compare_into(tmp_path / "both", [tiny(days=5), often], 2, Doubt(pool, 1, 0, days=5))
    (found,) = sim.archive(tmp_path)
    assert (found.kind, found.scenarios, found.titles) == ("comparison", ("tiny", "often"), ("Toy", "Often"))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda run: (run / "events.parquet").unlink(), "events.parquet"),
        (lambda run: (run / "series.parquet").write_bytes(b"short"), "series.parquet"),
        (lambda run: (run / "manifest.json").write_text("{"), "holds no results"),
        (lambda run: _edit(run, files=[]), "manifest.json is damaged"),
        (lambda run: _edit(run, worlds="many"), "manifest.json is damaged"),
        (lambda run: _edit(run, scenario="../../other"), "manifest.json is damaged"),
    ],
)
def test_what_is_damaged_is_named_as_such(own: Path, spoil: object, says: str) -> None:
    spoil(own / "often")  # type: ignore[operator]
    found = {one.folder.name: one for one in sim.archive(own)}
    assert found["often"].kind == "damaged" and says in found["often"].fault
    assert found["calm"].kind == "run"


def _edit(run: Path, **changes: object) -> None:
    path = run / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_other_things_and_links_are_passed_over(own: Path, home: Path) -> None:
    (own / "notes").mkdir()
    (own / "sweep").mkdir()
    (own / "sweep" / "manifest.json").write_text('{"kind": "sweep"}')
    (own / "link").symlink_to(home / "few")
    assert {one.folder.name for one in sim.archive(own)} == {"calm", "often"}
    assert sim.archive(own / "nowhere") == []


def test_a_name_is_kept_until_it_is_taken_back(own: Path) -> None:
    run = own / "calm"
    sim.keep_as(run, " First try ")
    assert sim.kept_as(run) == "First try" == next(o.name for o in sim.archive(own) if o.folder == run)
    assert sim.open_run(run)
    sim.keep_as(run, "")
    assert sim.kept_as(run) == ""


@pytest.mark.parametrize("name", ["x" * 81, "two\nlines", "a\x1b[31m"])
def test_a_wrong_name_is_refused(own: Path, name: str) -> None:
    with pytest.raises(sim.RefusedError, match="one line of at most 80"):
        sim.keep_as(own / "calm", name)


def test_what_is_deleted_is_gone_and_nothing_else(own: Path) -> None:
    sim.remove(own / "calm")
    assert {path.name for path in own.iterdir()} == {"often"}
    sim.remove(own / "calm")


def test_only_results_are_deleted(own: Path, home: Path) -> None:
    (own / "notes").mkdir()
    (own / "link").symlink_to(home / "few")
    for name in ("notes", "link"):
        with pytest.raises(sim.RefusedError, match="is no folder of results"):
            sim.remove(own / name)
    assert (home / "few" / "manifest.json").is_file()


def test_a_packed_run_opens_again(own: Path, tmp_path: Path) -> None:
    stream = io.BytesIO()
    sim.pack(own / "often", stream)
    zipfile.ZipFile(stream).extractall(tmp_path / "unpacked")
    kept = sim.open_run(tmp_path / "unpacked" / "often")
    assert kept.manifest == sim.open_run(own / "often").manifest


def test_what_is_too_large_or_gone_is_not_packed(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(sim.RefusedError, match="not there any more"):
        sim.pack(own / "gone", io.BytesIO())
    monkeypatch.setattr(archived, "MOST_PACKED", 100)
    with pytest.raises(sim.RefusedError, match="copy the folder"):
        sim.pack(own / "often", io.BytesIO())


def test_side_by_side_is_what_compare_finds(home: Path) -> None:
    first, second = sim.open_run(home / "calm"), sim.open_run(home / "often")
    found = {d.outcome: d for d in beside(first, second)}
    again = compare(tiny(days=10), tiny(rate=0.9, id="often", days=10), worlds=6, seed=1, workers=1, draws=0)
    for told in again.pairs[0].differences:
        np.testing.assert_array_equal(
            [found[told.outcome].difference, found[told.outcome].low, found[told.outcome].high],
            [told.difference, told.low, told.high],
        )
    assert found["deaths"].difference != 0
    fewer = {d.outcome: d for d in beside(first, sim.open_run(home / "few"))}
    assert fewer["deaths"].base != found["deaths"].base, "three worlds of six"


@pytest.mark.parametrize(
    ("other", "says"), [("seed", "other seeds"), ("short", "other numbers of days"), ("calm", "the same")]
)
def test_other_worlds_are_not_paired(home: Path, other: str, says: str) -> None:
    with pytest.raises(sim.RefusedError, match=says):
        beside(sim.open_run(home / "calm"), sim.open_run(home / other))


def test_another_edition_is_not_paired(own: Path) -> None:
    _edit(own / "often", edition="0.0.1+other")
    with pytest.raises(sim.RefusedError, match="other editions"):
        beside(sim.open_run(own / "calm"), sim.open_run(own / "often"))


@pytest.mark.filterwarnings("ignore:All-NaN slice")  # nothing is owed in this scenario
def test_side_by_side_in_words(home: Path) -> None:
    found = sim.side_by_side(sim.open_run(home / "calm"), sim.open_run(home / "often"), ("one", "other"))
    assert "In this model, deaths" in found.sentences["deaths"] and "“other”" in found.sentences["deaths"]
    assert set(found.bands["deaths"].frame["scenario"]) == {"one", "other"}
    assert list(found.table["outcome"]) == list(found.sentences)
