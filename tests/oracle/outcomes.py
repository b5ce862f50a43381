"""What a run amounts to: counts, dates and shares; None where something did not happen."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sim.scenario.agreement import Refrain

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld

WINDOW = 28
RUNG_WINDOW = 7
CAPTURE_WINDOW = 60
FIRE_WINDOW = 14
ON_STATES = 8
STATES = {"guarantor", "government"}


def outcomes(world: "OracleWorld") -> dict[str, float | None]:
    """All outcomes of one world, by name."""
    found: dict[str, float | None] = {}
    for name in ("violent_events", "lethal_events", "deaths", "deaths_civilians", "breaches"):
        found[name] = sum(row[name] for row in world.series)
    kept, missed = (sum(row[name] for row in world.series) for name in ("kept", "missed"))
    found["compliance"] = kept / (kept + missed) if kept + missed else None
    found["confidence"] = world.series[-1]["confidence"]
    found["wrong_author"] = world.wrong_authors
    across = [row for row in rows(world) if row["deaths"] and is_across(world, row)]
    found["lethal_across"] = len(across)
    found["deaths_across"] = sum(row["deaths"] for row in across)
    rungs = [row["rung"] for row in world.series]
    found["fire_between_states"] = len(days_of_fire(world))
    found["highest_rung"] = max(rungs)
    found |= {f"days_at_rung_{rung}": rungs.count(rung) for rung in range(10)}
    found["places_changed"] = sum(row["captures"] for row in world.series)
    found |= {f"fall_{place}": fall(world, place) for place in world.nouns.outcomes.falls}
    return found | calm(world) | collapses(world)


def days_of_fire(world: "OracleWorld") -> set[int]:
    """Days with an act of rung 9."""
    return {row["day"] for row in rows(world) if world.nouns.actions[row["action"]].rung == 9}


def rows(world: "OracleWorld") -> Iterator[dict[str, Any]]:
    """The events of day 1 and later."""
    return (row for row in world.events if row["day"] >= 1)


def is_across(world: "OracleWorld", row: dict[str, Any]) -> bool:
    """Whether author and target are known and of different sides."""
    side = world.ground.side
    return bool(row["actor"] and row["target"]) and side[row["actor"]] != side[row["target"]]


def first(days: range, holds: Callable[[int], bool]) -> int | None:
    """The first day on which something holds."""
    return next((day for day in days if holds(day)), None)


def fall(world: "OracleWorld", place: str) -> int | None:
    """The first evening on which another side than on day one holds the place."""
    side = world.ground.side
    begun = side[world.nouns.places[place].holder]
    return first(range(1, world.nouns.days + 1), lambda day: side[world.holders[day][place]] != begun)


def calm(world: "OracleWorld") -> dict[str, float | None]:
    """De-escalation, escalation, lasting lull and relapse, from counts over 28 days."""
    lethal = [row["lethal_events"] for row in world.series]
    captures = [row["captures"] for row in world.series]
    fire = days_of_fire(world)
    number = {
        name: world.base[f"outcomes.{name}"] for name in ("de_escalation", "escalation", "lull", "relapse")
    }
    reference, share = world.base["outcomes.reference_events"], world.base["outcomes.reporting_share"]
    days = range(1, world.nouns.days - WINDOW + 2)
    counted = {day: sum(lethal[day - 1 : day - 1 + WINDOW]) * share for day in days}
    before = rung(world, 0)

    def no_higher(day: int) -> bool:
        return all(now <= before.get(pair, 0) for pair, now in rung(world, day).items())

    def quiet(day: int) -> bool:
        window = range(day, day + WINDOW)
        return not any(captures[d - 1] for d in window) and not fire & set(window)

    lasting = first(days, lambda day: counted[day] <= number["lull"] * reference and quiet(day))
    after = range(lasting + 1, days.stop) if lasting else range(0)
    return {
        "de_escalation": first(
            days, lambda day: counted[day] <= number["de_escalation"] * reference and no_higher(day)
        ),
        "escalation": first(days, lambda day: counted[day] >= number["escalation"] * reference),
        "lasting_lull": lasting,
        "relapse": first(after, lambda day: counted[day] >= number["relapse"] * reference),
    }


def rung(world: "OracleWorld", day: int) -> dict[tuple[str, str], int]:
    """The highest rung of each pair over the week that ends with this day."""
    highest: dict[tuple[str, str], int] = {}
    for d in range(day - RUNG_WINDOW + 1, day + 1):
        for pair, value in world.rungs.get(d, {}).items():
            highest[pair] = max(highest.get(pair, 0), value)
    return highest


def collapses(world: "OracleWorld") -> dict[str, float | None]:
    """On paper, in substance, and the earlier of the two."""
    formal, material = world.first_collapse, collapse_material(world)
    reached = [day for day in (formal, material) if day is not None]
    return {
        "collapse_formal": formal,
        "collapse_material": material,
        "collapse": min(reached) if reached else None,
    }


def collapse_material(world: "OracleWorld") -> int | None:
    """Covered places taken by the bound within 60 days, or lethal fire between states on days of 14."""
    share = world.base["outcomes.collapse_places"]
    covered = [(places, bearers) for places, bearers in covers(world) if places]
    taken = [(row["day"], row["place"], row["actor"]) for row in rows(world) if row["captured"]]
    fire = lethal_fire(world)

    def too_many(day: int) -> bool:
        recent = [(place, actor) for d, place, actor in taken if day - CAPTURE_WINDOW < d <= day]
        return any(
            len({place for place, actor in recent if place in places and actor in bearers})
            >= share * len(places)
            for places, bearers in covered
        )

    def too_much_fire(day: int) -> bool:
        recent = sum(day - FIRE_WINDOW < d <= day for d in fire)
        return recent >= world.base["outcomes.collapse_fire_days"]

    return first(range(1, world.nouns.days + 1), lambda day: too_many(day) or too_much_fire(day))


def covers(world: "OracleWorld") -> Iterator[tuple[set[str], set[str]]]:
    """Per obligation to refrain: the places it covered on day one, and who must not take them."""
    for name, agreement in world.nouns.agreements.items():
        for key, refrain in agreement.obligations.items():
            # An obligation of weight 0 is no obligation, here as elsewhere.
            if (
                isinstance(refrain, Refrain)
                and world.base[f"agreements.{name}.obligations.{key}.weight"] > 0.0
            ):
                spared = {*refrain.against, *refrain.exclusion}
                zone = world.nouns.zones[agreement.zone].places
                places = {place for place in zone if world.nouns.places[place].holder in spared}
                yield places, set(refrain.bearers)


def lethal_fire(world: "OracleWorld") -> set[int]:
    """Days with a lethal act of rung 8 or 9 between states of different sides."""
    actors = world.nouns.actors
    days = set()
    for row in rows(world):
        author, target = actors.get(row["actor"]), actors.get(row["target"])
        lethal = row["deaths"] and world.nouns.actions[row["action"]].rung >= ON_STATES
        if (
            lethal
            and author
            and target
            and {author.kind, target.kind} <= STATES
            and author.side != target.side
        ):
            days.add(row["day"])
    return days
