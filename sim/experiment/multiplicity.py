"""Multiplicity: of many differences some seem sure by chance alone; how many, and which stand even so.

Each difference gets a p-value of its own by flipping signs, and a comparison's p-values are adjusted
together. NumPy alone: `scipy.stats` takes seconds to import, for two short formulas that the tests
hold against it.
"""

from collections.abc import Iterator
from hashlib import blake2b

import numpy as np

from sim.engine.arrays import Bools, Floats

from .paired import LEVEL

FLIPS = 9999
_CELLS = 4_000_000
_ROUNDING = 1e-9


def sign_flip_p(differences: Floats) -> Floats:
    """Two-sided p-values `(outcomes,)` of the mean of paired differences `(outcomes, worlds)`.

    If a change did nothing but chance, base and other could be swapped in any world: each swap turns a
    sign. The p-value is the share of 9,999 random swaps, and the one that was seen, whose mean is at least
    as far from 0 (Fisher 1935; Phipson and Smyth 2010). NaN pairs are left out; NaN where there is none.
    """
    known = ~np.isnan(differences)
    values = np.where(known, differences, 0.0)
    seen = np.abs(values.sum(axis=1)) - _ROUNDING * np.abs(values).sum(axis=1)
    beyond = sum(
        (np.abs(2 * (swapped.astype(np.float64) @ values.T) - values.sum(axis=1)) >= seen).sum(axis=0)
        for swapped in _swaps(differences.shape[1])
    )
    return np.where(known.any(axis=1), (1 + beyond) / (1 + FLIPS), np.nan)


def _swaps(worlds: int) -> Iterator[Bools]:
    """Random halves of all worlds, in blocks `(flips, worlds)`; the same ones whenever asked for."""
    key = np.frombuffer(blake2b(b"sign flips", digest_size=16).digest(), np.uint64)
    generator = np.random.Philox(key=key)
    words = -(-worlds // 64)
    at_once = max(1, _CELLS // worlds)
    for first in range(0, FLIPS, at_once):
        flips = min(at_once, FLIPS - first)
        drawn = generator.random_raw(flips * words).astype("<u8").view(np.uint8).reshape(flips, -1)
        yield np.unpackbits(drawn, axis=1, count=worlds).astype(bool)


def adjusted(p_values: Floats) -> Floats:
    """The least false discovery rate at which each would be counted (Benjamini and Hochberg 1995).

    Of all that are at or below 0.05, one in twenty is expected to be chance. NaN is not counted.
    """
    found = np.full(len(p_values), np.nan)
    known = np.flatnonzero(~np.isnan(p_values))
    descending = known[np.argsort(-p_values[known], kind="stable")]
    rank = np.arange(len(known), 0, -1)
    found[descending] = np.minimum.accumulate(p_values[descending] * len(known) / rank)
    return found


def by_chance(outcomes: int) -> float:
    """How many of this many intervals would leave 0 out, on average, where nothing differs."""
    return outcomes * (1 - LEVEL)
