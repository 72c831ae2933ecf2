"""The ASC Color Decision List: slope, offset, power and saturation, from numbers or from a file."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, final

import numpy as np

from posthouse.color.saturation import saturate
from posthouse.color.wheels import ONE, ZERO, power_above_black

if TYPE_CHECKING:
    from posthouse.color.operation import ReadFile, Rgb, Triple


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cdl:
    """The ten numbers, and whether the two clamps to 0..1 of the letter of v1.2 are kept.

    Without clamping (the default, and OpenColorIO's) nothing is lost that a later step could bring back; inside 0..1
    both give the same. Source: ASC CDL v1.2; its "no clamp" form as in the Common LUT Format, FwdNoClamp.
    """

    slope: Triple = ONE
    offset: Triple = ZERO
    power: Triple = ONE
    saturation: float = 1.0
    clamp: bool = False

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        numbers_neutral = (self.slope, self.offset, self.power) == (ONE, ZERO, ONE) and self.saturation == 1
        return numbers_neutral and not self.clamp

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return corrected R'G'B'."""
        return apply_cdl(rgb, self)


def apply_cdl(rgb: Rgb, cdl: Cdl) -> Rgb:
    """Return (rgb * slope + offset)^power, then saturation about BT.709 luma.

    Without clamp, negatives are left unpowered. Source: ASC CDL v1.2, transfer functions.
    """
    sloped = rgb * np.asarray(cdl.slope) + np.asarray(cdl.offset)
    if cdl.clamp:
        sloped = np.clip(sloped, 0, 1)
    powered = power_above_black(sloped, np.asarray(cdl.power)) if cdl.power != ONE else sloped
    saturated = saturate(powered, cdl.saturation) if cdl.saturation != 1 else powered
    return np.clip(saturated, 0, 1) if cdl.clamp else saturated


def read_cdl(content: bytes, *, name: str, correction_id: str | None = None, clamp: bool = False) -> Cdl:
    """Return the correction of a .cdl, .cc or .ccc file: the one with the id, or else the first.

    Raises:
        ProductionError: the file is no CDL, or holds no correction of that id.
    """
    return _read_cdl(content, name, correction_id, clamp)


@functools.lru_cache(maxsize=64)
def _read_cdl(content: bytes, name: str, correction_id: str | None, clamp: bool) -> Cdl:  # noqa: FBT001 - cache key
    from posthouse.color.ocio import load_cdl_numbers  # OpenColorIO is slow to import: only files pay

    slope, offset, power, saturation = load_cdl_numbers(content, name, correction_id)
    return Cdl(slope=slope, offset=offset, power=power, saturation=saturation, clamp=clamp)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CdlFile:
    """A correction of a file, by the name ``read_file`` knows it under."""

    file: str
    suffix: str
    id: str | None = None
    clamp: bool = False

    @property
    def is_neutral(self) -> bool:
        """False: nobody knows before the file is read."""
        return False

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:
        """Return corrected R'G'B'."""
        return apply_cdl(rgb, self.read(read_file))

    def read(self, read_file: ReadFile) -> Cdl:
        """Return the file's correction; raises ProductionError when it cannot be read."""
        name = self.file if self.file.endswith(self.suffix) else self.file + self.suffix
        return read_cdl(read_file(self.file), name=name, correction_id=self.id, clamp=self.clamp)
