"""What titles hand to the picture path: an image with its place, and the state of a title at a frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TitleImage:
    """A title, cropped to its ink.

    Attributes:
        rgba: (y, x, 4) float32, premultiplied, display-coded R'G'B' 0..1. Over a display-coded picture it is laid by
            ``picture * (1 - alpha) + rgb``.
        left_px: the picture column of its first column; may be negative.
        top_px: the picture row of its first row; for a roll before it moves, so beyond the picture's last row.
    """

    rgba: FloatArray
    left_px: int
    top_px: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen."""
        return self.rgba.size == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleState:
    """A title at one frame: multiply its image by ``opacity`` and move it by the offsets (right, down)."""

    opacity: float
    offset_x_px: float
    offset_y_px: float
