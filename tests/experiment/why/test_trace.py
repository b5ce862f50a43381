"""Traces: each act of a rule has exactly one, from which its rate and its count can be worked out again."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import poisson

from sim.experiment.why.replay import Replay, replay
from sim.experiment.why.trace import Trace, drawn_acts
from sim.scenario.intervention import Intervention
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.vary import with_days
from tests.build import day, toy


def by_hand(scenario: Scenario, trace: Trace, values: dict[str, float]) -> float:
    """The intensity from the file's numbers and the signals of the trace alone."""
    rule = scenario.rules[trace.path]
    number = {path: p.value for path, p in scenario.parameters.items()} | values
    found = number[f"{trace.path}.rate"] * trace.share
    for term in trace.terms:
        if term.signal in rule.multiplied_by:
            found *= number[f"{trace.path}.multiplied_by.{term.signal}"] ** term.seen
        else:
            found *= number[term.path] ** term.seen
    return found


def levers(scenario: Scenario, on: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for lever in scenario.interventions.values():
        last = scenario.day_of(lever.until) if lever.until else scenario.days
        found |= lever.set if scenario.day_of(lever.on) <= on <= last else {}
    return found


def check(lived: Replay) -> None:
    """M16 of one world."""
    by_rules = {act.event: act for act in lived.acts if act.kind == "rule"}
    assert lived.traces.keys() == by_rules.keys()
    for event, trace in lived.traces.items():
        act = by_rules[event]
        assert (trace.path, trace.place, trace.day, trace.count) == (act.path, act.place, act.day, act.count)
        assert trace.log_intensity == pytest.approx(math.log(trace.intensity), abs=1e-11)
        assert trace.intensity == pytest.approx(
            by_hand(lived.scenario, trace, levers(lived.scenario, act.day)), rel=1e-11
        )
        assert trace.drawn == sum(trace.uniform < poisson.sf(k, trace.intensity) for k in range(8))
        assert trace.count <= trace.drawn
        assert trace.count == trace.drawn or trace.at_most is not None


@pytest.mark.parametrize("world", [0, 7])
def test_every_act_of_a_rule_in_the_toy(world: int) -> None:
    lived = replay(toy(), 1, world)
    assert len(lived.traces) > 50
    check(lived)


def test_every_act_of_a_rule_in_the_baseline() -> None:
    lived = replay(with_days(load("idlib-2018-01"), 10), 1, 5)
    assert len(lived.traces) > 80
    check(lived)


def test_a_trace_with_another_number_is_found_out() -> None:
    lived = replay(toy(), 1, 0)
    event, trace = next((e, t) for e, t in lived.traces.items() if t.terms and t.terms[0].seen > 0)
    first = trace.terms[0]
    wrong = replace(trace, terms=(first._replace(seen=first.seen / 2, log=first.log / 2), *trace.terms[1:]))
    check(lived)
    with pytest.raises(AssertionError):
        check(replace(lived, traces=lived.traces | {event: wrong}))
    with pytest.raises(AssertionError):
        check(replace(lived, traces={e: t for e, t in lived.traces.items() if e != event}))


def moved(trace: Trace, log: float) -> int:
    return drawn_acts(trace.uniform, trace.intensity * math.exp(log))


def test_tips_by_the_formula() -> None:
    """Just short of a tip nothing is tipped, just beyond it is."""
    seen = 0
    for trace in replay(toy(), 1, 0).traces.values():
        terms = {term.path: term for term in trace.terms}
        for tip in trace.tips():
            term = terms.get(tip.path)
            for value, none in ((tip.to_none, True), (tip.to_one_more, False)):
                if math.isnan(value) or value <= 0:
                    continue
                if tip.signal and term:
                    assert value <= 1, "no signal goes beyond 1"
                    log = (value - tip.now) * math.log(term.value)
                else:
                    log = math.log(value / tip.now) * (term.seen if term else 1.0)
                assert (log < 0) == none
                if none:
                    assert moved(trace, log * 0.999) > 0 == moved(trace, log * 1.001 - 1e-9)
                else:
                    assert moved(trace, log * 0.999) == trace.drawn < moved(trace, log * 1.001)
                seen += 1
    assert seen > 200


def lived_with(path: str, value: float, on: int) -> Replay:
    """The toy with one number set to another value on one day only, which is its last."""
    lever = Intervention(kind="restraint", on=day(on), until=day(on), set={path: value}, source="toy")
    return replay(with_days(toy(interventions={**toy().interventions, "zz": lever}), on), 1, 0)


def count_of(lived: Replay, trace: Trace) -> int:
    cell = (trace.day, trace.path, trace.place)
    return next((a.count for a in lived.acts if (a.day, a.path, a.place) == cell), 0)


def test_a_tip_tips_the_world_itself() -> None:
    """A rate is set for one day just short of the tip, and just beyond it, and the world lived again."""
    usual = replay(with_days(toy(), 8), 1, 0)
    held = [t for t in usual.traces.values() if t.at_most is None and 2 <= t.day <= 8]
    for trace in held[:: len(held) // 3][:3]:
        rate = next(trace.tips())
        for value, expected in (
            (rate.to_none * 0.999, 0),
            (rate.to_none * 1.001, None),
            (rate.to_one_more * 1.001, trace.count + 1),
            (rate.to_one_more * 0.999, trace.count),
        ):
            count = count_of(lived_with(rate.path, value, trace.day), trace)
            assert count > 0 if expected is None else count == expected


def test_thresholds_have_a_closed_form_for_the_first_act() -> None:
    trace = next(iter(replay(toy(), 1, 0).traces.values()))
    assert trace.threshold(1) == pytest.approx(-math.log1p(-trace.uniform))
    assert trace.probability == pytest.approx(1 - math.exp(-trace.intensity))
    assert np.isnan(trace.threshold(9))


def test_a_trace_shows_itself_in_a_notebook() -> None:
    trace = next(iter(replay(with_days(toy(), 3), 1, 0).traces.values()))
    shown = trace._repr_html_()
    assert trace.path in shown
    assert f"{trace.log_intensity:+.4f}" in shown
