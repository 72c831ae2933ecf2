"""Pan laws: how loud each side is when a sound moves from left to right. Source: standards sheet 6.2."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, assert_never

import numpy as np

from posthouse.errors import ProductionError
from posthouse.mix.spec import PanLaw
from posthouse.signal import ChannelLayout

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pan_gains(pan: float, law: PanLaw) -> tuple[float, float]:
    """Return the gains of left and right that place one mono sound at ``pan``, -1 (left) to 1 (right)."""
    to_right = (pan + 1) / 2
    to_left = 1 - to_right
    cosine, sine = math.cos(math.pi / 2 * to_right), math.sin(math.pi / 2 * to_right)
    match law:
        case PanLaw.LINEAR:
            return to_left, to_right
        case PanLaw.EQUAL_POWER:
            return max(0.0, cosine), sine
        case PanLaw.SQUARE_ROOT:
            return math.sqrt(to_left), math.sqrt(to_right)
        case PanLaw.COMPROMISE:
            return math.sqrt(to_left * max(0.0, cosine)), math.sqrt(to_right * sine)
        case PanLaw.BALANCE:
            return min(1.0, 2 * to_left), min(1.0, 2 * to_right)
        case _:
            assert_never(law)


def balance_gains(pan: float, law: PanLaw) -> tuple[float, float]:
    """Return the gains of the two sides of a stereo track: the law's, measured from its centre.

    At the centre both are exactly 1: a track nobody panned is not touched.
    """
    if pan == 0:
        return 1.0, 1.0
    left, right = pan_gains(pan, law)
    centre = pan_gains(0.0, law)[0]
    return left / centre, right / centre


def channel_gains(layout: ChannelLayout, gain_db: float, pan: float, law: PanLaw) -> NDArray[np.float32]:
    """Return (channel,) gains of a fader; pan moves the front pair and the surround pair, never centre and LFE.

    Raises:
        ProductionError: a mono production pans a track.
    """
    if layout is ChannelLayout.MONO and pan != 0:
        raise ProductionError(
            "a track cannot be panned in a mono production",
            hint="leave pan out, or ask for stereo (format: sound: layout: stereo)",
        )
    left, right = balance_gains(pan, law)
    sides = {
        ChannelLayout.MONO: (1.0,),
        ChannelLayout.STEREO: (left, right),
        ChannelLayout.SURROUND_51: (left, right, 1.0, 1.0, left, right),
    }
    return np.array(sides[layout], np.float32) * np.float32(10 ** (gain_db / 20))
