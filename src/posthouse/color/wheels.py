"""The color wheels: lift, gamma, gain, and offset.

``lift`` moves black and leaves white, ``gain`` moves white and leaves black, ``gamma`` moves what lies between and
leaves both, ``offset`` moves everything alike. Each has a red, green, blue ring and a master: rings and masters of lift
and offset add up, those of gamma and gain multiply.
Source: the roles are those of OpenColorIO's GradingPrimary, video style; the formula is given below.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

import numpy as np

if TYPE_CHECKING:
    from posthouse.color.operation import ReadFile, Rgb, Triple

ZERO: Triple = (0.0, 0.0, 0.0)
ONE: Triple = (1.0, 1.0, 1.0)


def power_above_black(rgb: Rgb, power: Rgb | float) -> Rgb:
    """Return R'G'B'^power above black and R'G'B' itself below, as the ASC CDL without clamping does."""
    raised: Rgb = np.where(rgb > 0, np.power(np.maximum(rgb, 0), power), rgb)
    return raised


def lift_gamma_gain(rgb: Rgb, lift: Triple, gamma: Triple, gain: Triple) -> Rgb:
    """Return (gain * v + lift * (1 - v))^(1/gamma) per channel; below black there is no power."""
    ends = rgb * np.asarray(gain) + np.asarray(lift) * (1 - rgb)
    return power_above_black(ends, 1 / np.asarray(gamma)) if gamma != ONE else ends


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LiftGammaGain:
    """The three wheels, ring and master already put together."""

    lift: Triple = ZERO
    gamma: Triple = ONE
    gain: Triple = ONE

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        return self.lift == ZERO and self.gamma == ONE and self.gain == ONE

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return R'G'B' through the wheels."""
        return lift_gamma_gain(rgb, self.lift, self.gamma, self.gain)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """The same added to every code of a channel, like printer lights."""

    offset: Triple = ZERO

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        return self.offset == ZERO

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return R'G'B' plus the offset."""
        result: Rgb = rgb + np.asarray(self.offset)
        return result
