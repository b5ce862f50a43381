"""A run: the same bits in whatever parts, and what an ensemble tells."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.experiment.attribution.attribute import attribute
from sim.experiment.audit.audit import audit
from sim.experiment.compare import compare
from sim.experiment.ensemble import Ensemble
from sim.experiment.refusal import RefusedError
from sim.experiment.run import prepared, run
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.vary import vary
from tests.build import tiny


def _fields(ensemble: Ensemble) -> dict[str, Any]:
    return {name: getattr(ensemble, name) for name in type(ensemble).__dataclass_fields__}


@pytest.mark.hash
@pytest.mark.parametrize("chunk", [1, 3, 10])
def test_the_hash_does_not_depend_on_parts(short: Scenario, ensemble: Ensemble, chunk: int) -> None:
    again = run(short, 10, 1, workers=1, chunk=chunk)
    assert again.result_hash == ensemble.result_hash


@pytest.mark.hash
def test_the_hash_depends_on_the_seed(short: Scenario, ensemble: Ensemble) -> None:
    assert run(short, 10, 2, workers=1).result_hash != ensemble.result_hash


def test_the_hash_depends_on_outcomes_and_digests(ensemble: Ensemble) -> None:
    measured = ensemble.measured | {"deaths": ensemble.measured["deaths"] + 1}
    digest = ensemble.digest.copy()
    digest[0, 0] += np.uint64(1)
    others = [
        Ensemble(**(_fields(ensemble) | change)).result_hash
        for change in ({"measured": measured}, {"digest": digest})
    ]
    assert len({ensemble.result_hash, *others}) == 3


@pytest.mark.slow
@pytest.mark.hash
def test_the_hash_does_not_depend_on_workers(short: Scenario, ensemble: Ensemble) -> None:
    assert run(short, 10, 1, workers=2, chunk=4).result_hash == ensemble.result_hash


@pytest.mark.slow
def test_a_script_without_a_main_guard_may_use_workers(tmp_path: Path) -> None:
    script = "\n".join(
        [
            "from sim.experiment.run import run",
            "from tests.build import toy",
            "print('once', run(toy(days=2), 4, 1, workers=2, chunk=2).result_hash)",
        ]
    )
    path = tmp_path / "unguarded.py"
    path.write_text(script)
    done = subprocess.run(
        [sys.executable, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("once") == 1


def test_fewer_days_are_a_prefix(short: Scenario, ensemble: Ensemble) -> None:
    first = run(short, 10, 1, days=5, workers=1)
    begin = 1 - first.first_day
    assert first.days == 5
    assert np.array_equal(first.digest, ensemble.digest[:, : begin + 5])
    assert np.array_equal(first.daily["deaths"], ensemble.daily["deaths"][:, :5])


def test_frames_have_a_row_a_world_and_a_row_a_day(ensemble: Ensemble) -> None:
    assert list(ensemble.outcomes.index) == list(range(10))
    assert len(ensemble.series) == 10 * 12
    deaths = ensemble.series.groupby("world")["deaths"].sum()
    assert (deaths == ensemble.outcomes["deaths"]).all()


def test_a_date_has_a_share_and_no_mean(ensemble: Ensemble) -> None:
    summary = ensemble.summary()
    dates = summary[summary["unit"] == "day"]
    assert dates["mean"].isna().all()
    assert dates["share"].between(0, 1).all()
    assert summary[summary["unit"] != "day"]["share"].isna().all()


def test_quantiles_of_a_date_count_those_that_never_come_as_later(ensemble: Ensemble) -> None:
    dates = np.array([3.0, 5, np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, np.nan])
    changed = Ensemble(**(_fields(ensemble) | {"measured": ensemble.measured | {"collapse": dates}}))
    row = changed.summary().loc["collapse"]
    assert row["q05"] == 3
    assert np.isnan(row["q50"])
    assert row["share"] == 0.2


def test_notebooks_get_escaped_text(ensemble: Ensemble) -> None:
    scenario = ensemble.scenario.model_copy(update={"title": "<script>alert(1)</script>"})
    shown = Ensemble(**(_fields(ensemble) | {"scenario": scenario}))._repr_html_()
    assert "<script>" not in shown
    assert "not a prediction" in shown


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"worlds": 0}, "worlds: 0: at least 1"),
        ({"worlds": -5}, "worlds: -5: at least 1"),
        ({"worlds": 10_000_000}, "held in memory"),
        ({"seed": -1}, "seed: -1 is not between"),
        ({"seed": 2**63}, "is not between 0 and"),
        ({"chunk": 0}, "chunk: 0"),
        ({"workers": -2}, "workers: -2"),
        ({"workers": 100_000}, "workers: 100000"),
    ],
)
def test_numbers_out_of_range_are_refused(short: Scenario, options: dict[str, int], message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        run(short, **options)


def test_settings_are_laid_over_a_scenario_before_it_runs(short: Scenario) -> None:
    most = {"outcomes.lull": short.parameters["outcomes.lull"].high}
    assert prepared(short, most) == vary(short, most) != prepared(short) == short
    assert prepared("idlib-2018-01") == load("idlib-2018-01")


@pytest.mark.parametrize("workers", [0, -1])
@pytest.mark.parametrize("ask", [run, audit, attribute, compare], ids=lambda ask: ask.__name__)
def test_none_is_the_only_way_to_ask_for_the_usual_workers(ask: Callable[..., Any], workers: int) -> None:
    more = {attribute: [["rules.strike"]], compare: [tiny(id="other")]}.get(ask, [])
    with pytest.raises(RefusedError, match=f"workers: {workers} is not"):
        ask(tiny(), *more, workers=workers)
