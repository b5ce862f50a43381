"""Designs in the unit cube: rows of uniforms, one column a factor, drawn under the factor's name.

All draws come from named chance (`sim.engine.chance`), not from a generator of NumPy or SciPy whose
streams may change from version to version. Adding a factor therefore leaves the columns of the
others as they are, but for Sobol's, whose sequence gives each column its own dimension.
"""

from collections.abc import Sequence

import numpy as np

from sim.engine.arrays import Floats, Ints, Words
from sim.engine.chance import Dense
from sim.experiment.draws import strata

BITS = 30  # of a Sobol point


def latin_hypercube(names: Sequence[str], points: int, seed: int) -> Floats:
    """A Latin hypercube, shape `(points, names)`: each column has one draw in each of `points` strata.

    McKay, Beckman and Conover 1979, Technometrics 21(2). The same draws as those of `compare`.
    """
    chance = Dense(seed, np.arange(points))
    return np.column_stack([strata(chance, name, points) for name in names])


def saltelli(names: Sequence[str], points: int, seed: int) -> tuple[Floats, Floats]:
    """The matrices A and B of Saltelli's scheme, each of shape `(points, names)`.

    Saltelli et al. 2010, Computer Physics Communications 181(2), from one Sobol sequence (SciPy's,
    with the direction numbers of Joe and Kuo 2008), each column scrambled by a random lower
    triangular matrix and a random shift (Matousek 1998, J. Complexity 14). `points` is a power of
    two; a larger one begins with the same points. Values depend on SciPy's direction numbers alone.
    """
    from scipy.stats import qmc  # takes seconds: only those who draw it wait

    engine = qmc.Sobol(d=2 * len(names), scramble=False, bits=BITS)
    whole = (engine.random_base2(points.bit_length() - 1) * 2**BITS).astype(np.uint64)
    columns = [(name, matrix) for matrix in "AB" for name in names]
    scrambled = [_scrambled(whole[:, i], seed, *column) for i, column in enumerate(columns)]
    cube = np.column_stack(scrambled) / 2.0**BITS
    return cube[:, : len(names)], cube[:, len(names) :]


def _scrambled(words: Words, seed: int, name: str, matrix: str) -> Words:
    """Each bit replaced by the parity of itself with a random choice of the bits before it, then shifted."""
    drawn = Dense(seed, np.arange(BITS + 1)).uniforms(name, matrix, 0, "sobol")[0]
    random = (drawn * 2**BITS).astype(np.uint64)
    scrambled = np.zeros_like(words)
    for place in range(BITS):
        bit = np.uint64(1) << np.uint64(place)
        before = random[place] & ~(bit | (bit - np.uint64(1)))
        parity = np.bitwise_count(words & (before | bit)).astype(np.uint64) & np.uint64(1)
        scrambled |= parity << np.uint64(place)
    return scrambled ^ random[BITS]


def trajectories(names: Sequence[str], count: int, levels: int, seed: int) -> tuple[Floats, Ints]:
    """Morris's trajectories, shape `(count, names + 1, names)`, and who moves, `(count, names)`.

    Morris 1991, Technometrics 33(2): from a random corner of a grid of `levels` (even), each step
    moves one factor, in random order, by levels / (2 (levels - 1)) up or down; each is moved once.
    More trajectories begin with the same ones.
    """
    chance = Dense(seed, np.arange(count))
    drawn = np.stack([chance.uniforms(name, "", 0, "morris") for name in names], axis=-1)
    half = levels // 2
    low = np.floor(drawn[0] * half)
    falls = drawn[1] < 0.5
    before, after = low + half * falls, low + half * ~falls
    order = np.argsort(drawn[2], axis=1, kind="stable")
    turn = np.argsort(order, axis=1, kind="stable")
    moved = np.arange(len(names) + 1)[None, :, None] > turn[:, None, :]
    return np.where(moved, after[:, None, :], before[:, None, :]) / (levels - 1), order
