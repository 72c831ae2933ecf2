"""How a picture of one size and shape sits on a canvas of another.

*Fill* covers the canvas and crops what is over; *fit* shows everything and leaves bars; *stretch* does neither.
Pan and scan moves the crop: (0.5, 0.5) keeps the middle, (0, 0.5) the left edge. Position and scale place the result
on the canvas as a layer: position is where its middle lies, in parts of the canvas, and scale 1 is its fitted size.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

from posthouse.editorial.spec import Fit
from posthouse.pixels.stack import Placement, Rect

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """A shot's framing as the document gives it, in exact parts."""

    fit: Fit = Fit.FIT
    pan: tuple[Fraction, Fraction] = (_HALF, _HALF)
    position: tuple[Fraction, Fraction] = (_HALF, _HALF)
    scale: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A picture's samples: stored size, shape of a sample, and how it must be turned to stand upright."""

    width: int
    height: int
    sample_aspect: Fraction = Fraction(1)
    quarter_turns: int = 0
    is_mirrored: bool = False

    def upright(self) -> tuple[int, int, Fraction]:
        """Return (width, height, sample aspect) once turned upright."""
        if self.quarter_turns % 2:
            return self.height, self.width, 1 / self.sample_aspect
        return self.width, self.height, self.sample_aspect


@functools.lru_cache(maxsize=1024)
def place(source: Raster, canvas: Raster, framing: Framing) -> Placement:
    """Return which part of a source goes where on a canvas."""
    width, height, aspect = source.upright()
    shape = Fraction(width) * aspect / height
    canvas_shape = Fraction(canvas.width) * canvas.sample_aspect / canvas.height
    kept_width, kept_height = Fraction(width), Fraction(height)
    wide, high = Fraction(canvas.width), Fraction(canvas.height)
    if framing.fit is Fit.FILL and shape > canvas_shape:
        kept_width *= canvas_shape / shape
    elif framing.fit is Fit.FILL:
        kept_height *= shape / canvas_shape
    elif framing.fit is Fit.FIT and shape > canvas_shape:
        high *= canvas_shape / shape
    elif framing.fit is Fit.FIT:
        wide *= shape / canvas_shape
    kept = Rect(
        left=(width - kept_width) * framing.pan[0],
        top=(height - kept_height) * framing.pan[1],
        width=kept_width,
        height=kept_height,
    )
    return Placement(
        source=kept,
        canvas=_placed(wide * framing.scale, high * framing.scale, canvas, framing),
        quarter_turns=source.quarter_turns,
        is_mirrored=source.is_mirrored,
    )


def _placed(width: Fraction, height: Fraction, canvas: Raster, framing: Framing) -> Rect:
    """Return the rectangle with its middle at the framing's position; bars are whole pixels where nothing is scaled."""
    left = canvas.width * framing.position[0] - width / 2
    top = canvas.height * framing.position[1] - height / 2
    is_plain = framing.scale == 1 and framing.position == (_HALF, _HALF)
    if not is_plain:
        return Rect(left=left, top=top, width=width, height=height)
    first_x, first_y = min(round(left), (canvas.width - 1) // 2), min(round(top), (canvas.height - 1) // 2)
    return Rect(
        left=Fraction(first_x),
        top=Fraction(first_y),
        width=Fraction(canvas.width - 2 * first_x),
        height=Fraction(canvas.height - 2 * first_y),
    )
