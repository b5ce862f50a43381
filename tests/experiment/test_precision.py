"""How many worlds are enough: the closed form, what it promises, and what is refused."""

import math

import numpy as np
import pytest

from sim.experiment.paired import interval, standard_errors
from sim.experiment.precision import check_precision, half_width_of, precision_of, worlds_needed
from sim.experiment.refusal import RefusedError
from sim.scenario.scenario import Scenario


def test_the_number_of_worlds_is_the_textbook_one() -> None:
    deviation, worlds, half_width = 12.0, 400, 1.5
    found = worlds_needed(deviation / math.sqrt(worlds), worlds, half_width)
    assert found == math.ceil((1.959964 * deviation / half_width) ** 2)
    assert worlds_needed(deviation / math.sqrt(worlds), worlds, half_width / 2) == pytest.approx(
        4 * found, abs=4
    )
    assert worlds_needed(0.001, 100, 50.0) == 2


def test_as_many_worlds_as_needed_give_the_half_width_asked_for() -> None:
    generator = np.random.default_rng(0)
    pilot = generator.exponential(10, 400)
    needed = int(worlds_needed(standard_errors(np.zeros(400), pilot).paired, 400, 0.5))
    _, low, high = interval(generator.exponential(10, needed))
    assert (high - low) / 2 == pytest.approx(0.5, rel=0.15)
    _, low, high = interval(pilot)
    assert (high - low) / 2 > 0.8


def test_nothing_is_promised_where_nothing_varies_or_nothing_was_asked() -> None:
    assert math.isnan(worlds_needed(0.0, 100, 1.0))
    assert math.isnan(worlds_needed(math.nan, 100, 1.0))
    assert math.isnan(worlds_needed(1.0, 100, half_width_of("collapse", 0.0, {})))


def test_a_tenth_of_the_base_unless_asked_otherwise() -> None:
    assert half_width_of("deaths", 120.0, {"breaches": 3.0}) == pytest.approx(12)
    assert half_width_of("breaches", 120.0, {"breaches": 3.0}) == 3
    assert half_width_of("confidence", -0.5, {}) == pytest.approx(0.05)
    assert math.isnan(half_width_of("deaths", math.nan, {}))


def test_what_is_asked_for_is_read(short: Scenario) -> None:
    assert precision_of(["deaths=10", "collapse = 0.02"], short) == {"deaths": 10, "collapse": 0.02}
    assert precision_of([], short) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("deaths", "write OUTCOME=HALF_WIDTH"),
        ("deaths=ten", "write OUTCOME=HALF_WIDTH"),
        ("death=1", 'did you mean "deaths"'),
        ("xyzzy=1", "is no outcome of toy$"),
        ("deaths=0", "no positive number"),
        ("deaths=-1", "no positive number"),
        ("deaths=nan", "no positive number"),
        ("deaths=inf", "no positive number"),
    ],
)
def test_anything_else_is_refused(short: Scenario, text: str, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        precision_of([text], short)
    check_precision({"deaths": 1.0}, short)
