"""Chance: one name, one draw, however computed; and nothing else moves when one thing changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.arrays import in_order
from sim.engine.chance import Dense, block, blocks, name_hash, stream_key

NAMES = st.text("abcdefgh_.", max_size=12)


def scattered(
    seed: int, stream: str, place: str, moment: int, purpose: str, worlds: np.ndarray
) -> np.ndarray:
    keys = np.repeat(np.array(stream_key(seed, stream), dtype=np.uint64)[:, None], len(worlds), axis=1)
    return blocks(keys, np.uint64(name_hash(place)), moment, np.uint64(name_hash(purpose)), worlds)


@given(st.integers(0, 2**63), NAMES, NAMES, st.integers(-40, 400), NAMES, st.integers(0, 10_000))
def test_every_way_gives_the_same_words(
    seed: int, stream: str, place: str, moment: int, purpose: str, world: int
):
    worlds = np.arange(world, world + 66)
    dense = Dense(seed, worlds).uniforms(stream, place, moment, purpose)
    for few in (3, 64, 65, 66):  # up to 64 one by one, more together
        assert np.array_equal(dense[:, :few], scattered(seed, stream, place, moment, purpose, worlds[:few]))
    for k, w in enumerate(worlds[:3].tolist()):
        assert tuple(dense[:, k]) == block(seed, stream, place, moment, purpose, w)


def test_more_names_than_are_drawn_at_once_get_their_own_words():
    worlds = np.arange(5_000)
    whole = Dense(3, worlds).uniforms("a", "p", 2, "acts")
    assert np.array_equal(whole, scattered(3, "a", "p", 2, "acts", worlds))


@pytest.mark.parametrize("lines", [0, 1, 2, 40])
def test_a_sum_of_lines_does_not_depend_on_the_number_of_rows(lines: int):
    wide = np.random.default_rng(1).random((lines, 300))
    total = in_order(wide)
    for rows in (1, 2, 127, 128, 300):
        assert np.array_equal(in_order(wide[:, :rows].copy()), total[:rows])


def test_repeated_and_scattered_worlds_get_their_own_words():
    whole = Dense(3, np.arange(50)).uniforms("a", "p", 2, "acts")
    some = np.array([7, 7, 40, 3])
    assert np.array_equal(Dense(3, some).uniforms("a", "p", 2, "acts"), whole[:, some])


@pytest.mark.parametrize("change", range(6))
def test_every_part_of_the_name_matters(change: int):
    name = [1, "stream", "place", 5, "acts", 9]
    other = [2, "stream2", "place2", 6, "toll", 10]
    changed = [*name[:change], other[change], *name[change + 1 :]]
    assert block(*name) != block(*changed)


def test_uniforms_are_uniform_and_independent_across_names():
    worlds = np.arange(20_000)
    first = Dense(1, worlds).uniforms("actors.a.rules.x", "p", 0, "acts")
    second = Dense(1, worlds).uniforms("actors.a.rules.x", "q", 0, "acts")
    assert abs(first.mean() - 0.5) < 0.005 and first.min() >= 0 and first.max() < 1
    assert abs(np.corrcoef(first[0], second[0])[0, 1]) < 0.03
    assert abs(np.corrcoef(first[0], first[1])[0, 1]) < 0.03
