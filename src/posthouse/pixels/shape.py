"""The structure of a picture: what decides which kernel renders it, and nothing that changes from frame to frame.

Two stacks of the same shape share one kernel. A shape is a small tree; its text is the kernel's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.pixels.dither import Dither
from posthouse.pixels.power import Light

if TYPE_CHECKING:
    from posthouse.pixels.blending import Blend
    from posthouse.pixels.sites import Grid
    from posthouse.signal import Family


@dataclass(frozen=True, slots=True)
class DevelopShape:
    """One source brought to the canvas's coded light: its planes, an optional LUT, its own alpha."""

    wide: bool
    """Planes hold uint16 (code values above 8 bits); else uint8."""
    family: Family
    grid: Grid
    """Where its chroma lies."""
    has_lut: bool
    is_shaped: bool
    """The LUT's nodes are spaced by a shaper."""
    is_recoded: bool
    """The source's matrix is not the canvas's, so luma needs chroma even without a LUT."""
    has_alpha: bool = False
    is_multiplied: bool = False
    """Its planes hold values times alpha."""
    is_ycgco: bool = False


@dataclass(frozen=True, slots=True)
class SolidShape:
    """One color over the whole canvas."""

    is_clear: bool = False
    """There is nothing, and the canvas can say so."""


@dataclass(frozen=True, slots=True)
class MixShape:
    """Two pictures mixed by one weight a frame, in display-coded or in linear light."""

    under: Shape
    above: Shape
    is_linear: bool


@dataclass(frozen=True, slots=True)
class WipeShape:
    """Two pictures parted by a moving threshold on a ramp."""

    under: Shape
    above: Shape


@dataclass(frozen=True, slots=True)
class OverShape:
    """A picture over another: opacity times the rectangle's coverage times the picture's own alpha."""

    under: Shape
    above: Shape


@dataclass(frozen=True, slots=True)
class BlendShape:
    """A picture over another by a blend mode; by its luma too, where it is keyed."""

    under: Shape
    above: Shape
    mode: Blend
    is_linear: bool
    is_keyed: bool


@dataclass(frozen=True, slots=True)
class TitledShape:
    """A premultiplied overlay over a picture."""

    under: Shape


@dataclass(frozen=True, slots=True)
class RainShape:
    """Rain over a picture, in linear light."""

    under: Shape


Shape = DevelopShape | SolidShape | MixShape | WipeShape | OverShape | BlendShape | TitledShape | RainShape


@dataclass(frozen=True, slots=True)
class KernelShape:
    """A whole kernel: the picture and the code values it must come out as."""

    root: Shape
    wide: bool
    grid: Grid
    is_rgb: bool = False
    """The planes are R', G', B'; the picture is composed in 4:4:4 and decoded at the end."""
    has_alpha: bool = False
    """A last plane holds alpha; the others hold values that are not multiplied by it."""
    dither: Dither = Dither.GRADIENT
    light: Light = Light.DISPLAY
    """What operations in linear light linearise coded light by."""

    def name(self) -> str:
        """Return the text that names the kernel."""
        return repr(self)
