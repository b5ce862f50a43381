"""Swept: frames that do not belong together are refused; tables keep points and worlds in place."""

import numpy as np
import pandas as pd
import pytest

from sim.experiment.analysis.resampling import bootstrap, ends, halves, words
from sim.experiment.analysis.swept import Swept, codes, levels, point_means
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.sweep import NONE, WHAT_IF, Factor

from .made import DATE, NUMBER, design, factors, swept

TABLE = np.arange(6.0).reshape(3, 2)


def _made() -> Swept:
    tables = {(NONE, NUMBER): TABLE, ("posts", NUMBER): TABLE + np.array([0, 5])}
    return swept(design("lhs", 3, factors(1)), factors(1), "lhs", tables)


def test_tables_stand_in_the_order_of_design_and_worlds() -> None:
    made = _made()
    assert np.array_equal(made.table(NUMBER), TABLE)
    assert np.array_equal(made.table(NUMBER, "posts", NONE), np.tile([0.0, 5], (3, 1)))
    assert made.levers == (NONE, "posts")
    turned = Swept(
        made.design.iloc[::-1], made.outcomes.sample(frac=1, random_state=1), made.factors, "lhs", made.kinds
    )
    assert np.array_equal(turned.table(NUMBER), TABLE[::-1])


def test_what_was_not_simulated_is_missing() -> None:
    made = _made()
    cut = Swept(made.design, made.outcomes.drop(index=3), made.factors, "lhs", made.kinds)
    assert np.isnan(cut.table(NUMBER)).tolist() == [[False, False], [False, True], [False, False]]
    assert point_means(cut.table(NUMBER)).tolist() == [0.5, 2, 4.5]
    assert np.isnan(point_means(np.full((1, 2), np.nan))[0])


def test_a_date_is_whether_it_came_and_a_lost_point_is_not_never() -> None:
    made = swept(design("lhs", 2, factors(1)), factors(1), "lhs", {DATE: np.array([[3.0], [np.nan]])})
    assert made.table(DATE).tolist() == [[1], [0]]
    cut = Swept(made.design, made.outcomes.iloc[:1], made.factors, "lhs", made.kinds)
    assert np.isnan(cut.table(DATE)[1, 0])


@pytest.mark.parametrize(
    ("design_", "outcomes", "says"),
    [
        (lambda d: d.drop(columns="a"), lambda o: o, "the design has no column a"),
        (lambda d: d, lambda o: o.drop(columns="world"), "the outcomes has no column world"),
        (lambda d: d.assign(point=0), lambda o: o, "a point twice"),
        (lambda d: d, lambda o: pd.concat([o, o]), "a point, lever and world twice"),
        (lambda d: d, lambda o: pd.concat([o, o.assign(**{NUMBER: 9.5})]), "a point, lever and world twice"),
        (lambda d: d.iloc[:2], lambda o: o, "not in the design"),
        (lambda d: d, lambda o: o.iloc[:0], "no point was simulated"),
        (lambda d: d, lambda o: o.rename(columns={NUMBER: "deahts"}), 'did you mean "deaths"'),
    ],
)
def test_frames_that_do_not_belong_together_are_refused(design_, outcomes, says: str) -> None:
    made = _made()
    with pytest.raises(RefusedError, match=says):
        Swept(design_(made.design), outcomes(made.outcomes), made.factors, made.method, made.kinds)


def test_what_ifs_are_coded_by_their_list() -> None:
    factor = Factor(WHAT_IF, values=("none", "first"))
    column = np.array(["first", "other", "none"], dtype=object)
    assert levels(factor, column) == ("none", "first", "other")
    assert codes(factor, column).tolist() == [1, 2, 0]
    assert codes(Factor("a", 0, 1), np.array([0.25])).tolist() == [0.25]


def test_draws_repeat_and_differ_by_name() -> None:
    assert np.array_equal(words("a", 3, 5), words("a", 3, 5))
    assert np.array_equal(words("a", 2, 5), words("a", 3, 5)[:2])
    assert not np.array_equal(words("a", 3, 5), words("b", 3, 5))
    assert (bootstrap("a", 7, 20).sum(axis=1) == 7).all()
    assert bootstrap("a", 7, 20).std() > 0
    inside = halves("a", 9, 50)
    assert (inside.sum(axis=1) == 4).all()
    assert inside.mean(axis=0) == pytest.approx(np.full(9, 4 / 9), abs=0.25)
    assert not np.array_equal(inside[0], inside[1])


def test_ends_are_percentiles_and_missing_of_nothing() -> None:
    low, high = ends(np.arange(1001.0)[:, None])
    assert (low[0], high[0]) == pytest.approx((25, 975))
    assert np.isnan(ends(np.full((5, 2), np.nan))).all()
    assert np.isnan(ends(np.empty((0, 2)))).all()
