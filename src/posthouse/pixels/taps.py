"""Which samples of a line make a sample of another line, and with which weights.

Places are worked out in float64 from exact positions, so a whole-pixel move at scale 1 is a copy.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.pixels.scaling import ScalingKernel, lobes, weights_at

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """How one axis of a plane is filtered; all lengths in pixels of the full-size picture."""

    source_start: Fraction
    source_length: Fraction
    canvas_start: Fraction
    canvas_length: Fraction
    source_step: int
    """Pixels from one source sample to the next: 2 for subsampled chroma."""
    source_offset: Fraction
    """Where the first source sample's middle lies."""
    canvas_step: int
    canvas_offset: Fraction
    canvas_samples: int


@functools.lru_cache(maxsize=256)
def taps(axis: Axis, kernel: ScalingKernel = ScalingKernel.LANCZOS3) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the first source sample of each canvas sample, and (tap, canvas sample) weights that sum to 1.

    Outside the source its edge is repeated.
    """
    scale = axis.source_length / axis.canvas_length
    first = axis.source_start + (axis.canvas_offset - axis.canvas_start) * scale
    origin = (first - axis.source_offset) / axis.source_step
    step = scale * axis.canvas_step / axis.source_step
    places = float(origin) + float(step) * np.arange(axis.canvas_samples)
    reach = lobes(kernel) * max(1.0, float(step))
    count = int(np.ceil(2 * reach)) + 1
    starts = np.floor(places - reach).astype(np.int64)
    distances = starts[None, :] + np.arange(count)[:, None] - places[None, :]
    weights = weights_at(kernel, distances, float(step))
    weights /= weights.sum(axis=0)
    return starts.astype(np.int32), np.ascontiguousarray(weights, np.float32)


@functools.lru_cache(maxsize=64)
def coverage(start: Fraction, length: Fraction, samples: int) -> NDArray[np.float32]:
    """Return how much of each canvas pixel along one axis lies inside [start, start + length), 0..1."""
    edges = np.arange(samples + 1, dtype=np.float64)
    inside = np.clip(edges, float(start), float(start + length))
    return np.diff(inside).astype(np.float32)
