"""What a day's acts change. Everything reads the morning's state; every quantity is changed once."""

import math
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from tests.oracle.act import Act

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld

Pair = tuple[str, str]
Done = list[tuple[Act, float]]
"""The day's acts with one effect, each with its size."""


def by_effect(world: "OracleWorld", acts: list[Act]) -> dict[str, Done]:
    """What the day's acts of known authors change, by the name of the effect."""
    done: dict[str, Done] = defaultdict(list)
    for act in acts:
        if act.actor:
            for effect, size in world.kinds[act.action].changes.items():
                if size:
                    done[effect].append((act, size))
    return done


def largest(done: Done) -> dict[Pair, float]:
    """The largest amount a pair (author, addressee): such an effect happens once a day."""
    most: dict[Pair, float] = defaultdict(float)
    for act, size in done:
        if act.toward:
            most[act.actor, act.toward] = max(most[act.actor, act.toward], size)
    return most


def contests(world: "OracleWorld", done: Done) -> list[Act]:
    """The assaults that take a place today: all assaults on one place are one contest."""
    assaults: dict[str, Done] = defaultdict(list)
    for act, size in done:
        if act.place:
            assaults[act.place].append((act, size))
    won = (winner(world, place, at_place) for place, at_place in sorted(assaults.items()))
    return [act for act in won if act is not None]


def winner(world: "OracleWorld", place: str, assaults: Done) -> Act | None:
    """The act that takes the place, if it falls."""
    today, ground = world.today, world.ground
    power = {name: world.parties[name].power() for name in sorted({act.actor for act, _ in assaults})}
    holder = world.parties[ground.holder[place]]
    burning = world.burning.get(place, 0.0)
    attack = sum(power.values()) * (1.0 + today["ground.fire_support"] * burning)
    attack *= 1.0 + today["ground.momentum"] * holder.own("losing_ground")
    near = ground.post_nearby(place)
    defence = holder.power() * today["ground.defence"] * (1.0 + today["ground.post"] * near)
    odds = attack / (attack + defence) if attack + defence else 0.0
    if world.draws.one("ground", place, world.day, "capture") >= max(size for _, size in assaults) * odds:
        return None
    taker = max(power, key=lambda name: power[name])  # ties: the first in id order
    return next(act for act, _ in assaults if act.actor == taker)


def change_ground(world: "OracleWorld", acts: list[Act], done: dict[str, Done], taken: list[Act]) -> None:
    """Places change hands, posts rise, the dead leave their forces, supplies arrive. Not in history."""
    for act in taken:
        act.captured = True
        loser = world.ground.holder[act.place]
        world.ground.holder[act.place] = act.actor
        for party, stake in world.behind[loser]:
            party.lost += stake
    for act, _ in done["post"]:
        if act.place and world.nouns.places[act.place].post:
            world.ground.standing[act.place] = True
    change: dict[str | None, int] = defaultdict(int)
    for act in acts:
        change[act.actor] -= act.own
        change[act.target] -= act.targets_dead
    for act, size in done["supply"]:
        change[act.toward] += math.floor(size * act.count)
    for party in world.parties.values():
        # One sum: today's supply can be lost today.
        party.strength = max(0, party.strength + change[party.name])


def change_relations(world: "OracleWorld", done: dict[str, Done]) -> None:
    """Effort, wear, complaints, relief: what actors do to each other without arms."""
    for (author, client), size in largest(done["effort"]).items():
        approach_one(world.parties[author].effort, client, size)
    for (author, client), size in largest(done["wear"]).items():
        approach_one(world.parties[author].wear, client, size)
    settle(world, largest(done["settle"]))
    reassure(world, largest(done["reassure"]))
    for act, size in done["complain"]:
        if act.toward:
            world.parties[act.actor].complaints[act.toward] += size * act.count
    for act, size in done["audience"]:
        world.parties[act.actor].audience += size * act.count


def approach_one(habit: dict[str, float], client: str, size: float) -> None:
    """A share of what is missing to one is added."""
    habit[client] += (1.0 - habit[client]) * size


def settle(world: "OracleWorld", answers: dict[Pair, float]) -> None:
    """An answer settles the addressee's complaints; pressure on a client settles everybody's."""
    share: dict[Pair, float] = defaultdict(float)
    for (author, toward), size in answers.items():
        everybody = world.parties[author].leverage.get(toward, 0.0) > 0.0
        for complainer in world.parties if everybody else (toward,):
            share[complainer, author] = max(share[complainer, author], size)
    for (complainer, author), size in share.items():
        world.parties[complainer].complaints[author] *= 1.0 - size


def reassure(world: "OracleWorld", gestures: dict[Pair, float]) -> None:
    """Grievance fades both ways between two who reassure each other, and among all who hold talks."""
    share: dict[Pair, float] = defaultdict(float)
    for (author, toward), size in gestures.items():
        pair = (min(author, toward), max(author, toward))
        share[pair] = max(share[pair], size)
    for name, present in world.held:
        for pair in combinations(present, 2):
            share[pair] = max(share[pair], world.today[f"talks.{name}.accord"])
    for (one, other), size in share.items():
        world.parties[one].grievance[other] *= 1.0 - size
        world.parties[other].grievance[one] *= 1.0 - size


def remember(world: "OracleWorld", acts: list[Act]) -> None:
    """Fire, grievance, the dead and the level of violence."""
    lethal = 0
    for act in acts:
        if not act.kinetic:
            continue
        lethal += act.deaths > 0
        if act.place:
            world.ground.fire[act.place] += act.count
        if act.target:
            aggrieve(world, act)
            mourn(world, act)
    world.violence += (1.0 - world.keep["violence"]) * lethal


def aggrieve(world: "OracleWorld", act: Act) -> None:
    """Those behind the target hold it against the one they blame and all who stand behind that one."""
    for party, stake in world.behind[act.target]:
        blamed = act.blamed[party.name]
        for other, share in world.behind[blamed] if blamed else ():
            if other is not party:
                party.grievance[other.name] += act.count * stake * share


def mourn(world: "OracleWorld", act: Act) -> None:
    """The target counts its dead against the one it blames, the attacker its own against the target."""
    blamed = act.blamed[act.target]
    if blamed is not None:
        world.parties[act.target].own_dead[blamed] += act.deaths - act.own
    if act.actor is not None:
        world.parties[act.actor].own_dead[act.target] += act.own
