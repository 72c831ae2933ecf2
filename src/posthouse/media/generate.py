"""Pictures made from nothing: a colour, black, bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.signal import Picture, PictureFormat


def solid_picture(picture_format: PictureFormat, rgba: tuple[float, float, float, float]) -> Picture:
    """Return one colour (display-coded 0..1, in the format's own primaries and transfer) in any format."""
    raise NotImplementedError


def black_picture(picture_format: PictureFormat) -> Picture:
    """Return black."""
    raise NotImplementedError


def bars_picture(picture_format: PictureFormat) -> Picture:
    """Return 75 % colour bars (EBU Tech 3325, ITU-R BT.471 100/0/75/0)."""
    raise NotImplementedError
