"""Pictures as the network wants them: blue, green and red, upright, in their shown shape, about 320 pixels long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.reframe.small import part_means
from posthouse.signal.picture import Family, Matrix, Range

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from posthouse.signal.picture import Picture

LONG_SIDE = 320
_UNKNOWN = {Matrix.YCGCO, Matrix.ICTCP, Matrix.OTHER, Matrix.RGB}


def view_of(
    picture: Picture, *, sample: Fraction, quarter_turns: int = 0, is_mirrored: bool = False
) -> NDArray[np.float32]:
    """Return (y, x, channel) a picture's blue, green and red as coded, 0..255, mirrored where it is, then turned.

    Args:
        picture: as it was decoded.
        sample: how wide one of its pixels is, as a part of its height, before it is turned.
        quarter_turns: clockwise, after mirroring.
        is_mirrored: whether left and right are exchanged.
    """
    height, width = picture.planes[0].shape
    shown = width * float(sample)
    scale = LONG_SIDE / max(shown, height)
    shape = max(8, round(height * scale)), max(8, round(shown * scale))
    planes = _blue_green_red(picture, shape)
    view = np.clip(np.stack(planes, axis=2) * 255, 0, 255)
    return np.ascontiguousarray(np.rot90(view[:, ::-1] if is_mirrored else view, -quarter_turns), np.float32)


def _blue_green_red(picture: Picture, shape: tuple[int, int]) -> list[NDArray[np.float32]]:
    form = picture.format
    top = np.float32((1 << form.bit_depth) - 1)
    planes = [part_means(plane, shape) / top for plane in picture.planes[:3]]
    if form.family is Family.RGB:
        return [_stretched(plane, form.range, 219) for plane in planes[2::-1]]
    light = _stretched(planes[0], form.range, 219)
    if form.family is Family.GREY or len(planes) < 3:
        return [light] * 3
    blue, red = (_stretched(plane - np.float32(128 / 255), form.range, 224, 0) for plane in planes[1:])
    of_red, of_blue = (Matrix.BT709 if form.matrix in _UNKNOWN else form.matrix).kr_kb
    reds, blues = light + 2 * (1 - of_red) * red, light + 2 * (1 - of_blue) * blue
    return [blues, (light - of_red * reds - of_blue * blues) / (1 - of_red - of_blue), reds]


def _stretched(plane: NDArray[np.float32], coded: Range, steps: int, black: int = 16) -> NDArray[np.float32]:
    """Return a plane as 0..1 (chroma about 0) of what it may hold (narrow range: BT.709, item 4.6)."""
    return plane if coded is Range.FULL else np.asarray((plane - black / 255) * np.float32(255 / steps), np.float32)
