"""How much each part of a picture draws the eye.

Problem: no detector of faces or people is at hand, and the frame must stay on the subject.
Approach: four maps, each of which is near nothing where a picture has none of its kind: what moves against the camera,
what is sharp, what stands out in light and color, and what has the color of skin. Each is made to sum to 1 and counts
by how gathered it is, so a floor of the color of skin, spread over half the picture, says little, and one face much.
Example: a walker in front of an empty wall: the motion is gathered in him and counts ten times what a grain does.
Traps: a moving camera moves everything: its shift is found by phase correlation and taken out first.
Source: skin in Cb and Cr, D. Chai and K. N. Ngan, "Face segmentation using skin-color map in videophone applications",
IEEE Trans. CSVT 9 (1999), 551: Cb 77..127, Cr 133..173 of 8 bits.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.assistant.reframe.small import Small

    Map = NDArray[np.float32]

_MOTION, _SHARP, _CONTRAST, _SKIN = 5.0, 1.0, 0.8, 1.0
"""How much each map counts."""
_CLEAR_MOTION = 0.06
"""A difference of light that is motion for sure; less counts by its part of it."""
_LEAST_MOTION = 0.012
"""Differences of light below it are grain."""
_MEMORY = 0.92
"""What is left of motion a sample later, and earlier: one who stops is still the subject."""
_FARTHEST_SHIFT = 0.25
"""A camera that moves farther between two samples is not followed: of the picture's side."""
_BLUR = 1.5
_CB, _CR = (77 / 255 - 0.5, 127 / 255 - 0.5), (133 / 255 - 0.5, 173 / 255 - 0.5)


def interest_of(pictures: Sequence[Small]) -> NDArray[np.float32]:
    """Return (picture, y, x) how much each part draws the eye; each picture sums to 1."""
    moved = _motion([each.light for each in pictures])
    return np.stack([_weighed(each, motion) for each, motion in zip(pictures, moved, strict=True)])


def _weighed(small: Small, motion: Map) -> Map:
    maps = (
        (_MOTION, motion),
        (_SHARP, ndimage.gaussian_filter(small.detail, _BLUR) ** 2),
        (_CONTRAST, _contrast(small)),
        (_SKIN, _skin(small)),
    )
    whole = np.full(small.light.shape, 0.05 / small.light.size, np.float32)
    strength = min(1.0, float(motion.max()) / _CLEAR_MOTION)
    for weight, part in maps:
        total = float(part.sum())
        if total > 1e-6:
            share = part / total
            gathered = strength * _gathered(share) ** 0.3 if part is motion else _gathered(share)
            whole = whole + weight * gathered * share
    whole = whole * _centre(whole.shape) * _focus(small)
    return np.asarray(whole / whole.sum(), np.float32)


def _focus(small: Small) -> Map:
    """Return (y, x) how much a part counts by its sharpness: what is far out of focus, 0.3 of what is in it."""
    sharp = np.sqrt(ndimage.gaussian_filter(small.detail, 2 * _BLUR))
    top = float(np.percentile(sharp, 90))
    return np.asarray(0.3 + 0.7 * np.clip(sharp / max(top, 1e-6), 0, 1), np.float32)


def _gathered(share: Map) -> float:
    """Return how gathered a map is, 0 (even) to 1 (in one part): its entropy against the most it could have."""
    some = share[share > 0]
    entropy = -float((some * np.log(some)).sum())
    return float(max(0.0, 1 - entropy / float(np.log(share.size))) ** 0.75)


def _centre(shape: tuple[int, ...]) -> Map:
    """Return (y, x) a mild liking for the middle, a little above it, where operators keep heads."""
    down, across = ((np.arange(count) + 0.5) / count for count in shape)
    near = np.exp(-(((across[None] - 0.5) / 0.35) ** 2) / 2 - ((down[:, None] - 0.45) / 0.5) ** 2 / 2)
    return np.asarray(near, np.float32)


def _contrast(small: Small) -> Map:
    """Return (y, x) how far light and color are from those around, coarse and fine."""
    found = np.zeros_like(small.light)
    for plane, weight in ((small.light, 1.0), (small.blue, 2.0), (small.red, 2.0)):
        for inner, outer in ((1.5, 6), (3, 12)):
            near, around = ndimage.gaussian_filter(plane, inner), ndimage.gaussian_filter(plane, outer)
            found += weight * np.abs(near - around)
    return np.asarray(found**2, np.float32)


def _skin(small: Small) -> Map:
    """Return (y, x) how near colors are to skin's, where there is light to tell."""
    blue, red = _within(small.blue, *_CB), _within(small.red, *_CR)
    lit = np.clip((small.light - 0.15) / 0.15, 0, 1) * np.clip((0.95 - small.light) / 0.1, 0, 1)
    return np.asarray(ndimage.gaussian_filter(blue * red * lit, _BLUR), np.float32)


def _within(plane: Map, low: float, high: float) -> Map:
    """Return 1 in the middle of a range, 0 outside it."""
    half = (high - low) / 2
    return np.asarray(np.clip(1.5 * (1 - np.abs(plane - (low + half)) / half), 0, 1), np.float32)


def _motion(lights: Sequence[Map]) -> list[Map]:
    """Return (y, x) for each picture what moves there against the camera, and what moved there lately or soon."""
    count = len(lights)
    steps = [_step(before, after) for before, after in itertools.pairwise(lights)]
    found = []
    for at, light in enumerate(lights):
        sides = [steps[each] for each in (at - 1, at) if 0 <= each < count - 1]
        # What differs from both neighbours is there now; what differs from one was, or will be.
        found.append(np.minimum.reduce(sides) if sides else np.zeros_like(light))
    for order in (range(1, count), range(count - 2, -1, -1)):
        kept = found[order.start - order.step] if count > 1 else None
        for at in order:
            assert kept is not None
            found[at] = kept = np.maximum(found[at], _MEMORY * kept)
    return found


def _step(before: Map, after: Map) -> Map:
    """Return (y, x) how far two pictures differ once the camera's own shift is taken out."""
    plain = np.abs(after - before)
    down, across = _shift(before, after)
    if down or across:
        still = np.abs(after - np.roll(before, (down, across), (0, 1)))
        still[: max(down, 0)] = still[len(still) + min(down, 0) :] = 0
        still[:, : max(across, 0)] = still[:, still.shape[1] + min(across, 0) :] = 0
        if still.mean() < plain.mean() * 0.9:
            plain = still
    edge = np.hypot(ndimage.sobel(after, 0), ndimage.sobel(after, 1)) / 8
    # A camera that trembles by a part of a grid step makes edges differ by up to their slope: that much is not motion.
    sure = np.clip(plain - _LEAST_MOTION - 0.5 * edge, 0, None)
    return np.asarray(ndimage.gaussian_filter(sure, _BLUR), np.float32)


def _shift(before: Map, after: Map) -> tuple[int, int]:
    """Return how far (down, across) the whole picture went, in parts of the grid; (0, 0) where that is not clear."""
    window = np.outer(np.hanning(before.shape[0]), np.hanning(before.shape[1]))
    first, second = (np.fft.rfft2((each - each.mean()) * window) for each in (before, after))
    cross = second * np.conj(first)
    peak = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-9), s=before.shape)
    at = np.unravel_index(int(peak.argmax()), peak.shape)
    shift = [int(each) - count if each > count // 2 else int(each) for each, count in zip(at, peak.shape, strict=True)]
    is_far = any(abs(each) > _FARTHEST_SHIFT * count for each, count in zip(shift, peak.shape, strict=True))
    return (0, 0) if is_far or peak.max() < 0.05 else (shift[0], shift[1])
