"""Mutants of every shipped scenario and sweep, and of the base of the corpus: each loads, or is refused with
faults that point into the file. The same ones every time; `python -m tests.fuzz` makes others."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from sim.scenario.errors import Fault, ScenarioError
from tests.scenario.extending import BASE

from . import judge
from .cases import SHIPPED, SWEEPS
from .judge import Find, judged, judged_sweep
from .mutants import mutant
from .yard import SWEEP

OF_BASE, OF_SHIPPED, OF_SWEEPS = 60, 2, 2


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "toy.yaml").write_text(BASE)


def written(text: str, name: str, many: int) -> Iterator[tuple[Path, Random]]:
    """So many mutants, one after the other in the same file."""
    path = Path(f"{name}.yaml")
    for number in range(many):
        chance = Random(f"{name}/{number}")
        path.write_bytes(mutant(text, chance, "sweep" if name in (*SWEEPS, "small") else "scenario"))
        yield path, chance


def test_mutants_of_the_base_load_or_are_refused() -> None:
    found = Counter(judged(path, chance) for path, chance in written(BASE, "mutant", OF_BASE))
    assert found["refused"] > 30 and found["loads"] > 2


@pytest.mark.parametrize("name", SHIPPED)
def test_mutants_of_a_shipped_scenario_load_or_are_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "SLOW", 1.0)  # processors of a test run are shared
    assert [judged(*one) for one in written(SHIPPED[name], name, OF_SHIPPED)]


@pytest.mark.parametrize("name", [*SWEEPS, "small"])
def test_mutants_of_a_sweep_open_or_are_refused(name: str) -> None:
    text = SWEEP if name == "small" else SWEEPS[name]
    assert [judged_sweep(path) for path, _ in written(text.replace(", calm]", "]"), name, OF_SWEEPS)]


def test_the_base_itself_loads() -> None:
    assert judged(Path("toy.yaml"), Random(1)) == "loads"


HERE = Fault("toy.yaml", 1, 1, "", "something is wrong")
WRONG = {
    "no fault": [],
    "no line": [replace(HERE, line=0)],
    "another file": [replace(HERE, file="toyy.yaml")],
    "beyond the file": [HERE, replace(HERE, line=9_999)],
    "beyond the line": [replace(HERE, column=999)],
    "words of a library": [replace(HERE, message="Input should be a valid number")],
    "what a terminal obeys": [replace(HERE, message="\x1b[31mred")],
}


def test_a_fault_in_the_file_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "load", _refusing([HERE]))
    assert judged(Path("toy.yaml"), Random(1)) == "refused"


@pytest.mark.parametrize("how", WRONG)
def test_a_fault_that_points_nowhere_is_found(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "load", _refusing(WRONG[how]))
    with pytest.raises(Find):
        judged(Path("toy.yaml"), Random(1))


def _refusing(faults: list[Fault]) -> Callable[[Path], None]:
    def load(_: Path) -> None:
        raise ScenarioError(faults)

    return load


def test_what_takes_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "SLOW", 0.0)
    with pytest.raises(Find, match="took"):
        judged(Path("toy.yaml"), Random(1))
