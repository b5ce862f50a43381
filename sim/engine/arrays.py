"""Arrays: the shapes of the engine. The last axis of every state array is the row.

Sums over actors or places are explicit loops in id order: NumPy's own reductions change the last
bit with the number of rows, and a row must not depend on its neighbours.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]
