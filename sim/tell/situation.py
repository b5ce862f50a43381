"""Situation: what was reported before day one, as tables: who holds what, who said what, who owes whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sim.scenario.event import Claim, Event
from sim.scenario.scenario import Scenario

from .show import obligations

if TYPE_CHECKING:
    import pandas as pd

_LEVERAGE = ["patron", "client", "value", "low", "high", "source"]
SAID = ("date", "status", "text", "said by", "denied by", "source", "read", "note", "article")


@dataclass(frozen=True)
class Dispute:
    """Statements about one thing that do not agree, or that somebody denies; `said` has columns `SAID`."""

    topic: str
    said: "pd.DataFrame"


@dataclass(frozen=True)
class Situation:
    """Tables for readers; every row says where it comes from.

    `places`: one row a place, its holder on day one, whose post or base it is, and how often a strike on it
    was reported. `fronts`: pairs of neighbours held by different sides, with their coordinates in degrees.
    `reported`: statements in order of date, columns `SAID`. `routine`: acts a day before day one, on
    average. `leverage`: share of a client's rate that a patron's full effort removes, with its range.
    `duties`: obligations in words, with the document that they stand in.
    """

    places: "pd.DataFrame"
    fronts: "pd.DataFrame"
    reported: "pd.DataFrame"
    disputes: tuple[Dispute, ...]
    routine: "pd.DataFrame"
    leverage: "pd.DataFrame"
    duties: "pd.DataFrame"


def situation(scenario: Scenario) -> Situation:
    """What a scenario says about the world before day one."""
    import pandas as pd

    said = [_said(scenario, noun) for noun in _statements(scenario)]
    return Situation(
        places=pd.DataFrame(_places(scenario)),
        fronts=pd.DataFrame(_fronts(scenario), columns=["from", "to", "lat1", "lon1", "lat2", "lon2"]),
        reported=pd.DataFrame(sorted(said, key=_dated), columns=list(SAID)),
        disputes=tuple(_disputes(scenario)),
        routine=pd.DataFrame(_routine(scenario)),
        leverage=pd.DataFrame(
            _leverage(scenario), columns=["patron", "client", "value", "low", "high", "source"]
        ),
        duties=pd.DataFrame(_duties(scenario), columns=["agreement", "in force", "duty", "document", "read"]),
    )


def _dated(row: dict[str, Any]) -> tuple[Any, str]:
    return row["date"], row["text"]


def _statements(scenario: Scenario) -> Iterator[Event | Claim]:
    yield from chain(scenario.history.values(), scenario.claims.values())


def _said(scenario: Scenario, noun: Event | Claim) -> dict[str, Any]:
    by = noun.claimed_by or (noun.reporter if isinstance(noun, Event) else "")
    row = (noun.date, noun.status, noun.text, by, noun.denied_by, *_source(scenario, noun.source))
    return dict(zip(SAID, (*row, noun.note, ", ".join(noun.article)), strict=True))


def _source(scenario: Scenario, key: str) -> tuple[str, str]:
    source = scenario.sources.get(key)
    return (f"{source.publisher}: {source.title}", source.read) if source else (key, "judgement")


def _places(scenario: Scenario) -> Iterator[dict[str, Any]]:
    events = [e for e in scenario.history.values() if scenario.actions[e.action].kinetic]
    for key, place in scenario.places.items():
        struck = [event for event in events if event.place == key]
        holder = scenario.actors[place.holder]
        yield {
            "place": key,
            "name": place.name,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "type": place.type.replace("_", " "),
            "holder": place.holder,
            "held by": holder.name,
            "kind": holder.kind,
            "side": holder.side,
            "post": f"{place.post.state}" if place.post else "",
            "base of": scenario.actors[place.base_of].name if place.base_of else "",
            "struck": len(struck),
            "reported dead": sum(event.deaths.value for event in struck if event.deaths),
        }


def _fronts(scenario: Scenario) -> Iterator[tuple[Any, ...]]:
    for key, place in scenario.places.items():
        for other in place.neighbours:
            there = scenario.places[other]
            if key < other and scenario.actors[place.holder].side != scenario.actors[there.holder].side:
                yield key, other, place.latitude, place.longitude, there.latitude, there.longitude


def _disputes(scenario: Scenario) -> Iterator[Dispute]:
    """What an article's row holds that is disputed; a statement without a row stands alone."""
    import pandas as pd

    rows: dict[str, list[Event | Claim]] = {}
    for noun in _statements(scenario):
        for row in noun.article or (noun.text,):
            rows.setdefault(row, []).append(noun)
    seen: set[tuple[str, ...]] = set()
    for nouns in rows.values():
        texts = tuple(noun.text for noun in nouns)
        rival = len(nouns) > 1 and any(noun.status != "fact" for noun in nouns)
        if texts not in seen and (rival or any(noun.denied_by for noun in nouns)):
            seen.add(texts)
            said = [_said(scenario, noun) for noun in sorted(nouns, key=lambda noun: noun.date)]
            yield Dispute(said[0]["text"], pd.DataFrame(said, columns=list(SAID)))


def _routine(scenario: Scenario) -> Iterator[dict[str, Any]]:
    for routine in scenario.background.values():
        yield {
            "actor": scenario.actors[routine.actor].name,
            "act": scenario.actions[routine.action].name,
            "place": scenario.places[routine.place].name if routine.place else "the area",
            "from": routine.since,
            "to": routine.until,
            "acts a day": routine.per_day.value,
            "source": _source(scenario, routine.source)[0],
        }


def _leverage(scenario: Scenario) -> Iterator[tuple[Any, ...]]:
    for actor in scenario.actors.values():
        for client, share in actor.leverage.items():
            named = "assumption" if share.is_assumption else _source(scenario, share.source)[0]
            yield actor.name, scenario.actors[client].name, share.value, share.low, share.high, named


def _duties(scenario: Scenario) -> Iterator[tuple[Any, ...]]:
    for path, sentence in obligations(scenario):
        _, key, _, name = path.split(".")
        agreement = scenario.agreements[key]
        until = f" to {agreement.until}" if agreement.until else ""
        document = _source(scenario, agreement.obligations[name].source)
        yield agreement.name, f"from {agreement.in_force}{until}", sentence, *document
