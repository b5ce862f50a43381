"""Random actors, places, actions and rules of a generated scenario."""

import random
from typing import Any, get_args

from sim.scenario.action import EFFECTS, Action, Reach
from sim.scenario.actor import Kind, Side
from sim.scenario.consistency import TOWARD
from sim.scenario.rule import Rule
from sim.scenario.signal import SIGNALS
from tests.build import action, actor, parameter, place, rule

NAMES = ("alpha", "bravo", "charlie", "delta", "echo")
PLACES = ("field", "hill", "lake", "mill", "pass", "town")
SIDES, KINDS, REACHES = get_args(Side), get_args(Kind), get_args(Reach)
AREA_SIGNALS = tuple(name for name, signal in SIGNALS.items() if signal.scope in ("area", "actor"))
PAIR_SIGNALS = tuple(name for name, signal in SIGNALS.items() if signal.scope == "pair")
ADDRESSED = ("capture", "post", "suspend")
"""Effects that are not dealt out at random: where they may stand is told apart below."""
LENGTHS = (5, 5, 6, 6, 9, 48)
RATES = (0.0, 0.1, 0.4, 0.4, 1.5, 1.5, 6.0)
PACES = (1.0, 1.0, 1.0, 0.1)
STRENGTHS = (0.0, 5.0, 200.5, 200.5, 900.0)
MULTIPLIERS = (0.02, 0.1, 0.5, 1.0, 2.0, 6.0, 50.0)


class Sketch:
    """Who there is, where, and what can be done: every part may refer to the names already there."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.days = chance.choice(LENGTHS)
        self.pace = chance.choice(PACES[2:] if self.days > 28 else PACES)  # in a long run a lull can last
        self.names = NAMES[: chance.randint(2, 5)]
        self.side = {name: SIDES[k] if k < 2 else chance.choice(SIDES) for k, name in enumerate(self.names)}
        self.places = PLACES[: chance.randint(2, 6)]
        self.ground = self._places()
        self.actions = self._actions()

    def _some(self, names: tuple[str, ...], least: int = 0) -> tuple[str, ...]:
        return tuple(sorted(self.chance.sample(names, self.chance.randint(least, len(names)))))

    def _other(self, name: str) -> str:
        return self.chance.choice([other for other in self.names if other != name])

    def _share(self) -> float:
        return self.chance.choice((0.0, 1.0, self.chance.random(), self.chance.random()))

    def _maybe(self, value: Any) -> Any:
        return self.chance.choice((value, None))

    def _with(self, reach: str) -> list[str]:
        return [
            name for name, action in self.actions.items() if (action.reach == "none") == (reach == "none")
        ]

    def _places(self) -> dict[str, Any]:
        edges = {tuple(self.chance.sample(self.places, 2)) for _ in range(2)} | set(
            zip(self.places, self.places[1:], strict=False)
        )
        near = {name: {a if b == name else b for a, b in edges if name in (a, b)} for name in self.places}
        return {name: self._place(near[name], may_be_base=name != self.places[0]) for name in self.places}

    def _place(self, near: set[str], may_be_base: bool) -> Any:
        owner, state = self.chance.choice(self.names), self.chance.choice(("standing", "planned"))
        more: dict[str, Any] = {
            "post": self._maybe((owner, state)),
            "weight": self.chance.choice((0.0, 1.0, 1.0, 2.5)),
        }
        if may_be_base and self.chance.random() < 0.3:
            more["base_of"] = self.chance.choice(self.names)
        if self.chance.random() < 0.6:
            more["excluded_share"] = self._share()
        return place(self.chance.choice(self.names), *near, **more)

    def _actions(self) -> dict[str, Action]:
        """Some kinetic and peaceful acts of some reaches: few, so that what one does another sees."""
        placed = [reach for reach in REACHES if reach != "none"]
        kinetic = {*self.chance.sample(placed, 2), self.chance.choice((*REACHES, "neighbour", "front"))}
        made = {f"kinetic_{reach}": self._kinetic(reach) for reach in sorted(kinetic)}
        reach = self.chance.choice(REACHES)
        made |= {f"peaceful_{reach}": self._peaceful(reach)}
        return made | {f"word_{k}": self._peaceful("none") for k in range(2)}

    def _peaceful(self, reach: str) -> Action:
        return action(
            "word", reach, self.chance.randint(0, 4), changes=self._changes(reach), **self._doubt(0.3)
        )

    def _kinetic(self, reach: str) -> Action:
        shares = {name: self._share() for name in ("lethality", "civilians", "own_share")}
        if reach != "none":
            shares["claims_exception"] = self._share()
        rung, severity = self.chance.randint(5, 9), self.chance.uniform(0.5, 6)
        changes = self._changes(reach) if self.chance.random() < 0.5 else {}
        return action(reach, reach, rung, severity=severity, changes=changes, **shares, **self._doubt(0.8))

    def _doubt(self, chance: float) -> dict[str, Any]:
        if self.chance.random() > chance:
            return {}
        suspects = {name: self.chance.choice((0.0, 1.0, 2.0)) for name in self._some(self.names)}
        suspects[self.chance.choice(self.names)] = 1.0
        return {"hidden": self._share(), "found": self._share(), "suspects": suspects}

    def _changes(self, reach: str) -> dict[str, float]:
        """Some effects, and those that only acts of this reach can have."""
        effects = [effect for effect in EFFECTS if effect not in ADDRESSED]
        changes = {effect: self.chance.random() for effect in self.chance.sample(effects, 3)}
        if "supply" in changes:
            changes["supply"] = self.chance.uniform(0, 60)
        if reach == "site":
            changes = {"post": 1.0} | {k: v for k, v in changes.items() if k not in TOWARD}
        if reach in ("neighbour", "front"):
            changes["capture"] = self._share()
        return changes | ({"suspend": 1.0} if self.chance.random() < 0.05 else {})

    def _actor(self, name: str) -> Any:
        others = tuple(other for other in self.names if other != name)
        more: dict[str, Any] = {"leverage": {other: self._share() for other in self._some(others)}}
        more["confidence"] = {other: self._share() for other in self._some(others)}
        more["objectives"] = {place: self._share() for place in self._some(self.places)}
        more["rules"] = {f"rule_{k}": self._rule(name) for k in range(self.chance.randint(0, 5))}
        if self.chance.random() < 0.5:
            more["tempo"] = self.chance.uniform(1.0, 6.0)
        made = actor(name, self.side[name], self.chance.choice(KINDS), self.chance.choice(STRENGTHS), **more)
        fighters = parameter(made.strength.value, "fighters", low=0, high=1000)
        return made.model_copy(update={"strength": fighters})

    def _possible(self, name: str, reach: str) -> bool:
        """Whether a rule of this actor and reach has any candidate on day one."""
        if reach == "base":
            return any(
                place.base_of and self.side[place.base_of] != self.side[name]
                for place in self.ground.values()
            )
        posts = [place.post for place in self.ground.values() if place.post and not place.base_of]
        if reach == "site":
            return any(post.owner == name and post.state == "planned" for post in posts)
        return reach != "post" or any(self.side[post.owner] != self.side[name] for post in posts)

    def _rule(self, name: str) -> Rule:
        act = self.chance.choice(
            [act for act in sorted(self.actions) if self._possible(name, self.actions[act].reach)]
        )
        reach = self.actions[act].reach
        more: dict[str, Any] = {"action": act}
        more["per"] = "area" if reach == "none" else self.chance.choice(("area", "place"))
        if self.chance.random() < 0.3:
            more |= {"answers": self.chance.choice(sorted(self.actions)), "within": self.chance.uniform(0, 6)}
        for limit, most in (("at_most", 3.0), ("rest", 4.0)):
            if self.chance.random() < 0.25:
                more[limit] = self.chance.uniform(1, most)
        if reach == "none" and ("answers" not in more or self.chance.random() < 0.5):
            more["toward"] = self._other(name)
        elif reach not in ("none", "site", "post") and self.chance.random() < 0.3:
            more["against"] = self._some(tuple(other for other in self.names if other != name), 1)
        return rule(self.pace * self.chance.choice(RATES), self._multipliers(reach), **more)

    def _multipliers(self, reach: str) -> dict[str, float]:
        seen = AREA_SIGNALS if reach == "site" else AREA_SIGNALS + PAIR_SIGNALS
        seen = seen if reach == "none" else tuple(n for n in SIGNALS if n in seen or n not in PAIR_SIGNALS)
        used = self.chance.sample(seen, self.chance.randint(0, 7))
        return {signal: self.chance.choice(MULTIPLIERS) for signal in used}
