"""An explanation in words: rate and signals, the draw, what would have tipped it, and the chain behind it."""

import math
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from sim.experiment.act import Act
from sim.experiment.ensemble import NOT_A_PREDICTION
from sim.experiment.store import told
from sim.experiment.why.origin import Origin
from sim.experiment.why.trace import Tip, Trace
from sim.experiment.why.why import Why
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint
from sim.tell.acts import ORIGINS, dated, place_name, told_act
from sim.tell.figures import MISSING
from sim.tell.show import sentence
from sim.tell.sources import act_source, number_source
from sim.tell.terminal import columns, console, table

from .chain import LINKS, act_line, link_rows, mermaid, tree
from .origins import origin_lines, source_lines

Row = tuple[str, ...]
PARTS = ("part", "value", "signal", "adds to ln", "factor")
TIPS = ("alone", "as it was", "no act at", "one more beyond")
SHOWN = 12
READING = (
    "In the model: contributions are parts of a sum of logarithms, not causes; what tips an act holds all"
    " else as it stood that morning. Shares say how much of a memory an act left. What would have come"
    f" without something: deescalate attribute. {NOT_A_PREDICTION}"
)


def heading(why: Why) -> str:
    """Which act of which world."""
    replay = why.past.replay
    return (
        f"{replay.scenario.title}, seed {replay.seed}, world {replay.world},"
        f" {dated(replay.scenario, why.act.day)}, event {why.act.event}"
    )


def part_rows(why: Why, trace: Trace) -> list[Row]:
    """The parts of the logarithm of the intensity, and their sum."""
    scenario, first = why.past.replay.scenario, trace.rate
    rows = [
        ("rate, a day", f"{first.value:g}", "", first.log),
        (_share(scenario, trace), f"{trace.share:.4g}", "", trace.log_share),
    ]
    rows += [(_short(trace, t.path), f"{t.value:g}", f"{t.signal} {t.seen:.4g}", t.log) for t in trace.terms]
    rows.append(("all together: acts expected that day", "", "", trace.log_intensity))
    return [(*cells, f"{log + 0.0:+.4f}", f"{math.exp(log):.4g}") for *cells, log in rows]


def _short(trace: Trace, path: str) -> str:
    """A path within the rule."""
    return path.removeprefix(f"{trace.path}.").replace("multiplied_by.", "multiplied by ")


def _share(scenario: Scenario, trace: Trace) -> str:
    if not trace.place:
        return "no place: all of the rate"
    return f"share of {place_name(scenario, trace.place)} among {trace.candidates} places in reach"


def draw(trace: Trace) -> str:
    """What chance made of it."""
    capped = f", of which at most {trace.at_most:g} a day are done" if trace.count < trace.drawn else ""
    acts = f"{trace.drawn} act" + ("s" if trace.drawn > 1 else "")
    return (
        f"At least one act had a probability of {trace.probability:.4g}; the draw was {trace.uniform:.4g}:"
        f" {acts}{capped}."
    )


def tip_rows(why: Why) -> list[Row]:
    """What would have tipped it, where anything could."""
    scenario = why.past.replay.scenario
    return [
        (
            _moved(why, tip),
            f"{tip.now:.4g}",
            *(_way(scenario, tip, value) for value in (tip.to_none, tip.to_one_more)),
        )
        for tip in why.tips
        if not (math.isnan(tip.to_none) and math.isnan(tip.to_one_more))
    ]


def _moved(why: Why, tip: Tip) -> str:
    return f"signal {tip.signal}" if tip.signal else tip.path.removeprefix(f"{why.act.path}.")


def _way(scenario: Scenario, tip: Tip, value: float) -> str:
    """A value, and whether it lies outside the range of its assumption."""
    if math.isnan(value):
        return MISSING
    number = scenario.parameters[tip.path]
    outside = not tip.signal and not number.low <= value <= number.high
    return f"{value:.4g}{' (out of range)' if outside else ''}"


def print_why(why: Why) -> None:
    """All of it on standard output."""
    out, scenario = console(), why.past.replay.scenario
    out.print(Text(heading(why), style="bold"))
    out.print(Text(told_act(scenario, why.act)))
    if len(why.matches) > 1:
        _print_matches(out, why)
    out.print(Text(f"It was {ORIGINS[why.act.kind]}: {why.act.path}"))
    if why.trace is None:
        out.print(Text(act_source(scenario, why.act)))
    else:
        _print_rule(out, why, why.trace)
    out.print(Text(f"\n{READING}", style="dim"))


def _print_matches(out: Console, why: Why) -> None:
    out.print(Text(f"{len(why.matches)} acts match; --event chooses another:", style="dim"))
    for act in why.matches[:SHOWN]:
        out.print(Text(f"  {act_line(why, act)}", style="dim"))
    if len(why.matches) > SHOWN:
        out.print(Text(f"  and {len(why.matches) - SHOWN} more", style="dim"))


def _print_rule(out: Console, why: Why, trace: Trace) -> None:
    out.print(Text(rule_sentence(why)))
    if trace.blamed:
        out.print(Text(f"It answers {trace.blamed}, who was blamed."))
    out.print(table(PARTS, part_rows(why, trace)))
    out.print(Text(draw(trace)))
    out.print(table(TIPS, tip_rows(why)))
    for title, lines in _sections(why, trace):
        out.print(Text(f"\n{title}", style="bold"))
        out.print(Text("\n".join(f"  {line}" for line in lines) or "  none"))
    links = link_rows(why)
    out.print(columns(LINKS, links[:SHOWN]))
    if len(links) > SHOWN:
        out.print(Text(f"and {len(links) - SHOWN} links more: --json has all, --graph draws them"))


def _sections(why: Why, trace: Trace) -> Iterator[tuple[str, list[str]]]:
    scenario = why.past.replay.scenario
    levers = scenario.interventions
    yield (
        "Interventions in force",
        [f"{name} ({levers[name].kind}): {levers[name].text}" for name in why.levers],
    )
    yield "Signals, and where they came from", [line for o in why.origins for line in origin_lines(why, o)]
    yield "Sources of the numbers", list(source_lines(why, trace))
    yield "The chain behind it, weightiest links only", list(tree(why))


def rule_sentence(why: Why) -> str:
    """The rule that decided an act, in a sentence."""
    scenario = why.past.replay.scenario
    _, actor, _, rule = why.act.path.split(".")
    return sentence(scenario, scenario.actors[actor], rule, scenario.rules[why.act.path])


def document(why: Why) -> dict[str, Any]:
    """All of it as one JSON document; NaN becomes null."""
    replay = why.past.replay
    content = {
        "scenario": replay.scenario.id,
        "fingerprint": fingerprint(replay.scenario),
        "seed": replay.seed,
        "world": replay.world,
        "act": _act(replay.scenario, why.act),
        "matches": [_act(replay.scenario, act) for act in why.matches],
        "trace": _trace(why, why.trace) if why.trace else None,
        "tips": [tip._asdict() for tip in why.tips],
        "origins": [_origin(origin) for origin in why.origins],
        "interventions": list(why.levers),
        "chain": {
            "acts": [_act(replay.scenario, why.past.by_event[event]) for event in why.chain.events],
            "links": [link._asdict() for link in why.chain.links],
            "mermaid": mermaid(why),
        },
        "not_a_prediction": NOT_A_PREDICTION,
    }
    return told(content)


def _act(scenario: Scenario, act: Act) -> dict[str, Any]:
    return {
        "event": act.event,
        "day": act.day,
        "kind": act.kind,
        "path": act.path,
        "text": told_act(scenario, act),
        "source": act_source(scenario, act) or None,
    }


def _trace(why: Why, trace: Trace) -> dict[str, Any]:
    scenario = why.past.replay.scenario
    terms = [t._asdict() | {"source": number_source(scenario, t.path)} for t in (trace.rate, *trace.terms)]
    return {
        "rule": trace.path,
        "sentence": rule_sentence(why),
        "terms": terms,
        "share": {"value": trace.share, "places": trace.candidates, "log": trace.log_share},
        "log_intensity": trace.log_intensity,
        "intensity": trace.intensity,
        "probability": trace.probability,
        "uniform": trace.uniform,
        "drawn": trace.drawn,
        "count": trace.count,
        "at_most": trace.at_most,
        "blamed": trace.blamed or None,
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "signal": origin.signal,
        "seen": origin.seen,
        "facts": [fact._asdict() for fact in origin.facts],
        "fed": [each._asdict() for each in origin.fed],
    }
