"""Every malformed scenario of the corpus is refused with exactly the messages it expects."""

import time
from pathlib import Path

import pytest

from sim.scenario.load import ScenarioError, load

CORPUS = Path(__file__).parent / "corpus"
FAULTY = sorted(path.stem for path in CORPUS.glob("*.yaml") if path.stem != "base")
MARK = "# expect: "


def heads(error: ScenarioError) -> list[str]:
    """The message lines of an error, without excerpts."""
    return [line for line in str(error).splitlines() if "| " not in line[:8]]


def expected(path: Path) -> list[str]:
    """What the file says of itself."""
    lines = path.read_text(errors="replace").splitlines()
    return [line.removeprefix(MARK) for line in lines if line.startswith(MARK)]


def test_the_base_is_valid() -> None:
    assert load(CORPUS / "base.yaml").id == "base"


def test_the_corpus_is_large() -> None:
    assert len(FAULTY) >= 200


@pytest.mark.parametrize("name", FAULTY)
def test_refused_as_expected(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)
    path = Path(f"{name}.yaml")
    begun = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert time.process_time() - begun < 2
    assert heads(caught.value) == expected(path) != []
