"""Explanation: the acts of one world, and one of them taken apart, as tables and sentences for pictures."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.experiment.act import Act
from sim.experiment.why.origin import Origin
from sim.experiment.why.past import Past
from sim.experiment.why.trace import Trace
from sim.experiment.why.why import Why, explained, relived
from sim.scenario.scenario import Scenario
from sim.scenario.signal import SIGNALS
from sim.tell.acts import ORIGINS, actor_name, dated, place_name, told_act
from sim.tell.sources import act_source

from .chain import act_line, through, tree
from .origins import origin_lines, source_lines
from .why import READING, draw, rule_sentence, tip_rows

if TYPE_CHECKING:
    import pandas as pd

ACTS = (
    "event", "day", "date", "actor", "action", "who", "what", "where", "against or toward", "times", "killed",
    "civilians killed", "decided",
)  # fmt: skip


PARTS = ("part", "path", "value", "factor", "adds", "start", "end")


class Signal(NamedTuple):
    """A signal that a rule saw: its value, what it means, and line by line where the value came from."""

    name: str
    seen: float
    meaning: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """One act for readers; `path` is what decided it. What no rule decided has a `source` and no `parts`.

    `parts`: the product behind the acts expected that day, one row a factor: columns `part, path, value,
    factor, adds` (to the natural logarithm), `start, end` (acts expected before and after the factor).
    `needed`: acts that had to be expected for this draw to make any. `tips`: what would have tipped it.
    `nodes`, `links`: the chain behind it.
    """

    heading: str
    text: str
    path: str
    decided: str
    source: str
    sentence: str
    parts: "pd.DataFrame"
    expected: float
    probability: float
    uniform: float
    needed: float
    made: int
    draw: str
    levers: tuple[str, ...]
    signals: tuple[Signal, ...]
    sources: tuple[str, ...]
    tips: "pd.DataFrame"
    nodes: "pd.DataFrame"
    links: "pd.DataFrame"
    chain: tuple[str, ...]
    reading: str = READING


class LivedWorld:
    """A world of a run, lived again, with all its acts, ready to be asked about any of them."""

    def __init__(self, past: Past) -> None:
        self._past = past

    @property
    def scenario(self) -> Scenario:
        """The scenario that it lived through."""
        return self._past.replay.scenario

    def acts(self) -> "pd.DataFrame":
        """Every act in order, columns `ACTS`; `event` is its number as in events.parquet."""
        import pandas as pd

        acts = sorted(self._past.replay.acts, key=lambda act: (act.day, act.event))
        return pd.DataFrame([_act_row(self.scenario, act) for act in acts], columns=list(ACTS))

    def explained(self, event: int) -> Explanation:
        """The explanation of one act. Raises `KeyError` for a number that no act has."""
        return explanation(explained(self._past, self._past.by_event[event]))


def lived(run: str | Path, world: int) -> LivedWorld:
    """A world of a run folder, lived again to the same bits.

    Raises `RefusedError` for a world that is not there, or comes out otherwise here; `FolderError` for a
    folder that cannot be trusted.
    """
    return LivedWorld(relived(run, world))


def _act_row(scenario: Scenario, act: Act) -> tuple[Any, ...]:
    return (
        act.event,
        act.day,
        scenario.start + timedelta(days=act.day - 1),
        act.actor,
        act.action,
        _who(scenario, act),
        scenario.actions[act.action].name,
        place_name(scenario, act.place) if act.place else "",
        actor_name(scenario, act.target) if act.target else "",
        act.count,
        act.deaths,
        act.deaths_civilians,
        ORIGINS[act.kind],
    )


def explanation(why: Why) -> Explanation:
    """An explanation as tables and sentences."""
    scenario, act, trace = why.past.replay.scenario, why.act, why.trace
    levers = scenario.interventions
    return Explanation(
        heading=f"{dated(scenario, act.day)}, world {why.past.replay.world}, event {act.event}",
        text=told_act(scenario, act),
        path=act.path,
        decided=ORIGINS[act.kind],
        source=act_source(scenario, act),
        sentence=rule_sentence(why) if trace else "",
        parts=_parts(why, trace),
        expected=trace.intensity if trace else math.nan,
        probability=trace.probability if trace else math.nan,
        uniform=trace.uniform if trace else math.nan,
        needed=trace.threshold(1) if trace else math.nan,
        made=trace.drawn if trace else 0,
        draw=_draw(why, trace),
        levers=tuple(f"{name} ({levers[name].kind}): {levers[name].text}" for name in why.levers),
        signals=tuple(_signal(why, origin) for origin in why.origins),
        sources=tuple(source_lines(why, trace)) if trace else (),
        tips=_tips(why),
        nodes=_nodes(why),
        links=_links(why),
        chain=tuple(tree(why)),
    )


def _signal(why: Why, origin: Origin) -> Signal:
    name, lines = origin.signal, list(origin_lines(why, origin))[1:]
    return Signal(name, origin.seen, SIGNALS[name].meaning, tuple(line.strip() for line in lines))


def _draw(why: Why, trace: Trace | None) -> str:
    if trace is None:
        return ""
    blamed = actor_name(why.past.replay.scenario, trace.blamed)
    return draw(trace) + (f" It answers {blamed}, who was blamed." if trace.blamed else "")


def _parts(why: Why, trace: Trace | None) -> "pd.DataFrame":
    """The factors one after the other, with the product so far."""
    rows, log = [], 0.0
    for part, path, value, adds in _factors(why, trace) if trace else ():
        rows.append((part, path, value, math.exp(adds), adds, math.exp(log), math.exp(log + adds)))
        log += adds
    return _frame(rows, PARTS)


def _factors(why: Why, trace: Trace) -> Iterator[tuple[str, str, str, float]]:
    """What each factor is called, the path of its number, that number, and what it adds to the logarithm."""
    scenario = why.past.replay.scenario
    yield "base rate, acts a day", trace.rate.path, f"{trace.rate.value:g}", trace.rate.log
    if trace.place:
        where = f"{place_name(scenario, trace.place)}, 1 of {trace.candidates} in reach"
        yield where, f"places.{trace.place}", f"share {trace.share:.3g}", trace.log_share
    for term in trace.terms:
        if term.path.endswith(".tempo"):
            yield "the week's tempo", term.path, f"{term.value:g} to the power {term.seen:+.2f}", term.log
        else:
            name = f"{term.signal.replace('_', ' ')} {term.seen:.2g}"
            yield name, term.path, f"{term.value:g} to the power {term.seen:.2g}", term.log


def _tips(why: Why) -> "pd.DataFrame":
    """What would have tipped it, in words: one row a number or signal that could."""
    rows = [(_moved(told), *cells) for told, *cells in tip_rows(why)]
    return _frame(rows, ("moved alone", "it was", "no act at", "one act more beyond"))


def _moved(told: str) -> str:
    if told == "rate":
        return "the base rate, acts a day"
    if told.endswith(".tempo"):
        return "the multiplier of the week's tempo"
    name = told.removeprefix("signal ").removeprefix("multiplied_by.").replace("_", " ")
    return f"what was seen: {name}" if told.startswith("signal ") else f"the multiplier of {name}"


def _frame(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns))


def _nodes(why: Why) -> "pd.DataFrame":
    """The acts of the chain in order of days, numbered from 1; the act itself comes last of its day."""
    acts = sorted((why.past.by_event[event] for event in why.chain.events), key=lambda a: (a.day, a.event))
    scenario = why.past.replay.scenario
    rows = [
        (
            number,
            act.event,
            act.day,
            act.actor or "unknown",
            _who(scenario, act),
            ORIGINS[act.kind],
            act_line(why, act),
        )
        for number, act in enumerate(acts, start=1)
    ]
    return _frame(rows, ("number", "event", "day", "actor", "who", "decided", "text"))


def _who(scenario: Scenario, act: Act) -> str:
    return actor_name(scenario, act.actor) if act.actor else "somebody unknown"


def _links(why: Why) -> "pd.DataFrame":
    """Which act fed which through what: numbers of events, share of the memory, what it moved."""
    rows = [(link.cause, link.effect, through(link), link.share, link.log) for link in why.chain.links]
    return _frame(rows, ("earlier", "later", "through", "share", "moves ln"))
