"""Fade curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import numpy as np

from posthouse.sound.clip import Fade, FadeShape

if TYPE_CHECKING:
    from numpy.typing import NDArray


def fade_gain(fade: Fade, positions: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the gain of a fade-in at sample ``positions`` from its start: 0 before it, 1 after it; same shape.

    A fade-out is the same at positions counted back from its end, so mirrored pairs sum to exactly 1 in amplitude
    (linear) or power (the others): sample i of n stands at (i + 1/2)/n.
    """
    x = np.clip((positions + 0.5) / max(fade.samples, 1), 0.0, 1.0)
    match fade.shape:
        case FadeShape.LINEAR:
            gain = x
        case FadeShape.EQUAL_POWER:
            gain = np.sin(x * (np.pi / 2))
        case FadeShape.SMOOTH:
            gain = np.sin(np.sin(x * (np.pi / 2)) ** 2 * (np.pi / 2))
        case _ as never:
            assert_never(never)
    return np.where(positions < 0, 0.0, np.where(positions >= fade.samples, 1.0, gain)).astype(np.float32)
