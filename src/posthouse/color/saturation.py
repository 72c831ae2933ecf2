"""Saturation, and vibrance: saturation with tact."""

from __future__ import annotations

import dataclasses
from typing import final

import numpy as np

from posthouse.color.hue import chroma_plane, hue_weight
from posthouse.color.operation import LUMA_BT709, ReadFile, Rgb, luma
from posthouse.color.working import ProgrammeColor

SKIN_HUE_DEGREES = 22.0
"""Hue of human skin of any depth, on the hexagon's circle. Source: ColorChecker light and dark skin: 13 and 17
degrees in sRGB; vectorscopes put the skin line near 23."""
_SKIN_SHARPNESS = 10.0  # half weight 21 degrees away
_SKIN_SHARE_KEPT = 0.75  # of the change that skin is spared
_VIVID = 0.35  # chroma at which a color gets half the change


def saturate(rgb: Rgb, saturation: float, weights: Rgb = LUMA_BT709) -> Rgb:
    """Return luma + saturation * (R'G'B' - luma): luma and hue stay; 0 is monochrome, 1 nothing.

    Source: ASC CDL v1.2, saturation, without its clamp.
    """
    grey = luma(rgb, weights)
    result: Rgb = grey + saturation * (rgb - grey)
    return result


def add_vibrance(rgb: Rgb, vibrance: float, weights: Rgb = LUMA_BT709) -> Rgb:
    """Return R'G'B' with pale colors made richer (vibrance > 0) or paler (< 0), vivid ones and skin far less.

    A saturation of 1 + vibrance * w; w falls from 1 at grey to 1/2 at chroma 0.35, and is cut to a quarter at the hue
    of skin. Luma and hue stay. Smooth at grey: hue only counts as chroma grows.
    """
    across, up = chroma_plane(rgb)
    chroma_squared = across**2 + up**2
    pale = 1 / (1 + chroma_squared / _VIVID**2)
    skin = hue_weight(across, up, SKIN_HUE_DEGREES, _SKIN_SHARPNESS)
    factor = 1 + vibrance * pale * (1 - _SKIN_SHARE_KEPT * skin)
    grey = luma(rgb, weights)
    result: Rgb = grey + factor[..., np.newaxis] * (rgb - grey)
    return result


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """All colors times ``saturation``."""

    saturation: float = 1.0
    working: ProgrammeColor = ProgrammeColor.REC709

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        return self.saturation == 1

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return saturated R'G'B'."""
        return saturate(rgb, self.saturation, self.working.luma_weights)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Vibrance:
    """Pale colors by ``vibrance``, -1..1."""

    vibrance: float = 0.0
    working: ProgrammeColor = ProgrammeColor.REC709

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        return self.vibrance == 0

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return R'G'B' with vibrance."""
        return add_vibrance(rgb, self.vibrance, self.working.luma_weights)
