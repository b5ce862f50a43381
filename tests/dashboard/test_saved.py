"""Saved runs: listed with where they come from, opened, named, deleted; private ones stay private."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import sim
from dashboard import requests
from dashboard.state import saved
from sim.experiment.doubt import Doubt
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.tell.comparison import report
from tests.build import toy

from .pages import page_of, shown, sound

KEY = "dashboard/runs/first"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Three runs of the dashboard and one of the command line; two share worlds."""
    home = tmp_path_factory.mktemp("home")
    private = f"{requests.home() / 'uploads' / 'theirs'}/mine.yaml"
    runs = {"first": (1, "idlib"), "second": (1, "idlib"), "private": (2, private)}
    with Pool(1) as pool:
        for name, (seed, reference) in runs.items():
            scenario = toy(title="<b>Toy</b> ![p](http://192.0.2.1/p.png)")
            deadly = {path: 0.9 for path in scenario.parameters if path.endswith(".lethality")}
            changed = sim.vary(scenario, deadly) if name == "second" else scenario
            words = ("deescalate", "run", reference)
            run_into(
                home / requests.home() / "runs" / name, changed, 4, seed, pool=pool, days=14, command=words
            )
        run_into(home / "results" / "typed", toy(), 4, 2, pool=pool, days=14)
    yield home


@pytest.fixture(autouse=True)
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def view(**query: str) -> AppTest:
    return sound(page_of("saved", **query).run())


def test_all_are_listed_but_those_of_another_session() -> None:
    frame = view().dataframe[0].value
    assert set(frame["folder"]) == {f"results/{KEY}", "results/dashboard/runs/second", "results/typed"}
    assert set(frame["result hash"]) == {one.result_hash for one in saved.found().values()}


def test_who_names_a_run_shows_it() -> None:
    sim.keep_as(requests.home() / "runs" / "private", "For all")
    assert next(iter(view().dataframe[0].value["name"])) == "For all"


def test_a_link_opens_a_run() -> None:
    page = view(saved=KEY)
    assert {"deaths", "civilian deaths"} <= {metric.label for metric in page.metric}
    assert "deescalate run idlib" in shown(page)
    assert "<b>Toy</b>" in "\n".join(text.value for text in page.text)
    drawn = "\n".join(element.value for kind in ("markdown", "subheader") for element in getattr(page, kind))
    assert "<b>" not in drawn and "192.0.2.1/p" not in drawn


def test_choosing_writes_the_address() -> None:
    page = view()
    page.selectbox(key="saved").select_index(0).run()
    assert sound(page).query_params["saved"] in saved.found() and page.metric


def test_two_runs_side_by_side() -> None:
    page = view(saved=KEY, saved_beside="dashboard/runs/second")
    assert "In this model, deaths" in shown(page) and "the run beside it" in shown(page)


def test_a_comparison_is_told_in_the_words_that_it_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "draw", lambda *_: {})  # pictures take longer than all the rest
    often = {path: number.high for path, number in toy().parameters.items() if path.endswith(".rate")}
    both = [toy(), sim.vary(toy(id="often", title="Often"), often)]
    with Pool(1) as pool:
        report.compare_into(Path("results/both"), both, 4, Doubt(pool, 1, 0, days=14))
    told = shown(view(saved="both"))
    assert "In this model, “Often” " in told and "what it hangs on was not examined" in told


def test_other_worlds_are_refused_with_the_reason() -> None:
    page = view(saved=KEY, saved_beside="typed")
    assert "other seeds (1 and 2)" in shown(page)


def test_what_was_deleted_meanwhile_is_said() -> None:
    page = view(saved=KEY)
    shutil.rmtree(requests.home() / "runs" / "first")
    page.run()
    assert "is not there any more" in shown(sound(page))


def test_a_damaged_run_is_named_as_such() -> None:
    (requests.home() / "runs" / "first" / "events.parquet").unlink()
    page = view(saved=KEY)
    assert "damaged" in shown(page) and "events.parquet" in shown(page) and not page.metric


def test_a_run_whose_bytes_were_changed_is_found_out_when_opened() -> None:
    path = requests.home() / "runs" / "first" / "series.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:-9] + b"123456789")
    assert "changed or missing" in shown(view(saved=KEY))


def test_delete_asks_first_and_deletes_only_that() -> None:
    page = view(saved=KEY)
    page.button(key="delete_first").click().run()
    assert not (requests.home() / "runs" / "first").exists()
    assert (requests.home() / "runs" / "second").is_dir()
    assert KEY not in shown(sound(page)) and not page.metric


def test_a_name_typed_is_kept_and_spared() -> None:
    page = view(saved=KEY)
    page.text_input(key="name_first").input("Keep me").run()
    assert sim.kept_as(requests.home() / "runs" / "first") == "Keep me"
    assert "Keep me" in shown(sound(page))


def test_old_ones_make_room_but_not_the_named(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = requests.home() / "runs"
    sim.keep_as(runs / "first", "Keep me")
    monkeypatch.setattr(requests, "KEPT_FOLDERS", 1)
    requests.prune()
    assert [path.name for path in runs.iterdir()] == ["first"]


def test_what_is_packed_opens_again(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(saved.packed(requests.home() / "runs" / "first"))
    shutil.unpack_archive(tmp_path / "x.zip", tmp_path / "unpacked")
    assert sim.open_run(tmp_path / "unpacked" / "first").worlds == 4


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    shutil.rmtree("results")
    assert "Nothing was run yet" in "".join(element.value for element in view().info)
