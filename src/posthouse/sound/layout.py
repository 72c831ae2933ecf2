"""Channel layouts into one another, and panning, as matrices."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from posthouse.signal import ChannelLayout, Sound

Mixdown = NDArray[np.float32]
"""(out channel, in channel) gains."""

_HALF_POWER = math.sqrt(0.5)

# ITU-R BS.775-3, table 2 (standards sheet 6.3): Lo/Ro, centre and surrounds at -3 dB, LFE dropped; and its mono row.
# Mono is a centre channel: into stereo at -3 dB a side, so that its power, its BS.1770 loudness and its way back hold.
_MATRICES: dict[tuple[ChannelLayout, ChannelLayout], list[list[float]]] = {
    (ChannelLayout.MONO, ChannelLayout.STEREO): [[_HALF_POWER], [_HALF_POWER]],
    (ChannelLayout.MONO, ChannelLayout.SURROUND_51): [[0], [0], [1], [0], [0], [0]],
    (ChannelLayout.STEREO, ChannelLayout.MONO): [[_HALF_POWER, _HALF_POWER]],
    (ChannelLayout.STEREO, ChannelLayout.SURROUND_51): [[1, 0], [0, 1], [0, 0], [0, 0], [0, 0], [0, 0]],
    (ChannelLayout.SURROUND_51, ChannelLayout.MONO): [[_HALF_POWER, _HALF_POWER, 1, 0, 0.5, 0.5]],
    (ChannelLayout.SURROUND_51, ChannelLayout.STEREO): [
        [1, 0, _HALF_POWER, 0, _HALF_POWER, 0],
        [0, 1, _HALF_POWER, 0, 0, _HALF_POWER],
    ],
}


def layout_matrix(source: ChannelLayout, target: ChannelLayout) -> Mixdown:
    """Return the gains that turn one layout into another; equal layouts give the identity."""
    if source is target:
        return np.eye(source.channels, dtype=np.float32)
    return np.array(_MATRICES[source, target], np.float32)


def pan_matrix(layout: ChannelLayout, pan: float) -> Mixdown:
    """Return the gains that move sound by ``pan``, -1 left to +1 right; 0 is the identity, mono cannot move.

    Left and right follow the sine-cosine law, raised to 0 dB in the centre: sound that is equal in both keeps its power
    and ends alone in one. A 5.1 centre moves to left or right at constant power; surrounds move like the front.
    """
    matrix = np.eye(layout.channels)
    if pan == 0 or layout is ChannelLayout.MONO:
        return matrix.astype(np.float32)
    angle = (pan + 1) * math.pi / 4
    matrix[0, 0], matrix[1, 1] = math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)
    if layout is ChannelLayout.SURROUND_51:
        matrix[4, 4], matrix[5, 5] = matrix[0, 0], matrix[1, 1]
        side = 1 if pan > 0 else 0
        matrix[2, 2], matrix[side, 2] = math.cos(abs(pan) * math.pi / 2), math.sin(abs(pan) * math.pi / 2)
    # Below a billionth, cosines of right angles are zeros.
    return np.where(np.abs(matrix) < 1e-9, 0, matrix).astype(np.float32)


def apply_matrix(matrix: Mixdown, sound: Sound) -> Sound:
    """Return ``matrix`` times ``sound``, (out channel, sample) float32; the identity returns ``sound`` itself.

    Summed channel by channel in a fixed order, not by BLAS, whose order of sums depends on the block's length.
    """
    rows, columns = matrix.shape
    if rows == columns and np.array_equal(matrix, np.eye(rows, dtype=np.float32)):
        return sound
    mixed = np.zeros((rows, sound.shape[1]), np.float32)
    for row, column in zip(*np.nonzero(matrix), strict=True):
        mixed[row] += matrix[row, column] * sound[column]
    return mixed
