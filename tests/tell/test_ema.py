"""The archive for the EMA Workbench: its structure, its numbers, its marks, and the same bytes each time."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiment.analysis.swept import Swept
from sim.experiment.outcomes import OUTCOMES, Outcome
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE, WHAT_IF, Factor
from sim.tell.export.ema import ema

RATE = "actors.army.rules.strike.rate"
POINTS, WORLDS, LEVERS = 3, 2, (NONE, "calm")


def swept(**changes: object) -> Swept:
    """Three points, two levers, two worlds; no compliance at point 1, collapse in every other cell."""
    rows = [(p, lever, w) for p in range(POINTS) for lever in reversed(LEVERS) for w in range(WORLDS)]
    outcomes = pd.DataFrame(rows, columns=["point", "lever", "world"])
    count = np.arange(len(rows), dtype=np.float64)
    outcomes["deaths"] = count
    outcomes["compliance"] = np.where(outcomes["point"] == 1, np.nan, 0.5)
    outcomes["collapse"] = np.where(count % 2 == 0, np.nan, 30.0)
    outcomes["fall_old-town"] = 12.0
    parts = {
        "design": pd.DataFrame(
            {"point": range(POINTS), RATE: [0.1, 0.25, 0.9], WHAT_IF: [NONE, "=1+1", NONE]}
        ),
        "outcomes": outcomes,
        "factors": (Factor(RATE, 0.1, 0.9), Factor(WHAT_IF, values=(NONE, "=1+1"))),
        "method": "lhs",
        "kinds": OUTCOMES | {"fall_old-town": Outcome("day", "later", "falls")},
    }
    return Swept(**(parts | changes))


@pytest.fixture
def archive(tmp_path: Path) -> Callable[[str], io.BytesIO]:
    written = ema(swept(), tmp_path / "sweep")

    def member(name: str) -> io.BytesIO:
        with tarfile.open(written, "r:gz") as packed:
            stream = packed.extractfile(name)
            assert stream is not None
            return io.BytesIO(stream.read())

    return member


def test_an_experiment_is_a_point_under_a_lever(archive: Callable[[str], io.BytesIO]) -> None:
    experiments = pd.read_csv(archive("experiments.csv"))
    assert list(experiments.columns) == [RATE, WHAT_IF, "scenario", "policy", "model"]
    assert experiments[RATE].tolist() == [0.1, 0.25, 0.9] * 2
    assert experiments["scenario"].tolist() == [0, 1, 2] * 2
    assert experiments["policy"].tolist() == [NONE] * 3 + ["calm"] * 3
    assert set(experiments["model"]) == {"SIMULATED_deescalation"}


def test_what_load_results_needs_is_there(archive: Callable[[str], io.BytesIO]) -> None:
    """Its steps, as of 2.5.3 and 3.0.0: types of columns, then a class, name and file for each outcome."""
    told = json.loads(archive("metadata.json").read())
    experiments = pd.read_csv(archive("experiments.csv"))
    assert list(told["experiments"]) == list(experiments.columns)
    assert set(told["experiments"].values()) == {"float64", "int64", "category"}
    for kind, name, file in told["outcomes"]:
        values = pd.read_csv(archive(file), index_col=False, header=None).to_numpy()
        width = 1 if kind == "ScalarOutcome" else WORLDS
        assert values.shape == (POINTS * len(LEVERS), width), name
        assert kind in ("ScalarOutcome", "ArrayOutcome")
        assert name.isidentifier()
        assert file == f"{name}.{'cls' if kind == 'ScalarOutcome' else 'csv'}"


def read(member: io.BytesIO) -> list[list[float]]:
    return pd.read_csv(member, header=None).to_numpy().tolist()


def test_numbers_are_those_of_the_sweep(archive: Callable[[str], io.BytesIO]) -> None:
    """Deaths count up by point, lever (the pulled one first) and world; the archive puts `none` first."""
    assert read(archive("deaths_by_world.csv")) == [[2, 3], [6, 7], [10, 11], [0, 1], [4, 5], [8, 9]]
    assert read(archive("deaths.cls")) == [[2.5], [6.5], [10.5], [0.5], [4.5], [8.5]]
    assert read(archive("collapse_reached_by_world.csv")) == [[0, 1]] * 6
    assert read(archive("collapse_reached.cls")) == [[0.5]] * 6
    assert read(archive("fall_old_town_reached.cls")) == [[1.0]] * 6


def test_a_missing_number_keeps_its_line(archive: Callable[[str], io.BytesIO]) -> None:
    """A reader skips empty lines: a missing scalar written as nothing would shift all after it."""
    assert archive("compliance.cls").read().decode().splitlines() == ["0.5", "nan", "0.5"] * 2


def test_texts_are_no_formulas(archive: Callable[[str], io.BytesIO]) -> None:
    lines = archive("experiments.csv").read().decode().splitlines()
    assert lines[2] == "0.25,'=1+1,1,none,SIMULATED_deescalation"


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    below = swept(design=swept().design.assign(**{RATE: [-1.0, 0.0, 1.0]}))
    with tarfile.open(ema(below, tmp_path / "x"), "r:gz") as packed:
        stream = packed.extractfile("experiments.csv")
        assert stream
        assert stream.read().decode().splitlines()[1].startswith("-1.0,")


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("mine", "SIMULATED-mine.tar.gz"),
        ("SIMULATED-mine", "SIMULATED-mine.tar.gz"),
        ("mine.tar.gz", "SIMULATED-mine.tar.gz"),
    ],
)
def test_the_file_says_that_it_is_simulated(asked: str, written: str, tmp_path: Path) -> None:
    assert ema(swept(), tmp_path / asked) == tmp_path / written
    with tarfile.open(tmp_path / written, "r:gz") as packed:
        told = packed.extractfile("metadata.json")
        note = packed.extractfile("README.txt")
        assert told and note
        assert json.load(told)["simulated"] is True
        assert b"not a prediction" in note.read()


def test_the_same_sweep_gives_the_same_bytes(tmp_path: Path) -> None:
    first, shuffled = swept(), swept(outcomes=swept().outcomes.sample(frac=1, random_state=3))
    other = swept(outcomes=swept().outcomes.assign(deaths=7.0))
    one, two, three = (
        ema(sweep, tmp_path / name).read_bytes()
        for name, sweep in (("a", first), ("b", shuffled), ("c", other))
    )
    assert one == two != three


def test_two_outcomes_of_one_name_are_refused(tmp_path: Path) -> None:
    kinds = OUTCOMES | dict.fromkeys(("fall_a-b", "fall_a_b"), Outcome("day", "later", "falls"))
    keys = swept().outcomes[["point", "lever", "world"]]
    alike = swept(outcomes=keys.assign(**{"fall_a-b": 1.0, "fall_a_b": 2.0}), kinds=kinds)
    with pytest.raises(RefusedError, match="one name"):
        ema(alike, tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = ema(swept(), tmp_path / "x")
    before = written.read_bytes()
    monkeypatch.setattr("os.fsync", _full)
    with pytest.raises(OSError, match="no space"):
        ema(swept(outcomes=swept().outcomes.assign(deaths=7.0)), tmp_path / "x")
    assert written.read_bytes() == before
    assert list(tmp_path.iterdir()) == [written]


def _full(_: int) -> None:
    raise OSError(28, "no space left on device")
