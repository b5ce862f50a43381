"""Chance: every draw has a name, so that changing one thing keeps every other draw.

A block of four uniforms is named by (seed, stream, place, moment, purpose, world). The key of a
Philox4x64-10 generator (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3") is a hash
of seed and stream, its counter is (world + 1, moment, hash of place, hash of purpose). Consecutive worlds are
consecutive counters, so NumPy's generator fills all worlds at once; `blocks` computes the same words
for scattered names, and `block` for one, with Python integers.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from .arrays import Floats, Ints, Words

_M0, _M1 = 0xD2E7470EE14C6C93, 0xCA5A826395121157
_W0, _W1 = 0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B
_ROUNDS = 10
_WORDS = 4
_AT_ONCE = 2048  # scattered names whose words are computed together: they fit the processor's cache
_ONE_BY_ONE = 64  # so few scattered names are drawn faster one after another
_MASK = (1 << 64) - 1
_UNIT = 2.0**-53


@lru_cache(maxsize=65536)
def name_hash(name: str) -> int:
    """A 64-bit hash of a name; the empty name is 0."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little") if name else 0


def hashes(names: Iterable[str]) -> Words:
    """Hashes of names."""
    return np.array([name_hash(name) for name in names], dtype=np.uint64)


@lru_cache(maxsize=65536)
def stream_key(seed: int, stream: str) -> tuple[int, int]:
    """The generator's key of a stream: two 64-bit words."""
    digest = blake2b(f"{seed}|{stream}".encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def block(seed: int, stream: str, place: str, moment: int, purpose: str, world: int) -> tuple[float, ...]:
    """The four uniforms in [0, 1) of one name, in plain Python."""
    c0, c1, c2, c3 = world + 1, moment & _MASK, name_hash(place), name_hash(purpose)
    k0, k1 = stream_key(seed, stream)
    for _ in range(_ROUNDS):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> 64) ^ c1 ^ k0, p1 & _MASK, (p0 >> 64) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return tuple((word >> 11) * _UNIT for word in (c0, c1, c2, c3))


class _Generator:
    """NumPy's generator, reused for one name after another by setting its state (fastest from plain numbers).

    Its doubles are the upper 53 bits of each word, as in `to_uniform`; tests hold the two together.
    """

    def __init__(self) -> None:
        self._philox = np.random.Philox(key=np.zeros(2, np.uint64))
        self._generator = np.random.Generator(self._philox)
        self._state: Any = {**self._philox.state, "buffer": (0,) * _WORDS, "buffer_pos": _WORDS}

    def fill(self, blocks: Floats, key: Sequence[int], counter: tuple[int, int, int, int]) -> None:
        """Fill the blocks of consecutive worlds, `(worlds, 4)`; the counter names the first, less one."""
        self._state["state"] = {"key": key, "counter": counter}
        self._philox.state = self._state
        self._generator.random(out=blocks)


class Dense:
    """Blocks of one moment for all worlds of a batch: uniforms of shape `(4, rows)`."""

    def __init__(self, seed: int, worlds: Ints) -> None:
        self._seed = seed
        self._first = int(worlds.min())
        self._span = int(worlds.max()) - self._first + 1
        gather = worlds - self._first
        self._gather = None if np.array_equal(gather, np.arange(self._span)) else gather
        self._generator = _Generator()

    def uniforms(self, stream: str, place: str, moment: int, purpose: str) -> Floats:
        """Uniforms in [0, 1) of shape `(4, rows)`: word w of world r at [w, r]."""
        counter = (self._first, moment & _MASK, name_hash(place), name_hash(purpose))
        drawn = np.empty((self._span, _WORDS))
        self._generator.fill(drawn, stream_key(self._seed, stream), counter)
        return drawn.T if self._gather is None else drawn.T[:, self._gather]


def to_uniform(words: Words) -> Floats:
    """The upper 53 bits of each word as a uniform in [0, 1)."""
    return (words >> np.uint64(11)).astype(np.float64) * _UNIT


_MULTIPLIERS = np.array([[_M0], [_M1]], dtype=np.uint64)
_WEYL = np.array([[_W0], [_W1]], dtype=np.uint64)
_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)


def _multiply(a: Words, b: Words) -> tuple[Words, Words]:
    """High and low words of 128-bit products, from products of 32-bit halves."""
    a_low, a_high = a & _LOW, a >> _SHIFT
    b_low, b_high = b & _LOW, b >> _SHIFT
    middle = a_low * b_low
    middle >>= _SHIFT
    middle += a_high * b_low
    cross = a_low * b_high
    cross += middle & _LOW
    cross >>= _SHIFT
    middle >>= _SHIFT
    b_high *= a_high
    b_high += middle
    b_high += cross
    return b_high, b * a


def blocks(keys: Words, places: Words, moment: int, purposes: "Words | np.uint64", worlds: Ints) -> Floats:
    """The four uniforms of many names at once, shape `(4, n)`.

    `keys` has shape `(2, n)` (from `stream_key`), `places` and `purposes` (hashes) `(n,)` or one for all.
    """
    count = len(worlds)
    places, purposes = np.broadcast_to(places, count), np.broadcast_to(purposes, count)
    if count <= _ONE_BY_ONE:
        return _one_by_one(keys, places, moment, purposes, worlds)
    found = np.empty((_WORDS, count))
    for first in range(0, count, _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        found[:, some] = _few(keys[:, some], places[some], moment, purposes[some], worlds[some])
    return found


def _one_by_one(keys: Words, places: Words, moment: int, purposes: Words, worlds: Ints) -> Floats:
    found, generator, moment = np.empty((len(worlds), _WORDS)), _Generator(), moment & _MASK
    names = zip(worlds.tolist(), places.tolist(), purposes.tolist(), strict=True)
    for one, key, (world, place, purpose) in zip(found, keys.T.tolist(), names, strict=True):
        generator.fill(one, key, (world, moment, place, purpose))
    return found.T


def _few(keys: Words, places: Words, moment: int, purposes: Words, worlds: Ints) -> Floats:
    even = np.empty((2, len(worlds)), dtype=np.uint64)
    odd = np.empty_like(even)
    even[0], odd[0] = worlds.astype(np.uint64) + np.uint64(1), np.uint64(moment & _MASK)
    even[1], odd[1] = places, purposes
    key = keys.copy()
    for _ in range(_ROUNDS):
        high, low = _multiply(_MULTIPLIERS, even)
        even = high[::-1] ^ odd
        even ^= key
        odd = low[::-1]
        key += _WEYL
    return to_uniform(np.stack((even[0], odd[0], even[1], odd[1])))
