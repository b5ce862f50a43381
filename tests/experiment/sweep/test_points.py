"""Designs of points: each method keeps what its paper promises, and draws the same points every time."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

from sim.experiment.sweep.cube import latin_hypercube, saltelli, trajectories
from sim.experiment.sweep.points import points, size
from sim.experiment.sweep.sweep import METHODS, NONE, WHAT_IF, Design, Factor, Sweep
from tests.build import tiny

BASE = tiny()
RATE, TOLL, POST = "actors.striker.rules.strike.rate", "actions.strike.lethality", "ground.post"
FACTORS = (Factor(TOLL, 0.1, 0.7), Factor(RATE, 0.3, 0.9, (0.3, 0.5, 0.9)), Factor(POST, 0.25, 2.0))
WHAT_IFS = Factor(WHAT_IF, values=(NONE, "milder"))
DRAWN = ("lhs", "sobol", "morris")
GOLDEN = {
    "lhs": [0.293190702, 0.48902536, 0.656557401, 0.211999121],
    "sobol": [0.539254189, 0.118849123, 0.118849123, 0.539254189, 0.539254189, 0.539254189, 0.240534307],
    "morris": [0.5, 0.5, 0.1, 0.1, 0.1, 0.3, *[0.7] * 4],
}
BOOKS = {"point", "matrix", "base", "trajectory", "step", "moved"}


def sweep(
    method: Any, count: int = 8, factors: tuple[Factor, ...] = (*FACTORS, WHAT_IFS), **more: Any
) -> Sweep:
    """A sweep of a small scenario; `more` are fields of its design."""
    return Sweep(
        id="some",
        title="",
        question="",
        scenario=BASE,
        design=Design(method, points=count, **more),
        factors=factors,
        what_ifs={NONE: BASE, "milder": BASE},
        levers={NONE: BASE},
        worlds=1,
        seed=1,
        days=5,
        outcomes=("deaths",),
    )


def drawn(method: Any, *arguments: Any, **more: Any) -> pd.DataFrame:
    """The points of such a sweep."""
    return points(sweep(method, *arguments, **more))


@st.composite
def sweeps(draw: st.DrawFn) -> Sweep:
    """Any design of some factors, with ranges and lists of any kind."""
    method = draw(st.sampled_from(METHODS))
    names = draw(st.sets(st.sampled_from(sorted(BASE.parameters)), min_size=1, max_size=4))
    factors = [_factor(draw, name) for name in sorted(names)]
    if draw(st.booleans()):
        factors.append(WHAT_IFS)
    count = 2 ** draw(st.integers(1, 4)) if method == "sobol" else draw(st.integers(2, 6))
    listed = tuple({f.name: f.values[0] for f in factors if f.values} for _ in range(draw(st.integers(1, 3))))
    levels = draw(st.sampled_from([2, 4, 6, 10]))
    more = {"seed": draw(st.integers(0, 2**63 - 1)), "levels": levels, "listed": listed}
    return sweep(method, 0 if method == "points" else count, tuple(factors), **more)


def _factor(draw: st.DrawFn, name: str) -> Factor:
    numbers = st.floats(-1e6, 1e6, allow_nan=False)
    ends = sorted(draw(st.lists(numbers, min_size=2, max_size=5, unique=True)))
    return Factor(name, ends[0], ends[-1], tuple(ends) if draw(st.booleans()) else ())


@given(sweeps())
def test_every_design_keeps_the_promises_of_its_table(one: Sweep) -> None:
    table = points(one)
    assert len(table) == size(one)
    assert table["point"].tolist() == list(range(len(table)))
    assert [name for name in table if name not in BOOKS] == [factor.name for factor in one.factors]
    assert table.equals(points(one))
    for factor in one.factors:
        own = {NONE} if factor.is_what_if else {BASE.parameters[factor.name].value}
        column = table[factor.name]
        assert column.dtype == ("str" if factor.is_what_if else np.float64)
        inside = (
            column.isin({*factor.values, *own}) if factor.values else column.between(factor.low, factor.high)
        )
        assert (inside | column.isin(own)).all()


def test_the_size_of_a_huge_grid_is_known_at_once() -> None:
    paths = sorted(BASE.parameters)[:13]
    huge = sweep("grid", 10, tuple(Factor(path, 0.0, 1.0) for path in paths))
    assert size(huge) == 10**13


@pytest.mark.parametrize(
    ("method", "count"),
    [("grid", 8 * 3 * 8 * 2), ("lhs", 8), ("sobol", 8 * 6), ("morris", 8 * 5), ("one_at_a_time", 22)],
)
def test_sizes(method: str, count: int) -> None:
    assert size(sweep(method)) == len(drawn(method)) == count


def test_a_grid_has_every_combination_once() -> None:
    table = drawn("grid", 3)
    assert not table.duplicated([factor.name for factor in (*FACTORS, WHAT_IFS)]).any()
    assert sorted(table[TOLL].unique()) == pytest.approx([0.1, 0.4, 0.7])
    assert table[WHAT_IF].tolist()[:3] == [NONE, "milder", NONE]
    assert table[TOLL].is_monotonic_increasing and not table[POST].is_monotonic_increasing


def test_a_finer_grid_holds_the_points_of_a_coarser_one() -> None:
    coarse, fine, other = (set(drawn("grid", count)[POST]) for count in (5, 9, 8))
    assert coarse < fine
    assert not coarse <= other


def test_a_latin_hypercube_has_one_draw_a_stratum() -> None:
    cube = latin_hypercube([TOLL, RATE, POST], 100, 3)
    strata = np.sort(np.floor(cube * 100), axis=0)
    assert (strata == np.arange(100)[:, None]).all()
    assert abs(np.corrcoef(cube.T) - np.eye(3)).max() < 0.3


def test_listed_values_are_taken_equally_often() -> None:
    counts = drawn("lhs", 90)[RATE].value_counts()
    assert counts.to_dict() == {0.3: 30, 0.5: 30, 0.9: 30}
    assert drawn("lhs", 90)[WHAT_IF].value_counts().to_dict() == {NONE: 45, "milder": 45}


def test_sobol_exchanges_exactly_one_column() -> None:
    table, names = drawn("sobol", 16), [factor.name for factor in (*FACTORS, WHAT_IFS)]
    assert table["matrix"].tolist() == ["A", "B", *names] * 16
    assert table["base"].tolist() == [base for base in range(16) for _ in range(6)]
    by_matrix = {name: rows[names].reset_index(drop=True) for name, rows in table.groupby("matrix")}
    for name in names:
        exchanged = by_matrix[name]
        assert exchanged[name].equals(by_matrix["B"][name])
        assert exchanged.drop(columns=name).equals(by_matrix["A"].drop(columns=name))
        assert not exchanged[name].equals(by_matrix["A"][name])


def test_sobol_fills_every_stratum_and_spreads_better_than_chance() -> None:
    names = sorted(BASE.parameters)[:6]
    cube = np.hstack(saltelli(names, 256, 7))
    assert (np.sort(np.floor(cube * 256), axis=0) == np.arange(256)[:, None]).all()
    chance = np.random.default_rng(1).random(cube.shape)
    library = qmc.Sobol(12, rng=1).random(256)
    spread = [qmc.discrepancy(sample, method="CD") for sample in (cube, library, chance)]
    assert spread[0] < 0.5 * spread[2]
    assert spread[0] == pytest.approx(spread[1], rel=0.05)


def test_columns_of_sobol_do_not_follow_each_other() -> None:
    cube = np.hstack(saltelli(sorted(BASE.parameters)[:12], 512, 1))
    assert abs(np.corrcoef(cube.T) - np.eye(24)).max() < 0.15


def test_sobol_integrates_what_has_a_known_mean() -> None:
    a, b = saltelli(["x", "y", "z"], 1024, 2)
    for cube in (a, b):
        assert np.prod(1 + (cube - 0.5), axis=1).mean() == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize("levels", [2, 4, 6, 10])
def test_a_morris_step_moves_exactly_one_factor_by_delta(levels: int) -> None:
    names = [TOLL, RATE, POST]
    cube, order = trajectories(names, 50, levels, 4)
    steps = np.diff(cube, axis=1)
    delta = levels / (2 * (levels - 1))
    assert ((np.abs(steps) > 1e-12).sum(axis=2) == 1).all()
    assert np.abs(steps).max(axis=2) == pytest.approx(delta)
    assert (np.abs(steps).argmax(axis=2) == order).all()
    assert (np.sort(order, axis=1) == np.arange(3)).all()
    grid = cube * (levels - 1)
    assert grid == pytest.approx(np.round(grid)) and cube.min() >= 0 and cube.max() <= 1
    assert {1, -1} == set(np.sign(steps[np.abs(steps) > 1e-12]))


def test_morris_names_who_moved() -> None:
    table, names = drawn("morris", 12), [factor.name for factor in (*FACTORS, WHAT_IFS)]
    for _, rows in table.groupby("trajectory"):
        assert rows["step"].tolist() == [0, 1, 2, 3, 4]
        assert sorted(rows["moved"]) == ["", *sorted(names)]
        for before, after in zip(rows.index, rows.index[1:], strict=False):
            differs = [name for name in names if table.at[before, name] != table.at[after, name]]
            assert differs == [table.at[after, "moved"]]


def test_one_at_a_time_leaves_the_others_alone() -> None:
    table = drawn("one_at_a_time", 4)
    assert table["moved"].tolist() == ["", *[TOLL] * 4, *[RATE] * 3, *[POST] * 4, *[WHAT_IF] * 2]
    own = {TOLL: 0.5, RATE: 0.5, POST: 0.5, WHAT_IF: NONE}
    for name, value in own.items():
        assert (table.loc[table["moved"] != name, name] == value).all()
    assert table.loc[table["moved"] == TOLL, TOLL].tolist() == pytest.approx([0.1, 0.3, 0.5, 0.7])
    assert table.loc[table["moved"] == WHAT_IF, WHAT_IF].tolist() == [NONE, "milder"]


def test_listed_points_are_filled_in() -> None:
    listed = ({}, {TOLL: 0.2}, {RATE: 0.9, WHAT_IF: "milder"})
    table = drawn("points", 0, (FACTORS[0], FACTORS[1], WHAT_IFS), listed=listed)
    assert table[TOLL].tolist() == [0.5, 0.2, 0.5]
    assert table[RATE].tolist() == [0.5, 0.5, 0.9]
    assert table[WHAT_IF].tolist() == [NONE, NONE, "milder"]


@pytest.mark.parametrize("method", DRAWN)
def test_another_seed_draws_other_points(method: str) -> None:
    assert drawn(method, seed=2).equals(drawn(method, seed=2))
    assert not drawn(method, seed=2).equals(drawn(method, seed=3))


@pytest.mark.parametrize("method", ["sobol", "morris"])
def test_more_points_begin_with_the_same(method: str) -> None:
    few, many = drawn(method, 8), drawn(method, 32)
    assert many.head(len(few)).equals(few)


def test_more_points_of_a_latin_hypercube_are_others() -> None:
    few, many = drawn("lhs", 8), drawn("lhs", 32)
    assert not many.head(8)[TOLL].isin(few[TOLL]).any()


@pytest.mark.parametrize("method", ["lhs", "morris"])
def test_a_further_factor_leaves_the_columns_of_the_others(method: str) -> None:
    one, other = (sweep(method, 8, factors) for factors in (FACTORS, (*FACTORS, WHAT_IFS)))
    if method == "lhs":
        assert points(other)[[TOLL, RATE, POST]].equals(points(one)[[TOLL, RATE, POST]])
    first, second = (
        points(s).groupby("trajectory").first() if method == "morris" else points(s) for s in (one, other)
    )
    assert first[TOLL].equals(second[TOLL])
    assert not first[TOLL].equals(points(replace(one, design=replace(one.design, seed=9)))[TOLL])


def test_points_are_those_of_earlier_versions() -> None:
    """Sobol's depend on SciPy's direction numbers, and all on the named draws of `sim.engine.chance`."""
    assert drawn("lhs", 4, seed=7)[TOLL].tolist() == pytest.approx(GOLDEN["lhs"], abs=1e-9)
    assert drawn("sobol", 2, seed=7)[TOLL].tolist()[:7] == pytest.approx(GOLDEN["sobol"], abs=1e-9)
    assert drawn("morris", 2, seed=7)[TOLL].tolist() == pytest.approx(GOLDEN["morris"], abs=1e-9)
