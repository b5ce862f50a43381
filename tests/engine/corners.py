"""Small scenarios of a strike, a patron with a post and a rival: corners of the model, each with its name."""

from typing import Any

from sim.scenario.agreement import AnswerFor, Refrain
from sim.scenario.event import Scheduled
from sim.scenario.scenario import Scenario
from sim.scenario.talks import Talks
from tests.build import (
    action,
    actor,
    agreement,
    day,
    parameter,
    place,
    rule,
    scenario,
    shares,
    tiny,
    zone,
)

OWED: dict[str, Any] = {"weight": parameter(0.5, "share"), "text": "owed", "source": "toy"}


def patron_rules() -> dict[str, Any]:
    """Posts, and complaints that grow with those left unanswered."""
    return {"complaint": rule(0.2, {"ignored": 9.0}, toward="rival"), "post": rule(0.3)}


def patrons(**changes: Any) -> Scenario:
    """A rule of strikes on a faction whose patron has a post to raise; the other patron hosts and answers."""
    fields = {
        "days": 20,
        "places": {
            "base": place("blue", "town", base_of="patron"),
            "camp": place("blue", "town", post=("patron", "planned")),
            "town": place("blue", "base", "camp"),
        },
        "zones": {"area": zone("camp", "town")},
        "actions": {
            "answer": action("Answer", changes={"settle": 0.5}),
            "complaint": action("Complaint", rung=1, changes={"complain": 1.0}),
            "post": action("Post", "site", changes={"post": 1.0}),
            "strike": action("Strike", "anywhere", 6, lethality=0.5),
        },
        "actors": {
            "blue": actor("Blue", "opposition", "faction"),
            "patron": actor("Patron", "opposition", "guarantor", rules=patron_rules()),
            "red": actor("Red", "government", "government", rules={"strike": rule(0.5)}),
            "rival": actor("Rival", "government", "guarantor"),
        },
    }
    return scenario(**(fields | changes))


def with_rules(name: str, rules: dict[str, Any], **more: Any) -> Scenario:
    """The scenario above with other rules of one actor."""
    actors = dict(patrons().actors)
    old = actors[name]
    actors[name] = actor(old.name, old.side, old.kind, rules=rules, leverage=more.pop("leverage", {}))
    return patrons(actors=actors, **more)


def refrain(**more: Any) -> Refrain:
    """Red does not strike blue."""
    fields = {
        "bearers": ("red",),
        "counterparties": ("patron",),
        "actions": ("strike",),
        "against": ("blue",),
    }
    return Refrain(form="refrain", **(OWED | fields | more))


def pact(**obligations: Any) -> dict[str, Any]:
    """An agreement of the two patrons."""
    return {"pact": agreement(("patron", "rival"), obligations)}


def talks(accord: float, host: str = "rival", guest: str = "patron") -> dict[str, Any]:
    """Talks to which everybody comes."""
    numbers = shares(attendance=1.0, reluctance=0.0, accord=accord)
    who = {"host": host, "invited": (guest,), "required": (guest,)}
    acts = {"attended": "answer", "refused": "answer"}
    return {"t": Talks(name="T", date=day(5), window=parameter(5), source="toy", **who, **acts, **numbers)}


def answers_for(weight: float) -> AnswerFor:
    """The rival answers for red."""
    fields = {
        "bearers": ("rival",),
        "counterparties": ("patron",),
        "clients": ("red",),
        "one_of": ("answer",),
    }
    return AnswerFor(
        form="answer_for", within=parameter(3), **(OWED | fields | {"weight": parameter(weight, "share")})
    )


def two_captures() -> dict[str, Any]:
    """Two duties to refrain with different bearers, each covering two of four places."""
    edges = {f"p{k}": [f"q{k}"] for k in range(4)} | {f"q{k}": [f"p{k}"] for k in range(4)}
    places = {name: place("blue" if name[0] == "p" else "red", *near) for name, near in edges.items()}
    zones = {"east": zone("p0", "p1"), "west": zone("p2", "p3")}
    assault = action("Assault", "neighbour", 7, lethality=0.1, changes={"capture": 1.0})
    actors = {
        "blue": actor("Blue", "opposition", "faction", 50.0),
        "patron": actor("Patron", "opposition", "guarantor"),
        "rival": actor("Rival", "government", "guarantor"),
        "red": actor("Red", "government", "government", rules={"assault": rule(0.1)}),
    }
    duty = {"counterparties": ("patron",), "actions": ("assault",)}
    agreements = {
        "east": agreement(("patron", "red"), {"n": refrain(bearers=("red",), **duty)}, zone="east"),
        "west": agreement(("patron", "red"), {"n": refrain(bearers=("patron",), **duty)}, zone="west"),
    }
    return {
        "places": places,
        "zones": zones,
        "actions": {"assault": assault},
        "actors": actors,
        "agreements": agreements,
    }


def beside_red() -> dict[str, Any]:
    """The places above and one of red's next to the town only; half of an assault's dead are its own."""
    assault = action("Assault", "neighbour", 7, lethality=0.8, own_share=0.5, civilians=0.2)
    places = {"fort": place("red", "town"), "town": place("blue", "base", "camp", "fort")}
    return {
        "actions": dict(patrons().actions) | {"assault": assault},
        "places": dict(patrons().places) | places,
    }


ASSAULT: dict[str, Any] = {"actor": "red", "action": "assault", "date": day(3), "source": "toy"}
CORNERS = {
    "no guarantors of different sides: confidence is missing": tiny(),
    "talks that relieve nothing still credit confidence": patrons(talks=talks(0.0)),
    "a place with a base is a candidate of base only": patrons(
        places=dict(patrons().places)
        | {"base": place("blue", "town", base_of="patron", post=("patron", "planned"))},
    ),
    "a rule without a target sees nothing in anybody": with_rules(
        "patron", {"post": rule(0.3, {"distrust": 0.02})}
    ),
    "an obligation to answer of weight 0 is no obligation": patrons(
        agreements=pact(n=refrain(), a=answers_for(0.0))
    ),
    "a bearer is never its own counterparty": patrons(
        agreements=pact(n=refrain(counterparties=("patron", "red"))),
    ),
    "leverage 0 is no leverage": with_rules(
        "rival",
        {"answer": rule(0.5, toward="red")},
        leverage={"red": 0.0},
        calendar={
            "c": Scheduled(date=day(1), actor="patron", action="complaint", toward="rival", source="toy")
        },
    ),
    "no post rises where none is planned": with_rules(
        "red",
        {"strike": rule(0.9, {"post_nearby": 0.02})},
        calendar={"c": Scheduled(date=day(1), actor="patron", action="post", place="town", source="toy")},
    ),
    "the first actor complains like any other": with_rules(
        "blue", {"complaint": rule(0.3, {"ignored": 9.0}, toward="rival")}
    ),
    "the first actor counts its own dead like any other": with_rules(
        "blue", {"assault": rule(0.5, {"own_dead": 3.0})}, **beside_red()
    ),
    "an assault from nowhere beside one from next door": patrons(
        calendar={name: Scheduled(place=name, **ASSAULT) for name in ("camp", "town")}, **beside_red()
    ),
    "talks relieve where no action reassures": with_rules(
        "blue", {"complaint": rule(0.3, {"grievance": 9.0}, toward="red")}, talks=talks(1.0, "red", "blue")
    ),
    "places taken count by obligation": scenario(days=40, **two_captures()),
}


def guessed() -> Scenario:
    """Red hides its strikes, and the patron complains of what it guesses."""
    strike = action("Strike", "anywhere", 6, lethality=0.5, hidden=1.0, suspects={"red": 1})
    complains = {"complaint": rule(0.3, {"grievance": 9.0}, toward="red")}
    actions = dict(patrons().actions) | {"strike": strike}
    return with_rules("patron", complains, leverage={"blue": 0.5}, actions=actions)
