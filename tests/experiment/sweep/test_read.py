"""Sweep files: every malformed one is refused with exactly the messages it expects, and good ones resolve."""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from sim.experiment.outcomes import outcomes_of
from sim.experiment.sweep.covered import settled
from sim.experiment.sweep.points import points, size
from sim.experiment.sweep.read import open_sweep
from sim.experiment.sweep.schema import sweep_schema, sweep_schema_text
from sim.experiment.sweep.sweep import METHODS, NONE, Factor, Sweep
from sim.scenario.load import ScenarioError
from sim.scenario.read import read
from sim.scenario.shelf import shelf_folder, sweep_shelf
from tests.scenario.hostile import texts
from tests.scenario.test_corpus import expected, heads

CORPUS = Path(__file__).parent / "corpus"
SCENARIOS = {path.stem for path in CORPUS.glob("*.yaml") if not expected(path)}
FAULTY = sorted({path.stem for path in CORPUS.glob("*.yaml")} - SCENARIOS)
RATE, TOLL = "actors.striker.rules.strike.rate", "actions.strike.lethality"
PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "sweeps.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
VALIDATOR = jsonschema.Draft202012Validator(sweep_schema())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with the scenarios of the corpus."""
    for name in SCENARIOS:
        (tmp_path / f"{name}.yaml").write_text((CORPUS / f"{name}.yaml").read_text())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opened(text: str, name: str = "some") -> Sweep:
    """The sweep of a text, as a file of the current folder."""
    Path(f"{name}.yaml").write_text(text)
    return open_sweep(name)


def lhs(**more: str) -> str:
    """A small sweep; `more` are further keys."""
    keys = {"scenario": "base", "design": "{method: lhs, points: 4}", "vary": f"{{{TOLL}: }}", "worlds": "2"}
    return "".join(f"{key}: {value}\n" for key, value in (keys | more).items())


def test_the_corpus_is_large() -> None:
    assert len(FAULTY) >= 130
    assert {"base", "hush", "milder", "broken"} <= SCENARIOS
    assert len(SCENARIOS) <= 16


@pytest.mark.parametrize("name", FAULTY)
def test_refused_as_expected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)
    path = Path(f"{name}.yaml")
    with pytest.raises(ScenarioError) as caught:
        open_sweep(path)
    assert heads(caught.value) == expected(path) != []


@pytest.mark.parametrize("name", [name for name, _ in texts()])
def test_a_hostile_text_is_refused_at_once(name: str, folder: Path) -> None:
    path, text = folder / "hostile.yaml", dict(texts())[name]
    path.write_bytes(text if isinstance(text, bytes) else text.encode(errors="surrogatepass"))
    begun = time.process_time()
    with pytest.raises(ScenarioError):
        open_sweep(path)
    assert time.process_time() - begun < 2


def test_an_error_shows_the_line(folder: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        opened(lhs(vary=f"{{{TOLL}: {{low: 0.8, high: 0.4}}}}"))
    assert "    3 | vary: {actions.strike.lethality: {low: 0.8, high: 0.4}}\n" in str(caught.value)
    assert str(caught.value).splitlines()[-1].index("^") == len("    3 | ") + 39


def test_what_is_left_out_is_as_in_the_scenario(folder: Path) -> None:
    sweep = opened(lhs())
    own = sweep.scenario.parameters[TOLL]
    assert sweep.factors == (Factor(TOLL, own.low, own.high),)
    assert (sweep.days, sweep.seed, sweep.design.seed, sweep.id) == (40, 1, 1, "some")
    assert sweep.outcomes == tuple(outcomes_of(sweep.scenario))
    assert list(sweep.levers) == list(sweep.what_ifs) == [NONE]
    assert sweep.levers[NONE] is sweep.scenario


def test_what_is_written_is_taken(folder: Path) -> None:
    text = lhs(
        title="T",
        question="Q",
        vary="{what_if: [none, halves], ground.post: [2, 0.5], ground.momentum: {low: 0.1, high: 0.3}}",
        levers="[none, hush]",
        seed="5",
        days="60",
        outcomes="[collapse, deaths]",
    )
    sweep = opened(text)
    assert sweep.factors == (
        Factor("ground.momentum", 0.1, 0.3),
        Factor("ground.post", 0.5, 2.0, (0.5, 2.0)),
        Factor("what_if", values=(NONE, "halves")),
    )
    assert (sweep.title, sweep.question, sweep.seed, sweep.days) == ("T", "Q", 5, 60)
    assert sweep.outcomes == ("collapse", "deaths")
    assert sweep.levers["hush"].interventions.keys() == {"hush"}
    assert sweep.what_ifs["halves"].interventions.keys() == {"first", "second"}


def test_a_range_may_leave_the_scenarios_but_not_its_meaning(folder: Path) -> None:
    assert opened(lhs(vary=f"{{{RATE}: {{low: 0.1, high: 9}}}}")).factors == (Factor(RATE, 0.1, 9.0),)
    with pytest.raises(ScenarioError, match="outside"):
        opened(lhs(vary=f"{{{RATE}: {{low: 0.1, high: 1001}}}}"))


def test_levers_alone_make_one_point(folder: Path) -> None:
    sweep = opened("scenario: base\nlevers: [none, milder]\nworlds: 2\n")
    assert size(sweep) == 1
    assert points(sweep).columns.tolist() == ["point"]


def test_days_written_make_a_shorter_lever_fit(folder: Path) -> None:
    assert opened(lhs(levers="[none, shorter]", days="15")).days == 15
    with pytest.raises(ScenarioError, match="shorter has 20 days"):
        opened(lhs(levers="[none, shorter]"))


def test_a_factor_that_a_lever_settles_is_told_and_refused_where_nothing_else_is_lived(folder: Path) -> None:
    both = opened(lhs(levers="[none, hush-always, hush]", vary=f"{{{RATE}: , {TOLL}: }}"))
    assert settled(both) == {"hush-always": (RATE,)}
    assert settled(replace(both, days=100)) == settled(both)
    assert settled(opened(lhs(levers="[none, hush]", vary=f"{{{RATE}: }}"))) == {}
    with pytest.raises(ScenarioError, match="would move nothing"):
        opened(lhs(levers="[hush-always]", vary=f"{{{RATE}: }}"))


def test_key_order_changes_nothing(folder: Path) -> None:
    one = opened(lhs(vary=f"{{{TOLL}: , {RATE}: [1, 2]}}"))
    other = opened(lhs(vary=f"{{{RATE}: [2, 1], {TOLL}: }}"))
    assert one.factors == other.factors
    assert points(one).equals(points(other))
    assert not points(one).equals(points(opened(lhs(vary=f"{{{RATE}: [1, 3], {TOLL}: }}"))))


def test_a_sweep_is_found_by_name_path_and_suggestion(folder: Path) -> None:
    (folder / "mine.yaml").write_text(lhs())
    assert open_sweep("mine") == open_sweep("mine.yaml") == open_sweep(folder / "mine.yaml")
    with pytest.raises(ScenarioError, match='no sweep "yours"'):
        open_sweep("yours")
    with pytest.raises(ScenarioError, match="no such file"):
        open_sweep("./yours.yaml")


def test_shipped_sweeps_are_sound() -> None:
    for name, path in sweep_shelf().items():
        assert size(open_sweep(name)) >= 1
        assert fits(path.read_text())


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_a_block_of_the_page_loads(block: str, folder: Path) -> None:
    sweep = opened(block)
    assert len(points(sweep)) == size(sweep) >= 1
    assert fits(block)


def test_the_page_shows_every_method() -> None:
    assert {name for name in METHODS if any(f"method: {name}" in block for block in BLOCKS)} == set(METHODS)


def fits(text: str) -> bool:
    """Whether the schema accepts a sweep file."""
    return not list(VALIDATOR.iter_errors(read(text, "x.yaml", "sweep")[0].plain()))


def test_the_committed_schema_is_current() -> None:
    assert (shelf_folder() / "sweeps" / "schema.json").read_text() == sweep_schema_text()
    jsonschema.Draft202012Validator.check_schema(json.loads(sweep_schema_text()))


def test_the_schema_marks_what_the_reader_refuses() -> None:
    structural = {
        "unknown-key",
        "unknown-method",
        "worlds-zero",
        "range-one-end",
        "vary-a-number",
        "at-a-map",
    }
    structural |= {"what-if-a-range", "outcome-unknown", "vary-empty-map", "vary-values-key", "levers-text"}
    accepted = {name for name in structural if fits((CORPUS / f"{name}.yaml").read_text())}
    assert accepted == set()
    assert fits(lhs()) and fits(lhs(vary=f"{{{TOLL}: [1, 2], {RATE}: {{low: 1, high: 2}}}}"))
