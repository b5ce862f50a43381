"""Why: an act of a run explained: found, taken apart, followed back.

An explanation of what the model did, in the sense of Halpern and Pearl (2005) only as far as the model's
equations go: contributions are parts of a sum, not causes. What would have been without something is for
`attribute` to find out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.experiment.act import Act
from sim.experiment.ensemble import Ensemble
from sim.experiment.refusal import RefusedError
from sim.scenario.errors import nearest
from sim.scenario.meaning import meaning_of

from .chain import Chain, chain
from .opened import played_again
from .origin import Origin, origins
from .past import Past
from .trace import Tip, Trace


@dataclass(frozen=True)
class Why:
    """One act of one world; `matches` are all that were asked about, `levers` the ids of interventions in
    force on its day. `trace` is None for an act that no rule decided."""

    past: Past
    act: Act
    matches: tuple[Act, ...]
    trace: Trace | None
    origins: tuple[Origin, ...]
    chain: Chain
    levers: tuple[str, ...]

    @cached_property
    def tips(self) -> tuple[Tip, ...]:
        """What would have tipped it, as far as a number may go at all."""
        return tuple(_possible(tip) for tip in self.trace.tips()) if self.trace else ()


def why(
    run: "str | Path | Ensemble",
    world: int = 0,
    *,
    day: int | None = None,
    actor: str | None = None,
    action: str | None = None,
    event: int | None = None,
) -> Why:
    """Why an act came about, in the model: the first of all that match, or the one numbered `event`.

    `run` is a run folder or an `Ensemble`. Raises `RefusedError` for a world, actor, action or act that is
    not there, `FolderError` for a folder that cannot be trusted.
    """
    past = relived(run, world)
    _demand(past, actor, action)
    asked = {"day": day, "actor": actor, "action": action}
    found = tuple(a for a in past.replay.acts if _matches(a, asked))
    if not found:
        raise RefusedError(_nothing(past, asked))
    if event is None:
        return explained(past, found[0], found)
    return explained(past, _numbered(found, event))


def relived(run: "str | Path | Ensemble", world: int) -> Past:
    """A world of a run, lived again, ready to be asked. Raises as `why` does."""
    return Past(played_again(Path(run) if isinstance(run, str) else run, world))


def explained(past: Past, act: Act, matches: tuple[Act, ...] = ()) -> Why:
    """The explanation of one act of a replayed world."""
    trace = past.replay.traces.get(act.event)
    seen = tuple(origins(past, act, trace)) if trace else ()
    return Why(past, act, matches or (act,), trace, seen, chain(past, act), tuple(_levers(past, act.day)))


def _possible(tip: Tip) -> Tip:
    """Numbers beyond what their unit means are no way to tip anything."""
    if tip.signal:
        return tip
    meaning = meaning_of(tip.path)
    least, most = (meaning.least, meaning.most) if meaning else (0.0, float("inf"))
    none, more = (
        value if least <= value <= most else float("nan") for value in (tip.to_none, tip.to_one_more)
    )
    return tip._replace(to_none=none, to_one_more=more)


def _demand(past: Past, actor: str | None, action: str | None) -> None:
    scenario = past.replay.scenario
    for word, noun, known in ((actor, "actor", scenario.actors), (action, "action", scenario.actions)):
        if word is not None and word not in known:
            near = nearest(word, known)
            hint = f'did you mean "{near}"?' if near else f"there are: {', '.join(known)}"
            raise RefusedError(f"{word}: no {noun} has this id; {hint}")


def _matches(act: Act, asked: "dict[str, int | str | None]") -> bool:
    return all(value is None or getattr(act, name) == value for name, value in asked.items())


def _nothing(past: Past, asked: "dict[str, int | str | None]") -> str:
    """That nothing matches, and the days on which something would."""
    told = ", ".join(f"{name} {value}" for name, value in asked.items() if value is not None)
    anyday = asked | {"day": None}
    days = sorted({act.day for act in past.replay.acts if _matches(act, anyday)})
    some = ", ".join(map(str, days[:8])) + (" ..." if len(days) > 8 else "")
    other = f"; there are on days {some}" if days else ""
    return f"world {past.replay.world} has no act of {told or 'any kind'}{other}"


def _numbered(found: tuple[Act, ...], event: int) -> Act:
    for act in found:
        if act.event == event:
            return act
    some = ", ".join(str(act.event) for act in found[:8])
    raise RefusedError(
        f"event: {event} is none of those that match ({some}{' ...' if len(found) > 8 else ''})"
    )


def _levers(past: Past, day: int) -> Iterator[str]:
    scenario = past.replay.scenario
    for name, lever in scenario.interventions.items():
        last = scenario.day_of(lever.until) if lever.until else scenario.days
        if day >= 1 and scenario.day_of(lever.on) <= day <= last:
            yield name
