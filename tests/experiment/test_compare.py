"""Comparisons: a duplicate differs by nothing, a change from its day on, and sign shares from draws."""

import datetime

import numpy as np
import pytest

from sim.experiment.compare import Comparison, Pair, compare
from sim.experiment.doubt import Doubt, drawn_alike, most_rows
from sim.experiment.draws import assumed, hypercube
from sim.experiment.lever import change
from sim.experiment.multiplicity import adjusted
from sim.experiment.pool import Pool
from sim.experiment.refusal import RefusedError
from sim.scenario.intervention import Intervention
from sim.scenario.parameter import FrozenMap
from sim.scenario.scenario import Scenario
from sim.scenario.vary import vary


def named(scenario: Scenario, name: str) -> Scenario:
    return scenario.model_copy(update={"id": name})


def pulled(scenario: Scenario, name: str, kind: str, day: int, value: float, path: str) -> Scenario:
    """The scenario with one more intervention from a day on."""
    on = scenario.start + datetime.timedelta(days=day - 1)
    lever = Intervention(kind=kind, on=on, set=FrozenMap({path: value}), source="assumption")
    levers = FrozenMap(sorted({**scenario.interventions, name: lever}.items()))
    return scenario.model_copy(update={"id": name, "interventions": levers})


@pytest.fixture(scope="module")
def path(short: Scenario) -> str:
    """The rate of some kinetic rule of the government."""
    return next(f"{p}.rate" for p in short.rules if p.startswith("actors.government.rules."))


@pytest.fixture(scope="module")
def comparison(short: Scenario, path: str) -> Comparison:
    """A duplicate, a lever from day 6 on, and a louder scenario."""
    louder = named(vary(short, {path: short.parameters[path].high}), "louder")
    silent = pulled(short, "silent", "restraint", 6, 0.0, path)
    return compare(short, named(short, "twin"), silent, louder, worlds=24, workers=1, draws=4)


def test_a_duplicate_differs_by_exactly_nothing(comparison: Comparison) -> None:
    twin = comparison.pairs[0]
    assert twin.divergence.identical == 1
    assert twin.divergence.told(0) is None
    for difference in twin.differences:
        assert difference.same == 1
        assert difference.difference == 0 or np.isnan(difference.difference)
        assert np.isnan(difference.sign_share)
        assert np.isnan(difference.worlds_needed)
        assert difference.p == 1 or np.isnan(difference.difference)
        assert not difference.leaves_zero_out
        assert not difference.stands
        assert not difference.hinge.path
    assert twin.assumptions == 0


def test_a_lever_changes_nothing_before_its_day(comparison: Comparison) -> None:
    silent = comparison.pairs[1]
    assert silent.divergence.identical < 1
    assert silent.divergence.told(0) >= 6


def test_more_acts_are_worse_and_less_better(comparison: Comparison) -> None:
    by_name = {d.outcome: d for d in comparison.pairs[2].differences}
    events = by_name["violent_events"]
    assert events.difference > 0
    assert events.low > 0
    assert events.worse > events.better
    assert events.sign_share >= 0.5
    assert 0 < events.variance_ratio < 1


def test_a_sure_difference_stands_and_pairing_bought_it(comparison: Comparison) -> None:
    events = comparison.pairs[2]["violent_events"]
    assert events.stands
    assert 0 < events.p <= events.p_adjusted <= 0.05
    assert events.standard_error < events.unpaired_error
    assert (events.standard_error / events.unpaired_error) ** 2 == pytest.approx(events.variance_ratio)
    frames = [e.outcomes["violent_events"] for e in (comparison.base, comparison.pairs[2].ensemble)]
    assert events.standard_error == pytest.approx((frames[1] - frames[0]).sem())


def test_a_number_for_each_outcome_and_the_p_values_are_adjusted_together(comparison: Comparison) -> None:
    found = comparison.pairs[2].differences
    p = np.array([d.p for d in found])
    assert np.isfinite(p).sum() > 20
    assert np.array_equal(adjusted(p), [d.p_adjusted for d in found], equal_nan=True)
    assert not np.array_equal(p, [d.p_adjusted for d in found], equal_nan=True)


def test_the_hinge_is_one_of_what_was_drawn_and_not_what_is_compared(
    short: Scenario, path: str, comparison: Comparison
) -> None:
    louder = comparison.pairs[2]
    drawn = hypercube(short, drawn_alike(short, louder.ensemble.scenario), 4, 1)
    assert louder.assumptions == len(drawn) == len(assumed(short)) - 1
    hinges = [d.hinge for d in louder.differences if d.hinge.path]
    assert hinges
    assert {h.path for h in hinges} <= drawn.keys()
    assert not any(h.stands_out for h in hinges)  # four draws can show nothing


def test_a_precision_asked_for_changes_the_worlds_needed_of_that_outcome_only(
    short: Scenario, path: str
) -> None:
    louder = named(vary(short, {path: short.parameters[path].high}), "louder")

    def pair(**precision: float) -> Pair:
        return compare(short, louder, worlds=6, workers=1, draws=0, precision=precision).pairs[0]

    plain, asked = pair(), pair(deaths=1.0)
    assert asked["deaths"].half_width == 1
    assert asked["deaths"].worlds_needed > plain["deaths"].worlds_needed
    assert plain["deaths"].half_width == pytest.approx(plain["deaths"].base / 10)
    assert asked["breaches"] == plain["breaches"]
    with pytest.raises(RefusedError, match='did you mean "deaths"'):
        pair(death=1.0)


def test_differences_are_those_of_the_frames(comparison: Comparison) -> None:
    base, other = comparison.base.outcomes, comparison.pairs[2].ensemble.outcomes
    events = next(d for d in comparison.pairs[2].differences if d.outcome == "deaths")
    assert events.difference == pytest.approx((other["deaths"] - base["deaths"]).mean())
    collapse = next(d for d in comparison.pairs[2].differences if d.outcome == "collapse")
    reached = other["collapse"].notna().mean() - base["collapse"].notna().mean()
    assert collapse.difference == pytest.approx(reached)


def test_the_table_has_a_row_for_each_outcome_of_each_scenario(comparison: Comparison) -> None:
    assert len(comparison.table) == sum(len(pair.differences) for pair in comparison.pairs)
    assert "not a prediction" in comparison._repr_html_()


def test_an_event_less_parts_worlds_in_history(short: Scenario) -> None:
    later = FrozenMap(list(short.history.items())[1:])
    without = short.model_copy(update={"id": "without", "history": later})
    pair = compare(short, without, worlds=4, workers=1, draws=0).pairs[0]
    assert pair.divergence.told(0) == "history"
    assert not pair.change.is_lever


def test_levers_of_other_kinds_are_never_ranked(short: Scenario, path: str) -> None:
    restraint = pulled(short, "a", "restraint", 2, 0.0, path)
    force = pulled(short, "b", "other", 2, 0.0, path)
    assert change(short, restraint).may_be_ranked
    assert not change(short, force).may_be_ranked
    assert "never ranked" in change(short, force).label
    assert not change(short, vary(short, {path: short.parameters[path].low})).may_be_ranked
    assert not change(short, named(short, "twin")).may_be_ranked


def test_the_same_draws_in_both_and_none_of_what_is_compared(short: Scenario, path: str) -> None:
    louder = vary(short, {path: short.parameters[path].high})
    assert path in assumed(short)
    assert path not in drawn_alike(short, louder)
    assert drawn_alike(short, louder) == drawn_alike(louder, short)


def test_each_stratum_of_a_range_is_drawn_once(short: Scenario) -> None:
    paths = assumed(short)
    drawn = hypercube(short, paths, 16, 7)
    for name in paths:
        parameter = short.parameters[name]
        place = (drawn[name] - parameter.low) / (parameter.high - parameter.low)
        assert sorted(np.floor(place * 16).astype(int).clip(0, 15)) == list(range(16))
    fewer = hypercube(short, paths[::2], 16, 7)
    assert all(np.array_equal(fewer[name], drawn[name]) for name in paths[::2])


@pytest.mark.parametrize(
    ("others", "message"),
    [((), "nothing to compare"), (("short",), "named twice"), (("later",), "cannot be paired")],
)
def test_what_cannot_be_paired_is_refused(short: Scenario, others: tuple[str, ...], message: str) -> None:
    later = short.model_copy(update={"id": "later", "start": short.start + datetime.timedelta(days=1)})
    known = {"short": short, "later": later}
    with pytest.raises(RefusedError, match=message):
        compare(short, *(known[name] for name in others), worlds=2, workers=1)


def test_the_rows_of_the_draws_are_foretold(short: Scenario, path: str) -> None:
    louder = named(vary(short, {path: short.parameters[path].high}), "louder")
    silent = pulled(short, "silent", "restraint", 2, 0.0, path)
    for others in ([louder], [louder, silent]):
        rows: list[int] = []
        with Pool(1) as pool:
            Doubt(pool, 1, 2, days=2, progress=rows.append).differences(short, others)
        assert most_rows(2, 1) <= sum(rows) <= most_rows(2, len(others))
    assert sum(rows) > most_rows(2, 1)
