"""Plans: how many worlds an audit plays of what. Two are offered, a quick and a thorough one."""

from typing import NamedTuple


class Plan(NamedTuple):
    """Worlds are spent where they tell something: most things show in the first few.

    A number, or the use of a signal, is played in the first of `rounds` worlds, at the value farthest from
    its own or, with `everywhere`, at all. What has changed none of them is played on at all its values, up
    to the next round, until the last. Things (rules, events, levers ...) are played in `worlds` from the
    start, for the sake of their effects on outcomes; numbers have effects only with `everywhere`. Where a
    thing needs a scenario of its own and is neither event nor lever, it is looked at for `glimpse` days
    first, if that is given. `influential` is how many Parameters beside those of levers are walked through
    their ranges, in `points` points of `walk` worlds.
    """

    rounds: tuple[int, ...]
    worlds: int
    everywhere: bool
    glimpse: int | None
    influential: int
    points: int
    walk: int

    @property
    def most(self) -> int:
        """The most worlds played of anything."""
        return max(self.rounds[-1], self.worlds)


QUICK = Plan((2, 6, 16, 40), worlds=12, everywhere=False, glimpse=10, influential=0, points=9, walk=16)
THOROUGH = Plan((12, 40, 120), worlds=64, everywhere=True, glimpse=None, influential=8, points=17, walk=32)
