"""Beside: two kept runs, world by world, without living them again."""

import numpy as np

from .difference import Difference, differences
from .doubt import UNDRAWN
from .ensemble import Ensemble
from .folder import FolderError
from .kept import Kept
from .outcomes import outcomes_of
from .refusal import RefusedError


def beside(first: Kept, second: Kept) -> tuple[Difference, ...]:
    """Paired differences of `second` from `first`, in the worlds that both have.

    Of what only living again can tell, `identical` and what the differences hang on, nothing is said.
    Raises `RefusedError` with the reason where the worlds cannot be paired, `FolderError` where outcomes
    cannot be read.
    """
    if reason := unpaired(first, second):
        raise RefusedError(f"these two cannot be put side by side: {reason}")
    worlds = min(first.worlds, second.worlds)
    base, other = (_ensemble(kept, worlds) for kept in (first, second))
    return differences(base, other, UNDRAWN, {}, identical=np.nan)


def unpaired(first: Kept, second: Kept) -> str:
    """Why a world of the one is not the same world in the other; empty where it is."""
    if first.folder == second.folder:
        return "they are one and the same"
    told = {
        "seeds": [kept.manifest["seed"] for kept in (first, second)],
        "numbers of days": [kept.days for kept in (first, second)],
        "first days": [kept.scenario.start for kept in (first, second)],
        "editions of the program": [_edition(kept) for kept in (first, second)],
    }
    apart = [f"other {name} ({one} and {two})" for name, (one, two) in told.items() if one != two]
    return "; ".join(apart)


def _edition(kept: Kept) -> str:
    return str(kept.manifest.get("edition") or kept.manifest["versions"]["package"])[:24]


def _ensemble(kept: Kept, worlds: int) -> Ensemble:
    """What is paired of a run: the outcomes of its first worlds."""
    frame = kept.table("outcomes").iloc[:worlds]
    names = [name for name in outcomes_of(kept.scenario) if name in frame]
    if len(frame) != worlds or not names:
        raise FolderError(f"{kept.folder}: holds other outcomes than its manifest says")
    return Ensemble(
        scenario=kept.scenario,
        seed=int(kept.manifest["seed"]),
        worlds=np.arange(worlds),
        days=kept.days,
        first_day=kept.scenario.first_day,
        measured={name: frame[name].to_numpy(np.float64) for name in names},
        daily={},
        digest=np.zeros((worlds, 0), np.uint64),
        elapsed=0.0,
    )
