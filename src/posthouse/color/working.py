"""The programme's color: the space its grades work in, and what its pictures are composed in."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import numpy as np

from posthouse.color.primaries import luma_weights
from posthouse.color.space import SPACES, ColorSpace
from posthouse.color.transfers import TRANSFERS, Kind
from posthouse.color.transfers.bt1886 import GAMMA
from posthouse.color.transfers.hlg import hlg_oetf, hlg_oetf_inverse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.color.operation import Rgb


class ProgrammeColor(enum.StrEnum):
    """How color is worked on."""

    REC709 = "rec709"  # display-referred, ITU-R BT.709 with BT.1886: what comes in goes out
    REC2020 = "rec2020"  # display-referred, ITU-R BT.2020 with BT.1886
    P3_D65 = "p3-d65"  # display-referred, P3 primaries under D65, with BT.1886
    REC2100_PQ = "rec2100-pq"  # display-referred HDR, ITU-R BT.2100 PQ
    REC2100_HLG = "rec2100-hlg"  # HDR, ITU-R BT.2100 HLG
    ACES = "aces"  # scene-referred: grades work in ACEScct, ACES 2 output transforms show it

    @property
    def space(self) -> ColorSpace:
        """Return the space grades work in."""
        return SPACES["acescct" if self is ProgrammeColor.ACES else self].space

    @property
    def shown(self) -> ProgrammeColor:
        """Return the color the programme's own pictures are coded in: ACES is shown as BT.709."""
        return ProgrammeColor.REC709 if self is ProgrammeColor.ACES else self

    @property
    def is_gamma(self) -> bool:
        """Return whether light is a plain power of the code: then a change of exposure is a gain of the code."""
        return self.space.kind is Kind.SDR

    @property
    def grey(self) -> float:
        """Return the code of an 18 % grey card, about which contrast turns.

        Source: BT.709-6 item 1.2; BT.2408 table 1 (26 nits: 38 % in PQ and in HLG); S-2016-001 for ACEScct.
        """
        return {"rec2100-pq": 0.3801, "rec2100-hlg": 0.38, "aces": 0.4135884}.get(self, 0.4090)

    @property
    def luma_weights(self) -> NDArray[np.float64]:
        """Return the weights of R', G', B' in luma, rounded as BT.709-6 and BT.2020-2 print them."""
        return np.round(luma_weights(self.space.primaries), 4)

    def light_of(self, rgb: Rgb) -> Rgb:
        """Return the light exposure and balance work on, of codes; mirrored below black.

        Display light for SDR and PQ; scene light, before the OOTF, for HLG; scene light for ACES.
        """
        if self is ProgrammeColor.ACES:
            return TRANSFERS["acescct"].decode(rgb)
        size = np.abs(rgb)
        if self is ProgrammeColor.REC2100_HLG:
            return np.sign(rgb) * hlg_oetf_inverse(size)
        light = size**GAMMA if self.is_gamma else TRANSFERS["smpte2084"].decode(size)
        return np.sign(rgb) * light

    def codes_of(self, light: Rgb) -> Rgb:
        """Return the codes of light: the inverse of ``light_of``."""
        if self is ProgrammeColor.ACES:
            return TRANSFERS["acescct"].encode(light)
        size = np.abs(light)
        if self is ProgrammeColor.REC2100_HLG:
            return np.sign(light) * hlg_oetf(size)
        codes = size ** (1 / GAMMA) if self.is_gamma else TRANSFERS["smpte2084"].encode(size)
        return np.sign(light) * codes
