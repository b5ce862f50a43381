"""The ground of one world: who holds what, which posts stand, where it burnt, and who can reach what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.scenario.scenario import Scenario


class Site(NamedTuple):
    """A place where an act can fall, whom it hits, and from where."""

    place: str | None
    target: str | None
    origin: str | None


class Ground:
    """Holders, standing posts and the memory of fire, by place."""

    def __init__(self, nouns: Scenario) -> None:
        self.nouns = nouns
        self.places = nouns.places
        self.side = {name: actor.side for name, actor in nouns.actors.items()}
        self.holder = {name: place.holder for name, place in nouns.places.items()}
        self.standing = {
            name: place.post is not None and place.post.state == "standing"
            for name, place in nouns.places.items()
        }
        self.fire: dict[str, float] = defaultdict(float)
        self.with_excluded = {actor.side for actor in nouns.actors.values() if actor.kind == "excluded"}

    def read(self, today: Mapping[str, float]) -> None:
        """Takes over the day's parameters."""
        self.weight = {place: today[f"places.{place}.weight"] for place in self.places}
        self.excluded_share = {
            place: today.get(f"places.{place}.excluded_share", 0.0) for place in self.places
        }
        self.post_reach = today["perception.post_reach"]

    def held_beside(self, place: str, side: str) -> bool:
        """Whether some neighbour of the place is held by this side."""
        return any(self.side[self.holder[near]] == side for near in self.places[place].neighbours)

    def first_held_beside(self, place: str, actor: str) -> str | None:
        """The first neighbour, in id order, that this actor holds."""
        held = [near for near in self.places[place].neighbours if self.holder[near] == actor]
        return min(held, default=None)

    def posts_of(self, owner: str) -> int:
        """How many posts of this owner stand."""
        return sum(
            self.standing[name]
            for name, place in self.places.items()
            if place.post and place.post.owner == owner
        )

    def contact_places(self, actor: str) -> int:
        """How many places of this actor touch a place of the other side."""
        return sum(
            any(self.side[self.holder[near]] != self.side[actor] for near in self.places[place].neighbours)
            for place, holder in self.holder.items()
            if holder == actor
        )

    def post_nearby(self, place: str | None) -> float:
        """1 where a post stands, `post_reach` where one stands at a neighbour."""
        if place is None:
            return 0.0
        if self.standing[place]:
            return 1.0
        return self.post_reach if any(self.standing[near] for near in self.places[place].neighbours) else 0.0

    def excluded_present(self, place: str | None) -> float:
        """The place's excluded share, if its holder's side has an excluded group at all."""
        if place is None:
            return 0.0
        return self.excluded_share[place] if self.side[self.holder[place]] in self.with_excluded else 0.0

    def sites(self, actor: str, reach: str, against: tuple[str, ...] = ()) -> Iterator[Site]:
        """The candidate places of an action's reach for this actor, in id order, with their targets."""
        finders = {"base": self._base, "post": self._post, "site": self._site}
        find = finders.get(reach)
        for name in self.places:
            # `against` narrows the reaches that aim at holders or bases; posts and sites ignore it.
            site = find(actor, name, against) if find else self._held(actor, name, reach, against)
            if site is not None:
                yield site

    def _held(self, actor: str, name: str, reach: str, against: tuple[str, ...]) -> Site | None:
        holder = self.holder[name]
        enemy = holder in against if against else self.side[holder] != self.side[actor]
        if not enemy or self.places[name].base_of:
            return None
        if reach == "anywhere":
            return Site(name, holder, None)
        if reach == "front" and not against:
            return Site(name, holder, None) if self.held_beside(name, self.side[actor]) else None
        origin = self.first_held_beside(name, actor)
        if origin is None:
            return None
        return Site(name, holder, origin if reach == "neighbour" else None)

    def _base(self, actor: str, name: str, against: tuple[str, ...]) -> Site | None:
        owner = self.places[name].base_of
        if owner is None:
            return None
        enemy = owner in against if against else self.side[owner] != self.side[actor]
        return Site(name, owner, None) if enemy else None

    def _post(self, actor: str, name: str, _: tuple[str, ...]) -> Site | None:
        place, side = self.places[name], self.side[actor]
        if place.base_of or place.post is None or not self.standing[name]:
            return None
        enemy = self.side[place.post.owner] != side and self.held_beside(name, side)
        return Site(name, place.post.owner, None) if enemy else None

    def _site(self, actor: str, name: str, _: tuple[str, ...]) -> Site | None:
        place = self.places[name]
        if place.base_of or place.post is None or place.post.owner != actor or self.standing[name]:
            return None
        return Site(name, None, None) if self.side[self.holder[name]] == self.side[actor] else None
