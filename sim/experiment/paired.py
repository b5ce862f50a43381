"""Paired statistics: the same worlds under two scenarios, so that only the difference differs.

Intervals are percentile bootstraps over worlds (Efron and Tibshirani 1993): tolls are too skewed
for a normal interval. The resampled worlds come from raw generator words, so that an interval
can be reproduced. They show chance between worlds only, not doubt about assumptions.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from sim.engine.arrays import Array, Bools, Floats, Words

RESAMPLES = 2000
LEVEL = 0.95
_AT_ONCE = 500


class Interval(NamedTuple):
    """A mean and the ends of its 95 % interval; the ends are NaN for fewer than two worlds."""

    mean: float
    low: float
    high: float


def interval(differences: Floats) -> Interval:
    """Mean of paired differences `(worlds,)` with its bootstrap interval; NaN pairs are left out."""
    known = differences[~np.isnan(differences)]
    if not len(known):
        return Interval(np.nan, np.nan, np.nan)
    if len(known) < 2:
        return Interval(float(known[0]), np.nan, np.nan)
    if not np.any(known != known[0]):
        return Interval(float(known[0]), float(known[0]), float(known[0]))
    low, high = np.quantile(_resampled_means(known), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(known.mean()), float(low), float(high))


def _resampled_means(known: Floats) -> Floats:
    weights = _weights(len(known))
    blocks = range(0, RESAMPLES, _AT_ONCE)
    return np.concatenate(
        [weights[first : first + _AT_ONCE].astype(np.float64) @ known for first in blocks]
    ) / len(known)


@lru_cache(maxsize=2)
def _weights(worlds: int) -> Array:
    """How often each world is drawn in each resample, shape `(resamples, worlds)`."""
    key = np.frombuffer(blake2b(b"bootstrap", digest_size=16).digest(), np.uint64)
    generator = np.random.Philox(key=key)
    weights = np.empty((RESAMPLES, worlds), np.uint8)
    for weight in weights:
        chosen = (generator.random_raw(worlds) % np.uint64(worlds)).astype(np.int64)
        weight[:] = np.bincount(chosen, minlength=worlds)
    return weights


class Shares(NamedTuple):
    """Shares of worlds in which the other scenario's outcome is higher, lower or the same."""

    higher: float
    lower: float
    same: float


def shares(base: Floats, other: Floats) -> Shares:
    """Shares of worlds by sign of `other - base`; a date that never comes counts as later than all."""
    first, second = (np.where(np.isnan(values), np.inf, values) for values in (base, other))
    higher, lower = float(np.mean(second > first)), float(np.mean(second < first))
    return Shares(higher, lower, float(np.mean(second == first)))


class Errors(NamedTuple):
    """Standard errors of a mean difference: of these paired worlds, and of as many that are not paired."""

    paired: float
    unpaired: float


def standard_errors(base: Floats, other: Floats) -> Errors:
    """Standard errors of the mean of `other - base`, in the outcome's unit; NaN for fewer than two pairs.

    Unpaired, the variances of both add up (Welch); paired, twice their covariance is taken off, which is
    what the same chance in both buys (Law and Kelton 1991, common random numbers).
    """
    paired, unpaired, pairs = _variances(base, other)
    return Errors(float(np.sqrt(paired / pairs)), float(np.sqrt(unpaired / pairs)))


def variance_ratio(base: Floats, other: Floats) -> float:
    """Variance of the paired difference over that of an unpaired one; NaN where nothing varies.

    Below 1 pairing helps: 0.25 means that a quarter of the worlds gives the same precision.
    """
    paired, unpaired, _ = _variances(base, other)
    return paired / unpaired if unpaired else np.nan


def _variances(base: Floats, other: Floats) -> tuple[float, float, int]:
    """Variance of a paired and of an unpaired difference, and the number of pairs without a missing value."""
    known = ~(np.isnan(base) | np.isnan(other))
    pairs = int(known.sum())
    if pairs < 2:
        return np.nan, np.nan, 1
    first, second = base[known], other[known]
    unpaired = first.var(ddof=1) + second.var(ddof=1)
    return float((second - first).var(ddof=1)), float(unpaired), pairs


class Divergence(NamedTuple):
    """When paired worlds part: `identical` share of worlds that never do, days over those that do.

    `days` has shape `(worlds,)`, NaN where a world never diverges; a day below 1 is history.
    """

    days: Floats
    identical: float

    def told(self, quantile: float) -> str | int | None:
        """The day by which this share of the diverging worlds has parted: `history` below day one."""
        parted = self.days[~np.isnan(self.days)]
        if not len(parted):
            return None
        day = int(np.quantile(parted, quantile, method="lower"))
        return "history" if day < 1 else day


def parting(base: Words, other: Words, first_day: int, other_first_day: int) -> Divergence:
    """First day on which the digests `(worlds, days)` of two runs differ.

    Both end on the same day; days that only one of them has come before the other's history.
    """
    shared = min(base.shape[1], other.shape[1])
    differs: Bools = base[:, -shared:] != other[:, -shared:]
    parted = differs.any(axis=1)
    begin = max(first_day, other_first_day)
    days = np.where(parted, differs.argmax(axis=1) + float(begin), np.nan)
    return Divergence(days, float(np.mean(~parted)))


def sign_shares(means: Array, sign: float) -> tuple[float, float]:
    """Shares of draws whose mean difference keeps and turns this sign; NaN where there is none, or no draw.

    A draw without any difference does neither.
    """
    known = means[~np.isnan(means)]
    if not sign or np.isnan(sign) or not len(known):
        return np.nan, np.nan
    agreed = np.sign(known) * np.sign(sign)
    return float(np.mean(agreed > 0)), float(np.mean(agreed < 0))
