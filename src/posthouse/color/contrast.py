"""Contrast about a pivot, with black and white kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import ReadFile, Rgb

GREY_PIVOT = 0.4090
"""R'G'B' of an 18 % grey card in BT.709. Source: BT.709-6, item 1.2: 1.099 * 0.18^0.45 - 0.099."""


def contrast_about(rgb: Rgb, contrast: float, pivot: float) -> Rgb:
    """Return R'G'B' with slope ``contrast`` at ``pivot`` and slope 1/``contrast`` at black and at white.

    Black, white and pivot stay. Each side of the pivot is the rational curve u / (c - (c - 1) u), u being the way from
    the end to the pivot: smooth, monotone, never clipping, and undone by 1/c. Outside 0..1 it goes on straight.
    Source: C. Schlick, "Fast alternatives to Perlin's bias and gain functions", Graphics Gems IV (1994), with a pivot.
    """
    inside = np.clip(rgb, 0, 1)
    low = np.minimum(inside / pivot, 1)
    high = np.minimum((1 - inside) / (1 - pivot), 1)
    curved = np.where(
        inside <= pivot,
        pivot * low / (contrast - (contrast - 1) * low),
        1 - (1 - pivot) * high / (contrast - (contrast - 1) * high),
    )
    result: Rgb = curved + (rgb - inside) / contrast
    return result


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Slope ``contrast`` at ``pivot`` (R'G'B')."""

    contrast: float = 1.0
    pivot: float = GREY_PIVOT

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        return self.contrast == 1

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return R'G'B' with the contrast."""
        return contrast_about(rgb, self.contrast, self.pivot)
