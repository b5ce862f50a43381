"""Where signals come from: what acts added to each memory, told again from the acts alone."""

from collections.abc import Iterator

import pytest

from sim.experiment.why.chain import DEPTH, MOST, all_links, chain
from sim.experiment.why.inflow import MEMORIES, fed, level
from sim.experiment.why.origin import EXPLAINED, origins
from sim.experiment.why.past import Past, one
from sim.experiment.why.replay import replay
from sim.experiment.why.trace import Trace
from sim.scenario.agreement import Refrain
from sim.scenario.load import load
from sim.scenario.signal import SIGNALS
from sim.scenario.vary import with_days
from tests.build import actor, rule, tiny, toy

RELIEVED = {"grievance", "ignored"}
STANDING = {"duty_due": "agreements.", "objective": "actors.", "post_nearby": "places."}
"""Signals that rest on what stands in the scenario, and in which section."""
NAMES = {"ignored": "complaints", "lull": "violence"}


@pytest.fixture(scope="module", params=["toy", pytest.param("idlib-2018-01", marks=pytest.mark.slow)])
def past(request: pytest.FixtureRequest) -> Past:
    scenario = toy() if request.param == "toy" else with_days(load(request.param), 20)
    return Past(replay(scenario, 1, 3))


def of(past: Past, memory: str) -> Iterator[tuple[str, str]]:
    """Viewers and whom (or where) they view."""
    actors = list(past.replay.scenario.actors)
    if memory == "lull":
        yield "", ""
    elif memory == "recent_fire":
        yield from (("", place) for place in past.replay.scenario.places)
    elif memory in ("audience", "losing_ground"):
        yield from ((actor, "") for actor in actors)
    else:
        yield from ((one_, other) for one_ in actors for other in actors if one_ != other)


def keep(past: Past, memory: str, on: int) -> float:
    name, numbers = NAMES.get(memory, memory), past.replay.numbers[on]
    return one(numbers.keep[name] if name in numbers.keep else numbers.memory[name].keep)


@pytest.mark.parametrize("memory", MEMORIES)
def test_a_memory_is_what_faded_and_what_acts_added(past: Past, memory: str) -> None:
    """Every day of every pair: the evening's memory is the morning's, faded, and the day's inflows."""
    added = relieved = 0
    for viewer, other in of(past, memory):
        for on in past.by_day:
            inflow = sum(n for _, n in MEMORIES[memory].inflows(past, viewer, other, on))
            before, after = (level(past, memory, viewer, other, d) for d in (on, on + 1))
            expected = before * keep(past, memory, on) + inflow
            assert after <= expected + 1e-9
            added += inflow > 0
            relieved += after < expected - 1e-9
    assert added > 0
    assert relieved == 0 or memory in RELIEVED


def test_breaches_are_traced_to_as_many_acts_as_the_ledger_counts(past: Past) -> None:
    seen = 0
    for entry in past.ledger:
        _, agreement, _, name = entry.obligation.split(".")
        if isinstance(past.replay.scenario.agreements[agreement].obligations[name], Refrain):
            assert len(past.broken(entry)) == entry.breached
            seen += 1
    assert seen > 0


def traced(past: Past) -> Iterator[tuple[int, Trace]]:
    """An act of each rule that acted, the last."""
    yield from {trace.path: (event, trace) for event, trace in past.replay.traces.items()}.values()


def test_shares_of_a_memory_add_up_to_all_of_it(past: Past) -> None:
    seen = 0
    for event, trace in traced(past):
        for origin in origins(past, past.by_event[event], trace):
            if origin.fed and origin.signal not in ("lull", "restrained"):
                assert sum(each.share for each in origin.fed) == pytest.approx(1.0)
                assert all(past.by_event[each.event].day < trace.day for each in origin.fed)
                seen += 1
            if not origin.fed and origin.signal in {*MEMORIES} - {"lull"}:
                assert origin.seen == 0
    assert seen > 3


def test_the_signal_is_read_from_the_memory_that_is_told(past: Past) -> None:
    for event, trace in traced(past):
        act = past.by_event[event]
        for origin in origins(past, act, trace):
            if origin.signal in {*MEMORIES} - {"lull", "restrained", "recent_fire"}:
                x = level(past, origin.signal, act.actor, act.target, act.day)
                scale = past.value(f"memory.{NAMES.get(origin.signal, origin.signal)}.scale", act.day)
                assert origin.seen == pytest.approx(x / (x + scale))


def test_every_signal_is_explained() -> None:
    assert SIGNALS.keys() == EXPLAINED


def test_chains_lead_back_in_time_to_what_no_rule_decided(past: Past) -> None:
    kinds = set()
    for event, _ in traced(past):
        found = chain(past, past.by_event[event])
        assert found.events[0] == event
        for link in found.links:
            assert past.by_event[link.cause].day < past.by_event[link.effect].day
            assert link.cause in found.events
        kinds |= {past.by_event[e].kind for e in found.events}
    assert {"reported", "routine", "rule"} <= kinds


def test_a_chain_ends_after_so_many_steps_though_there_is_more_to_tell() -> None:
    striker = actor("Striker", "government", "government", rules={"strike": rule(0.9, {"recent_fire": 2.0})})
    lived = Past(replay(tiny(actors={**tiny().actors, "striker": striker}), 1, 0))
    found = chain(lived, lived.replay.acts[-1])
    steps = {found.events[0]: 0}
    for link in found.links:
        steps.setdefault(link.cause, steps[link.effect] + 1)
    assert max(steps.values()) == DEPTH
    assert len(steps) < min(MOST, len(lived.replay.acts))


def test_a_reply_answers_the_act_that_opened_it() -> None:
    lived = Past(replay(toy(), 1, 0))
    replies = [a for a in lived.replay.acts if a.path == "actors.russia.rules.accuse"]
    assert replies
    for reply in replies:
        (link,) = [link for link in all_links(lived, reply) if link.signal == "answers"]
        asked = lived.by_event[link.cause]
        assert (asked.action, asked.target) == ("raid", "russia")
        assert lived.blamed(asked, "russia") == lived.replay.traces[reply.event].blamed == reply.target
        assert (
            asked.day < reply.day <= asked.day + lived.value("actors.russia.rules.accuse.within", reply.day)
        )


def test_the_history_is_what_fed_the_first_morning(past: Past) -> None:
    """On day 1 nothing but history can be left in any memory."""
    found = 0
    for viewer, other in of(past, "grievance"):
        for each in fed(past, "grievance", viewer, other, 1):
            assert past.by_event[each.event].kind in ("reported", "routine")
            found += 1
    assert found > 0


def test_an_obligation_is_said_to_cover_exactly_where_the_signal_says_so() -> None:
    """The toy's second agreement begins on day 6, the first may lapse on day 25."""
    seen = set()
    for world in range(3):
        lived = Past(replay(toy(), 1, world))
        for event, trace in lived.replay.traces.items():
            for origin in origins(lived, lived.by_event[event], trace):
                if origin.signal == "bound":
                    told = {fact.text.split(" ", 1)[1] for fact in origin.facts}
                    assert ("covers the place and its holder" in told) == (origin.seen > 0)
                    seen |= told
    assert len(seen) == 3


def test_facts_are_told_where_the_signal_is_and_say_where_they_stand(past: Past) -> None:
    told: dict[str, int] = {}
    for event, trace in traced(past):
        for origin in origins(past, past.by_event[event], trace):
            if origin.signal in STANDING:
                assert origin.facts or origin.seen == 0
                assert origin.seen > 0 or not origin.facts or origin.signal == "duty_due", (
                    "due, though not today"
                )
                assert all(fact.path.startswith(STANDING[origin.signal]) for fact in origin.facts)
                told[origin.signal] = told.get(origin.signal, 0) + len(origin.facts)
    assert told.keys() == STANDING.keys()
