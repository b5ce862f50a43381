"""Reasons: why a thing that changes nothing changes nothing, as far as watched worlds tell."""

from collections.abc import Callable, Collection, Iterable

from sim.scenario.agreement import Maintain, Refrain
from sim.scenario.meaning import pattern_of
from sim.scenario.scenario import Scenario

from .subject import NOT_READ, Perturbation, Subject
from .watch import RuleWatched, Watched

UNKNOWN = "too weak or too rare to turn anything in these worlds"
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


class Reasons:
    """Looks for the reason of each inert subject; `inert` are the paths of all of them."""

    def __init__(self, scenario: Scenario, watched: Watched, inert: Collection[str]) -> None:
        self._scenario, self._watched, self._inert = scenario, watched, inert

    def of(self, perturbation: Perturbation) -> str:
        """The reason in words; `UNKNOWN` where nothing is found."""
        subject = perturbation.subject
        if perturbation.is_idle:
            off = perturbation.change == "off"
            return "it is off already" if off else "there is no other value to try"
        if subject.path in self._replaced():
            return "an intervention replaces it throughout"
        look: Callable[[Subject], str | None] = {
            "intervention": self._lever,
            "obligation": self._obligation,
            "rule": self._rule_subject,
            "setting": self._setting,
            "signal use": self._use,
            "zone": self._zone,
        }.get(subject.kind, self._number)
        return look(subject) or UNKNOWN

    def _replaced(self) -> set[str]:
        """Paths that interventions hold from day 1 to the last."""
        scenario = self._scenario
        whole = (
            lever
            for lever in scenario.interventions.values()
            if scenario.day_of(lever.on) <= 1
            and (lever.until is None or scenario.day_of(lever.until) >= scenario.days)
        )
        return {path for lever in whole for path in lever.set}

    def _lever(self, subject: Subject) -> str | None:
        paths = self._scenario.interventions[subject.path.split(".")[1]].set
        now = self._scenario.parameters
        if all(now[path].value == value for path, value in paths.items()):
            return "it sets what already is so"
        if all(path in self._inert for path in paths):
            return f"what it sets changes nothing: {', '.join(paths)}"
        return None

    def _setting(self, subject: Subject) -> str | None:
        path = subject.path.partition(".set.")[2]
        return "what it sets changes nothing" if path in self._inert else None

    def _rule_subject(self, subject: Subject) -> str | None:
        return self._rule(subject.path)

    def _rule(self, path: str) -> str | None:
        """Why a rule does not act."""
        seen, rule = self._watched.rules[path], self._scenario.rules[path]
        if seen.acts:
            return None
        if not rule.rate.value:
            return "its rate is 0"
        if not seen.strong:
            return "its actor has no strength on any day"
        if not seen.open:
            return f"its gate never opens: no {rule.answers} that it could answer"
        if not seen.candidate:
            return "no candidate: no place within reach on any day"
        return f"never triggered: it could act on {seen.candidate:,} days of {self._watched.worlds} worlds"

    def _use(self, subject: Subject) -> str | None:
        path, _, signal = subject.path.partition(".multiplied_by.")
        value = self._watched.rules[path].constant(signal)
        if found := self._rule(path):
            return found
        if value is not None:
            return f"{signal} is {value:g} wherever the rule could act"
        return None

    def _obligation(self, subject: Subject) -> str | None:
        _, name, _, key = subject.path.split(".")
        owed, watched = self._scenario.agreements[name].obligations[key], self._watched
        if isinstance(owed, Maintain) and self._scenario.day_of(owed.due) > self._scenario.days:
            return "first due after the last day"
        if isinstance(owed, Refrain):
            idle = not watched.breached[subject.path]
            return "never breached, and no rule that acts is bound by it" if idle else None
        return None if watched.due[subject.path] else "never due"

    def _zone(self, subject: Subject) -> str | None:
        name = subject.path.split(".")[1]
        placed = [key for key, agreement in self._scenario.agreements.items() if agreement.zone == name]
        if not placed:
            return "no agreement applies in it"
        owed = (o for key in placed for o in self._scenario.agreements[key].obligations.values())
        if not any(isinstance(obligation, Refrain) for obligation in owed):
            return f"no obligation of {' or '.join(placed)} depends on where something happens"
        return None

    def _number(self, subject: Subject) -> str | None:
        """Why a number changes nothing: what would use it never happens, or nobody sees what it feeds."""
        section, name, *rest = [*subject.path.split("."), "", ""]
        if section == "actions":
            return self._action(name, rest) or self._unseen(subject.path)
        if section == "agreements":
            return self._owed(subject)
        if section == "actors" and rest[0] == "rules":
            return self._rule(".".join(subject.path.split(".")[:4]))
        if section == "actors" and rest[0] == "strength":
            return self._strength(name)
        if section == "places" and rest[0] == "weight":
            return self._weight(name)
        if section == "outcomes":
            return "no world passes it at one value and not at the others"
        return self._unseen(subject.path)

    def _weight(self, place: str) -> str | None:
        reach = [seen.places for seen in self._watched.rules.values() if place in seen.places]
        if not reach:
            return "no rule ever has this place within reach"
        return (
            "the only place within reach: weights count beside each other only"
            if max(map(len, reach)) == 1
            else None
        )

    def _action(self, name: str, rest: list[str]) -> str | None:
        watched, key = self._watched, rest[0]
        if not watched.done[name]:
            return f"nobody does {name}"
        if key == "changes" and rest[1] in NOT_READ:
            return "done or not; the number is not read"
        if key in ("found", "suspects") and not watched.hidden[name]:
            return f"no author of {name} is ever hidden"
        if key == "suspects" and len(self._scenario.actions[name].suspects) == 1:
            return "the only suspect: weights count beside each other only"
        return None

    def _owed(self, subject: Subject) -> str | None:
        _, name, *rest = subject.path.split(".")
        if rest[0] == "obligations":
            return self._obligation(Subject("obligation", ".".join(subject.path.split(".")[:4])))
        agreement = self._scenario.agreements[name]
        until = agreement.until
        if until is None:
            return "the agreement has no end"
        if self._scenario.day_of(until) > self._scenario.days:
            return "the agreement ends after the last day"
        if rest[0] == "term" and agreement.term:
            after = self._scenario.day_of(until) + agreement.term.low
            return "a renewed term ends after the last day" if after > self._scenario.days else None
        return None

    def _unseen(self, path: str) -> str | None:
        """Nobody sees what the number feeds, or sees it change."""
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

    def _strength(self, name: str) -> str | None:
        """Nothing compares the actor's strength with another's."""
        compared: set[str] = set()
        for path, rule in self._scenario.rules.items():
            action = self._scenario.actions[rule.action or path.rpartition(".")[2]]
            if "capture" in action.changes or "outnumbering" in rule.multiplied_by:
                if path.startswith(f"actors.{name}."):
                    return None
                compared |= self._watched.rules[path].places
        if any(self._scenario.places[place].holder == name for place in compared):
            return None
        return "nobody compares its strength with another's; only that it stays above 0 matters"

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
