"""Loading: references, what extends what, and how errors are told."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from sim.scenario.load import ScenarioError, load, load_text, open_scenario, shelf
from sim.scenario.read import read
from sim.scenario.write import fingerprint, to_yaml
from tests.scenario.extending import BASE, OVERLAY, written

RATE = "actors.east.rules.pressure.rate"


def told(path: Path) -> str:
    """What is said about a faulty file."""
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).replace(f"{path.parent}/", "")


def test_the_message_has_place_path_suggestion_and_caret(folder: Path) -> None:
    path = written(folder, OVERLAY.replace("rate: 0.3", "rte: 0.3"))
    assert told(path) == (
        'mine.yaml:2:34: actors.army.rules.strike.rte: unknown key; did you mean "rate"?\n'
        "    2 | actors: {army: {rules: {strike: {rte: 0.3}}}}\n"
        "      |                                  ^^^"
    )


def test_errors_as_fields_and_as_annotations(folder: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(written(folder, OVERLAY.replace("rate: 0.3", "rte: 0.3")))
    fields = caught.value.as_dict()["errors"][0]  # type: ignore[index]
    assert {key: fields[key] for key in ("line", "column", "hint")} == {
        "line": 2,
        "column": 34,
        "hint": "rate",
    }
    assert json.dumps(caught.value.as_dict())
    annotation = caught.value.as_github()
    where = ",line=2,col=34,title=actors.army.rules.strike.rte"
    assert annotation.startswith("::error file=")
    assert annotation.endswith(f'{where}::unknown key; did you mean "rate"?')


def test_an_extending_file_changes_only_what_it_writes(folder: Path) -> None:
    base, mine = load(folder / "base.yaml"), load(written(folder, OVERLAY))
    rate = mine.parameters["actors.army.rules.strike.rate"]
    assert (mine.id, rate.value, rate.low, rate.unit) == ("mine", 0.3, 0.05, "per day")
    changed = {path for path in base.parameters if base.parameters[path] != mine.parameters[path]}
    assert changed == {"actors.army.rules.strike.rate"}


def test_null_removes(folder: Path) -> None:
    mine = load(
        written(folder, "extends: base.yaml\nhistory: {raid: null}\nclaims: null\ninert_because: null\n")
    )
    assert not mine.history
    assert load(folder / "base.yaml").history


def test_grandparents_and_subfolders(folder: Path) -> None:
    written(folder, OVERLAY, "parent.yaml")
    (folder / "more").mkdir()
    assert load(written(folder, "extends: parent.yaml\ntitle: child\n", "child.yaml")).title == "child"
    written(folder / "more", OVERLAY.replace("base.yaml", "../base.yaml"), "inner.yaml")
    assert load(written(folder, "extends: more/inner.yaml\n", "outer.yaml")).id == "outer"
    assert "outside" in told(folder / "more" / "inner.yaml")


def test_symbolic_links_do_not_lead_out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = written(tmp_path_factory.mktemp("elsewhere"), BASE, "secret.yaml")
    (folder / "link.yaml").symlink_to(elsewhere)
    path = written(folder, "extends: link.yaml\n")
    assert "outside" in told(path)
    assert load(path, folders=[elsewhere.parent]).title


def test_generations_are_bounded(folder: Path) -> None:
    written(folder, "extends: base.yaml\n", "g0.yaml")
    for i in range(1, 12):
        written(folder, f"extends: g{i - 1}.yaml\n", f"g{i}.yaml")
    assert load(folder / "g6.yaml").id == "g6"
    assert "more than 8 files" in told(folder / "g11.yaml")


def test_names_stand_for_shipped_scenarios_and_local_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert load("base").id == "base"
    assert load("base.yaml").id == load("./base.yaml").id == "base"
    with pytest.raises(ScenarioError, match='no scenario "bass"'):
        load("bass")


def test_a_file_name_must_be_an_id_unless_one_is_written(folder: Path) -> None:
    assert "cannot be an id" in told(written(folder, BASE, "My File.yaml"))
    assert load(written(folder, "id: mine\n" + BASE, "Other File.yaml")).id == "mine"


def test_every_shipped_scenario_loads() -> None:
    for name, path in shelf().items():
        scenario = load(name)
        assert scenario.id == name == path.stem


def test_a_text_cannot_reach_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert load_text(BASE, "upload.yaml").id == "upload"
    for reference in ("base.yaml", "./base.yaml", "/etc/passwd", "base"):
        with pytest.raises(
            ScenarioError, match=r"extends: (no scenario|only shipped scenarios can be extended from here)"
        ):
            load_text(f"extends: {reference}\n", "upload.yaml")


def test_lines_of_parameters_are_kept(folder: Path) -> None:
    tree = open_scenario(written(folder, OVERLAY)).tree
    name, line = tree.line_of("actors.army.rules.strike.rate")
    assert (Path(name).name, line) == ("mine.yaml", 2)
    name, line = tree.line_of("perception.doubt")
    assert (Path(name).name, BASE.splitlines()[line - 1].split(":")[0]) == ("base.yaml", "  doubt")


def shuffled(value: object, random: object) -> object:
    """The data with every map's keys in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)  # type: ignore[attr-defined]
        return {key: shuffled(value[key], random) for key in keys}
    return value


@settings(max_examples=8, deadline=None)
@given(random=some.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing(random: object) -> None:
    original = load_text(BASE, "base.yaml")
    data = shuffled(read(BASE, "base.yaml")[0].plain(), random)
    other = load_text(json.dumps(data), "base.yaml")  # JSON is YAML
    assert other == original
    assert list(other.parameters) == list(original.parameters)
    assert fingerprint(other) == fingerprint(original)
    assert to_yaml(other) == to_yaml(original)


def mutants(value: object, random: object) -> object:
    """The data with one value somewhere replaced by something else."""
    wrong = [-1, 1e9, 0, "", "x", "1515542400", True, [], {}, ["x"], {"x": 1}, [[]], "a.b", "2018-02-30"]
    if isinstance(value, dict | list) and value and random.random() < 0.93:  # type: ignore[attr-defined]
        key = random.choice(list(value) if isinstance(value, dict) else range(len(value)))  # type: ignore[attr-defined]
        copied = value.copy()
        copied[key] = mutants(value[key], random)
        return copied
    return random.choice(wrong)  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(random=some.randoms(use_true_random=False))
def test_mutants_load_or_are_refused_in_words(random: object) -> None:
    text = json.dumps(mutants(read(BASE, "base.yaml")[0].plain(), random))
    try:
        load_text(text)
    except ScenarioError as error:
        assert all(fault.message and fault.line > 0 for fault in error.errors)
        assert "Input should" not in str(error)


@settings(max_examples=60, deadline=None)
@given(at=some.integers(0, len(BASE) - 1), new=some.sampled_from(list("[]{}:,-#&*!|>'\"%@`?\n\t a0\0\x85é")))
def test_any_character_may_be_wrong(at: int, new: str) -> None:
    try:
        load_text(BASE[:at] + new + BASE[at + 1 :])
    except ScenarioError as error:
        assert str(error)


_CLAIM = "{date: 2018-01-01, claimed_by: army, status: claim, text: x, source: toy, about: %s}"
SAID = f"""
extends: base.yaml
claims:
  shelled: {_CLAIM % "actors.army.rules.strike.rate"}
  doubted: {_CLAIM % "claims.shelled"}
  other: {_CLAIM % "actors.army.strength"}
inert_because:
  actors.army.rules.strike.rate: read nowhere
  actors.army.strength: read nowhere
"""
WITHOUT = "extends: said.yaml\nactors: {army: {rules: {strike: null}}}\n"


def test_what_is_removed_is_no_longer_spoken_of(folder: Path) -> None:
    written(folder, SAID, "said.yaml")
    found = load(written(folder, WITHOUT))
    assert set(found.claims) == {"who_did_it", "other"}
    assert set(found.inert_because) == {"claims.who_did_it", "actors.army.strength"}


def test_what_the_change_itself_says_of_the_removed_is_refused_there(folder: Path) -> None:
    """The twin: only inherited sayings go."""
    written(folder, SAID, "said.yaml")
    mine = WITHOUT + "inert_because: {actors.army.rules.strike.rate: still}\n"
    assert "mine.yaml:3:" in told(written(folder, mine))


@pytest.mark.parametrize("end", [0.05, 0.6])
def test_a_lever_may_go_to_the_ends_of_a_range(folder: Path, end: float) -> None:
    def at(value: float) -> Path:
        return written(folder, f"extends: base.yaml\ninterventions: {{lean: {{set: {{{RATE}: {value}}}}}}}\n")

    assert load(at(end)).interventions["lean"].set[RATE] == end
    assert "outside the range" in told(at(end * 1.01 if end > 0.1 else end * 0.99))
