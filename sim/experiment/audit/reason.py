"""Reasons: why a thing that changes nothing changes nothing, as far as watched worlds tell."""

from collections.abc import Callable, Collection

from sim.scenario.scenario import Scenario

from .dues import Dues
from .sight import Sight
from .subject import NOT_READ, Perturbation
from .watch import Watched

UNKNOWN = "too weak or too rare to turn anything in these worlds"


class Reasons:
    """Looks for the reason of each inert subject; `inert` are the paths of all of them."""

    def __init__(self, scenario: Scenario, watched: Watched, inert: Collection[str]) -> None:
        self._scenario, self._watched, self._inert = scenario, watched, inert
        self._dues, self._sight = Dues(scenario, watched), Sight(scenario, watched)

    def of(self, perturbation: Perturbation) -> str:
        """The reason in words; `UNKNOWN` where nothing is found."""
        subject = perturbation.subject
        if perturbation.is_idle:
            off = perturbation.change == "off"
            return "it is off already" if off else "there is no other value to try"
        if subject.path in self._replaced():
            return "an intervention replaces it throughout"
        look: Callable[[str], str | None] = {
            "intervention": self._lever,
            "obligation": self._dues.obligation,
            "rule": self._rule,
            "setting": self._setting,
            "signal use": self._use,
            "zone": self._dues.zone,
        }.get(subject.kind, self._number)
        return look(subject.path) or UNKNOWN

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

    def _lever(self, path: str) -> str | None:
        paths = self._scenario.interventions[path.split(".")[1]].set
        now = self._scenario.parameters
        if all(now[path].value == value for path, value in paths.items()):
            return "it sets what already is so"
        if all(path in self._inert for path in paths):
            return f"what it sets changes nothing: {', '.join(paths)}"
        return None

    def _setting(self, path: str) -> str | None:
        return "what it sets changes nothing" if path.partition(".set.")[2] in self._inert else None

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

    def _use(self, path: str) -> str | None:
        rule, _, signal = path.partition(".multiplied_by.")
        value = self._watched.rules[rule].constant(signal)
        if found := self._rule(rule):
            return found
        if value is not None:
            return f"{signal} is {value:g} wherever the rule could act"
        return None

    def _number(self, path: str) -> str | None:
        """Why a number changes nothing: what would use it never happens, or nobody sees what it feeds."""
        section, name, *rest = [*path.split("."), "", ""]
        if section == "actions":
            return self._action(name, rest) or self._sight.unseen(path)
        if section == "agreements":
            return self._dues.number(path)
        if section == "actors" and rest[0] == "rules":
            return self._rule(".".join(path.split(".")[:4]))
        if section == "actors" and rest[0] == "strength":
            return self._strength(name)
        if section == "places" and rest[0] == "weight":
            return self._weight(name)
        if section == "outcomes":
            return "no world passes it at one value and not at the others"
        return self._sight.unseen(path)

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
