"""The report as a page: what it says agrees with the tables, asks for nothing, and texts stay texts."""

import base64
import dataclasses
import hashlib
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.experiment.folder import FolderError, file_hash, write_json
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.tell.figures import amount
from sim.tell.page.besides import titles
from sim.tell.page.blocks import Chapter, Figure, Gallery, Prose, Table
from sim.tell.page.blocks import Page as Described
from sim.tell.page.render import html
from sim.tell.page.report import report
from sim.tell.page.run import median_world, run_page
from sim.tell.page.sweep import sweep_page
from tests.build import toy

from .markup import Page
from .pages import HOSTILE, WORLDS, compared_into
from .sweeps import HOSTILE as ODD
from .sweeps import finished, steep, under_levers

PAYLOAD = 2_000_000
COMPARED = "comparison.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison with hostile texts, and below it its runs."""
    return compared_into(tmp_path_factory.mktemp("page") / "compared")


@pytest.fixture(scope="module")
def run(folder: Path) -> str:
    """The report of its base."""
    return _written(folder / "runs" / "toy", folder.parent / "run.html")


@pytest.fixture(scope="module")
def comparison(folder: Path) -> str:
    """The report of all of it."""
    return _written(folder, folder.parent / "comparison.html")


@pytest.fixture(scope="module")
def sweep() -> str:
    """The report of a sweep under levers, with odd names."""
    one = under_levers()
    return html(sweep_page(finished(one.swept, one.changes, **_described(ODD))))


def _described(title: str) -> dict:
    """What a manifest says beyond the tables."""
    did = {"rows": 1, "rows_simulated": 1, "rows_reused": 0, "elapsed_s": 1.0, "workers": 1}
    levers = {name: {"title": title} for name in under_levers().swept.levers}
    fixed = {"fingerprint": "0", "edition": "0", "rows": 1}
    return {"title": title, "question": title, "levers": levers, "statistics": did, **fixed}


def _written(folder: Path, out: Path) -> str:
    done = report(folder, out)
    content = out.read_bytes()
    assert (done.bytes, done.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    return content.decode()


@pytest.fixture(params=["run", "comparison", "sweep"])
def page(request: pytest.FixtureRequest) -> str:
    """Each kind of report."""
    return str(request.getfixturevalue(request.param))


def test_a_page_runs_nothing_and_asks_for_nothing(page: str) -> None:
    assert Page(page).faults == []
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    assert "url(" not in style[1] and "@import" not in style[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page.replace("&#39;", "'")
    assert len(page) < PAYLOAD


@pytest.mark.parametrize(
    "planted",
    [
        "<script>1</script>",
        "<img src=x>",
        '<p onclick="x">',
        '<a href="http://a">x</a>',
        '<a href="javascript:x">x</a>',
        '<p style="color:red">x</p>',
        "<p>",
    ],
)
def test_what_would_run_or_ask_is_found(planted: str, run: str) -> None:
    assert Page(run.replace("</main>", f"{planted}</main>")).faults


def test_a_page_can_be_read_without_seeing_it(page: str) -> None:
    found = Page(page)
    levels = [int(tag[1]) for tag in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in found.values("href") if link.startswith("#")} <= set(ids)
    alts = [given["aria-label"] for tag, given in found.attributes if given.get("role") == "img"]
    assert len(alts) == found.tags.count("svg") > 3 and all(alts)
    assert found.tags.count("figcaption") == found.tags.count("figure")
    assert found.tags.count("summary") == found.tags.count("details") > 0
    assert "prefers-color-scheme: dark" in page and "@media print" in page


def test_a_page_says_that_it_predicts_nothing_and_what_its_limits_are(page: str) -> None:
    found = Page(page).text
    assert found.count("not a prediction") >= 2
    for words in ("No ranking of force", "Intervals show chance", "Provenance", "What this is"):
        assert words in found


def test_hostile_texts_stay_texts(run: str, comparison: str) -> None:
    for page in (run, comparison):
        assert HOSTILE in Page(page).text
        assert "<script" not in page and "49" not in re.findall(r"onerror=alert\(1\)&gt; (\S+)", page)


def test_the_same_folder_gives_the_same_bytes_and_another_world_others(
    folder: Path, run: str, tmp_path: Path
) -> None:
    again = tmp_path / "again.html"
    source = folder / "runs" / "toy"
    assert _written(source, again) == run
    kept = sim.open_run(source)
    other = (median_world(kept) + 1) % WORLDS
    text = html(run_page(kept, other))
    assert text != run
    assert f"World {other} (asked for)" in text


def test_figures_of_a_run_are_those_of_its_tables(folder: Path, run: str) -> None:
    outcomes = pd.read_parquet(folder / "runs" / "toy" / "outcomes.parquet")
    text = Page(run).text
    deaths, civilians = (float(outcomes[name].mean()) for name in ("deaths", "deaths_civilians"))
    assert f"in which {amount(deaths, 'deaths')} people are killed" in text
    assert f"{amount(civilians, 'deaths')} of them civilians" in text
    world = median_world(sim.open_run(folder / "runs" / "toy"))
    assert np.sum(outcomes["deaths"] <= outcomes["deaths"][world]) * 2 >= WORLDS
    assert f"World {world} (the median by deaths)" in text
    for words in (
        "Who says what: contested claims",
        "Obligations",
        "Levers pulled",
        "What the numbers rest on",
    ):
        assert words in text


def test_a_comparison_says_each_sentence_and_what_was_changed(folder: Path, comparison: str) -> None:
    document = json.loads((folder / "comparison.json").read_text())
    text = Page(comparison).text
    for other in document["others"]:
        assert other["in_words"]
        assert all(sentence in text for sentence in other["in_words"])
        assert other["many_outcomes"] in text
    for kept in sim.open_comparison(folder).runs.values():
        assert kept.manifest["result_hash"] in text
        for lever in kept.scenario.interventions.values():
            assert all(path in text for path in lever.set)
    assert "history.drone_raid" in text
    assert "What the differences hang on" in text
    assert "How many worlds are enough" in text


@pytest.mark.parametrize(
    ("field", "value"), [("difference", "<b>1</b>"), ("unit", None), ("low", [1]), ("in_words", ["one"])]
)
def test_a_document_of_another_shape_is_refused(
    field: str, value: object, folder: Path, tmp_path: Path
) -> None:
    odd = shutil.copytree(folder, tmp_path / "odd")
    document, manifest = (json.loads((odd / name).read_text()) for name in (COMPARED, "manifest.json"))
    other = document["others"][0]
    (other if field in other else other["differences"][0])[field] = value
    write_json(odd / COMPARED, document)
    manifest["files"][COMPARED]["sha256"] = file_hash(odd / COMPARED)
    write_json(odd / "manifest.json", manifest)
    with pytest.raises(FolderError, match="of another version"):
        report(odd, tmp_path / "odd.html")


def test_scenarios_of_one_title_are_told_apart(folder: Path) -> None:
    found = sim.open_comparison(folder)
    assert titles(found) == {"toy": HOSTILE, "tame": "Tame"}
    twice = dataclasses.replace(found, runs={"toy": found.runs["toy"], "copy": found.runs["toy"]})
    assert titles(twice) == {"toy": f"{HOSTILE} (toy)", "copy": f"{HOSTILE} (copy)"}


def test_a_sweep_tells_the_analyses_that_fit_and_why_others_do_not(sweep: str) -> None:
    text = Page(sweep).text
    assert "Which lever holds up" in text and "saves: better in deaths" in text
    assert ODD in text
    alone = steep("one_at_a_time", 3)
    text = Page(html(sweep_page(finished(alone.swept, alone.changes, **_described("Alone"))))).text
    assert "has the widest swing" in text
    assert "Not told here" in text and "Which lever holds up:" in text


def test_a_run_shorter_than_a_week_draws_no_weeks(folder: Path, tmp_path: Path) -> None:
    with Pool(1) as pool:
        run_into(tmp_path / "short", toy(), 2, 1, pool=pool, days=3)
    short, long = (run_page(sim.open_run(one)) for one in (tmp_path / "short", folder / "runs" / "toy"))
    drawn = [
        [block for chapter in page.chapters if chapter.title == "Week by week" for block in chapter.blocks]
        for page in (short, long)
    ]
    assert [any(isinstance(block, Gallery) for block in blocks) for blocks in drawn] == [False, True]
    assert "no whole week to draw" in Page(html(short)).text


def test_every_block_is_shown() -> None:
    table = Table(("a", "b"), [("x", "y")], "caption", folded=True)
    blocks = [Prose(["words"]), table, Figure("pictures", [], "caption of them", sentences=["beside"])]
    text = Page(html(Described("t", "", "s", (1,), [Chapter("C", blocks)]))).text
    for words in ("words", "caption, as a table", "pictures", "beside", "caption of them"):
        assert words in text
