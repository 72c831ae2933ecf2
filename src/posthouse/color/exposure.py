"""Exposure, in stops of light."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

from posthouse.color.light import DISPLAY_GAMMA
from posthouse.color.working import ProgrammeColor

if TYPE_CHECKING:
    from posthouse.color.operation import ReadFile, Rgb


def expose(rgb: Rgb, stops: float) -> Rgb:
    """Return R'G'B' with 2^stops times the light; the inverse is ``-stops``.

    Light is R'G'B'^2.4 (see ``light.py``), so light times g is R'G'B' times g^(1/2.4): the gain is applied there, which
    also says what it does to sub-black. Nothing is clipped: super-white comes back with a later, lower exposure.
    """
    exposed: Rgb = rgb * 2.0 ** (stops / DISPLAY_GAMMA)
    return exposed


def expose_in(working: ProgrammeColor, rgb: Rgb, stops: float) -> Rgb:
    """Return codes of a programme's color with 2^stops times its light; see ``ProgrammeColor.light_of``."""
    if working.is_gamma:
        return expose(rgb, stops)
    return working.codes_of(working.light_of(rgb) * 2.0**stops)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Exposure by ``stops``."""

    stops: float = 0.0
    working: ProgrammeColor = ProgrammeColor.REC709

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes."""
        return self.stops == 0

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:  # noqa: ARG002 - the operations' common shape
        """Return exposed R'G'B'."""
        return expose_in(self.working, rgb, self.stops)
