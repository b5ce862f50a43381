"""What a day's acts change. Everything reads the morning's state; every quantity is changed once."""

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from tests.oracle.act import Act

if TYPE_CHECKING:
    from tests.oracle.world import OracleWorld

Pair = tuple[str, str]


def amounts(world: "OracleWorld", acts: list[Act], effect: str) -> Iterator[tuple[Act, float]]:
    """The acts that have this effect, each with its size."""
    for act in acts:
        size = world.today.get(f"actions.{act.action}.changes.{effect}", 0.0)
        if size and act.actor:
            yield act, size


def largest(world: "OracleWorld", acts: list[Act], effect: str) -> dict[Pair, float]:
    """The largest amount a pair (author, addressee): such an effect happens once a day."""
    most: dict[Pair, float] = defaultdict(float)
    for act, size in amounts(world, acts, effect):
        if act.toward:
            most[act.actor, act.toward] = max(most[act.actor, act.toward], size)
    return most


def contests(world: "OracleWorld", acts: list[Act]) -> list[Act]:
    """The assaults that take a place today: all assaults on one place are one contest."""
    assaults: dict[str, list[tuple[Act, float]]] = defaultdict(list)
    for act, size in amounts(world, acts, "capture"):
        if act.place:
            assaults[act.place].append((act, size))
    won = (winner(world, place, at_place) for place, at_place in sorted(assaults.items()))
    return [act for act in won if act is not None]


def winner(world: "OracleWorld", place: str, assaults: list[tuple[Act, float]]) -> Act | None:
    """The act that takes the place, if it falls."""
    today, ground = world.today, world.ground
    power = {name: world.parties[name].power() for name in sorted({act.actor for act, _ in assaults})}
    holder = world.parties[ground.holder[place]]
    burning = world.burning.get(place, 0.0)
    attack = sum(power.values()) * (1.0 + today["ground.fire_support"] * burning)
    attack *= 1.0 + today["ground.momentum"] * holder.own("losing_ground")
    near = ground.post_nearby(place, today["perception.post_reach"])
    defence = holder.power() * today["ground.defence"] * (1.0 + today["ground.post"] * near)
    odds = attack / (attack + defence) if attack + defence else 0.0
    if world.draws.one("ground", place, world.day, "capture") >= max(size for _, size in assaults) * odds:
        return None
    taker = max(power, key=lambda name: power[name])  # ties: the first in id order
    return next(act for act, _ in assaults if act.actor == taker)


def change_ground(world: "OracleWorld", acts: list[Act], taken: list[Act]) -> None:
    """Places change hands, posts rise, the dead leave their forces, supplies arrive. Not in history."""
    for act in taken:
        act.captured = True
        loser = world.ground.holder[act.place]
        world.ground.holder[act.place] = act.actor
        for party, stake in world.behind(loser):
            party.lost += stake
    for act, _ in amounts(world, acts, "post"):
        if act.place and world.nouns.places[act.place].post:
            world.ground.standing[act.place] = True
    change: dict[str | None, int] = defaultdict(int)
    for act in acts:
        change[act.actor] -= act.own
        change[act.target] -= act.targets_dead
    for act, size in amounts(world, acts, "supply"):
        change[act.toward] += math.floor(size * act.count)
    for party in world.parties.values():
        party.strength = max(
            0, party.strength + change[party.name]
        )  # one sum: today's supply can be lost today


def change_relations(world: "OracleWorld", acts: list[Act]) -> None:
    """Effort, wear, complaints, relief: what actors do to each other without arms."""
    for effect in ("effort", "wear"):
        for (author, client), size in largest(world, acts, effect).items():
            habit = getattr(world.parties[author], effect)
            x = habit.get(client, 0.0)
            habit[client] = x + (1.0 - x) * size
    settle(world, largest(world, acts, "settle"))
    reassure(world, largest(world, acts, "reassure"))
    for act, size in amounts(world, acts, "complain"):
        if act.toward:
            memory = world.parties[act.actor].complaints
            memory[act.toward] = memory.get(act.toward, 0.0) + size * act.count
    for act, size in amounts(world, acts, "audience"):
        world.parties[act.actor].audience += size * act.count


def settle(world: "OracleWorld", answers: dict[Pair, float]) -> None:
    """An answer settles the addressee's complaints; pressure on a client settles everybody's."""
    share: dict[Pair, float] = defaultdict(float)
    for (author, toward), size in answers.items():
        everybody = world.parties[author].leverage(toward) > 0.0
        for complainer in world.parties if everybody else (toward,):
            share[complainer, author] = max(share[complainer, author], size)
    for (complainer, author), size in share.items():
        memory = world.parties[complainer].complaints
        memory[author] = memory.get(author, 0.0) * (1.0 - size)


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
        for mine, theirs in ((one, other), (other, one)):
            memory = world.parties[mine].grievance
            memory[theirs] = memory.get(theirs, 0.0) * (1.0 - size)


def remember(world: "OracleWorld", acts: list[Act]) -> None:
    """Fire, grievance, the dead and the level of violence."""
    fire = world.ground.fire
    for act in acts:
        if not act.kinetic:
            continue
        if act.place:
            fire[act.place] = fire.get(act.place, 0.0) + act.count
        if act.target:
            aggrieve(world, act)
            mourn(world, act)
    lethal = sum(act.kinetic and act.deaths > 0 for act in acts)
    world.violence += (1.0 - world.faded("violence")) * lethal


def aggrieve(world: "OracleWorld", act: Act) -> None:
    """Those behind the target hold it against the one they blame and all who stand behind that one."""
    for party, stake in world.behind(act.target):
        blamed, memory = act.blamed[party.name], party.grievance
        for other, share in world.behind(blamed) if blamed else ():
            if other is not party:
                memory[other.name] = memory.get(other.name, 0.0) + act.count * stake * share


def mourn(world: "OracleWorld", act: Act) -> None:
    """The target counts its dead against the one it blames, the attacker its own against the target."""
    blamed = act.blamed[act.target]
    if blamed is not None:
        memory = world.parties[act.target].own_dead
        memory[blamed] = memory.get(blamed, 0.0) + act.deaths - act.own
    if act.actor is not None:
        memory = world.parties[act.actor].own_dead
        memory[act.target] = memory.get(act.target, 0.0) + act.own
