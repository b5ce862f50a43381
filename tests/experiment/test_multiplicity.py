"""P-values by sign flips and their adjustment, against SciPy, exact counts and what they promise."""

import numpy as np
import pytest
from scipy import stats

from sim.experiment.multiplicity import FLIPS, adjusted, by_chance, sign_flip_p


def exact(differences: np.ndarray) -> float:
    """SciPy's paired permutation test over all sign flips."""
    found = stats.permutation_test(
        (differences,), np.mean, permutation_type="samples", axis=-1, **{"n_resamples": np.inf}
    )
    return float(found.pvalue)


def test_flips_agree_with_all_of_them() -> None:
    generator = np.random.default_rng(0)
    rows = np.stack(
        [generator.normal(shift, 1, 11) for shift in (0, 0.4, 0.8)] + [np.repeat([3.0, 0], [3, 8])]
    )
    found = sign_flip_p(rows)
    for values, p in zip(rows, found, strict=True):
        sampling = 4 * np.sqrt(p * (1 - p) / FLIPS) + 1 / FLIPS
        assert p == pytest.approx(exact(values), abs=sampling)
    assert found[3] == pytest.approx(0.25, abs=0.02)  # three worlds alike: two of their eight sign patterns
    assert found[0] > 5 * found[2]


def test_large_samples_agree_with_the_t_test() -> None:
    values = np.random.default_rng(1).normal(0, 1, 900)
    values += 0.07 - values.mean()
    p = float(sign_flip_p(values[None])[0])
    assert p == pytest.approx(stats.ttest_1samp(values, 0).pvalue, abs=0.01)
    assert p < 0.05 < float(sign_flip_p(values[None] - 0.06)[0])


def test_what_never_differs_is_chance_and_what_is_missing_is_left_out() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 6])
    holes = np.array([1.0, np.nan, 3, np.nan, 5, np.nan])
    rows = np.stack([np.zeros(6), np.full(6, np.nan), holes, np.nan_to_num(holes), values, -values])
    zero, missing, left_out, as_nothing, up, down = sign_flip_p(rows)
    assert zero == 1
    assert np.isnan(missing)
    assert left_out == as_nothing != up
    assert up == down


def test_no_outcome_changes_the_p_value_of_another() -> None:
    rows = np.random.default_rng(2).normal(0.2, 1, (5, 130))
    assert np.array_equal(sign_flip_p(rows)[3:4], sign_flip_p(rows[3:4]))
    assert not np.array_equal(sign_flip_p(rows)[2:3], sign_flip_p(rows[3:4]))


def test_chance_alone_is_found_about_as_often_as_it_says() -> None:
    rows = np.random.default_rng(3).exponential(1, (400, 60)) * np.random.default_rng(4).choice(
        [-1, 1], (400, 60)
    )
    found = sign_flip_p(rows)
    assert 0.02 < np.mean(found <= 0.05) < 0.09
    assert np.sum(adjusted(found) <= 0.05) <= 2
    assert by_chance(400) == pytest.approx(20)


@pytest.mark.parametrize("seed", range(5))
def test_adjusted_is_the_false_discovery_control_of_scipy(seed: int) -> None:
    p = np.random.default_rng(seed).uniform(0, 1, 31) ** 3
    p[4] = p[9]
    assert adjusted(p) == pytest.approx(stats.false_discovery_control(p, method="bh"))
    assert adjusted(p) != pytest.approx(stats.false_discovery_control(p, method="by"))


def test_missing_p_values_are_not_counted() -> None:
    p = np.array([0.01, np.nan, 0.04])
    assert adjusted(p) == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert adjusted(np.array([0.01, 1.0, 0.04])) == pytest.approx([0.03, 1.0, 0.06])
