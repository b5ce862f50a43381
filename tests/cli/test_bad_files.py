"""Malformed scenarios at the door: every verb tells them on standard error and exits with 2."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli import app
from tests.scenario.test_corpus import CORPUS, FAULTY, expected

EVERY = 9
"""Each ninth file of the corpus goes through the command, enough of every letter."""
VERBS = (["show"], ["run", "--worlds", "1"], ["diff", "idlib-2018-01"], ["new", "mine", "--from"])


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are told as their user writes them."""
    monkeypatch.chdir(CORPUS)


@pytest.mark.parametrize("name", FAULTY[::EVERY])
def test_check_tells_all_and_exits_with_2(name: str) -> None:
    done = CliRunner().invoke(app, ["check", f"{name}.yaml"])
    assert done.exit_code == 2
    lines = [line for line in done.stderr.splitlines() if "| " not in line[:8]]
    assert lines == expected(Path(f"{name}.yaml"))
    assert done.stdout == ""


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_no_verb_runs_a_malformed_scenario(verb: list[str]) -> None:
    before = sorted(CORPUS.iterdir())
    for name in FAULTY[:: 5 * EVERY]:
        done = CliRunner().invoke(app, [*verb, f"{name}.yaml"])
        assert (done.exit_code, done.stdout) == (2, "")
        assert expected(Path(f"{name}.yaml"))[0] in done.stderr
    assert sorted(CORPUS.iterdir()) == before


def test_the_good_one_beside_the_bad_is_not_blamed() -> None:
    done = CliRunner().invoke(app, ["check", "base.yaml", f"{FAULTY[0]}.yaml"])
    assert done.exit_code == 2
    assert "base.yaml:" not in done.stderr
    assert CliRunner().invoke(app, ["check", "base.yaml"]).exit_code == 0


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["base.yaml"], "1 scenario"),
        (["hotline", "base.yaml"], "2 scenarios"),
        (["what-matters"], "1 sweep"),
        (["base.yaml", "what-matters", "guarantor-leverage"], "1 scenario and 2 sweeps"),
    ],
)
def test_what_was_read_is_counted_by_kind(names: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["check", *names])
    assert (done.exit_code, done.stdout) == (0, f"no errors found in {told}\n")
