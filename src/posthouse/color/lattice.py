"""Where the nodes of a baked grade stand.

The domain holds every code of a narrow-range signal, sub-black and super-white included (at 10 bits 0..1023 of 64..940:
-0.0731..1.0947), and black and white each fall on a node, where clamps and powers have their corners. That fixes, for
each size, how many cells lie below black, between, and above white.

Nodes stand evenly, or are drawn together by a shaper: one curve for the three channels, straight between
``SHAPER_SIZE`` evenly spaced points, on which black and white fall, too. A shaper is straight from node to node, or it
is a curve all along: then colors between nodes are interpolated along it.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS: dict[int, tuple[int, int, int]] = {17: (1, 13, 2), 33: (2, 27, 3), 49: (3, 41, 4), 65: (4, 54, 6)}
"""Cells below black, from black to white, and above white, by number of nodes."""
SHAPER_CELLS = (64, 864, 96)
"""The same for the shaper: it covers what 33 even nodes cover, 32 points to each of their cells."""
SHAPER_SIZE = sum(SHAPER_CELLS) + 1


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lattice:
    """Node places, shared by the three axes.

    Attributes:
        low, high: R'G'B' of the first and of the last node.
        codes: (n,) R'G'B' of the nodes.
        shaper: (m,) node place, 0..1, at m codes evenly from low to high; None for even nodes.
    """

    low: float
    high: float
    codes: NDArray[np.float64]
    shaper: NDArray[np.float32] | None = None


def _evenly(cells: tuple[int, int, int]) -> NDArray[np.float64]:
    below, between, above = cells
    return np.arange(-below, between + above + 1) / between


def even_lattice(size: int) -> Lattice:
    """Return evenly spaced nodes; ``size`` is one of ``CELLS``."""
    codes = _evenly(CELLS[size])
    return Lattice(low=float(codes[0]), high=float(codes[-1]), codes=codes)


def aligned_lattice(file_nodes: int) -> Lattice:
    """Return even nodes that fall on those of a LUT file over 0..1, so that its corners are kept exactly."""
    between = file_nodes - 1
    codes = _evenly((math.ceil(0.0731 * between), between, math.ceil(0.0948 * between)))
    return Lattice(low=float(codes[0]), high=float(codes[-1]), codes=codes)


def shaped_lattice(size: int, density: NDArray[np.float64]) -> Lattice:
    """Return nodes as close together as ``density`` (SHAPER_SIZE,) asks, and nowhere far from each other.

    Each node stands on a point of the shaper, so that the shaper is exact; black and white are nodes.
    """
    places = _evenly(SHAPER_CELLS)
    spread = np.asarray(density, np.float64) / max(float(density.mean()), 1e-12)
    share = np.concatenate([[0.0], np.cumsum(0.5 * (spread[1:] + spread[:-1]) * 0.75 + 0.25)])
    wanted = np.interp(np.linspace(0, share[-1], size), share, np.arange(SHAPER_SIZE))
    at = _distinct(np.rint(wanted).astype(np.int64))
    shaper = np.interp(np.arange(SHAPER_SIZE), at, np.linspace(0, 1, size)).astype(np.float32)
    return Lattice(low=float(places[0]), high=float(places[-1]), codes=places[at], shaper=shaper)


def curved_lattice(size: int, curve: NDArray[np.float64], corners: NDArray[np.float64]) -> Lattice:
    """Return nodes evenly along a curve, and what lies between them interpolated along it.

    Args:
        size: nodes on each axis.
        curve: (SHAPER_SIZE,) rising, at the points of the shaper.
        corners: codes of which those within the domain fall on nodes, but for what the shaper rounds.
    """
    places = _evenly(SHAPER_CELLS)
    along = (curve - curve[0]) / (curve[-1] - curve[0]) * (size - 1)
    inner = np.interp(np.unique(corners[(corners > places[0]) & (corners < places[-1])]), places, along)
    nodes = np.clip(np.rint(inner), np.arange(inner.size) + 1, size - 1 - np.arange(inner.size, 0, -1))
    ends = np.array([0.0]), np.array([size - 1.0])
    bent = np.interp(along, np.concatenate([ends[0], inner, ends[1]]), np.concatenate([ends[0], nodes, ends[1]]))
    shaper = (bent / (size - 1)).astype(np.float32)
    codes = np.interp(np.linspace(0, 1, size), shaper.astype(np.float64), places)
    return Lattice(low=float(places[0]), high=float(places[-1]), codes=codes, shaper=shaper)


def _distinct(at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return rising places, none twice, with black and white among them."""
    below, between, _ = SHAPER_CELLS
    for fixed in (below, below + between):
        at[1:-1][np.argmin(np.abs(at[1:-1] - fixed))] = fixed
    ramp = np.arange(at.size)
    up = np.maximum.accumulate(at - ramp) + ramp
    return np.minimum(up, SHAPER_SIZE - 1 - ramp[::-1])


def node_places(
    size: int, domain: tuple[float, float], shaper: NDArray[np.float32] | None, rgb: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the places, in units of nodes, 0..size-1, of R'G'B' codes on axes of ``size`` nodes over ``domain``."""
    low, high = domain
    along = np.clip((rgb - low) / (high - low), 0, 1)
    if shaper is not None:
        along = np.interp(along, np.linspace(0, 1, shaper.size), shaper)
    places: NDArray[np.float64] = along * (size - 1)
    return places
