"""The assumption a difference hangs on: planted ones are found, noise is not, ranks are SciPy's."""

import numpy as np
import pytest
from scipy import stats

from sim.experiment.hinge import NONE, hinge

DRAWS, ASSUMPTIONS = 64, 80


def drawn(seed: int = 0, draws: int = DRAWS) -> dict[str, np.ndarray]:
    generator = np.random.default_rng(seed)
    return {f"a{number}": generator.permutation(draws) / draws for number in range(ASSUMPTIONS)}


@pytest.mark.parametrize("sign", [1, -1])
def test_a_planted_assumption_is_found_with_its_sign(sign: int) -> None:
    values = drawn()
    means = sign * values["a7"] ** 3 + 0.1 * np.random.default_rng(1).normal(size=DRAWS)
    found = hinge(values, means)
    assert found.path == "a7"
    assert np.sign(found.correlation) == sign
    assert found.stands_out


def test_the_correlation_is_the_largest_of_scipy() -> None:
    values = drawn(2)
    means = np.random.default_rng(3).poisson(2, DRAWS).astype(float)  # with many ties
    found = hinge(values, means)
    oracle = {path: stats.spearmanr(column, means).statistic for path, column in values.items()}
    assert found.path == max(oracle, key=lambda path: abs(oracle[path]))
    assert found.correlation == pytest.approx(oracle[found.path])
    assert found.correlation != pytest.approx(stats.pearsonr(values[found.path], means).statistic)


def test_noise_stands_out_about_as_seldom_as_it_says() -> None:
    generator = np.random.default_rng(4)
    values = drawn(5)
    noise = generator.normal(size=(100, DRAWS))
    found = [hinge(values, means) for means in noise]
    assert 0 < sum(h.stands_out for h in found) <= 12
    alone = [stats.spearmanr(values[h.path], m).pvalue for h, m in zip(found, noise, strict=True)]
    assert np.mean(np.array(alone) <= 0.05) > 0.9  # what the largest of many would seem to be by itself


def test_what_chance_gives_is_what_shuffled_draws_give() -> None:
    values = drawn(6)
    columns = np.stack(list(values.values()))
    generator = np.random.default_rng(7)
    ranks = columns.argsort().argsort() - (DRAWS - 1) / 2
    largest = []
    for _ in range(2000):
        shuffled = generator.permutation(DRAWS) - (DRAWS - 1) / 2
        largest.append(np.abs(ranks @ shuffled).max() / np.sum(shuffled**2))
    found = hinge(values, generator.normal(size=DRAWS))
    assert found.by_chance == pytest.approx(np.quantile(largest, 0.95), abs=0.02)
    one = hinge({"a0": values["a0"]}, generator.normal(size=DRAWS))
    assert one.by_chance < found.by_chance - 0.1


def test_missing_draws_are_left_out() -> None:
    values, means = drawn(8), np.random.default_rng(9).normal(size=DRAWS)
    holes = means.copy()
    holes[:20] = np.nan
    rest = {path: column[20:] for path, column in values.items()}
    assert hinge(values, holes) == hinge(rest, means[20:])
    assert hinge(values, holes) != hinge(values, means)


@pytest.mark.parametrize(
    "means", [np.full(DRAWS, np.nan), np.ones(DRAWS), np.r_[1.0, 2, [np.nan] * (DRAWS - 2)]]
)
def test_nothing_hangs_on_anything_where_nothing_varies(means: np.ndarray) -> None:
    assert hinge(drawn(), means) is NONE
    assert not NONE.stands_out
    assert hinge({}, np.arange(DRAWS, dtype=float)) is NONE


def test_two_hundred_draws_show_what_few_cannot() -> None:
    generator = np.random.default_rng(10)
    few, many = drawn(11, 12), drawn(11, 200)
    noise = generator.normal(size=200)
    assert not hinge(few, few["a3"] + 0.5 * noise[:12]).stands_out
    assert hinge(many, many["a3"] + 0.5 * noise).stands_out
