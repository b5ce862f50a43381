"""The toy scenario's sections: every reach, effect, signal and form of obligation, once or twice."""

from typing import Any

from sim.scenario.agreement import AnswerFor, Maintain, Perform, Refrain
from sim.scenario.event import Background, Event, Scheduled
from sim.scenario.intervention import Intervention
from sim.scenario.talks import Talks
from tests.build import action, actor, agreement, day, parameter, place, rule, shares, thresholds, zone

OPPOSITION_PLACES = ("camp", "hill", "village")


def fields() -> dict[str, Any]:
    """The sections of the toy scenario, by name."""
    return {
        "places": places(),
        "zones": {"area": zone(*OPPOSITION_PLACES, "crossroads")},
        "actions": actions(),
        "actors": actors(),
        "agreements": {"memorandum": memorandum(), "truce": truce()},
        "history": history(),
        "background": background(),
        "calendar": calendar(),
        "talks": {"congress": congress()},
        "interventions": interventions(),
        "outcomes": thresholds(falls=("crossroads", "village")),
    }


def places() -> dict[str, Any]:
    """A base, a city and a crossroads on one side; a village, a hill and a camp on the other."""
    return {
        "airfield": place("government", "city", base_of="russia"),
        "camp": place("faction", "village", post=("turkey", "planned"), weight=0.5),
        "city": place("government", "airfield", "crossroads", weight=2.0),
        "crossroads": place("government", "city", "hill", "village", post=("russia", "standing")),
        "hill": place("excluded", "crossroads", "village", post=("turkey", "standing"), excluded_share=0.8),
        "village": place(
            "faction", "camp", "crossroads", "hill", post=("turkey", "planned"), excluded_share=0.3
        ),
    }


def actions() -> dict[str, Any]:
    """Seven kinetic acts, and what else can be done."""
    doubtful = {"hidden": 0.4, "found": 0.3, "suspects": {"government": 2, "russia": 1}}
    return {
        "air_strike": action("Air strike", "anywhere", 6, lethality=0.5, claims_exception=0.5, **doubtful),
        "ambush": action("Ambush", "front", 6, lethality=0.3, own_share=0.3, civilians=0.0),
        "assault": action("Assault", "neighbour", 7, lethality=0.5, own_share=0.5, changes={"capture": 0.9}),
        "harassment": action(
            "Fire at a post", "post", 8, lethality=0.2, hidden=0.8, suspects={"faction": 2, "excluded": 1}
        ),
        "incursion": action("Fire across the line", "anywhere", 9, lethality=0.4, civilians=0.1),
        "raid": action(
            "Raid", "base", 5, lethality=0.4, hidden=0.9, found=0.2, suspects={"faction": 1, "turkey": 1}
        ),
        "shelling": action(
            "Shelling", "front", 6, lethality=0.4, hidden=0.3, claims_exception=0.3, suspects={"excluded": 1}
        ),
        "accusation": action("Accusation", rung=2, changes={"audience": 1.0, "complain": 0.5}),
        "arming": action("Arming a client", rung=4, changes={"supply": 20.7}),
        "attendance": action("Attendance", changes={"audience": 0.5}),
        "boycott": action("Boycott", rung=3, changes={"complain": 1.0, "audience": 1.0}),
        "complaint": action("Private complaint", rung=1, changes={"complain": 1.0}),
        "exchange": action("Exchange of prisoners", changes={"reassure": 0.3}),
        "explanation": action("Explanation", changes={"settle": 0.5, "reassure": 0.1}),
        "post": action("Observation post", "site", changes={"post": 1.0}),
        "pressure": action("Pressure on a client", changes={"effort": 0.5, "wear": 0.05, "settle": 0.3}),
        "suspension": action("Suspension", rung=3, changes={"suspend": 1.0, "audience": 2.0}),
    }


def actors() -> dict[str, Any]:
    """A guarantor a side, a government, a faction and an excluded group."""
    return {
        "excluded": actor("Excluded", "opposition", "excluded", 300.0, rules=excluded_rules(), tempo=3.0),
        "faction": actor(
            "Faction", "opposition", "faction", 500.0,
            rules=faction_rules(), objectives={"crossroads": 0.7},
        ),
        "government": actor(
            "Government", "government", "government", 900.0,
            rules=government_rules(), tempo=4.0, objectives={"village": 1.0, "hill": 0.6},
        ),
        "russia": actor(
            "Russia", "government", "guarantor", 400.0,
            rules=russia_rules(), leverage={"government": 0.6}, confidence={"turkey": 0.7},
        ),
        "turkey": actor(
            "Turkey", "opposition", "guarantor", 600.0,
            rules=turkey_rules(), leverage={"faction": 0.5, "excluded": 0.2}, confidence={"russia": 0.5},
        ),
    }  # fmt: skip


def excluded_rules() -> dict[str, Any]:
    """Raids on the base, fire at posts, and ambushes."""
    return {
        "ambush": rule(0.3, {"losing_ground": 3.0, "own_dead": 2.0, "post_nearby": 0.5}),
        "raid": rule(0.15, {"grievance": 3.0}, at_most=1.0, rest=3.0),
        "take": rule(0.1, {"outnumbering": 3.0}, action="assault", against=("government",)),
    }


def faction_rules() -> dict[str, Any]:
    """Assaults, and shelling in reply to air strikes, aimed at whom it blames."""
    return {
        "assault": rule(0.25, {"objective": 2.0, "front": 1.5, "restrained": 0.4, "outnumbering": 2.0}),
        "reply": rule(
            0.8, {"grievance": 2.5, "duty_due": 0.5}, action="shelling", answers="air_strike", within=4.0
        ),
    }


def government_rules() -> dict[str, Any]:
    """Strikes, shelling and assaults, held back by patrons, calm and obligations."""
    return {
        "air_strike": rule(
            1.2, {"talks_near": 1.6, "excluded_present": 1.9, "restrained": 0.25, "bound": 0.4, "lull": 0.3}
        ),
        "assault": rule(
            0.4,
            {"objective": 4.0, "recent_fire": 2.0, "lull": 0.4},
            at_most=2.0,
            against=("faction", "excluded"),
        ),
        "harassment": rule(0.15, {"grievance": 2.0, "attention_elsewhere": 0.5}),
        "shelling": rule(
            0.1, {"front": 2.0, "distrust": 1.5, "recent_fire": 1.5}, per="place", against=("faction",)
        ),
    }


def russia_rules() -> dict[str, Any]:
    """Pressure on its client, answers to complaints, accusations after raids."""
    return {
        "accuse": rule(0.9, {"audience": 0.5}, action="accusation", answers="raid", within=3.0, rest=2.0),
        "arm": rule(0.1, {"losing_ground": 3.0}, action="arming", toward="government"),
        "explanation": rule(0.6, {"distrust": 0.5}, toward="turkey", answers="complaint", within=4.0),
        "pressure": rule(0.25, {"duty_due": 6.0, "ignored": 0.5, "talks_near": 2.0}, toward="government"),
        "suspension": rule(0.01, {"own_dead": 10.0}, toward="turkey"),
    }


def turkey_rules() -> dict[str, Any]:
    """Complaints, posts, pressure on its clients, exchange, and rarely fire across the line."""
    return {
        "complaint": rule(
            0.4, {"breaches": 3.0, "ignored": 1.5, "grievance": 2.0}, toward="russia", at_most=1.0
        ),
        "exchange": rule(0.1, {"duty_due": 5.0, "distrust": 0.5}, toward="russia"),
        "incursion": rule(0.05, {"attention_elsewhere": 4.0, "grievance": 2.0, "front": 1.5}, at_most=1.5),
        "post": rule(0.1, {"duty_due": 3.0, "recent_fire": 0.3}, at_most=1.0),
        "pressure": rule(0.2, {"duty_due": 4.0}, toward="faction"),
    }


def memorandum() -> Any:
    """All forms of obligation, with the exception clause and a term that is renewed or lapses."""
    owed: dict[str, Any] = {"weight": parameter(0.8, "share"), "text": "owed", "source": "toy"}
    to_turkey = owed | {"bearers": ("russia",), "counterparties": ("turkey",)}
    to_russia = owed | {"bearers": ("turkey",), "counterparties": ("russia",)}
    return agreement(
        ("russia", "turkey"),
        {
            "answer_for_faction": AnswerFor(
                form="answer_for", clients=("faction",), within=parameter(6, "days"), of="result", **to_russia
            ),
            "answer_for_government": AnswerFor(
                form="answer_for", clients=("government",), one_of=("pressure", "explanation"),
                within=parameter(4, "days"), **to_turkey,
            ),
            "exchange": Perform(
                form="perform", one_of=("exchange", "explanation"), within=parameter(5, "days"),
                every=parameter(9, "days"), **to_russia,
            ),
            "explain": Perform(
                form="perform", one_of=("explanation",), after="complaint",
                within=parameter(3, "days"), **to_turkey,
            ),
            "government_refrains": Refrain(
                form="refrain", actions=("air_strike", "assault", "shelling"), against=("faction",),
                exclusion=("excluded",),
                **(owed | {"bearers": ("government", "russia"), "counterparties": ("faction", "turkey")}),
            ),
            "opposition_refrains": Refrain(
                form="refrain", actions=("ambush", "assault", "raid", "shelling"), against=("government",),
                **(owed | {"bearers": ("faction", "turkey"), "counterparties": ("government", "russia")}),
            ),
            "posts": Maintain(
                form="maintain", state="posts", at_least=parameter(2, "posts"), due=day(9),
                every=parameter(7, "days"), **to_russia,
            ),
        },
        until=day(25), term=parameter(10.5, "days"), renewal_confidence=parameter(0.3, "share"),
    )  # fmt: skip


def truce() -> Any:
    """A second agreement, from day 6 on: Turkey and the government refrain; Russia answers by result."""
    owed: dict[str, Any] = {"weight": parameter(0.5, "share"), "text": "owed", "source": "toy"}
    return agreement(
        ("government", "turkey"),
        {
            "no_incursion": Refrain(
                form="refrain", actions=("incursion",), against=("government",),
                **(owed | {"bearers": ("turkey",), "counterparties": ("government",)}),
            ),
            "restrain": AnswerFor(
                form="answer_for", clients=("government",), one_of=("pressure",),
                within=parameter(3, "days"), of="result",
                **(owed | {"bearers": ("russia",), "counterparties": ("turkey",)}),
            ),
            "no_strikes": Refrain(
                form="refrain", actions=("air_strike",), against=("faction",),
                **(owed | {"bearers": ("government",), "counterparties": ("turkey",)}),
            ),
        },
        in_force=day(6), until=day(35),
    )  # fmt: skip


def history() -> dict[str, Any]:
    """A raid of unknown author, a strike and a complaint of known ones."""
    fixed: dict[str, Any] = {"status": "fact", "text": "reported", "source": "toy"}
    return {
        "complaint": Event(date=day(-1), action="complaint", actor="turkey", toward="russia", **fixed),
        "drone_raid": Event(
            date=day(-5), action="raid", place="airfield", deaths=parameter(3, "deaths"),
            suspects={"faction": parameter(1, "weight"), "turkey": parameter(2, "weight")}, **fixed,
        ),
        "strike": Event(
            date=day(-3), action="air_strike", actor="government", place="village",
            deaths=parameter(7, "deaths"), civilians=parameter(4, "deaths"), **fixed,
        ),
    }  # fmt: skip


def background() -> dict[str, Any]:
    """Routine strikes across the area, routine shelling of the village, and calls."""
    fixed: dict[str, Any] = {"since": day(-9), "until": day(0), "source": "toy"}
    return {
        "calls": Background(
            action="pressure", actor="russia", toward="government",
            per_day=parameter(0.2, "acts per day"), **fixed,
        ),
        "shelling": Background(
            action="shelling", actor="government", place="village",
            per_day=parameter(0.4, "acts per day"), **fixed,
        ),
        "strikes": Background(
            action="air_strike", actor="government", per_day=parameter(0.7, "acts per day"), **fixed
        ),
    }  # fmt: skip


def calendar() -> dict[str, Any]:
    """An act that happens in every world, and an operation elsewhere."""
    return {
        "convoy": Scheduled(date=day(5), actor="faction", action="ambush", place="crossroads", source="toy"),
        "operation": Scheduled(
            date=day(10), until=day(20), actor="turkey", occupies=parameter(0.7, "share"), source="toy"
        ),
        "visit": Scheduled(date=day(12), actor="russia", action="exchange", toward="turkey", source="toy"),
    }


def congress() -> Talks:
    """Talks on day 19, held when both guarantors and the government are there."""
    return Talks(
        name="Congress", date=day(19), window=parameter(14, "days"), host="russia",
        invited=("faction", "government", "turkey"), required=("government", "turkey"),
        attended="attendance", refused="boycott",
        **shares(attendance=0.9, reluctance=0.5, accord=0.4),
        source="toy",
    )  # fmt: skip


def interventions() -> dict[str, Any]:
    """A lever of restraint for ten days, one of monitoring to the end."""
    restraint = {"actors.russia.leverage.government": 0.9, "actors.government.rules.air_strike.rate": 0.8}
    monitoring = {
        "perception.joint_verification": 0.6,
        "agreements.memorandum.obligations.posts.at_least": 3.0,
    }
    return {
        "monitoring": Intervention(kind="monitoring", on=day(22), set=monitoring, source="toy"),
        "restraint": Intervention(kind="restraint", on=day(13), until=day(22), set=restraint, source="toy"),
    }
