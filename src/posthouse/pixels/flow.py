"""The way of things from one picture to the next, by optical flow, and where each part is at a moment between them.

Problem: a frame between two pictures shows what moved from one to the other, half way, and not both places at once.
Example: a ball at column 10, then at 20; at one half it is at 15, taken from 10 of the first and from 20 of the second.
Approach: dense inverse search (T. Kroeger et al., "Fast Optical Flow using Dense Inverse Search", ECCV 2016; OpenCV's)
from the first to the second and back, on 8-bit luma of a bounded size. For each place of the frame, the place it comes
from in either picture is the fixed point of "go back along the way of where you come from". A place is trusted where
going there and back ends where it began; what is uncovered is trusted in one picture only, and taken from that; where
neither is trusted, the nearer picture stands as it is.
Traps: OpenCV splits its work by its number of threads and picks code by processor; both are fixed, so that the same
pictures give the same bytes (law 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal import Picture

    Field = NDArray[np.float32]

WIDEST = 960
"""Pixels across of the luma that flow is found on; larger pictures are made smaller for it."""
LEAST_SIDE = 16
_ROUNDS = 5
_LEAST_TRUSTED = 0.35
"""Below this part of trusted places, two pictures have nothing to do with each other: a cut, or a blur."""
_SOFT = 5
"""Pixels over which trust is smoothed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Where each place of a frame comes from: (y, x) fields on the flow's own raster, in its pixels."""

    size: tuple[int, int]
    """(width, height) of the luma the fields are for, in its own pixels: they are ``fields[0].shape`` large."""
    fields: tuple[Field, ...]
    """Across and down into the first picture, across and down into the second, the second's share, the trust."""
    is_nearer_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Flow between two pictures: (y, x, 2) pixels across and down, and how far each place is trusted, 0..1."""

    size: tuple[int, int]
    forward: Field
    backward: Field
    forward_trust: Field
    backward_trust: Field

    def at(self, part: float) -> Moves:
        """Return where the places of the frame come from that is a part of the way, 0..1, to the second picture."""
        first, first_trust = _traced(self.forward, self.forward_trust, part)
        second, second_trust = _traced(self.backward, self.backward_trust, 1 - part)
        weights = (1 - part) * first_trust, part * second_trust
        share = weights[1] / (weights[0] + weights[1] + np.float32(1e-6))
        trust = first_trust + second_trust - first_trust * second_trust
        fields = (first[..., 0], first[..., 1], second[..., 0], second[..., 1], share, trust)
        return Moves(
            size=self.size,
            fields=tuple(np.ascontiguousarray(each, np.float32) for each in fields),
            is_nearer_second=part >= 0.5,
        )


def find_ways(before: Picture, after: Picture) -> Ways | None:
    """Return the flow between two pictures of one format; None where they have too little to do with each other."""
    height, width = before.planes[0].shape
    if min(height, width) < LEAST_SIDE:
        return None
    small = [_small_luma(picture) for picture in (before, after)]
    forward, backward = _flow(small[0], small[1]), _flow(small[1], small[0])
    trusts = _trust(forward, backward), _trust(backward, forward)
    if min(float((trust > 0.5).mean()) for trust in trusts) < _LEAST_TRUSTED:
        return None
    return Ways(
        size=(width, height), forward=forward, backward=backward, forward_trust=trusts[0], backward_trust=trusts[1]
    )


def _cv2() -> Any:
    """Return OpenCV, set to do the same whatever the machine; some of its settings hold for the calling thread only."""
    import cv2

    cv2.setNumThreads(1)
    cv2.setUseOptimized(False)
    return cv2


def _flow(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Field:
    cv2 = _cv2()
    search = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)  # of its own: it keeps state in a call
    return np.asarray(search.calc(first, second, None), np.float32)


def _small_luma(picture: Picture) -> NDArray[np.uint8]:
    cv2 = _cv2()
    plane = picture.planes[1] if picture.format.family == "rgb" else picture.planes[0]
    luma = np.ascontiguousarray(plane >> (picture.format.bit_depth - 8), np.uint8)
    height, width = luma.shape
    if width <= WIDEST:
        return luma
    size = WIDEST, max(LEAST_SIDE, round(height * WIDEST / width))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def _places(shape: tuple[int, ...]) -> Field:
    """Return (y, x, 2) the place of each pixel, across and down."""
    rows, columns = np.indices(shape[:2], np.float32)
    return np.stack((columns, rows), axis=-1)


def _sampled(field: Field, places: Field) -> Field:
    """Return a field at places between its pixels; its edges go on outside."""
    cv2 = _cv2()
    across, down = np.ascontiguousarray(places[..., 0]), np.ascontiguousarray(places[..., 1])
    found = cv2.remap(field, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float32)


def _trust(there: Field, back: Field) -> Field:
    """Return how near going there and back ends to where it began: 1 there, 0 far away."""
    cv2 = _cv2()
    missed = there + _sampled(back, _places(there.shape) + there)
    allowed = 0.5 + 0.05 * np.hypot(there[..., 0], there[..., 1])
    trust = np.exp(-((np.hypot(missed[..., 0], missed[..., 1]) / allowed) ** 2))
    return np.asarray(cv2.GaussianBlur(trust.astype(np.float32), (_SOFT, _SOFT), 0), np.float32)


def _traced(flow: Field, trust: Field, part: float) -> tuple[Field, Field]:
    """Return how far from each place of the frame its origin lies, and how far that is trusted."""
    here = _places(flow.shape)
    away = np.zeros_like(flow)
    for _ in range(_ROUNDS):
        away = np.float32(-part) * _sampled(flow, here + away)
    left = away + np.float32(part) * _sampled(flow, here + away)
    settled = np.exp(-((np.hypot(left[..., 0], left[..., 1]) / 0.5) ** 2))
    return away, np.asarray(_sampled(trust, here + away) * settled, np.float32)
