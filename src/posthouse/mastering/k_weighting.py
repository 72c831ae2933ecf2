"""K-weighting: the two filter stages and the channel weights of ITU-R BS.1770-5, Annex 1."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posthouse.signal import ChannelLayout

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHELF_HZ, _SHELF_GAIN_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_SHELF_BAND_EXPONENT = 0.4996667741545416
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773


def k_weighting_sections(sample_rate: int) -> NDArray[np.float64]:
    """Return (stage, 6) second-order sections, b0 b1 b2 1 a1 a2: the shelf, then the high-pass.

    Other rates than 48 kHz come from the analogue prototypes by the bilinear transform; at 48 kHz they give the
    Recommendation's own coefficients to 1e-13. Source: BS.1770-5, Annex 1, tables 1 and 2; prototypes of libebur128.
    """
    warped = math.tan(math.pi * _SHELF_HZ / sample_rate)
    high = 10 ** (_SHELF_GAIN_DB / 20)
    band = high**_SHELF_BAND_EXPONENT
    scale = 1 + warped / _SHELF_Q + warped**2
    shelf = (
        (high + band * warped / _SHELF_Q + warped**2) / scale,
        2 * (warped**2 - high) / scale,
        (high - band * warped / _SHELF_Q + warped**2) / scale,
    )
    poles = _bilinear_poles(_SHELF_HZ, _SHELF_Q, sample_rate)
    return np.array(
        [(*shelf, 1.0, *poles), (1.0, -2.0, 1.0, 1.0, *_bilinear_poles(_HIGH_PASS_HZ, _HIGH_PASS_Q, sample_rate))]
    )


def _bilinear_poles(frequency_hz: float, q: float, sample_rate: int) -> tuple[float, float]:
    warped = math.tan(math.pi * frequency_hz / sample_rate)
    scale = 1 + warped / q + warped**2
    return 2 * (warped**2 - 1) / scale, (1 - warped / q + warped**2) / scale


def channel_weights(layout: ChannelLayout) -> NDArray[np.float64]:
    """Return (channel,) power weights: 1 in front, 1.41 surround, 0 the LFE. Source: BS.1770-5, Annex 1, table 3."""
    if layout is ChannelLayout.SURROUND_51:
        return np.array([1.0, 1.0, 1.0, 0.0, 1.41, 1.41])
    return np.ones(layout.channels)
