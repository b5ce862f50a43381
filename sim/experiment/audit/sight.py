"""Sight: whether any rule sees what a number feeds, where it acts through signals alone."""

from collections.abc import Collection, Iterable

from sim.scenario.meaning import pattern_of
from sim.scenario.scenario import Scenario

from .watch import RuleWatched, Watched

_MEMORIES = {"complaints": "ignored", "effort": "restrained", "wear": "restrained", "violence": "lull"}
_FEEDS: dict[str, tuple[str, ...]] = {
    "actions.*.changes.audience": ("audience",),
    "actions.*.changes.complain": ("ignored",),
    "actions.*.changes.effort": ("restrained",),
    "actions.*.changes.reassure": ("grievance",),
    "actions.*.changes.settle": ("ignored",),
    "actions.*.changes.wear": ("restrained",),
    "actions.*.suspects.*": ("grievance", "own_dead", "breaches"),
    "actors.*.confidence.*": ("distrust",),
    "actors.*.leverage.*": ("restrained", "grievance", "losing_ground"),
    "actors.*.objectives.*": ("objective",),
    "history.*.civilians": ("own_dead",),
    "history.*.deaths": ("own_dead",),
    "history.*.suspects.*": ("grievance", "own_dead"),
    "perception.post_reach": ("post_nearby",),
    "places.*.excluded_share": ("excluded_present",),
    "talks.*.accord": ("grievance", "distrust"),
    "talks.*.window": ("talks_near",),
}
"""What a number acts through, where that is signals alone (docs/reference/model.md)."""
_OWN = {"actors.*.confidence.*", "actors.*.objectives.*"}
_OF_THE_HIT = {"history.*.deaths", "history.*.civilians"}
"""Numbers whose signals only the actor itself sees, or only whoever was hit."""


class Sight:
    """Which rules see which signals, and what they saw in the watched worlds."""

    def __init__(self, scenario: Scenario, watched: Watched) -> None:
        self._scenario, self._watched = scenario, watched

    def unseen(self, path: str) -> str | None:
        """Why a number changes nothing that nobody sees or sees change; None if somebody does."""
        section, name, *_ = path.split(".")
        pattern = pattern_of(path)
        signals = _FEEDS.get(pattern, ())
        if section == "memory":
            signals = (_MEMORIES.get(name, name),)
        if not signals:
            return None
        seer = name if pattern in _OWN else self._hit(name) if pattern in _OF_THE_HIT else ""
        seers = self._seers(signals, f"actors.{seer}." if seer else "")
        shown = " or ".join(signals)
        if not seers:
            return f"no rule {f'of {seer} ' if seer else ''}sees {shown}"
        acting = {key: seen for key, seen in seers.items() if seen.acts}
        if not acting:
            return f"only {_listed(seers)} could see {shown}, and never acted"
        if all(seen.constant(signal) is not None for seen in acting.values() for signal in signals):
            return f"{shown} does not change wherever {_listed(acting)} could act"
        return (
            f"acts only through {shown}, seen by {_listed(acting)}; too weak to turn an act in these worlds"
        )

    def _hit(self, event: str) -> str:
        """Whom a reported event hit."""
        record, places = self._scenario.history[event], self._scenario.places
        there = places[record.place] if record.place else None
        return record.toward or (there.base_of or there.holder if there else "")

    def _seers(self, signals: Iterable[str], prefix: str) -> dict[str, RuleWatched]:
        """Rules that see one of these signals."""
        wanted = set(signals)
        return {
            path: self._watched.rules[path]
            for path, rule in self._scenario.rules.items()
            if path.startswith(prefix) and wanted & rule.multiplied_by.keys()
        }


def _listed(paths: Collection[str]) -> str:
    """The first rules of a list, by actor and rule."""
    short = [".".join(path.split(".")[1::2]) for path in paths]
    return ", ".join(short[:3]) + (f" and {len(short) - 3} more" if len(short) > 3 else "")
