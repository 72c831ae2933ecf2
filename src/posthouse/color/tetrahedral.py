"""Tetrahedral interpolation: the reference the pixel kernel is held against, and what errors are measured with.

Problem: a value at a point between the nodes of a cubic lattice. A cell is cut into six tetrahedra along its diagonal
from black to white; the order of the three fractions says which one the point is in. Walk from the cell's black corner
to its white one along the axis of the largest fraction first; each step counts by its fraction:
    v = c0 + f1 (c1 - c0) + f2 (c2 - c1) + f3 (c3 - c2),   f1 >= f2 >= f3
Example: in the 2-point lattice whose white corner alone is 1, (.7, .5, .2) gives .2 (trilinear: .07). Greys only ever
meet the diagonal, so neutral stays neutral. Trap: at f = 1 the last node's neighbour is outside; keep the cell below.
Source: Common LUT Format, S-2014-006, appendix; Kasson et al., "Tetrahedral interpolation", SPIE 2414 (1995).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sample_tetrahedral(lut: NDArray[np.float32], nodes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (count, 3) values of a lattice.

    Args:
        lut: (n, n, n, 3), indexed [blue][green][red].
        nodes: (count, 3) red, green, blue places in units of nodes, 0..n-1; outside, the nearest is taken.
    """
    size = lut.shape[0]
    table = lut.reshape(-1, 3)
    strides = np.array([1, size, size * size])
    places = np.clip(nodes, 0, size - 1)
    cell = np.minimum(places.astype(np.int64), size - 2)
    fractions = places - cell
    order = np.argsort(-fractions, axis=-1, kind="stable")
    weights = np.take_along_axis(fractions, order, axis=-1)
    steps = strides[order]
    corner = cell @ strides
    result: NDArray[np.float64] = table[corner] * (1 - weights[:, :1])
    for k in range(3):
        corner = corner + steps[:, k]
        after = weights[:, k + 1] if k < 2 else 0.0
        result = result + table[corner] * (weights[:, k] - after)[:, np.newaxis]
    return result
