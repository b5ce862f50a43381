"""Plans: how many worlds an audit plays of what. Two are offered, a quick and a thorough one."""

from typing import NamedTuple


class Plan(NamedTuple):
    """Worlds are spent where they tell something: most things show in the first few.

    A number, or the use of a signal, is played in the first of `rounds` worlds; what has changed none of
    them is played on, up to the next, until the last. Things (rules, events, levers ...) are played in
    `worlds` from the start, for the sake of their effects on outcomes; numbers have effects only with
    `numbers`. Where a thing needs a scenario of its own and is neither event nor lever, it is looked at
    for `glimpse` days first, if that is given. `influential` is how many Parameters beside those of
    levers are walked through their ranges in `points` points of `walk` worlds.
    """

    rounds: tuple[int, ...]
    worlds: int
    numbers: bool
    glimpse: int | None
    influential: int
    points: int
    walk: int


QUICK = Plan(rounds=(2, 8, 32), worlds=16, numbers=False, glimpse=20, influential=0, points=9, walk=16)
THOROUGH = Plan(
    rounds=(12, 48, 160), worlds=64, numbers=True, glimpse=None, influential=8, points=17, walk=32
)
